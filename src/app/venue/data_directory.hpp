#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "outcry/base/result.hpp"
#include "outcry/follower/event_log.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::app {

/// What `serve.json` says: where a running server can be reached.
struct ServeAddresses {
    int pid = 0;
    std::string http;   // ADDRESS:PORT
    std::string https;  // empty: no TLS port
    std::string admin;
};

[[nodiscard]] inline follower::EventLogPlace event_log_of(const std::filesystem::path& data) {
    return {data / "events", data / "archive"};
}

/// The directory that holds everything of one venue: journal, snapshots, secrets. One process at a
/// time; the lock goes with the process, however it ends.
class DataDirectory {
public:
    /// Makes what is missing and takes the lock. The failure is one line for the operator.
    [[nodiscard]] static Result<DataDirectory, std::string> open(platform::FileSystem& file_system,
                                                                 const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::filesystem::path journal() const { return path_ / "journal"; }
    [[nodiscard]] std::filesystem::path snapshots() const { return path_ / "snapshots"; }
    /// There while a venue runs, and after it ended otherwise than by a clean stop.
    [[nodiscard]] std::filesystem::path running_marker() const { return path_ / "running"; }
    [[nodiscard]] follower::EventLogPlace event_log() const { return event_log_of(path_); }
    /// Compressed journal segments that recovery no longer needs.
    [[nodiscard]] std::filesystem::path journal_archive() const {
        return path_ / "journal_archive";
    }

    /// The token of operators' calls, from `admin.token`; made on first use, mode 0600.
    [[nodiscard]] Result<std::string, std::string> admin_token();

    struct Seal {
        gateway::SecretSeal seal;
        bool was_made = false;  // a new key file: the operator should keep it elsewhere
    };
    /// The seal of API secrets: from the environment's value if not empty, else from `file`, else
    /// from `seal.key` of this directory, which is made when it is missing.
    [[nodiscard]] Result<Seal, std::string> seal(const std::string& environment_value,
                                                 const std::filesystem::path& file);

    /// Removes the `serve.json` of an earlier run.
    void remove_addresses();
    /// Puts a new one into place by renaming it.
    [[nodiscard]] Result<bool, std::string> write_addresses(const ServeAddresses& addresses);

private:
    DataDirectory(platform::FileSystem& file_system, std::filesystem::path path,
                  std::unique_ptr<platform::FileLock> lock);

    [[nodiscard]] Result<std::string, std::string> read_text(const std::filesystem::path& path);
    [[nodiscard]] Result<bool, std::string> write_text(const std::filesystem::path& path,
                                                       const std::string& text,
                                                       std::uint32_t permissions);

    platform::FileSystem* file_system_;
    std::filesystem::path path_;
    std::unique_ptr<platform::FileLock> lock_;
};

}  // namespace outcry::app
