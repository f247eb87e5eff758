#pragma once

#include <vector>

#include "outcry/domain/event.hpp"

#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/record.hpp"

namespace outcry::sinks::kafka {

/// Works out from the events of one command, and nothing else, by how much each price level of the
/// book changed. An order counts from its acceptance on, and what it trades or drops is taken off
/// again, so that in sum only what rests remains.
class BookChanges {
public:
    void add(const Event& event);
    /// Appends a record for each instrument whose book changed, and starts the next command.
    /// False when `definitions` lack an instrument.
    [[nodiscard]] bool finish(const Event& last, const Definitions& definitions,
                              RecordList& records);
    void clear();

private:
    struct Change {
        InstrumentId instrument;
        Side side{};
        Price price;
        std::int64_t lots = 0;
    };
    struct Taker {
        OrderId order_id;
        Side side{};
        Price price;
        bool may_rest = false;
    };

    void change(const Event& event, Side side, Price price, std::int64_t lots);
    void add_accepted(const Event& event);
    void add_traded(const Event& event);
    void add_closed(const Event& event);
    void add_amended(const Event& event);
    void add_prevented(const Event& event);
    void merge();
    void append_record(std::span<const Change> changes, const InstrumentDefinition& instrument,
                       const Event& last, RecordList& records) const;

    std::vector<Change> changes_;
    Taker taker_;
};

}  // namespace outcry::sinks::kafka
