#pragma once

#include <cstdint>

#include "outcry/base/strong_integer.hpp"

namespace outcry {

using Price = StrongInteger<struct PriceTag, std::int64_t>;         // ticks of the instrument, >= 0
using Quantity = StrongInteger<struct QuantityTag, std::uint64_t>;  // lots of the instrument
using OrderId = StrongInteger<struct OrderIdTag, std::uint64_t>;    // dense over the venue, from 1
using TradeId = StrongInteger<struct TradeIdTag, std::uint64_t>;    // dense per instrument, from 1
/// Of a match that self-trade prevention did not let happen; dense per instrument, from 1.
using PreventedMatchId = StrongInteger<struct PreventedMatchIdTag, std::uint64_t>;
/// Accounts of one group do not trade with each other under self-trade prevention; zero: none.
using TradeGroupId = StrongInteger<struct TradeGroupIdTag, std::uint32_t>;
using OrderListId = StrongInteger<struct OrderListIdTag, std::uint64_t>;  // dense from 1; 0: none
/// A client's connection, for orders that end with it; zero: none. Given by the gateways.
using SessionId = StrongInteger<struct SessionIdTag, std::uint32_t>;
using AccountId = StrongInteger<struct AccountIdTag, std::uint32_t>;  // index into the ledger
using InstrumentId = StrongInteger<struct InstrumentIdTag, std::uint16_t>;
using AssetId = StrongInteger<struct AssetIdTag, std::uint16_t>;
using Sequence = StrongInteger<struct SequenceTag, std::uint64_t>;   // of a command, dense from 1
using Timestamp = StrongInteger<struct TimestampTag, std::int64_t>;  // microseconds since 1970 UTC

/// Names a request of a gateway so that its answer finds the way back. Opaque to the engine; zero
/// when nobody waits. The top byte is the gateway's number.
using RequestId = StrongInteger<struct RequestIdTag, std::uint64_t>;

/// The largest price an instrument may allow; leaves 16 bits of a 64-bit key for the instrument.
inline constexpr Price price_max{(std::int64_t{1} << 48) - 1};
/// The largest quantity of one order; price_max * quantity_max * 2^16 still fits an Amount.
inline constexpr Quantity quantity_max{(std::uint64_t{1} << 60) - 1};

/// Ledger accounts that the venue itself owns; users follow from `user_account_first` on.
inline constexpr AccountId external_account{0};  // the world outside: minus all that was deposited
inline constexpr AccountId fee_account{1};       // fees earned, and rounding remainders
inline constexpr AccountId insurance_account{2};
inline constexpr AccountId user_account_first{16};

}  // namespace outcry
