#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace outcry::bench {

/// The released binary, as operators start it, on free ports and an empty data directory.
class ServerProcess {
public:
    /// Waits until it serves. `arguments` follow `serve`.
    explicit ServerProcess(const std::vector<std::string>& arguments);
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    /// Stops it cleanly and removes its data.
    ~ServerProcess();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// What all of its threads have used so far.
    [[nodiscard]] std::int64_t cpu_time_ns() const noexcept;

private:
    std::filesystem::path directory_;
    pid_t process_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace outcry::bench
