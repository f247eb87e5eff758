#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "outcry/base/int128.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/order_limits.hpp"
#include "outcry/engine/engine.hpp"

#include "support/naive/state.hpp"

namespace outcry::test {

/// The engine's obvious twin: one vector of orders, searched from end to end for everything, and
/// its arithmetic written anew. It shares the vocabulary of `domain` with the real one, no code.
/// What docs/matching.md says, as short as it can be said.
class NaiveEngine {
public:
    explicit NaiveEngine(const engine::EngineLimits& limits) : limits_{limits} {}

    void apply(const Command& command, EventBuffer& events);
    [[nodiscard]] bool has_work_left() const;
    /// When the next order or timer ends; the largest time there is without one.
    [[nodiscard]] Timestamp next_deadline() const;
    [[nodiscard]] Sequence sequence() const { return sequence_; }
    /// What contradicts itself in all that it remembers; empty when nothing does.
    [[nodiscard]] std::string contradiction() const;

private:
    using Order = naive::Order;
    using List = naive::List;
    using Balance = naive::Balance;
    using Instrument = naive::Instrument;
    using Reason = naive::Reason;
    using Account = naive::Account;
    using MassAction = naive::MassAction;
    using Taking = naive::Taking;
    using Amendment = naive::Amendment;
    using Ending = naive::Ending;
    using Preview = naive::Preview;

    // naive_engine.cpp: which command it is, and what all of them need.
    void dispatch(const Command& command);
    void dispatch_to_operator(const Command& command);
    void refuse(const Command& command, const Reason& reason, CommandPart part,
                const ClientOrderId* name = nullptr);
    void refuse_members(const Command& command, const Reason& reason,
                        const std::vector<Command>& members);
    void refuse(const Command& command, RejectReason reason) {
        refuse(command, Reason{reason, 0, 0}, CommandPart::whole);
    }
    [[nodiscard]] Event& say(EventType type, std::uint16_t instrument);
    [[nodiscard]] bool is_user(std::uint32_t account) const;
    [[nodiscard]] Account& user(std::uint32_t account) { return accounts_[account - 16]; }
    [[nodiscard]] const Account& user(std::uint32_t account) const {
        return accounts_[account - 16];
    }
    [[nodiscard]] int128 cost(std::uint16_t instrument, Side side, std::int64_t price,
                              std::uint64_t quantity) const;
    [[nodiscard]] Balance& balance(std::uint32_t account, AssetId asset);
    [[nodiscard]] AssetId pays(std::uint16_t instrument, Side side) const;
    [[nodiscard]] Order* find(std::uint64_t id);
    [[nodiscard]] Order* find_named(std::uint32_t account, const ClientOrderId& name);
    [[nodiscard]] std::pair<Order*, Reason> find_target(const Command& command);
    void erase(std::uint64_t id);

    // placement.cpp: new orders, the rest of them, their ends.
    void place_order(const Command& command);
    void cancel_order(const Command& command);
    void replace_order(const Command& command);
    [[nodiscard]] Reason cancel_refusal(const Command& command);
    [[nodiscard]] Order order_of(const Command& command);
    [[nodiscard]] static std::int64_t hold_price_of(const OrderTerms& terms,
                                                    const Instrument& market);
    void accept(const Command& command, const Order& order);
    void report_terms(const Order& order);
    void set_out(Order order);
    void wait(Order order);
    void run(Order order);
    void rest(Order order, const Taking& taking);
    [[nodiscard]] Taking taking_of(const Order& order);
    void end_taking(const Order& order, const Taking& taking, CloseReason reason);
    void close(const Order& order, CloseReason reason, const ClientOrderId& cancel_name,
               int was_resting);
    void end(std::uint64_t id, CloseReason reason, const ClientOrderId& cancel_name);
    [[nodiscard]] int128 own_amount(const Order& order) const;
    void hold(Order& order, int128 amount);
    void report_held(const Order& order);
    [[nodiscard]] SelfTradePrevention prevention_of(const Command& command) const;
    [[nodiscard]] std::int64_t resting_price(std::uint16_t instrument, Side side, OrderType type,
                                             std::int64_t price);

