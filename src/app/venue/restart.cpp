#include "app/venue/restart.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace outcry::app {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

struct MarketStatus {
    InstrumentId instrument;
    InstrumentStatus status{};
    bool is_returning = false;
};

/// Statuses of markets with their reasons, and the sessions that open orders belong to.
class RestartView final : public StateVisitor {
public:
    explicit RestartView(const engine::Engine& engine) { engine.visit(*this); }

    void on_venue(const VenueState&) override {}
    void on_asset(const AssetState&) override {}
    void on_instrument(const InstrumentState& instrument) override {
        markets.push_back({instrument.id, instrument.status, false});
    }
    void on_account(const AccountState&) override {}
    void on_balance(const BalanceState&) override {}
    void on_order(const OrderState&) override {}
    void on_order_terms(const OrderTermsState& terms) override {
        if (terms.session != SessionId{}) sessions.insert(terms.session);
    }
    void on_key(const KeyState&) override {}
    void on_staged(const StagedState&) override {}
    void on_staged_order(const StagedOrderState& staged) override {
        gateways.insert(staged.source);
    }
    void on_instrument_rules(const InstrumentRulesState& rules) override {
        MarketStatus& market = markets.at(rules.instrument.value());
        const bool is_on_its_way = market.status == InstrumentStatus::cancel_only ||
                                   market.status == InstrumentStatus::post_only;
        market.is_returning = is_on_its_way && rules.status_reason == StatusReason::unclean_start;
    }

    std::vector<MarketStatus> markets;  // by id
    std::set<SessionId> sessions;
    std::set<std::uint32_t> gateways;  // of which something is staged
};

InstrumentStatus first_phase(const Configuration::Recovery& recovery) noexcept {
    if (recovery.cancel_only_s > 0) return InstrumentStatus::cancel_only;
    return recovery.post_only_s > 0 ? InstrumentStatus::post_only : InstrumentStatus::trading;
}

InstrumentStatus phase_after(InstrumentStatus phase,
                             const Configuration::Recovery& recovery) noexcept {
    const bool has_post_only = recovery.post_only_s > 0;
    return phase == InstrumentStatus::cancel_only && has_post_only ? InstrumentStatus::post_only
                                                                   : InstrumentStatus::trading;
}

Command status_command(InstrumentId instrument, InstrumentStatus status) noexcept {
    Command command;
    command.type = CommandType::set_instrument_status;
    command.instrument = instrument;
    command.instrument_status = status;
    command.options = static_cast<std::uint8_t>(StatusReason::unclean_start);
    return command;
}

Command session_command(SessionId session) noexcept {
    Command command;
    command.type = CommandType::cancel_orders;
    command.mass_cancel.session = session;
    command.mass_cancel.scope = CancelScope::venue;
    command.mass_cancel.reason = CloseReason::disconnected;
    return command;
}

/// The list or batch that it was staged for never came: this one is none, and takes it along.
Command clearing_command(std::uint32_t gateway) noexcept {
    constexpr unsigned gateway_shift = 56;
    Command command;
    command.type = CommandType::place_order_list;
    command.request = RequestId{std::uint64_t{gateway} << gateway_shift};
    return command;
}

}  // namespace

std::vector<Command> restart_commands(const engine::Engine& engine,
                                      const Configuration::Recovery& recovery, LastStop last_stop) {
    const RestartView view{engine};
    std::vector<Command> commands;
    const InstrumentStatus phase = first_phase(recovery);
    for (const MarketStatus& market : view.markets) {
        if (last_stop == LastStop::clean || market.status == phase) continue;
        if (market.status == InstrumentStatus::trading || market.is_returning)
            commands.push_back(status_command(market.instrument, phase));
    }
    for (const std::uint32_t gateway : view.gateways) commands.push_back(clearing_command(gateway));
    for (const SessionId session : view.sessions) commands.push_back(session_command(session));
    return commands;
}

MarketReturn::MarketReturn(const engine::Engine& engine, const Configuration::Recovery& recovery,
                           std::int64_t now_ns)
    : recovery_{recovery} {
    for (const MarketStatus& market : RestartView{engine}.markets)
        if (market.is_returning)
            markets_.push_back({market.instrument, market.status, due_of(market.status, now_ns)});
}

std::int64_t MarketReturn::due_of(InstrumentStatus status, std::int64_t now_ns) const noexcept {
    const std::uint64_t seconds =
        status == InstrumentStatus::cancel_only ? recovery_.cancel_only_s : recovery_.post_only_s;
    return now_ns + static_cast<std::int64_t>(seconds) * ns_per_s;
}

std::optional<Command> MarketReturn::take_due(std::int64_t now_ns) {
    const auto due = std::find_if(markets_.begin(), markets_.end(),
                                  [&](const Market& market) { return market.due_ns <= now_ns; });
    if (due == markets_.end()) return std::nullopt;
    // Its time begins anew with the change that this makes.
    due->due_ns = never;
    return status_command(due->instrument, phase_after(due->status, recovery_));
}

void MarketReturn::on_status_changed(const Event& event, std::int64_t now_ns) {
    const auto market = std::find_if(
        markets_.begin(), markets_.end(),
        [&](const Market& candidate) { return candidate.instrument == event.instrument; });
    if (market == markets_.end()) return;
    const bool is_ours = event.status.reason == StatusReason::unclean_start;
    if (!is_ours || event.status.after == InstrumentStatus::trading) {
        markets_.erase(market);
        return;
    }
    market->status = event.status.after;
    market->due_ns = due_of(market->status, now_ns);
}

}  // namespace outcry::app
