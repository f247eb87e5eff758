#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <vector>

#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/quantity.hpp"

namespace outcry::views {

struct DepthLevel {
    Price price;
    Quantity quantity;
    std::uint32_t order_count = 0;
};

/// One changed price of a diff message: its quantity now; zero removes the level.
struct LevelChange {
    Side side{};
    Price price;
    Quantity quantity;
};

struct DepthDifference {
    Sequence first;  // U: one after `last` of the previous difference of this channel
    Sequence last;   // u: the last command whose changes are in
    std::vector<LevelChange> changes;  // bids from the best, then asks from the best
};

struct OrderSlot;
/// The orders that rest at one price, in the order in which they trade, linked by their slots.
struct OrderQueue {
    OrderSlot* first = nullptr;
    OrderSlot* last = nullptr;
};

/// Aggregated order book of one instrument. Update ids are the sequences of commands, so they are
/// the same on every gateway and after every restart. Owned by one thread.
class DepthView {
public:
    /// Diff streams that collect changes independently of each other.
    enum class Channel : std::uint8_t { every_100ms = 0, every_1000ms = 1 };

    void add(Side side, Price price, Quantity quantity, Sequence sequence);
    /// Takes `quantity` off; `closes_order` when the order it belonged to is gone.
    enum class Remainder : std::uint8_t { order_stays, order_gone };
    void reduce(Side side, Price price, Quantity quantity, Remainder remainder, Sequence sequence);

    /// Of a level that there is; good until the level is changed by another call.
    [[nodiscard]] OrderQueue& queue_of(Side side, Price price);
    /// From the best level on, until `visit` says false.
    template <class Visit>
    void for_each_queue(Side side, Visit visit) const {
        if (side == Side::buy) {
            for_each_queue_of(bids_, visit);
        } else {
            for_each_queue_of(asks_, visit);
        }
    }

    [[nodiscard]] Sequence last_update() const noexcept { return last_update_; }
    /// At most `limit` levels of a side, the best first.
    [[nodiscard]] std::vector<DepthLevel> levels(Side side, std::size_t limit) const;
    /// The best level; quantity zero when the side is empty.
    [[nodiscard]] DepthLevel best(Side side) const noexcept;

    /// What changed on a channel since it was taken last; `changes` empty when nothing did.
    [[nodiscard]] DepthDifference take_difference(Channel channel);
    /// Collecting costs memory: off until the first subscriber, then `first` starts at the present.
    void set_collecting(Channel channel, bool is_collecting);

    /// Remembers which prices the newest changes touched, at most so many; zero: none.
    void keep_touches(std::size_t count_max);
    /// From this command on `difference_since` knows every change.
    [[nodiscard]] Sequence touches_known_since() const noexcept { return touches_known_since_; }
    /// What changed from a known command on, that one included, with the quantities of now.
    [[nodiscard]] DepthDifference difference_since(Sequence from) const;

    /// For loading: the levels were added anew, the update id is the old one.
    void restore_last_update(Sequence sequence) noexcept;

private:
    static constexpr std::size_t touched_size_min = 4096;
    struct Level {
        Quantity quantity;
        std::uint32_t order_count = 0;
        OrderQueue queue;
    };
    template <class Levels, class Visit>
    static void for_each_queue_of(const Levels& levels, Visit& visit) {
        for (const auto& [price, level] : levels) {
            if (!visit(level.queue)) return;
        }
    }
    struct Collector {
        bool is_collecting = false;
        Sequence taken;
        std::vector<std::uint64_t> touched;            // price and side, sorted out when taken
        std::size_t sort_out_size = touched_size_min;  // or when there are as many as this
    };
    struct Touch {
        Sequence sequence;
        std::uint64_t word = 0;  // price and side
    };
    void touch(Side side, Price price, Sequence sequence);
    [[nodiscard]] LevelChange change_of(std::uint64_t word) const;

    std::map<Price, Level, std::greater<>> bids_;
    std::map<Price, Level> asks_;
    Sequence last_update_;
    Collector collectors_[2];
    std::deque<Touch> touches_;
    std::size_t touches_max_ = 0;
    Sequence touches_known_since_;
};

}  // namespace outcry::views
