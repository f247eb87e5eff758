#include <chrono>
#include <cstdint>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "outcry/ring/agent_runner.hpp"
#include "outcry/ring/spsc_ring.hpp"

// How a gateway waits: its thread sleeps in the event loop for sockets and for its rings at once.
namespace outcry::ring {
namespace {

namespace asio = boost::asio;

constexpr int element_count = 5'000;

/// An agent with an event loop and a ring, parked in the loop.
class EventLoopAgent {
public:
    EventLoopAgent(SpscRing<int>& ring, Doorbell& doorbell) : ring_{ring}, doorbell_{doorbell} {
        watch();
    }
    ~EventLoopAgent() {
        // The doorbell closes it.
        bell_.release();
    }

    int do_work() {
        int work_count = static_cast<int>(loop_.poll());
        int element = 0;
        while (ring_.try_pop(element)) {
            sum_ += element;
            ++work_count;
        }
        return work_count;
    }
    void sleep(std::chrono::microseconds time_max) { loop_.run_one_for(time_max); }
    /// Something of the loop's own, as a socket would bring it.
    void post() {
        asio::post(loop_, [this] { ++posted_count_; });
    }
    [[nodiscard]] std::int64_t sum() const { return sum_; }
    [[nodiscard]] int posted_count() const { return posted_count_; }

private:
    void watch() {
        bell_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const auto& error) {
            if (error) return;
            doorbell_.drain();
            watch();
        });
    }

    SpscRing<int>& ring_;
    Doorbell& doorbell_;
    asio::io_context loop_;
    asio::posix::stream_descriptor bell_{loop_, doorbell_.native_handle()};
    std::int64_t sum_ = 0;
    int posted_count_ = 0;
};

TEST(EventLoop, WakesForItsRingsAndForItsOwnEvents) {
    Doorbell doorbell{Parking::eventfd};
    SpscRing<int> ring{8};
    ring.connect_consumer(doorbell);
    EventLoopAgent agent{ring, doorbell};
    AgentRunner runner{{.thread_name = "loop",
                        .idle = {.spin_count_max = 1,
                                 .yield_count_max = 0,
                                 .park_time_max = std::chrono::minutes{1}},
                        .sleep = [&](auto time_max) { agent.sleep(time_max); }},
                       {{.name = "loop", .do_work = [&] { return agent.do_work(); }}},
                       doorbell};
    runner.start();
    for (int element = 1; element <= element_count; ++element) {
        while (!ring.try_push(element)) std::this_thread::yield();
        if (element % 100 == 0) agent.post();
    }
    runner.stop();
    runner.join();
    EXPECT_EQ(agent.sum(), std::int64_t{element_count} * (element_count + 1) / 2);
    EXPECT_EQ(agent.posted_count(), element_count / 100);
}

}  // namespace
}  // namespace outcry::ring
