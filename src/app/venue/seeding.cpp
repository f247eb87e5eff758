#include "app/venue/seeding.hpp"

#include <fmt/format.h>

#include "outcry/domain/event_buffer.hpp"

#include "app/seed/seed.hpp"

namespace outcry::app {
namespace {

class PublicKeys final : public StateVisitor {
public:
    void on_venue(const VenueState&) override {}
    void on_asset(const AssetState&) override {}
    void on_instrument(const InstrumentState&) override {}
    void on_account(const AccountState&) override {}
    void on_balance(const BalanceState&) override {}
    void on_order(const OrderState&) override {}
    void on_key(const KeyState& key) override {
        if (key.name.view().starts_with(public_key_prefix)) names_.emplace_back(key.name.view());
    }
    void on_staged(const StagedState&) override {}
    [[nodiscard]] std::vector<std::string> take() { return std::move(names_); }

private:
    std::vector<std::string> names_;
};

Result<bool, std::string> apply_to_state(RecoveredVenue& venue, const Command& command,
                                         EventBuffer& buffer) {
    venue.follower_engine.apply(command, buffer);
    venue.engine.apply(command, buffer);
    for (const Event& event : buffer.events()) {
        if (event.type == EventType::command_refused)
            return Failure{fmt::format("command {} of the seed is refused: {}",
                                       command.sequence.value(), name_of(event.refused.reason))};
        venue.view.apply(event);
    }
    return true;
}

using EventsOfCommand = std::vector<Event>;

/// Makes the commands durable, and only then their events: the log is never ahead of the journal.
Result<bool, std::string> commit(RecoveredVenue& venue, journal::JournalWriter& writer,
                                 std::vector<EventsOfCommand>& waiting) {
    if (const auto committed = writer.commit(); !committed) return Failure{committed.error().text};
    if (venue.event_log) {
        for (const EventsOfCommand& events : waiting) {
            if (const auto logged = venue.event_log->append(events); !logged)
                return Failure{logged.error().text};
        }
        if (const auto flushed = venue.event_log->flush(); !flushed)
            return Failure{flushed.error().text};
    }
    waiting.clear();
    return true;
}

}  // namespace

Result<bool, std::string> apply_commands(RecoveredVenue& venue, journal::JournalWriter& writer,
                                         const std::vector<Command>& commands,
                                         const platform::Clock& clock) {
    EventBuffer buffer;
    std::vector<EventsOfCommand> waiting;
    for (Command command : commands) {
        command.sequence = next(venue.engine.sequence());
        command.time = std::max(venue.engine.time(), Timestamp{clock.now_us()});
        if (const auto applied = apply_to_state(venue, command, buffer); !applied) return applied;
        if (!writer.append(command)) {
            if (const auto committed = commit(venue, writer, waiting); !committed) return committed;
            const bool is_appended = writer.append(command);
            OUTCRY_ASSERT(is_appended);
        }
        waiting.emplace_back(buffer.events().begin(), buffer.events().end());
    }
    return commit(venue, writer, waiting);
}

std::vector<std::string> public_keys_of(const engine::Engine& engine) {
    PublicKeys keys;
    engine.visit(keys);
    return keys.take();
}

}  // namespace outcry::app
