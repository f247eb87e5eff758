#include "outcry/platform/signals.hpp"

#include <pthread.h>
#include <signal.h>

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

}  // namespace
}  // namespace outcry::platform
