#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace outcry::test {

/// Whom a started program runs as, when that is not who runs the tests.
struct UserIds {
    uid_t user = 0;
    gid_t group = 0;
};
[[nodiscard]] std::optional<UserIds> ids_of_user(const std::string& name);

/// A program of someone else that a test starts: its process, and all that descend from it.
class ChildProcess {
public:
    struct Options {
        std::vector<std::string> arguments;  // the program's path first
        std::filesystem::path directory;     // to run in
        std::filesystem::path log;           // of both outputs
        std::optional<UserIds> user;
    };

    explicit ChildProcess(const Options& options);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    /// Kills what is left.
    ~ChildProcess();

    /// To the process alone.
    void signal(int number) const;
    /// To the process and its children, wherever their groups are.
    void signal_all(int number) const;
    /// Waits for the end of the process; its exit code, or minus the signal.
    int wait();
    [[nodiscard]] bool is_running();

private:
    pid_t process_ = -1;
};

/// Runs to its end, which must be a success; asserts otherwise.
void run_to_end(const ChildProcess::Options& options);

/// A TCP port of loopback that nobody listens on now.
[[nodiscard]] std::uint16_t free_port();

}  // namespace outcry::test
