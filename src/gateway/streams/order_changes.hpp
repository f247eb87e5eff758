#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

namespace outcry::gateway {

/// How one order's place in the book changed: an `added` one stands at the end of the queue of its
/// price, a `changed` one keeps its place.
struct OrderChange {
    enum class Kind : std::uint8_t { added, changed, removed };
    Kind kind{};
    OrderId order_id;
    Side side{};
    Price price;
    Quantity quantity;  // shown; zero of a removed one
};

/// What commands do to books, order by order: compares each order that a command touched with what
/// it was before. Remembers the newest changes of each instrument. One thread.
class OrderChanges {
public:
    OrderChanges(const views::VenueView& view, std::size_t kept_max);

    /// Right after the view has applied the event.
    void on_event(const Event& event);

    struct OfCommand {
        InstrumentId instrument;
        Sequence sequence;
        Sequence before;  // the command that changed the book before it
        Timestamp time;
        std::vector<OrderChange> changes;
    };
    /// After the last event of a command: what it changed, by instrument.
    [[nodiscard]] std::vector<OfCommand> take();

    /// From this command on everything is remembered.
    [[nodiscard]] Sequence known_since(InstrumentId instrument) const noexcept;
    [[nodiscard]] Sequence last(InstrumentId instrument) const noexcept;
    /// Those of commands from a known one on, oldest first.
    [[nodiscard]] std::vector<OfCommand> since(InstrumentId instrument, Sequence from) const;

private:
    struct Touched {
        OrderId order_id;
        InstrumentId instrument;
        bool was_shown = false;       // before the command
        bool lost_place = false;      // it stands behind others now
        std::uint16_t placed_by = 0;  // index of the event that gave it its place
    };
    struct Book {
        std::deque<OfCommand> kept;
        std::size_t kept_count = 0;  // of changes
        Sequence known_since;
        Sequence last;
    };
    void touch(const Event& event, OrderId order_id, bool was_shown);
    void place(const Event& event, OrderId order_id);
    [[nodiscard]] Book& book_of(InstrumentId instrument);
    void keep(const OfCommand& changed);

    const views::VenueView& view_;
    const std::size_t kept_max_;
    const Sequence begin_;
    std::vector<Touched> touched_;  // by the command under way
    Sequence sequence_;
    Timestamp time_;
    std::vector<Book> books_;
};

}  // namespace outcry::gateway
