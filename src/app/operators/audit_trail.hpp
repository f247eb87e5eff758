#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "outcry/base/result.hpp"

namespace outcry::app {

/// `DIR/audit.jsonl`: a line for each operators' call before it is done, and one for what became
/// of it; both durable when `write` returns. Each line carries the hash of the one before, so that
/// a line that was changed or taken out shows. One thread.
class AuditTrail {
public:
    /// Goes on where the file ends; a torn last line is closed. Mode 0600.
    [[nodiscard]] static Result<AuditTrail, std::string> open(const std::filesystem::path& file);
    AuditTrail(AuditTrail&& other) noexcept;
    AuditTrail& operator=(AuditTrail&&) = delete;
    ~AuditTrail();

    /// `entry` must be an object; `previous` is added to it.
    [[nodiscard]] Result<void, std::string> write(nlohmann::ordered_json entry);

private:
    AuditTrail(int descriptor, std::filesystem::path file, std::string previous);

    int descriptor_;
    std::filesystem::path file_;
    std::string previous_;  // SHA-256 of the last line, in hex; empty before the first
};

/// How many lines follow each other without a break, or the number of the first that does not.
[[nodiscard]] Result<std::uint64_t, std::uint64_t> verify_audit_trail(std::string_view text);

}  // namespace outcry::app
