#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <thread>
#include <vector>

namespace outcry::test {

/// Stands between a client and a Postgres server of loopback, and can take the answer to a commit
/// away: the server has done it, and the client sees a connection that broke.
class CommitProxy {
public:
    explicit CommitProxy(std::uint16_t server_port);
    CommitProxy(const CommitProxy&) = delete;
    CommitProxy& operator=(const CommitProxy&) = delete;
    ~CommitProxy();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Of the next COMMIT that passes.
    void lose_next_answer() noexcept { is_armed_ = true; }
    [[nodiscard]] bool has_lost_one() const noexcept { return has_lost_one_; }

private:
    struct Pair {
        int client = -1;
        int server = -1;
        bool loses_answer = false;
    };

    void run();
    void accept_one();
    /// False: both ends are closed.
    bool pass_to_server(Pair& pair);
    bool pass_to_client(Pair& pair);
    static bool close_both(Pair& pair);

    std::uint16_t server_port_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::vector<Pair> pairs_;
    std::atomic<bool> is_armed_{false};
    std::atomic<bool> has_lost_one_{false};
    std::atomic<bool> should_end_{false};
    std::thread thread_;
};

}  // namespace outcry::test
