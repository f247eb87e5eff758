#include "app/operators/audit_trail.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

constexpr mode_t private_mode = 0600;

std::string hash_of(std::string_view line) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    OUTCRY_ASSERT(
        EVP_Digest(line.data(), line.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string system_failure(const std::filesystem::path& file) {
    return fmt::format("{}: {}", file.string(), std::strerror(errno));
}

/// The last whole line; empty when there is none.
std::string_view last_line(std::string_view text) {
    if (text.empty()) return {};
    text.remove_suffix(1);
    const std::size_t end = text.rfind('\n');
    return end == std::string_view::npos ? text : text.substr(end + 1);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size = ::write(descriptor, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

AuditTrail::AuditTrail(int descriptor, std::filesystem::path file, std::string previous)
    : descriptor_{descriptor}, file_{std::move(file)}, previous_{std::move(previous)} {}

AuditTrail::AuditTrail(AuditTrail&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)},
      file_{std::move(other.file_)},
      previous_{std::move(other.previous_)} {}

AuditTrail::~AuditTrail() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<AuditTrail, std::string> AuditTrail::open(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const int descriptor =
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, private_mode);
    if (descriptor < 0) return Failure{system_failure(file)};
    AuditTrail trail{descriptor, file, {}};
    if (!text.empty() && text.back() != '\n') {
        if (!write_all(descriptor, "\n")) return Failure{system_failure(file)};
        text += '\n';
    }
    if (!text.empty()) trail.previous_ = hash_of(last_line(text));
    return trail;
}

Result<void, std::string> AuditTrail::write(nlohmann::ordered_json entry) {
    OUTCRY_ASSERT(entry.is_object());
    entry["previous"] = previous_;
    const std::string line = entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (!write_all(descriptor_, line + "\n") || ::fdatasync(descriptor_) != 0)
        return Failure{system_failure(file_)};
    previous_ = hash_of(line);
    return {};
}

Result<std::uint64_t, std::uint64_t> verify_audit_trail(std::string_view text) {
    std::uint64_t count = 0;
    std::string previous;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const auto entry = nlohmann::json::parse(line, nullptr, false);
        // A torn line says nothing of what came before it; the next one says what it was.
        if (entry.is_object() && entry.value("previous", std::string{"?"}) != previous)
            return Failure{count + 1};
        previous = hash_of(line);
        ++count;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return count;
}

}  // namespace outcry::app
