#include "support/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

/// Between fork and exec only what a signal handler may call.
[[noreturn]] void run(char* const* arguments, char* const* environment, const char* output) {
    // Ends with the test, also when that is killed.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = ::open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    ::execvpe(arguments[0], arguments, environment);
    ::_exit(127);
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
    std::vector<char*> pointers;
    // SAFETY: exec has no const form; it only reads.
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments,
                           const std::filesystem::path& output,
                           const std::vector<std::string>& environment) {
    start(arguments, output, environment);
}

void ChildProcess::start(const std::vector<std::string>& arguments,
                         const std::filesystem::path& output,
                         const std::vector<std::string>& environment) {
    kill();
    std::vector<std::string> variables = environment;
    for (char** entry = environ; *entry != nullptr; ++entry) variables.emplace_back(*entry);
    const std::vector<char*> argument_pointers = pointers_to(arguments);
    const std::vector<char*> variable_pointers = pointers_to(variables);
    process_ = ::fork();
    OUTCRY_ASSERT(process_ >= 0);
    if (process_ == 0) run(argument_pointers.data(), variable_pointers.data(), output.c_str());
}

bool ChildProcess::is_running() {
    if (process_ < 0) return false;
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == 0) return true;
    process_ = -1;
    return false;
}

void ChildProcess::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    static_cast<void>(wait());  // that it was killed is what was wanted
}

void ChildProcess::pause() { ::kill(process_, SIGSTOP); }
void ChildProcess::resume() { ::kill(process_, SIGCONT); }

int ChildProcess::wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace outcry::test
