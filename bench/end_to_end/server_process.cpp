#include "bench/end_to_end/server_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <thread>

#include "outcry/base/assert.hpp"

namespace outcry::bench {
namespace {

std::filesystem::path make_directory() {
    std::string name = std::filesystem::temp_directory_path() / "outcry-bench-XXXXXX";
    OUTCRY_ASSERT(::mkdtemp(name.data()) != nullptr);
    return name;
}

pid_t start(const std::vector<std::string>& arguments) {
    std::vector<char*> words;
    // SAFETY: execv has no const form; it only reads.
    for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t process = ::fork();
    OUTCRY_ASSERT(process >= 0);
    if (process > 0) return process;
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execv(words.front(), words.data());
    ::_exit(127);
}

/// The port behind `"http":"ADDRESS:PORT"`; zero while the file is not there.
std::uint16_t read_port(const std::filesystem::path& file) {
    std::ifstream stream{file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const std::size_t field = text.find("\"http\":\"");
    if (field == std::string::npos) return 0;
    const std::size_t end = text.find('"', field + 8);
    const std::size_t colon = text.rfind(':', end);
    return static_cast<std::uint16_t>(std::stoul(text.substr(colon + 1, end - colon - 1)));
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& arguments)
    : directory_{make_directory()} {
    std::vector<std::string> words{OUTCRY_BINARY, "serve",       "--data",         directory_,
                                   "--listen",    "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    process_ = start(words);
    constexpr std::chrono::seconds patience{30};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while ((port_ = read_port(directory_ / "serve.json")) == 0) {
        OUTCRY_ASSERT(::waitpid(process_, nullptr, WNOHANG) == 0);
        OUTCRY_ASSERT(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

ServerProcess::~ServerProcess() {
    ::kill(process_, SIGINT);
    ::waitpid(process_, nullptr, 0);
    std::error_code ignored;  // of a temporary directory
    std::filesystem::remove_all(directory_, ignored);
}

std::int64_t ServerProcess::cpu_time_ns() const noexcept {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(process_, &clock) != 0) return 0;
    ::clock_gettime(clock, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

}  // namespace outcry::bench
