#include "outcry/platform/thread.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace outcry::platform {
namespace {

// The one value that everybody may always set.
constexpr int nicest = 19;

/// What a thread does to itself ends with it.
template <class Work>
void on_a_thread_of_its_own(const Work& work) {
    std::jthread{work};
}

TEST(Thread, RunsWhereItIsPinned) {
    on_a_thread_of_its_own([] {
        const int cpu = usable_cpus().value().back();
        ASSERT_TRUE(pin_thread(cpu));
        EXPECT_EQ(thread_cpus().value(), std::vector<int>{cpu});
        EXPECT_EQ(::sched_getcpu(), cpu);
        EXPECT_FALSE(usable_cpus().value().empty());
    });
}

TEST(Thread, IsNotPinnedToAProcessorThatIsNotThere) {
    EXPECT_EQ(pin_thread(-1).error(), (SystemError{"sched_setaffinity", "cpu -1", EINVAL}));
    EXPECT_EQ(pin_thread(1'000'000).error().error_number, EINVAL);
    EXPECT_EQ(pin_thread(1023).error().error_number, EINVAL);
}

TEST(Thread, BearsTheFirstFifteenBytesOfItsName) {
    on_a_thread_of_its_own([] {
        ASSERT_TRUE(name_thread("outcry-publisher-0"));
        std::string name(16, '\0');
        ASSERT_EQ(::pthread_getname_np(::pthread_self(), name.data(), name.size()), 0);
        EXPECT_STREQ(name.c_str(), "outcry-publishe");
    });
}

TEST(Thread, IsNicerAloneNotItsWholeProcess) {
    const int nice_before = ::getpriority(PRIO_PROCESS, 0);
    on_a_thread_of_its_own([&] {
        ASSERT_TRUE(set_thread_nice(nicest));
        EXPECT_EQ(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())), nicest);
    });
    EXPECT_EQ(::getpriority(PRIO_PROCESS, 0), nice_before);
}

TEST(Thread, IsPlacedAsFarAsTheSystemAllowsAndSaysWhatItRefused) {
    on_a_thread_of_its_own([] {
        const std::vector<SystemError> refusals = place_thread({.cpu = -1, .nice = nicest});
        ASSERT_EQ(refusals.size(), 1u);
        EXPECT_EQ(refusals.front().text(), "sched_setaffinity cpu -1: Invalid argument (22)");
        EXPECT_TRUE(place_thread({}).empty());
    });
}

TEST(Thread, BecomesRealtimeOrSaysThatItMayNot) {
    on_a_thread_of_its_own([] {
        const auto outcome = set_thread_realtime(1);
        if (outcome)
            EXPECT_EQ(::sched_getscheduler(0), SCHED_FIFO);
        else
            EXPECT_EQ(outcome.error(), (SystemError{"sched_setscheduler", "SCHED_FIFO 1", EPERM}));
        EXPECT_EQ(set_thread_realtime(1'000).error().error_number, EINVAL);
    });
}

}  // namespace
}  // namespace outcry::platform
