#pragma once

#include <optional>
#include <span>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/reject_reason.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/json_writer.hpp"
#include "gateway/parameters/parameter.hpp"

namespace outcry::gateway {

/// A rule of the market or the account that an order breaks, and what would keep it.
struct Violation {
    enum class Unit : std::uint8_t { ticks, lots, quote_units, plain, time };
    RejectReason reason{};
    Parameter parameter{};
    Unit unit{};
    int128 given{};
    int128 limit{};
    std::optional<int128> nearest;  // the value closest to what was given that passes
};

struct OrderToCheck {
    const views::VenueView& view;
    const Command& command;  // a new order, its numbers read
    Timestamp now;
};

/// All that is wrong with an order and can be told without book and balances, in the engine's order
/// of refusals: prices, quantities, visible part, notional, trailing delta, time, distance from the
/// last price.
[[nodiscard]] std::vector<Violation> find_violations(const OrderToCheck& order);

/// {"reason",["filter",]"parameter","given","limit"[,"nearestValid"]}
void write_violation(JsonWriter& json, const views::VenueView& view,
                     const InstrumentDefinition& instrument, const Violation& violation);

/// The filter of exchangeInfo that a reason belongs to; empty: none.
[[nodiscard]] std::string_view filter_of(RejectReason reason) noexcept;

}  // namespace outcry::gateway
