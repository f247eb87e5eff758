#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "gateway/session/answer_receiver.hpp"

namespace outcry::gateway {

/// A command on its way through the venue, and what its answer needs.
struct PendingRequest {
    Submission submission;
    Origin origin;
    std::vector<Event> events;  // its own, so far
    std::int64_t waiting_since_ns = 0;
};

/// The commands of one gateway that wait for their events, found by their RequestId: gateway (8
/// bits), generation (32), slot (24). The generation makes the id of a request that was given up
/// unknown, so that its late events are nobody's. One thread.
class PendingRequests {
public:
    static constexpr std::size_t slots_max = std::size_t{1} << 24;

    PendingRequests(std::uint8_t gateway_index, std::size_t count_max);

    [[nodiscard]] bool is_full() const noexcept { return count_ >= count_max_; }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// Takes a slot; only while not full. The id is written to the command.
    PendingRequest& add(Submission&& submission, Origin&& origin);
    /// Null for requests of others and for those that were given up.
    [[nodiscard]] PendingRequest* find(RequestId id) noexcept;
    void remove(RequestId id) noexcept;

    /// Hands over every request pushed before `time_ns`, the oldest first, and removes it.
    void give_up_before(std::int64_t time_ns, const std::function<void(PendingRequest&)>& give_up);

private:
    struct Slot {
        PendingRequest request;
        std::uint32_t generation = 0;
        bool is_used = false;
    };
    struct Waiting {
        RequestId id;
        std::int64_t waiting_since_ns = 0;
    };
    [[nodiscard]] Slot* slot_of(RequestId id) noexcept;
    [[nodiscard]] RequestId id_of(std::size_t slot_index, std::uint32_t generation) const noexcept;

    const std::uint8_t gateway_index_;
    const std::size_t count_max_;
    std::deque<Slot> slots_;  // grows to the most that were ever under way; addresses stay
    std::vector<std::uint32_t> free_slots_;
    std::deque<Waiting> by_age_;  // answered ones too, until they reach the front
    std::size_t count_ = 0;
};

}  // namespace outcry::gateway
