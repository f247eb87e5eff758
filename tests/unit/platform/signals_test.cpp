#include "outcry/platform/signals.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>

#include <gtest/gtest.h>

namespace outcry::platform {
namespace {

// Sent to this thread, on which they are blocked: another one would take them as they are.
void send(int signal) { ASSERT_EQ(::pthread_kill(::pthread_self(), signal), 0); }

TEST(SignalReceiver, TakesTheOrdersToStopAsEvents) {
    const auto receiver = std::move(SignalReceiver::open()).value();
    EXPECT_EQ(receiver->poll(), std::nullopt);
    send(SIGTERM);
    EXPECT_EQ(receiver->poll(), SIGTERM);
    send(SIGINT);
    EXPECT_EQ(receiver->wait(std::chrono::minutes{1}), SIGINT);
    EXPECT_EQ(receiver->poll(), std::nullopt);
    EXPECT_GE(receiver->native_handle(), 0);
}

TEST(SignalReceiver, TakesOnlyWhatItWasAskedFor) {
    const auto receiver = std::move(SignalReceiver::open({SIGUSR1})).value();
    send(SIGUSR1);
    EXPECT_EQ(receiver->poll(), SIGUSR1);
    sigset_t blocked;
    ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, nullptr, &blocked), 0);
    EXPECT_EQ(::sigismember(&blocked, SIGTERM), 0);
}

TEST(SignalReceiver, GivesTheSignalsTheirOldEffectBackWithItsEnd) {
    { const auto receiver = std::move(SignalReceiver::open()).value(); }
    sigset_t blocked;
    ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, nullptr, &blocked), 0);
    EXPECT_EQ(::sigismember(&blocked, SIGTERM), 0);
    EXPECT_EQ(::sigismember(&blocked, SIGINT), 0);
}

TEST(SignalReceiver, WaitsLongerThanTheKernelCanCountInOneCall) {
    const auto receiver = std::move(SignalReceiver::open({SIGALRM})).value();
    constexpr itimerval soon{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_usec = 20'000}};
    ASSERT_EQ(::setitimer(ITIMER_REAL, &soon, nullptr), 0);
    // Zero for a kernel that gets the lower 32 bits of it.
    EXPECT_EQ(receiver->wait(std::chrono::milliseconds{std::int64_t{1} << 32}), SIGALRM);
}

TEST(SignalReceiver, WaitsWithoutAnEnd) {
    const auto receiver = std::move(SignalReceiver::open()).value();
    send(SIGTERM);
    EXPECT_EQ(receiver->wait(), SIGTERM);
}

TEST(BrokenPipes, AreErrorsOfTheWriteOnceIgnored) {
    ignore_broken_pipes();
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    ::close(pipe[0]);
    EXPECT_EQ(::write(pipe[1], "x", 1), -1);
    EXPECT_EQ(errno, EPIPE);
    ::close(pipe[1]);
    ::signal(SIGPIPE, SIG_DFL);
}

}  // namespace
}  // namespace outcry::platform