    // trading.cpp
    [[nodiscard]] Ending trade(std::uint16_t instrument, Taking& taking);
    [[nodiscard]] Preview preview(std::uint16_t instrument, Taking taking);
    [[nodiscard]] std::uint64_t fee_events_behind(std::size_t place) const;
    void fill(std::uint16_t instrument, Taking& taking, Order& maker, std::uint64_t quantity);
    void prevent(std::uint16_t instrument, Taking& taking, Order& maker, std::uint64_t lots);
    void show_next_part(Order& maker);
    [[nodiscard]] bool are_kept_apart(const Taking& taking, std::uint32_t maker) const;
    [[nodiscard]] Order* best(std::uint16_t instrument, Side taker_side,
                              std::optional<std::int64_t> limit);
    [[nodiscard]] bool would_trade(std::uint16_t instrument, Side side, std::int64_t price);
    [[nodiscard]] std::uint64_t lots_within(const Taking& taking, std::uint16_t instrument,
                                            const Order& maker) const;

    // fees.cpp
    struct Fees {
        int128 maker = 0;
        int128 taker = 0;
        std::uint8_t flags = 0;
        AssetId fee_asset;
        AssetId maker_asset;
        AssetId taker_asset;
    };
    void look_for_tier(std::uint32_t account);
    [[nodiscard]] bool is_tier_known(std::uint32_t account) const;
    void foresee(const Taking& taking, std::uint32_t maker, std::uint64_t lots);
    [[nodiscard]] std::int64_t rate_of(std::uint32_t account, std::uint16_t instrument,
                                       bool is_maker) const;
    [[nodiscard]] std::optional<int128> in_fee_asset(std::uint32_t account, AssetId received,
                                                     int128 fee);
    [[nodiscard]] Fees settle(std::uint16_t instrument, const Taking& taking, const Order& maker,
                              std::uint64_t quantity);
    void count_volume(std::uint16_t instrument, std::uint32_t account, int128 quote);
    void pay_referrer(std::uint32_t account, AssetId asset, int128 fee, std::uint16_t instrument);

    // refusals.cpp: the rows of the table of precedence.
    [[nodiscard]] Reason names_refusal(const Command& command, bool only_cancels) const;
    [[nodiscard]] Reason rate_refusal(const Command& command) const;
    void count_command(const Command& command);
    [[nodiscard]] Reason form_refusal(const Command& command) const;
    [[nodiscard]] Reason numbers_refusal(const Command& command) const;
    [[nodiscard]] Reason price_refusal(std::uint16_t instrument, std::int64_t price) const;
    [[nodiscard]] Reason quantity_refusal(std::uint16_t instrument, std::uint64_t quantity) const;
    [[nodiscard]] Reason market_quantity_refusal(std::uint16_t instrument,
                                                 std::uint64_t quantity) const;
    [[nodiscard]] Reason parts_refusal(const Command& command) const;
    [[nodiscard]] Reason notional_refusal(std::uint16_t instrument, std::int64_t price,
                                          std::uint64_t quantity) const;
    [[nodiscard]] Reason budget_refusal(const Command& command) const;
    [[nodiscard]] Reason terms_refusal(const Command& command) const;
    [[nodiscard]] Reason percent_refusal(std::uint16_t instrument, Side side,
                                         std::int64_t price) const;
    // admission.cpp: those that look at the account and the book.
    [[nodiscard]] Reason admission_refusal(const Command& command);
    [[nodiscard]] Reason name_refusal(const Command& command);
    [[nodiscard]] AccountLimits limits_of(std::uint32_t account) const;
    [[nodiscard]] Reason account_refusal(const Command& command, std::uint64_t before);
    [[nodiscard]] Reason amount_refusal(std::uint32_t account, std::uint16_t instrument, Side side,
                                        std::int64_t price, std::uint64_t quantity) const;
    [[nodiscard]] Reason counts_refusal(const Command& command, const Command* others,
                                        std::size_t other_count);
    [[nodiscard]] Reason position_refusal(const Command& command, std::uint64_t more);
    [[nodiscard]] Reason funds_refusal(const Command& command);
    [[nodiscard]] int128 needed(const Command& command);
    [[nodiscard]] Reason exposure_refusal(std::uint32_t account, AssetId asset, int128 more);
    [[nodiscard]] Reason post_only_refusal(const Command& command);
    [[nodiscard]] Reason trigger_refusal(const Command& command) const;
    [[nodiscard]] Reason small_budget_refusal(const Command& command);
    [[nodiscard]] Reason room_refusal(const Command& command);
    [[nodiscard]] std::set<std::pair<std::uint32_t, std::uint16_t>> counted_with(
        std::uint16_t instrument, const InstrumentRules& rules) const;
    [[nodiscard]] std::uint64_t counts_with(std::uint16_t instrument,
                                            const InstrumentRules& rules) const;
    [[nodiscard]] Reason count_room_refusal(const Command& command) const;
    [[nodiscard]] Reason price_room_refusal(std::uint16_t instrument, std::int64_t price) const;
    [[nodiscard]] std::uint64_t trailing_count(std::uint16_t instrument) const;
    [[nodiscard]] Reason trailing_refusal(std::uint16_t instrument, std::uint64_t before) const;

