#pragma once

#include <vector>

#include "outcry/domain/event.hpp"

#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/record.hpp"
#include "sinks/kafka/waiting_orders.hpp"

namespace outcry::sinks::kafka {

/// Works out from the events of one command, and nothing else, by how much each price level of the
/// book changed. An order counts from its acceptance or its turn on, and what it trades or drops
/// is taken off again, so that in sum only what rests remains; hidden parts of icebergs count.
class BookChanges {
public:
    /// Starts over with the orders that wait.
    void reset(WaitingOrders waiting);
    /// Appends a record to the topic `position` where an order begins or ends to wait.
    void add(const Event& event, RecordList& records);
    /// Appends a record for each instrument whose book changed, and starts the next command.
    /// False when `definitions` lack an instrument.
    [[nodiscard]] bool finish(const Event& last, const Definitions& definitions,
                              RecordList& records);

private:
    struct Change {
        InstrumentId instrument;
        Side side{};
        Price price;
        std::int64_t lots = 0;
    };
    /// An order that came, moved or had its turn in this command.
    struct InFlight {
        OrderId order_id;
        WaitingOrder order;
        bool is_in_book = false;
    };

    void change(const Event& event, Side side, Price price, std::int64_t lots);
    void enter(const Event& event, InFlight entering);
    void take_off(const Event& event, OrderId taker, Quantity quantity);
    [[nodiscard]] InFlight* find_in_flight(OrderId id);
    void add_accepted(const Event& event);
    void add_terms(const Event& event, RecordList& records);
    void add_triggered(const Event& event, RecordList& records);
    void add_traded(const Event& event);
    void add_closed(const Event& event, RecordList& records);
    void add_amended(const Event& event, RecordList& records);
    void add_prevented(const Event& event);
    void merge();
    void append_record(std::span<const Change> changes, const InstrumentDefinition& instrument,
                       const Event& last, RecordList& records) const;

    std::vector<Change> changes_;
    std::vector<InFlight> in_flight_;
    WaitingOrders waiting_;
};

}  // namespace outcry::sinks::kafka
