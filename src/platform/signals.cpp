#include "outcry/platform/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::platform {
namespace {

[[nodiscard]] sigset_t set_of(const std::vector<int>& signals) noexcept {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : signals) ::sigaddset(&set, signal);
    return set;
}

/// Blocks or unblocks on this thread; fails only on an argument that no caller here passes.
void change_mask(int how, const sigset_t& set, sigset_t* before) noexcept {
    const int outcome = ::pthread_sigmask(how, &set, before);
    OUTCRY_ASSERT(outcome == 0);
}

}  // namespace

SystemResult<std::unique_ptr<SignalReceiver>> SignalReceiver::open() {
    return open({SIGINT, SIGTERM});
}

SystemResult<std::unique_ptr<SignalReceiver>> SignalReceiver::open(
    const std::vector<int>& signals) {
    const sigset_t set = set_of(signals);
    sigset_t before;
    change_mask(SIG_BLOCK, set, &before);
    const int descriptor = ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor < 0) {
        auto failure = failed_call("signalfd", std::to_string(signals.size()) + " signals");
        change_mask(SIG_SETMASK, before, nullptr);
        return failure;
    }
    std::vector<int> unblocked_later;
    for (const int signal : signals)
        if (::sigismember(&before, signal) == 0) unblocked_later.push_back(signal);
    // Not make_unique: the constructor is private.
    return std::unique_ptr<SignalReceiver>{
        new SignalReceiver{descriptor, std::move(unblocked_later)}};
}

SignalReceiver::~SignalReceiver() {
    ::close(descriptor_);
    change_mask(SIG_UNBLOCK, set_of(unblocked_later_), nullptr);
}

int SignalReceiver::wait() noexcept {
    while (true) {
        if (const std::optional<int> signal = wait(std::chrono::hours{1})) return *signal;
    }
}

std::optional<int> SignalReceiver::wait(std::chrono::milliseconds time_max) noexcept {
    // The kernel takes the time as an int, which 25 days overflow.
    constexpr std::chrono::milliseconds time_of_one_call{INT_MAX};
    while (true) {
        const auto time = std::min(time_max, time_of_one_call);
        if (const std::optional<int> signal = wait_once(static_cast<int>(time.count())))
            return signal;
        time_max -= time;
        if (time_max.count() <= 0) return std::nullopt;
    }
}

std::optional<int> SignalReceiver::wait_once(int time_ms) noexcept {
    pollfd descriptor{.fd = descriptor_, .events = POLLIN, .revents = 0};
    int outcome = 0;
    do {
        outcome = ::poll(&descriptor, 1, time_ms);
        // Interrupted by a signal that is not ours: nothing has happened.
    } while (outcome < 0 && errno == EINTR);
    if (outcome != 1) return std::nullopt;
    signalfd_siginfo information{};
    // Another reader of the descriptor may have been faster.
    if (::read(descriptor_, &information, sizeof information) != sizeof information)
        return std::nullopt;
    return static_cast<int>(information.ssi_signo);
}

void ignore_broken_pipes() noexcept {
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    OUTCRY_ASSERT(before != SIG_ERR);
}

}  // namespace outcry::platform
