#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/quantity.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// What the orders of a side would offer to a taker, one after the other, in exactly the order in
/// which matching would meet them: the further parts of icebergs come behind their queue.
class BookWalk {
public:
    /// Begins at the front of a side that is not empty.
    BookWalk(const Venue& venue, const Book& book, Side side) noexcept
        : venue_{venue}, slot_{venue.books.front(book, side)} {
        look();
    }

    [[nodiscard]] bool is_at_end() const noexcept { return slot_ == no_slot; }
    [[nodiscard]] Slot slot() const noexcept { return slot_; }
    /// What the order shows now.
    [[nodiscard]] Quantity offered() const noexcept { return offered_; }
    /// Whether more of it comes once what it offers is taken.
    [[nodiscard]] bool has_more() const noexcept { return offered_ != open_; }

    /// Whether it was met before, and this is a further part of it.
    [[nodiscard]] bool is_behind_queue() const noexcept { return is_behind_queue_; }

    /// To the next order, after all that this one offers was taken.
    void take_and_go_on() noexcept {
        if (has_more()) hide(open_ - offered_);
        go_on();
    }
    /// To the next order; what this one hides is left out, too.
    void go_on() noexcept {
        const OrderNode& node = venue_.books.pool().node(slot_);
        if (!is_behind_queue_ && node.next != no_slot) {
            slot_ = node.next;
            return look();
        }
        if (first_ != end_) {
            const HiddenPart part = parts_[first_++ % parts_.size()];
            is_behind_queue_ = true;
            slot_ = part.slot;
            open_ = Quantity{part.open_lots};
            offered_ = smaller(venue_.terms[slot_].visible_quantity, open_);
            return;
        }
        is_behind_queue_ = false;
        const LevelIndex level = venue_.books.next_worse(node.side(), node.level);
        slot_ = level == no_level ? no_slot : venue_.books.prices().level(level).head;
        look();
    }

private:
    struct HiddenPart {
        Slot slot;
        std::uint64_t open_lots;
    };
    /// Each hidden part follows a fill, and a part that is met again follows another one.
    static constexpr std::size_t parts_max = 512;
    static_assert(parts_max > fills_per_command_max + 1);

    void look() noexcept {
        if (slot_ == no_slot) return;
        open_ = venue_.books.pool().node(slot_).open_quantity;
        offered_ = venue_.offered_by(slot_);
    }
    void hide(Quantity open) noexcept {
        OUTCRY_ASSERT(end_ - first_ < parts_.size());
        parts_[end_++ % parts_.size()] = {slot_, open.value()};
    }

    const Venue& venue_;
    Slot slot_;
    Quantity open_;
    Quantity offered_;
    bool is_behind_queue_ = false;
    std::size_t first_ = 0;
    std::size_t end_ = 0;
    // Not initialised: most walks meet no iceberg.
    std::array<HiddenPart, parts_max> parts_;
};

}  // namespace outcry::engine
