#include "app/venue/seeding.hpp"

#include <algorithm>

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

// A batch of the journal takes 256 commands, or fewer long ones; a key needs at most ten.
constexpr std::size_t commands_before_key_max = 200;

}  // namespace

bool continues_key(const Command& command) noexcept {
    return command.type == CommandType::register_key ||
           (command.type == CommandType::stage_bytes && command.staged.offset != 0);
}

StartRoad::StartRoad(RecoveredVenue& venue, journal::JournalWriter& writer,
                     const platform::Clock& clock)
    : venue_{venue}, writer_{writer}, clock_{clock} {}

/// What the core would do by itself before it takes a command.
Result<bool, std::string> StartRoad::settle() {
    while (true) {
        const Timestamp now = std::max(venue_.engine.time(), Timestamp{clock_.now_us()});
        Command own;
        if (venue_.engine.mass_action_is_pending()) {
            own.type = CommandType::continue_mass_action;
            // The time stands still until the action is done.
            own.time = venue_.engine.time();
        } else if (venue_.engine.next_deadline() <= now) {
            own.type = CommandType::advance_clock;
            own.time = now;
        } else {
            return true;
        }
        if (auto taken = take(own); !taken) return taken;
    }
}

/// A batch is on disk whole or not at all.
Result<bool, std::string> StartRoad::keep_key_whole(const Command& command) {
    const bool begins_key = command.type == CommandType::stage_bytes && command.staged.offset == 0;
    if (!begins_key || waiting_.size() < commands_before_key_max) return true;
    return commit();
}

Result<bool, std::string> StartRoad::apply(Command command) {
    if (auto settled = settle(); !settled) return settled;
    if (auto kept = keep_key_whole(command); !kept) return kept;
    command.time = std::max(venue_.engine.time(), Timestamp{clock_.now_us()});
    if (auto taken = take(command); !taken) return taken;
    for (const Event& event : buffer_.events())
        if (event.type == EventType::command_refused)
            return Failure{fmt::format("command {} of the start is refused: {}",
                                       command.sequence.value(), name_of(event.refused.reason))};
    return true;
}

Result<bool, std::string> StartRoad::take(Command& command) {
    command.sequence = next(venue_.engine.sequence());
    venue_.follower_engine.apply(command, buffer_);
    venue_.engine.apply(command, buffer_);
    for (const Event& event : buffer_.events()) venue_.view.apply(event);
    if (!writer_.append(command)) {
        if (auto committed = commit(); !committed) return committed;
        const bool is_appended = writer_.append(command);
        OUTCRY_ASSERT(is_appended);
    }
    waiting_.emplace_back(buffer_.events().begin(), buffer_.events().end());
    return true;
}

Result<bool, std::string> StartRoad::commit() {
    if (const auto committed = writer_.commit(); !committed) return Failure{committed.error().text};
    if (venue_.event_log) {
        for (const std::vector<Event>& events : waiting_) {
            if (const auto logged = venue_.event_log->append(events); !logged)
                return Failure{logged.error().text};
        }
        if (const auto flushed = venue_.event_log->flush(); !flushed)
            return Failure{flushed.error().text};
    }
    waiting_.clear();
    return true;
}

std::vector<std::string> public_keys_of(const engine::Engine& engine) {
    PublicKeys keys;
    engine.visit(keys);
    return keys.take();
}

}  // namespace outcry::app
