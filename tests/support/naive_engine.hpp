#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outcry/base/int128.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/engine/engine.hpp"

namespace outcry::test {

/// The engine's obvious twin: one vector of orders, searched from end to end for everything, and
/// its arithmetic written anew. It shares the vocabulary of `domain` with the real one, no code.
/// What docs/matching.md says, as short as it can be said.
class NaiveEngine {
public:
    explicit NaiveEngine(const engine::EngineLimits& limits) : limits_{limits} {}

    void apply(const Command& command, EventBuffer& events);
    [[nodiscard]] bool has_work_left() const;
    [[nodiscard]] Sequence sequence() const { return sequence_; }

private:
    struct Order {
        std::uint64_t id = 0;
        std::uint64_t arrival = 0;  // place in the queue: larger is later
        std::int64_t price = 0;
        std::uint64_t open = 0;
        std::uint64_t total = 0;
        std::uint32_t account = 0;
        std::uint16_t instrument = 0;
        Side side{};
        OrderType type{};
        ClientOrderId name;
        std::int64_t expires_at = 0;  // zero: never
    };
    struct Balance {
        int128 free = 0;
        int128 locked = 0;
    };
    struct Instrument {
        InstrumentDefinition definition;
        std::uint64_t trades = 0;
        std::uint64_t prevented = 0;
    };
    struct Reason {
        RejectReason reason = RejectReason::none;
        int128 given = 0;
        int128 limit = 0;
    };
    struct Account {
        std::uint64_t uid = 0;
        std::string name;
        std::uint32_t group = 0;
        SelfTradePrevention prevention{};
    };
    struct Key {
        std::string name;
        std::uint32_t account = 0;
    };
    struct MassAction {
        RequestId request;
        std::uint32_t account;
        std::uint16_t instrument;
    };
    /// Who is trading now, and what it would still like.
    struct Taking {
        std::uint64_t id = 0;
        std::uint32_t account = 0;
        Side side{};
        SelfTradePrevention prevention{};
        std::uint64_t prevented = 0;  // lots that prevention took off it
        std::optional<std::int64_t> limit;
        std::uint64_t open = 0;
        std::optional<int128> budget;
    };
    /// What an amendment comes to, once the order is known.
    struct Amendment {
        std::int64_t price = 0;
        std::uint64_t total = 0;
        std::uint64_t open = 0;
        bool cancels = false;
        Reason refusal;
    };
    enum class Ending { done, own_order, limit_reached, budget_spent };
    struct Preview {
        uint128 quantity = 0;
        int128 quote = 0;
    };

    void dispatch(const Command& command);
    void place_order(const Command& command);
    void cancel_order(const Command& command);
    void amend_order(const Command& command);
    [[nodiscard]] Amendment amendment_of(const Command& command, const Order& order) const;
    void amend_resting(const Command& command, Order& order, const Amendment& amendment);
    void report_amendment(const Command& command, const Order& order, const Amendment& amendment);
    void reserve(const Order& order, int sign);
    void replace_order(const Command& command);
    void cancel_slice(const MassAction& action);
    void report_terms(const Command& command, std::uint64_t id);
    void expire();
    void set_account_rules(const Command& command);

    void create_asset(const Command& command);
    void create_instrument(const Command& command);
    void change_instrument(const Command& command);
    void create_account(const Command& command);
    void adjust_balance(const Command& command);
    void stage(const Command& command);
    void register_key(const Command& command);
    void revoke_key(const Command& command);

    [[nodiscard]] Reason names_refusal(const Command& command, bool only_cancels) const;
    [[nodiscard]] Reason form_refusal(const Command& command) const;
    [[nodiscard]] Reason limits_refusal(const InstrumentDefinition& definition, std::int64_t price,
                                        std::uint64_t quantity) const;
    [[nodiscard]] Reason quantity_refusal(const InstrumentDefinition& definition,
                                          std::uint64_t quantity) const;
    [[nodiscard]] Reason admission_refusal(const Command& command) const;
    [[nodiscard]] Reason price_room_refusal(std::uint16_t instrument, std::int64_t price) const;
    [[nodiscard]] Reason amend_refusal(const Command& command, const Order& order,
                                       std::int64_t price, std::uint64_t open) const;
    [[nodiscard]] std::pair<Order*, Reason> find_target(const Command& command);
    [[nodiscard]] Order* find_named(std::uint32_t account, const ClientOrderId& name);
    [[nodiscard]] const Order* find_named(std::uint32_t account, const ClientOrderId& name) const;

    void place(const Command& command);
    [[nodiscard]] Taking taking_of(const Command& command) const;
    [[nodiscard]] Ending trade(std::uint16_t instrument, Taking& taking);
    [[nodiscard]] Preview preview(std::uint16_t instrument, Taking taking) const;
    void fill(std::uint16_t instrument, Taking& taking, Order& maker, std::uint64_t quantity);
    [[nodiscard]] std::vector<const Order*> queue(std::uint16_t instrument,
                                                  const Taking& taking) const;
    [[nodiscard]] bool would_trade(std::uint16_t instrument, Side side, std::int64_t price) const;
    [[nodiscard]] std::uint64_t lots_within(const Taking& taking, std::uint16_t instrument,
                                            std::int64_t price, std::uint64_t offered) const;

    void refuse(const Command& command, const Reason& reason, CommandPart part);
    void close_resting(const Order& order, CloseReason reason, const ClientOrderId& cancel_name);
    void close_taking(const Taking& taking, std::uint16_t instrument, std::int64_t price,
                      CloseReason reason);
    void erase(std::uint64_t id);

    [[nodiscard]] bool are_kept_apart(const Taking& taking, std::uint32_t maker) const;
    void prevent(std::uint16_t instrument, Taking& taking, Order& maker, std::uint64_t lots);
    [[nodiscard]] SelfTradePrevention prevention_of(const Command& command) const;
    [[nodiscard]] std::int64_t resting_price(const Command& command) const;
    [[nodiscard]] bool is_user(std::uint32_t account) const;
    [[nodiscard]] int128 cost(std::uint16_t instrument, Side side, std::int64_t price,
                              std::uint64_t quantity) const;
    [[nodiscard]] Balance& balance(std::uint32_t account, AssetId asset);
    [[nodiscard]] Balance balance(std::uint32_t account, AssetId asset) const;
    [[nodiscard]] AssetId pays(std::uint16_t instrument, Side side) const;
    [[nodiscard]] AssetId gets(std::uint16_t instrument, Side side) const;

    engine::EngineLimits limits_;
    Sequence sequence_;
    std::int64_t time_ = 0;
    std::uint64_t order_ids_ = 0;
    std::uint64_t arrivals_ = 0;
    std::vector<Order> orders_;
    std::vector<AssetDefinition> assets_;
    std::vector<Instrument> instruments_;
    std::vector<Account> accounts_;  // users; the first is account 16
    std::vector<Key> keys_;
    std::vector<std::byte> staged_;
    std::map<std::pair<std::uint32_t, std::uint16_t>, Balance> balances_;
    std::optional<MassAction> mass_action_;
    EventBuffer* events_ = nullptr;
};

}  // namespace outcry::test
