// The core's work under every kind of command: no allocation and no lock. The process-wide
// functions are replaced in this program by ones that count while a guard is held on the same
// thread. That the thread makes no system call is seen from outside: tests/e2e/core_thread.py.

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <dlfcn.h>
#include <pthread.h>

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "app/agents/core_agent.hpp"
#include "support/command_generator.hpp"

namespace outcry::test {
namespace {

struct Watch {
    bool is_on = false;
    std::uint64_t allocations = 0;
    std::uint64_t locks = 0;
};
// Constant initialisation: these are touched before any constructor has run.
thread_local constinit Watch watch;

void saw_allocation() noexcept {
    if (watch.is_on) ++watch.allocations;
}

template <class Function>
Function next_of(const char* name) noexcept {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

class WatchGuard {
public:
    WatchGuard() { watch.is_on = true; }
    WatchGuard(const WatchGuard&) = delete;
    WatchGuard& operator=(const WatchGuard&) = delete;
    ~WatchGuard() { watch.is_on = false; }
};

}  // namespace
}  // namespace outcry::test

// SAFETY: the C library allows a program to bring its own allocator and keeps these names for its
// own one; locks are found by the next definition in the order of linking.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);

void* malloc(std::size_t size) {
    outcry::test::saw_allocation();
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
    outcry::test::saw_allocation();
    return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
    outcry::test::saw_allocation();
    return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    outcry::test::saw_allocation();
    return __libc_memalign(alignment, size);
}
void free(void* memory) {
    outcry::test::saw_allocation();
    __libc_free(memory);
}
int pthread_mutex_lock(pthread_mutex_t* mutex) {
    static const auto next = outcry::test::next_of<int (*)(pthread_mutex_t*)>("pthread_mutex_lock");
    if (outcry::test::watch.is_on) ++outcry::test::watch.locks;
    return next(mutex);
}
}

namespace outcry::test {
namespace {

constexpr engine::EngineLimits limits{.orders_max = 4096,
                                      .recent_order_ids = 1024,
                                      .accounts_max = 64,
                                      .assets_max = 8,
                                      .instruments_max = 8,
                                      .keys_max = 16,
                                      .open_orders_per_account_max = 2000};

/// A core agent whose rings the test fills and empties.
class CoreThread : public testing::Test {
protected:
    /// One command, and all that follows of it.
    void run(const Command& unstamped) {
        Command command = unstamped;
        command.time = Timestamp{clock_.monotonic_ns()};
        clock_.advance_us(1);
        ASSERT_TRUE(gateway_ring_.try_push(command));
        {
            const WatchGuard guard;
            while (core_.do_work() > 0) ++rounds_;
        }
        take_events();
        journal_ring_.release(journal_ring_.peek(slots).size());
    }
    void take_events() {
        const auto events = event_ring_.peek(slots);
        generator_.see(events);
        event_count_ += events.size();
        event_ring_.release(events.size());
    }

    static constexpr std::size_t slots = 8192;
    platform::ManualClock clock_{1'000'000'000};
    telemetry::Histogram core_time_;
    telemetry::Histogram ring_time_;
    ring::SpscRing<Command> gateway_ring_{slots};
    ring::SpscRing<Command> journal_ring_{slots};
    ring::SpscRing<Event> event_ring_{slots};
    engine::Engine engine_{limits};
    sequencer::Sequencer sequencer_{{&gateway_ring_}, Sequence{}, Timestamp{}};
    app::CoreAgent core_{engine_,
                         {sequencer_, journal_ring_, event_ring_, clock_, core_time_, ring_time_}};
    CommandGenerator generator_{seed(), {.rules = GeneratedRule::all}};
    std::uint64_t rounds_ = 0;
    std::uint64_t event_count_ = 0;
};

TEST_F(CoreThread, NeitherAllocatesNorLocksWhateverTheCommand) {
    watch = {};
    constexpr int command_count = 100'000;
    for (int i = 0; i < command_count; ++i) run(generator_.next());
    EXPECT_GE(rounds_, 100'000U);
    EXPECT_GT(event_count_, 100'000U);
    EXPECT_EQ(watch.allocations, 0U);
    EXPECT_EQ(watch.locks, 0U);
}

TEST(CoreThreadWatch, SeesAnAllocationAndALock) {
    watch = {};
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    {
        const WatchGuard guard;
        std::vector<int>* volatile memory = new std::vector<int>(100);
        delete memory;
        pthread_mutex_lock(&mutex);
    }
    pthread_mutex_unlock(&mutex);
    EXPECT_GE(watch.allocations, 4U);
    EXPECT_EQ(watch.locks, 1U);
}

}  // namespace
}  // namespace outcry::test

#endif
