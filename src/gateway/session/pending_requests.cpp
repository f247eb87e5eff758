#include "gateway/session/pending_requests.hpp"

#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr unsigned slot_bits = 24;
constexpr unsigned generation_bits = 32;

}  // namespace

PendingRequests::PendingRequests(std::uint8_t gateway_index, std::size_t count_max)
    : gateway_index_{gateway_index}, count_max_{count_max} {
    OUTCRY_ASSERT(count_max > 0);
    OUTCRY_ASSERT(count_max <= slots_max);
}

RequestId PendingRequests::id_of(std::size_t slot_index, std::uint32_t generation) const noexcept {
    return RequestId{static_cast<std::uint64_t>(gateway_index_) << (slot_bits + generation_bits) |
                     static_cast<std::uint64_t>(generation) << slot_bits | slot_index};
}

PendingRequests::Slot* PendingRequests::slot_of(RequestId id) noexcept {
    const std::size_t slot_index = id.value() & (slots_max - 1);
    if (slot_index >= slots_.size()) return nullptr;
    Slot& slot = slots_[slot_index];
    if (!slot.is_used || id_of(slot_index, slot.generation) != id) return nullptr;
    return &slot;
}

PendingRequest& PendingRequests::add(Submission&& submission, Origin&& origin) {
    OUTCRY_ASSERT(!is_full());
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t slot_index = free_slots_.back();
    free_slots_.pop_back();
    Slot& slot = slots_[slot_index];
    slot.is_used = true;
    // Never zero, which in a RequestId would mean that nobody waits.
    if (++slot.generation == 0) slot.generation = 1;
    ++count_;

    PendingRequest& request = slot.request;
    request.submission = std::move(submission);
    request.origin = std::move(origin);
    request.events.clear();
    request.submission.command.request = id_of(slot_index, slot.generation);
    request.waiting_since_ns = request.origin.read_at_ns;
    by_age_.push_back({request.submission.command.request, request.waiting_since_ns});
    return request;
}

PendingRequest* PendingRequests::find(RequestId id) noexcept {
    Slot* const slot = slot_of(id);
    return slot == nullptr ? nullptr : &slot->request;
}

void PendingRequests::remove(RequestId id) noexcept {
    Slot* const slot = slot_of(id);
    OUTCRY_ASSERT(slot != nullptr);
    slot->is_used = false;
    slot->request.origin.receiver.reset();
    // A cancel-all may have brought thousands: their memory is not kept for a cancel.
    constexpr std::size_t kept_events_max = 64;
    if (slot->request.events.capacity() > kept_events_max) slot->request.events = {};
    free_slots_.push_back(static_cast<std::uint32_t>(id.value() & (slots_max - 1)));
    --count_;
    // The order of age is tidied from the front only: constant work per request.
    while (!by_age_.empty() && slot_of(by_age_.front().id) == nullptr) by_age_.pop_front();
}

void PendingRequests::give_up_before(std::int64_t time_ns,
                                     const std::function<void(PendingRequest&)>& give_up) {
    while (!by_age_.empty()) {
        const Waiting oldest = by_age_.front();
        if (slot_of(oldest.id) == nullptr) {
            by_age_.pop_front();
            continue;
        }
        if (oldest.waiting_since_ns >= time_ns) return;
        give_up(slot_of(oldest.id)->request);
        remove(oldest.id);
    }
}

}  // namespace outcry::gateway
