#include "app/commands/keygen_command.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "outcry/base/result.hpp"

#include "app/client/key_maker.hpp"

namespace outcry::app {
namespace {

constexpr int mode_private = 0600;
constexpr int mode_public = 0644;

/// Never over a file that is there: it may hold a key that somebody needs.
Result<void, std::string> write_new_file(const std::string& path, std::string_view text, int mode) {
    const auto failure = [&path] { return Failure{path + ": " + std::strerror(errno)}; };
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode));
    if (descriptor < 0) return failure();
    std::FILE* const file = ::fdopen(descriptor, "wb");
    if (file == nullptr) {
        ::close(descriptor);
        return failure();
    }
    const bool is_written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool is_closed = std::fclose(file) == 0;
    if (!is_written || !is_closed) return failure();
    return {};
}

void print_key(const NewKey& key) {
    fmt::print("apiKey: {}\n", key.api_key);
    if (key.public_key.empty()) {
        fmt::print("secret: {}\n", key.secret);
        return;
    }
    fmt::print("{}{}", key.secret, key.public_key);
}

Result<void, std::string> write_key(const NewKey& key, const std::string& path) {
    const bool is_hmac = key.public_key.empty();
    Result<void, std::string> written =
        write_new_file(path, is_hmac ? key.secret + "\n" : key.secret, mode_private);
    if (!written) return written;
    if (!is_hmac) written = write_new_file(path + ".pub", key.public_key, mode_public);
    if (!written) return written;
    fmt::print("apiKey: {}\n", key.api_key);
    fmt::print("secret: {}\n", path);
    if (!is_hmac) fmt::print("public: {}.pub\n", path);
    return {};
}

int make_key(const std::string& type, const std::string& path) {
    const NewKey key = type == "hmac" ? make_hmac_key() : make_ed25519_key();
    if (path.empty()) {
        print_key(key);
        return 0;
    }
    const Result<void, std::string> written = write_key(key, path);
    if (written) return 0;
    fmt::print(stderr, "outcry keygen: {}\n", written.error());
    return 1;
}

struct Arguments {
    std::string type = "hmac";
    std::string path;
};

}  // namespace

void add_keygen_command(CLI::App& root, int& exit_code) {
    CLI::App* const command = root.add_subcommand(
        "keygen", "Make an API key: a name, and a secret or an Ed25519 key pair");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--type", arguments->type, "hmac or ed25519")
        ->check(CLI::IsMember({"hmac", "ed25519"}))
        ->capture_default_str();
    command->add_option("--out", arguments->path,
                        "Write the secret there (mode 0600), a public key to FILE.pub");
    command->footer("Without --out everything is printed. A file that is there is never replaced.");
    command->callback(
        [arguments, &exit_code] { exit_code = make_key(arguments->type, arguments->path); });
}

}  // namespace outcry::app
