#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace outcry::test {

/// A program that a test starts and ends by its own process id; killed with the test's object.
class ChildProcess {
public:
    ChildProcess() = default;
    /// What it prints goes to the file; `environment` adds NAME=VALUE.
    ChildProcess(const std::vector<std::string>& arguments, const std::filesystem::path& output,
                 const std::vector<std::string>& environment = {});
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess() { kill(); }

    void start(const std::vector<std::string>& arguments, const std::filesystem::path& output,
               const std::vector<std::string>& environment = {});
    [[nodiscard]] bool is_running();
    /// SIGKILL, and waits for its end.
    void kill();
    void pause();
    void resume();
    /// Waits for its end and returns the exit status; -1: ended by a signal.
    int wait();

private:
    pid_t process_ = -1;
};

}  // namespace outcry::test
