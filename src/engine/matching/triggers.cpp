#include "engine/matching/triggers.hpp"

#include "outcry/base/int128.hpp"
#include "outcry/domain/rules.hpp"

namespace outcry::engine {
namespace {

/// Whether a price triggers an order that tracks, which remembers `watermark`.
[[nodiscard]] bool is_turned(Side side, Price price, const TermsOfOrder& tracking) noexcept {
    const int128 scaled = static_cast<int128>(price.value()) * bips_per_unit;
    const int128 delta = tracking.trailing_delta_bips;
    const int128 watermark = tracking.watermark.value();
    return side == Side::buy ? scaled >= watermark * (bips_per_unit + delta)
                             : scaled <= watermark * (bips_per_unit - delta);
}

/// Orders that track an instrument see one price.
void track(Venue& venue, InstrumentId instrument, Price price) noexcept {
    const InstrumentTriggers& waiting = venue.triggers.of(instrument);
    Slot slot = venue.triggers.first(waiting.tracking);
    while (slot != no_slot) {
        const Slot following = venue.triggers.after(waiting.tracking, slot);
        const Side side = venue.books.pool().node(slot).side();
        TermsOfOrder& tracking = venue.terms[slot];
        const bool improves =
            side == Side::buy ? price < tracking.watermark : price > tracking.watermark;
        if (improves || tracking.watermark == Price{}) {
            tracking.watermark = price;
        } else if (is_turned(side, price, tracking)) {
            venue.leave_phase(slot);
            venue.enter_phase(slot, OrderPhase::ready);
        }
        slot = following;
    }
}

/// The next stop that the touched range of an instrument reaches, or none.
[[nodiscard]] Slot next_reached(const Venue& venue, InstrumentId instrument) noexcept {
    const InstrumentTriggers& waiting = venue.triggers.of(instrument);
    if (waiting.above != no_slot && venue.triggers.next_above(waiting) <= waiting.high) {
        return venue.triggers.first(waiting.above);
    }
    if (waiting.below != no_slot && venue.triggers.next_below(waiting) >= waiting.low) {
        return venue.triggers.first(waiting.below);
    }
    return no_slot;
}

}  // namespace

void look_at_triggers(Venue& venue, InstrumentId instrument, Price first, Price last) noexcept {
    track(venue, instrument, first);
    if (last != first) track(venue, instrument, last);
    venue.triggers.widen(instrument, first < last ? first : last, first < last ? last : first);
}

void forget_idle_ranges(Venue& venue) noexcept {
    venue.triggers.for_each_range([&](InstrumentId instrument) {
        if (next_reached(venue, instrument) == no_slot) venue.triggers.forget_range(instrument);
        return false;
    });
}

Slot next_turn(const Venue& venue) noexcept {
    if (venue.triggers.ready() != no_slot) return venue.triggers.first(venue.triggers.ready());
    Slot next = no_slot;
    venue.triggers.for_each_range([&](InstrumentId instrument) {
        next = next_reached(venue, instrument);
        return next != no_slot;
    });
    return next;
}

bool is_reached(OrderType type, Side side, Price stop, Price last) noexcept {
    if (last == Price{}) return false;
    return triggers_above(type, side) ? last >= stop : last <= stop;
}

}  // namespace outcry::engine
