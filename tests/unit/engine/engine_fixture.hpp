#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/base/hash.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

#include "support/scenario/event_text.hpp"

namespace outcry::test {

/// An engine with few of everything, so that tests reach its limits.
inline constexpr engine::EngineLimits small_limits{.orders_max = 1024,
                                                   .recent_order_ids = 1U << 12,
                                                   .accounts_max = 64,
                                                   .assets_max = 8,
                                                   .instruments_max = 8,
                                                   .keys_max = 4,
                                                   .open_orders_per_account_max = 600,
                                                   .account_counts_max = 64,
                                                   .idempotent_orders_max = 64,
                                                   .idempotent_orders_per_account_max = 16};

/// Copies of what an engine said to one command.
using Events = std::vector<Event>;

/// An engine with assets BTC (0) and USD (1) of no decimals, the instrument BTCUSD (0), and the
/// accounts alice, bob and carol, with a million of both assets each.
class EngineFixture : public ::testing::Test {
public:
    explicit EngineFixture(const engine::EngineLimits& limits = small_limits);

    static constexpr AccountId alice{16};
    static constexpr AccountId bob{17};
    static constexpr AccountId carol{18};
    static constexpr AssetId btc{0};
    static constexpr AssetId usd{1};
    static constexpr InstrumentId btcusd{0};

    /// Gives the command its sequence and time, applies it and keeps the events' texts.
    Events apply(const Command& wanted);
    std::vector<std::string> said(const Command& command) { return texts_of(apply(command)); }

    [[nodiscard]] static Command limit(AccountId account, Side side, std::uint64_t quantity,
                                       std::int64_t price);
    [[nodiscard]] static Command market(AccountId account, Side side, std::uint64_t quantity);
    [[nodiscard]] static Command market_by_quote(AccountId account, Side side, int128 budget);
    [[nodiscard]] static Command cancel(AccountId account, std::uint64_t order_id);
    [[nodiscard]] static Command amend(AccountId account, std::uint64_t order_id,
                                       QuantityMeaning meaning, std::uint64_t quantity);
    [[nodiscard]] static Command cancel_all(AccountId account);
    [[nodiscard]] static Command deposit(AccountId account, AssetId asset, int128 amount);
    static Command& name(Command& command, std::string_view client_order_id);
    static Command& aim(Command& command, std::string_view client_order_id);

    /// Free and locked of an account.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> balance(AccountId account,
                                                                AssetId asset) const;
    /// The resting orders as `#id side open @ price`, in the order of `visit`.
    [[nodiscard]] std::vector<std::string> book() const;

    engine::Engine engine;

private:
    EventBuffer buffer_;
};

}  // namespace outcry::test