    // amendment.cpp
    void amend_order(const Command& command);
    [[nodiscard]] Amendment amendment_of(const Command& command, const Order& order) const;
    [[nodiscard]] bool may_be_amended(const Order& order, const Amendment& amendment);
    [[nodiscard]] Reason amend_refusal(const Command& command, const Order& order,
                                       std::int64_t price, std::uint64_t open);
    void amend(const Command& command, Order& order, const Amendment& amendment);
    void amend_in_place(const Command& command, Order& order, const Amendment& amendment);
    void report_amendment(const Order& order, const Amendment& amendment,
                          const ClientOrderId& name);

    // triggers.cpp
    void see_price(std::uint16_t instrument, std::int64_t price);
    void see_prices(std::uint16_t instrument, const Taking& taking);
    void make_ready(Order& order);
    void forget_ranges();
    [[nodiscard]] Order* reached(std::uint16_t instrument);
    [[nodiscard]] Order* next_turn();
    [[nodiscard]] bool has_turns() const;
    void take_turns();
    void take_turn(std::uint64_t id);
    void trigger(std::uint64_t id);
    void track(Order& order);
    void report_trigger(const Order& order, TriggerKind kind);
    [[nodiscard]] bool is_reached(const Order& order) const;

    // lists.cpp, pending.cpp
    void stage_order(const Command& command);
    void place_order_list(const Command& command);
    [[nodiscard]] Reason list_refusal(const Command& command, const std::vector<Command>& orders);
    [[nodiscard]] Reason list_admission_refusal(const Command& command,
                                                const std::vector<Command>& orders);
    [[nodiscard]] Reason list_funds_refusal(OrderListType type, std::vector<Command> orders);
    [[nodiscard]] Reason list_room_refusal(OrderListType type, const std::vector<Command>& orders);
    [[nodiscard]] bool is_list(const Command& command, const std::vector<Command>& orders) const;
    [[nodiscard]] bool are_related(const Command& one, const Command& other) const;
    void cancel_order_list(const Command& command);
    [[nodiscard]] List* list_of(const Order& order);
    [[nodiscard]] Order* sibling_of(const Order& order);
    void before_trade(const Order& order);
    void left_alone(Order& order);
    void after_end(const Order& order, CloseReason reason);
    void after_fill(const Order& order);
    void finish_list(std::uint64_t id);
    void start_pending(List& list);
    void start(std::uint64_t id);
    void start_one(std::uint64_t id);
    void end_started(std::uint64_t id, CloseReason reason);
    [[nodiscard]] int128 start_amount(const Order& order);
    [[nodiscard]] std::optional<CloseReason> start_refusal(const Order& order,
                                                           bool is_before_another);
    void share_hold(Order& one, Order& other);

