#pragma once

#include "outcry/domain/enums.hpp"

#include "engine/matching/matcher.hpp"
#include "engine/matching/taker.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// What becomes of a taker that is done.
enum class Leftover : std::uint8_t {
    nothing,  // it got all it wanted
    rests,
    dropped,
};

struct Outcome {
    Leftover leftover = Leftover::nothing;
    CloseReason reason{};  // of one that is dropped
};

/// What kind of order a taker is.
struct OrderKind {
    OrderType type{};
    TimeInForce time_in_force{};
};

/// Of a taker that has traded all it can, and why it stopped.
[[nodiscard]] Outcome outcome_of(const Book& book, const Taker& taker, OrderKind kind,
                                 MatchEnd end) noexcept;

/// The taker of a command ended without being filled: what it still wanted is dropped.
void close_taker(const Taker& taker, Price price, CloseReason reason, InstrumentId instrument,
                 EventBuffer& events) noexcept;

}  // namespace outcry::engine
