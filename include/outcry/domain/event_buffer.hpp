#pragma once

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "outcry/base/assert.hpp"
#include "outcry/domain/event.hpp"

namespace outcry {

/// Where the engine writes the events of one command. Memory is taken once, at construction.
class EventBuffer {
public:
    EventBuffer() : events_{std::make_unique<Event[]>(events_per_command_max)} {}

    /// Starts the events of the next command.
    void begin(Sequence sequence, Timestamp time, RequestId request) noexcept {
        count_ = 0;
        sequence_ = sequence;
        time_ = time;
        request_ = request;
    }

    /// The next event, its body zero and its header filled in.
    [[nodiscard]] Event& append(EventType type, InstrumentId instrument) noexcept {
        OUTCRY_ASSERT(count_ < events_per_command_max);
        Event& event = events_[count_];
        clear(event);
        event.sequence = sequence_;
        event.time = time_;
        event.request = request_;
        event.index = static_cast<std::uint16_t>(count_);
        event.type = type;
        event.instrument = instrument;
        ++count_;
        return event;
    }

    /// Marks the last event. Every command makes at least one.
    void finish() noexcept {
        OUTCRY_ASSERT(count_ > 0);
        events_[count_ - 1].flags |= EventFlag::last_of_command;
    }

    [[nodiscard]] std::span<const Event> events() const noexcept { return {events_.get(), count_}; }

private:
    /// All bytes zero. Store by store: of a `memset` or a loop GCC makes `rep stos`, which takes
    /// longer to start than this takes as a whole.
    static void clear(Event& event) noexcept {
        static_assert(sizeof(Event) == 8 * sizeof(__m128i));
        // SAFETY: an event is aligned to a cache line, and a vector type may alias anything.
        auto* const words = reinterpret_cast<__m128i*>(&event);
        const __m128i zero = _mm_setzero_si128();
        _mm_store_si128(words, zero);
        _mm_store_si128(words + 1, zero);
        _mm_store_si128(words + 2, zero);
        _mm_store_si128(words + 3, zero);
        _mm_store_si128(words + 4, zero);
        _mm_store_si128(words + 5, zero);
        _mm_store_si128(words + 6, zero);
        _mm_store_si128(words + 7, zero);
    }

    std::unique_ptr<Event[]> events_;
    std::size_t count_ = 0;
    Sequence sequence_;
    Timestamp time_;
    RequestId request_;
};

}  // namespace outcry
