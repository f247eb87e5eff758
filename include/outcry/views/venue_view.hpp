#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/state.hpp"
#include "outcry/views/aggregate.hpp"
#include "outcry/views/candle_history.hpp"
#include "outcry/views/depth_view.hpp"
#include "outcry/views/records.hpp"

namespace outcry::views {

/// How much history is kept in memory; beyond it the oldest leaves.
struct ViewLimits {
    std::size_t closed_orders_max = 1'000'000;
    std::size_t trades_max = 1'000'000;
    std::size_t prevented_matches_max = 100'000;
    std::size_t refusals_max = 65'536;  // of new orders that had a name
    std::size_t closed_order_lists_max = 100'000;
    std::size_t amendments_max = 100'000;
};

struct InstrumentView {
    InstrumentDefinition definition;
    InstrumentRules rules;
    StatusReason status_reason{};
    DepthView depth;
    CandleHistory candles;
    TradeId trade_id_last;
    Price price_last;
};

struct AccountView {
    AccountId id;
    std::uint64_t external_uid = 0;
    FixedText<32> name;
    Timestamp updated_at;  // of the last change of a balance
    TradeGroupId trade_group;
    SelfTradePrevention default_self_trade_prevention{};
    AccountStatus status{};
    std::uint8_t fee_tier = 0;  // zero: the instruments' own fees
    AccountId parent;           // zero: an account of its own
    Amount tier_volume;         // of the 30 days for which the tier was found
    Timestamp dead_man_at;      // its orders are closed then; zero: the timer is off
};

struct KeyView {
    KeyName name;
    AccountId account;
    KeyType type{};
    std::uint8_t permissions = 0;
    std::vector<std::byte> material;  // as registered: a sealed secret or a public key
    bool is_revoked = false;
    Timestamp expires_at;                   // zero: never
    std::vector<AddressRange> addresses;    // empty: from anywhere
    std::vector<InstrumentId> instruments;  // empty: all
};

/// Which trades or orders of an account a client asks for; the zero of a field means "any".
struct AccountQuery {
    AccountId account;
    InstrumentId instrument;
    OrderId order_id;  // trades: of this order; orders: from this id on
    TradeId from_trade_id;
    Timestamp start;  // included; orders by acceptance
    Timestamp end;    // included
    std::size_t limit = 500;
};

/// Which lists of an account a client asks for; the zero of a field means "any".
struct OrderListQuery {
    AccountId account;
    OrderListId from_id;
    Timestamp start;  // included; by acceptance
    Timestamp end;    // included
    std::size_t limit = 500;
};

/// The read model of the whole venue: everything a gateway answers from, made of events alone.
/// Owned by one thread (a gateway's, or the follower's). Balances follow the arithmetic of
/// domain/instrument.hpp, so they equal the engine's. Pointers and references that it returns are
/// good until the next `apply` or `load`.
class VenueView {
public:
    explicit VenueView(const ViewLimits& limits);
    ~VenueView();
    VenueView(VenueView&&) noexcept;

    /// Applies the next event; they must come without gaps, in order.
    void apply(const Event& event);
    /// The last command all of whose events were applied.
    [[nodiscard]] Sequence sequence() const noexcept;
    [[nodiscard]] Timestamp time() const noexcept;

    [[nodiscard]] std::span<const AssetDefinition> assets() const noexcept;  // index = id
    [[nodiscard]] std::span<const std::unique_ptr<InstrumentView>> instruments() const noexcept;
    [[nodiscard]] InstrumentView* find_instrument(std::string_view symbol) noexcept;
    [[nodiscard]] const AssetDefinition* find_asset(std::string_view code) const noexcept;

    [[nodiscard]] const AccountView* find_account(AccountId account) const noexcept;
    [[nodiscard]] const AccountView* find_account_named(std::string_view name) const noexcept;
    [[nodiscard]] std::size_t account_count() const noexcept;
    /// The accounts whose parent it is, by id.
    [[nodiscard]] std::span<const AccountId> sub_accounts(AccountId account) const noexcept;

    [[nodiscard]] VenueStatus status() const noexcept;
    /// Null where nothing was set for it; those of `external_account` hold for everybody else.
    [[nodiscard]] const AccountLimits* find_limits(AccountId account) const noexcept;
    /// By asset.
    [[nodiscard]] std::vector<ExposureLimit> exposure_limits(AccountId account) const;
    [[nodiscard]] const AccountFees* find_fees(AccountId account) const noexcept;
    /// Those that there are, by index.
    [[nodiscard]] std::span<const FeeTier> fee_tiers() const noexcept;
    /// Null where fees in this asset cannot be paid in the fee asset.
    [[nodiscard]] const FeeAssetRate* find_fee_asset_rate(AssetId asset) const noexcept;
    [[nodiscard]] std::span<const FeeAssetRate> fee_asset_rates() const noexcept;
    /// The account's own rates, else those of its tier, else the instrument's.
    [[nodiscard]] FeeRates fee_rates(AccountId account, InstrumentId instrument) const;

