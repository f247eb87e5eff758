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

    /// Null for one that the events so far have not made.
    [[nodiscard]] const InstrumentDefinition* find_instrument(InstrumentId id) const noexcept;

private:
    using Outcome = Result<void, ProjectionError>;

    [[nodiscard]] Outcome apply(const Event& event, RowBatch& rows);
    void on_accepted(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_traded(const Event& event, RowBatch& rows);
    void on_closed(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_venue_event(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_asset(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_instrument(const Event& event, RowBatch& rows);
    [[nodiscard]] Outcome on_instrument_change(const Event& event, RowBatch& rows);
    void finish_command(RowBatch& rows);
    [[nodiscard]] bool is_by_quote(OrderId id) const noexcept;

    std::vector<AssetDefinition> assets_;            // by id
    std::vector<InstrumentDefinition> instruments_;  // by id
    std::vector<OrderId> by_quote_;  // orders of this command whose end is known only at its end
};

}  // namespace outcry::sinks
