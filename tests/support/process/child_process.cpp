#include "support/process/child_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string_view>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

/// In the child, before the program starts; leaves it when something fails.
void become(const ChildProcess::Options& options) {
    ::setpgid(0, 0);
    if (options.user.has_value()) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(options.user->group) != 0 ||
            ::setuid(options.user->user) != 0) {
            ::_exit(126);
        }
    }
    // A test that dies takes its servers along; the change of user has just cleared this.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::chdir(options.directory.c_str()) != 0) ::_exit(126);
    const int log = ::open(options.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (log >= 0) {
        ::dup2(log, 1);
        ::dup2(log, 2);
    }
}

/// From /proc/PID/stat: the field behind the name in parentheses and the state.
pid_t parent_of(const std::filesystem::path& process) {
    std::ifstream file{process / "stat"};
    std::string line;
    std::getline(file, line);
    const std::size_t name_end = line.rfind(')');
    if (name_end == std::string::npos || line.size() < name_end + 5) return -1;
    return static_cast<pid_t>(std::strtol(line.c_str() + name_end + 4, nullptr, 10));
}

std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> children;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc", ignored}) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (parent_of(entry.path()) == parent) {
            children.push_back(static_cast<pid_t>(std::strtol(name.c_str(), nullptr, 10)));
        }
    }
    return children;
}

}  // namespace

std::optional<UserIds> ids_of_user(const std::string& name) {
    const passwd* const entry = ::getpwnam(name.c_str());
    if (entry == nullptr) return std::nullopt;
    return UserIds{.user = entry->pw_uid, .group = entry->pw_gid};
}

ChildProcess::ChildProcess(const Options& options) {
    std::vector<char*> arguments;
    std::vector<std::string> copies = options.arguments;
    for (std::string& argument : copies) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    process_ = ::fork();
    OUTCRY_ASSERT(process_ >= 0);
    if (process_ != 0) return;
    become(options);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

ChildProcess::~ChildProcess() {
    if (process_ < 0) return;
    signal_all(SIGKILL);
    wait();
}

void ChildProcess::signal(int number) const {
    if (process_ > 0) ::kill(process_, number);
}

void ChildProcess::signal_all(int number) const {
    if (process_ < 0) return;
    const std::vector<pid_t> children = children_of(process_);
    ::kill(process_, number);
    for (const pid_t child : children) ::kill(child, number);
}

int ChildProcess::wait() {
    if (process_ < 0) return 0;
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool ChildProcess::is_running() {
    if (process_ < 0) return false;
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == 0) return true;
    process_ = -1;
    return false;
}

void run_to_end(const ChildProcess::Options& options) {
    ChildProcess process{options};
    const int code = process.wait();
    OUTCRY_ASSERT(code == 0);
}

std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    OUTCRY_ASSERT(socket >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    // SAFETY: the sockets interface takes every kind of address through its common head.
    auto* const head = reinterpret_cast<sockaddr*>(&address);
    OUTCRY_ASSERT(::bind(socket, head, size) == 0);
    OUTCRY_ASSERT(::getsockname(socket, head, &size) == 0);
    ::close(socket);
    return ntohs(address.sin_port);
}

}  // namespace outcry::test
