#include "outcry/platform/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

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

std::optional<int> SignalReceiver::wait(std::chrono::milliseconds time_max) noexcept {
    pollfd descriptor{.fd = descriptor_, .events = POLLIN, .revents = 0};
    if (::poll(&descriptor, 1, static_cast<int>(time_max.count())) != 1) return std::nullopt;
    signalfd_siginfo information{};
    // Another reader of the descriptor may have been faster.
    if (::read(descriptor_, &information, sizeof information) != sizeof information)
        return std::nullopt;
    return static_cast<int>(information.ssi_signo);
}

}  // namespace outcry::platform
