#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "outcry/gateway/history_source.hpp"

namespace outcry::gateway {

/// Brings answers of the history to the gateway's thread. Outlives its gateway as long as an answer
/// is under way. Any thread.
class HistoryMailbox {
public:
    struct Letter {
        std::uint64_t number = 0;  // of the question
        HistoryAnswer answer;
    };

    void put(Letter letter) {
        const std::scoped_lock lock{mutex_};
        letters_.push_back(std::move(letter));
        has_letters_.store(true, std::memory_order_relaxed);
    }
    [[nodiscard]] std::vector<Letter> take() {
        // A glance without the lock: a round of the gateway that has none costs nothing.
        if (!has_letters_.load(std::memory_order_relaxed)) return {};
        const std::scoped_lock lock{mutex_};
        has_letters_.store(false, std::memory_order_relaxed);
        return std::exchange(letters_, {});
    }

private:
    std::mutex mutex_;
    std::vector<Letter> letters_;
    std::atomic<bool> has_letters_{false};
};

}  // namespace outcry::gateway
