#include "app/venue/data_directory.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "outcry/platform/random.hpp"
#include "outcry/platform/whole_file.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t text_file_size_max = 4096;
constexpr std::uint32_t secret_permissions = 0600;

std::string to_hex(std::span<const std::byte> bytes) {
    std::string text;
    for (const std::byte byte : bytes)
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<gateway::SealKey> seal_key_of(std::string_view hex) {
    std::array<std::byte, gateway::SealKey::size_bytes> bytes{};
    if (hex.size() != 2 * bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hex_digit(hex[2 * i]);
        const int low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return gateway::SealKey{bytes};
}

/// One key a line, the first seals; what is empty or starts with '#' is skipped.
std::optional<std::vector<gateway::SealKey>> seal_keys_of(std::string_view text) {
    std::vector<gateway::SealKey> keys;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        const auto key = seal_key_of(line);
        if (!key) return std::nullopt;
        keys.push_back(*key);
    }
    if (keys.empty()) return std::nullopt;
    return keys;
}

std::string random_hex() {
    std::array<std::byte, 32> bytes{};
    platform::fill_random(bytes);
    return to_hex(bytes);
}

}  // namespace

DataDirectory::DataDirectory(platform::FileSystem& file_system, std::filesystem::path path,
                             std::unique_ptr<platform::FileLock> lock)
    : file_system_{&file_system}, path_{std::move(path)}, lock_{std::move(lock)} {}

Result<DataDirectory, std::string> DataDirectory::open(platform::FileSystem& file_system,
                                                       const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return Failure{fmt::format("{}: {}", path.string(), error.message())};
    auto lock = file_system.lock(path / "lock");
    if (!lock) {
        if (lock.error().error_number == EWOULDBLOCK)
            return Failure{fmt::format("{}: another outcry serves this directory", path.string())};
        return Failure{lock.error().text()};
    }
    DataDirectory directory{file_system, path, std::move(*lock)};
    for (const auto& part :
         {directory.journal(), directory.snapshots(), directory.event_log().events,
          directory.event_log().archive, directory.journal_archive()}) {
        if (const auto made = file_system.make_directory(part); !made)
            return Failure{made.error().text()};
    }
    if (const auto synced = file_system.sync_directory(path); !synced)
        return Failure{synced.error().text()};
    return directory;
}

Result<std::string, std::string> DataDirectory::read_text(const std::filesystem::path& path) {
    auto text = platform::read_file(*file_system_, path, text_file_size_max);
    if (!text) return Failure{text.error().text()};
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
    return std::move(*text);
}

Result<bool, std::string> DataDirectory::write_text(const std::filesystem::path& path,
                                                    const std::string& text,
                                                    std::uint32_t permissions) {
    const auto written = platform::replace_file(*file_system_, path, text, permissions);
    if (!written) return Failure{written.error().text()};
    return true;
}

Result<std::string, std::string> DataDirectory::admin_token() {
    const std::filesystem::path path = path_ / "admin.token";
    const auto exists = file_system_->exists(path);
    if (!exists) return Failure{exists.error().text()};
    if (*exists) return read_text(path);
    std::string token = random_hex();
    if (const auto written = write_text(path, token + "\n", secret_permissions); !written)
        return Failure{written.error()};
    return token;
}

Result<DataDirectory::Seal, std::string> DataDirectory::seal(const std::string& environment_value,
                                                             const std::filesystem::path& file) {
    const auto seal_of = [](std::string_view text,
                            const std::string& place) -> Result<Seal, std::string> {
        auto keys = seal_keys_of(text);
        if (!keys)
            return Failure{fmt::format("{}: must hold keys of 64 hex digits, one a line", place)};
        return Seal{gateway::SecretSeal{std::move(*keys)}, false};
    };
    if (!environment_value.empty()) return seal_of(environment_value, "OUTCRY_SEAL_KEY");
    const std::filesystem::path path = file.empty() ? path_ / "seal.key" : file;
    const auto exists = file_system_->exists(path);
    if (!exists) return Failure{exists.error().text()};
    if (!*exists) {
        if (!file.empty()) return Failure{fmt::format("{}: no such seal key", path.string())};
        const std::string key = random_hex();
        if (const auto written = write_text(path, key + "\n", secret_permissions); !written)
            return Failure{written.error()};
        auto made = seal_of(key, path.string());
        if (made) made->was_made = true;
        return made;
    }
    const auto text = read_text(path);
    if (!text) return Failure{text.error()};
    return seal_of(*text, path.string());
}

void DataDirectory::remove_addresses() {
    // Usually it is not there: a clean stop has removed it.
    (void)file_system_->remove(path_ / "serve.json");
}

Result<bool, std::string> DataDirectory::write_addresses(const ServeAddresses& addresses) {
    return write_text(path_ / "serve.json",
                      fmt::format(R"({{"pid":{},"http":"{}","https":{},"admin":"{}"}})"
                                  "\n",
                                  addresses.pid, addresses.http,
                                  addresses.https.empty() ? "null" : '"' + addresses.https + '"',
                                  addresses.admin),
                      0644);
}

}  // namespace outcry::app
