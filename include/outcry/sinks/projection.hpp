#pragma once

#include <span>
#include <string>
#include <vector>

#include "outcry/base/result.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/sinks/rows.hpp"

namespace outcry::sinks {

/// One sentence: what of the events does not fit what the target holds.
struct ProjectionError {
    std::string text;
    friend bool operator==(const ProjectionError&, const ProjectionError&) = default;
};

/// Events to rows. A function of the events and of the assets and instruments known before them;
/// nothing else is carried from one command to the next, so a target rebuilds it from its own
/// tables. Owned by the sink's thread.
class Projection {
public:
    /// Forgets everything; then `restore` what the target's tables hold, assets first.
    void clear() noexcept;
    [[nodiscard]] Result<void, ProjectionError> restore(const AssetDefinition& asset);
    [[nodiscard]] Result<void, ProjectionError> restore(const InstrumentDefinition& instrument);

    /// Adds the rows of whole commands. After an error neither is usable before `clear`.
    [[nodiscard]] Result<void, ProjectionError> apply(std::span<const Event> events,
                                                      RowBatch& rows);

private:
    /// An order whose end is known only at its command's end: nothing of it rests yet.
    struct InFlight {
        OrderId order_id;
        Quantity open;  // says nothing for market_by_quote
        bool is_by_quote = false;
    };
    using Outcome = Result<void, ProjectionError>;

    [[nodiscard]] Outcome apply(const Event& event, RowBatch& rows);
    void on_accepted(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_traded(const Event& event, RowBatch& rows);
    void on_closed(const Event& event, RowBatch& rows);
    void on_amended(const Event& event, RowBatch& rows);
    void on_prevented(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_venue_event(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_asset(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_instrument(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_instrument_change(const Event& event, RowBatch& rows);
    void finish_command(RowBatch& rows);
    [[nodiscard]] InFlight* find_in_flight(OrderId id) noexcept;
    [[nodiscard]] const InstrumentDefinition* find_instrument(InstrumentId id) const noexcept;

    std::vector<AssetDefinition> assets_;            // by id
    std::vector<InstrumentDefinition> instruments_;  // by id
    std::vector<InFlight> in_flight_;
};

}  // namespace outcry::sinks
