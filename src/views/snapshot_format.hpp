#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "outcry/domain/state.hpp"
#include "outcry/views/aggregate.hpp"
#include "outcry/views/candle.hpp"
#include "outcry/views/records.hpp"

namespace outcry::views {

// Version 5 of a view's saved state: a header, then sections in the order of `SectionTag`, each a
// header and its records without a gap. Little endian, no padding. The version changes whenever a
// record does; an older one is refused, since a view can always be made anew from the event log.

inline constexpr std::uint64_t snapshot_magic = 0x574549562d59524fULL;  // "ORY-VIEW"
inline constexpr std::uint32_t snapshot_version = 5;

enum class SectionTag : std::uint32_t {
    assets = 1,
    instruments = 2,
    accounts = 3,
    balances = 4,
    keys = 5,
    staged = 6,
    closed_orders = 7,  // as they closed
    open_orders = 8,    // ascending by id
    trades = 9,         // as they happened
    prevented_matches = 10,
    aggregates = 11,   // as they began
    candles = 12,      // by instrument and width, ascending
    refusals = 13,     // as they happened
    queues = 14,       // the ids of all orders in the books, as they trade
    order_lists = 15,  // as they were done, then those that execute, ascending
    amendments = 16,   // as they happened
    account_limits = 17,
    exposure_limits = 18,
    account_fees = 19,
    fee_tiers = 20,
    fee_asset_rates = 21,
};

struct SnapshotHeader {
    std::uint64_t magic = snapshot_magic;
    std::uint32_t version = snapshot_version;
    VenueStatus status{};
    std::array<std::uint8_t, 3> reserved{};
    Sequence sequence;
    Timestamp time;
    Sequence names_known_since;
};

struct SectionHeader {
    SectionTag tag{};
    std::uint32_t record_size_bytes = 0;
    std::uint64_t record_count = 0;
};

struct InstrumentSection {
    InstrumentState state;
    InstrumentRulesState rules;
    Sequence depth_last_update;
    std::uint64_t aggregate_id_last = 0;
};

struct AccountSection {
    AccountState state;
    Timestamp updated_at;
    /// The venue's own accounts exist anyway: only their time is taken.
    std::uint64_t is_created = 0;
    AccountRulesState rules;
    Timestamp dead_man_at;
    Amount tier_volume;
    AccountId parent;
    AccountStatus status{};
    std::uint8_t fee_tier = 0;
    std::array<std::uint8_t, 2> reserved{};
};

struct KeySection {
    KeyState state;
    SetKeyRules rules;
    std::uint64_t is_revoked = 0;
};

struct QueueSection {
    OrderId order_id;
};

struct CandleSection {
    Candle candle;
    InstrumentId instrument;
    std::uint16_t series = 0;  // its place in CandleHistory::series
    std::uint32_t reserved = 0;
};

static_assert(is_state_record<AggregateRecord, CandleSection, RefusalRecord, QueueSection,
                              OrderListRecord, OrderAmendmentRecord>);
static_assert(is_state_record<SnapshotHeader, SectionHeader, InstrumentSection, AccountSection,
                              KeySection, OrderRecord, TradeRecord, PreventedMatchRecord>);

}  // namespace outcry::views