    /// Balances that exist, by asset id; zero balances only where there once was something.
    [[nodiscard]] std::vector<BalanceRecord> balances(AccountId account) const;
    [[nodiscard]] BalanceRecord balance(AccountId account, AssetId asset) const;

    [[nodiscard]] const OrderRecord* find_order(OrderId order_id) const noexcept;
    /// The newest order of the account with this name, open ones first.
    [[nodiscard]] const OrderRecord* find_order(AccountId account, InstrumentId instrument,
                                                std::string_view client_order_id) const noexcept;
    /// The newest refusal of a new order with this name.
    [[nodiscard]] const RefusalRecord* find_refusal(
        AccountId account, InstrumentId instrument,
        std::string_view client_order_id) const noexcept;
    /// From this command on no name of an order or a refusal has been forgotten.
    [[nodiscard]] Sequence names_known_since() const noexcept;
    /// Open orders by id; `instrument` empty: of all.
    [[nodiscard]] std::vector<const OrderRecord*> open_orders(
        AccountId account, std::optional<InstrumentId> instrument) const;
    /// The orders that rest on one side, the best price first and within a price in the order in
    /// which they trade: what order-by-order depth shows, with `shown_quantity`.
    [[nodiscard]] std::vector<const OrderRecord*> resting_orders(InstrumentId instrument, Side side,
                                                                 std::size_t limit) const;
    /// The amendments of an order from this event on, ascending.
    [[nodiscard]] std::vector<const OrderAmendmentRecord*> amendments(OrderId order_id,
                                                                      Sequence from,
                                                                      std::size_t limit) const;

    [[nodiscard]] const OrderListRecord* find_order_list(OrderListId order_list_id) const noexcept;
    /// The newest list of the account with this name.
    [[nodiscard]] const OrderListRecord* find_order_list(
        AccountId account, std::string_view client_order_id) const noexcept;
    /// Lists of which an order is open, by id.
    [[nodiscard]] std::vector<const OrderListRecord*> open_order_lists(AccountId account) const;
    /// Ascending by id: from an id or a start the oldest `limit`, else the newest.
    [[nodiscard]] std::vector<const OrderListRecord*> order_lists(
        const OrderListQuery& query) const;

    /// Open and closed orders of one instrument, ascending by id: from an id or a start the oldest
    /// `limit`, else the newest.
    [[nodiscard]] std::vector<const OrderRecord*> orders(const AccountQuery& query) const;

    /// The newest `limit` public trades of an instrument, oldest first; from `from` on if not zero.
    [[nodiscard]] std::vector<const TradeRecord*> trades(InstrumentId instrument, TradeId from,
                                                         std::size_t limit) const;
    /// Public trades put together by taker order, command and price. Good until the next `apply`.
    [[nodiscard]] std::vector<const AggregateRecord*> aggregates(const AggregateQuery& query) const;
    /// Those that the last command made on an instrument, ascending.
    [[nodiscard]] std::vector<const AggregateRecord*> new_aggregates(InstrumentId instrument) const;
    /// An account's own trades of one instrument, ascending by id: from an id or a start the oldest
    /// `limit`, else the newest. A trade of the account with itself is there once.
    [[nodiscard]] std::vector<const TradeRecord*> account_trades(const AccountQuery& query) const;

    /// The prevented matches of one instrument that an account was part of, ascending by id, from
    /// `from` on, at most `query.limit`; only `query.order_id` if that is not zero.
    [[nodiscard]] std::vector<const PreventedMatchRecord*> prevented_matches(
        const AccountQuery& query, PreventedMatchId from) const;

    [[nodiscard]] const KeyView* find_key(std::string_view name) const noexcept;

    /// The whole state, complete in itself: a view that loads it continues with the next command.
    /// The bytes are for this build's version of the records; a checksum is the snapshot's
    /// business. Only between two commands.
    using Chunk = std::function<void(std::span<const std::byte>)>;
    void save(const Chunk& write) const;
    /// Takes the state that `save` wrote; smaller limits drop the oldest. False when the bytes are
    /// not a whole and consistent state: then this view is as it was.
    [[nodiscard]] bool load(std::span<const std::byte> bytes);

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::views