    // batches.cpp
    void apply_batch(const Command& command);
    [[nodiscard]] Reason batch_refusal(const Command& command, const std::vector<Command>& members);
    [[nodiscard]] Reason member_refusal(const Command& command, const Command& member);
    [[nodiscard]] Reason batch_funds_refusal(const std::vector<Command>& members);
    [[nodiscard]] Reason batch_post_only_refusal(const std::vector<Command>& members);
    [[nodiscard]] Reason batch_room_refusal(const std::vector<Command>& members);
    [[nodiscard]] const InstrumentRules& rules_of(std::uint16_t instrument) const {
        return instruments_[instrument].rules;
    }

    // consistency.cpp
    [[nodiscard]] std::string money_contradiction() const;
    [[nodiscard]] std::string order_contradiction() const;

    // cancellation.cpp: mass cancels, the clock, timers.
    void cancel_all_orders(const Command& command);
    void cancel_orders(const Command& command);
    void cancel_slice(const MassAction& action);
    [[nodiscard]] bool has_room_in_slice(std::size_t count) const;
    [[nodiscard]] std::vector<std::uint64_t> ids_of(const MassAction& action) const;
    void go_on();
    void expire();
    [[nodiscard]] bool is_anything_due() const;
    void set_dead_man(const Command& command);

    // idempotency.cpp
    [[nodiscard]] bool repeats(const Command& command, Reason& reason);
    void remember(const Command& command, std::uint64_t order);
    [[nodiscard]] std::size_t forgettable_count() const;

    // operator.cpp, rules.cpp: operators' commands.
    void create_asset(const Command& command);
    void create_instrument(const Command& command);
    void change_fees(const Command& command);
    void change_status(const Command& command);
    void create_account(const Command& command);
    void adjust_balance(const Command& command);
    void stage(const Command& command);
    void register_key(const Command& command);
    void revoke_key(const Command& command);
    void set_account_rules(const Command& command);
    void set_instrument_rules(const Command& command);
    void change_instrument(const Command& command);
    void set_account_status(const Command& command);
    void set_venue_status(const Command& command);
    void set_account_limits(const Command& command);
    void set_exposure_limit(const Command& command);
    void set_fee_tier(const Command& command);
    void set_account_fees(const Command& command);
    void set_fee_asset_rate(const Command& command);
    void transfer_balance(const Command& command);
    void set_key_rules(const Command& command);

    engine::EngineLimits limits_;
    Sequence sequence_;
    std::int64_t time_ = 0;
    VenueStatus status_{};
    std::uint64_t order_ids_ = 0;
    std::uint64_t list_ids_ = 0;
    std::uint64_t arrivals_ = 0;
    std::uint64_t ready_ranks_ = 0;
    std::vector<Order> orders_;
    std::vector<List> lists_;
    std::vector<AssetDefinition> assets_;
    std::vector<Instrument> instruments_;
    std::vector<Account> accounts_;  // users; the first is account 16
    std::vector<naive::Key> keys_;
    std::vector<std::byte> staged_;
    std::map<std::uint8_t, std::vector<Command>> staged_orders_;  // by gateway
    std::map<std::pair<std::uint32_t, std::uint16_t>, Balance> balances_;
    std::map<std::uint32_t, AccountLimits> account_limits_;
    std::map<std::pair<std::uint32_t, std::uint16_t>, int128> exposure_limits_;
    std::map<std::uint8_t, FeeTier> tiers_;
    std::map<std::uint16_t, FeeAssetRate> fee_asset_rates_;
    std::map<std::string, SetKeyRules> key_rules_;
    std::vector<naive::Remembered> remembered_;
    std::optional<MassAction> mass_action_;
    std::uint64_t fills_left_ = 0;                // of this command
    std::optional<std::uint32_t> batch_account_;  // while its batch is applied
    naive::Trial* trial_ = nullptr;               // while nothing of it happens
    std::uint64_t matches_left_ = 0;              // with orders of one's own party
    EventBuffer* events_ = nullptr;
    EventBuffer scratch_;
};

}  // namespace outcry::test
