#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "outcry/domain/command.hpp"
#include "outcry/views/venue_view.hpp"

#include "app/operators/call_fields.hpp"

namespace outcry::app {

// Names in calls: of markets by symbol, of assets by code, of accounts by name. An unknown name is
// noted in `fields` with `unknown_market`, `unknown_asset` or `unknown_account`.

[[nodiscard]] const InstrumentDefinition* named_market(CallFields& fields, views::VenueView& view,
                                                       std::string_view field);
[[nodiscard]] const AssetDefinition* named_asset(CallFields& fields, views::VenueView& view,
                                                 std::string_view field);
/// `@fees` and `@insurance` name the venue's own accounts.
[[nodiscard]] AccountId named_account(CallFields& fields, views::VenueView& view,
                                      std::string_view field);
[[nodiscard]] std::string account_name(const views::VenueView& view, AccountId account);

enum class Rounding : std::uint8_t { exact, up, down };

/// A decimal in units of `unit_mantissa / 10^unit_scale`.
struct WireUnit {
    std::uint64_t mantissa = 1;
    std::uint8_t scale = 0;
};
[[nodiscard]] std::optional<std::uint64_t> units_in(const Decimal& value, const WireUnit& unit,
                                                    Rounding rounding);
[[nodiscard]] std::string units_text(std::uint64_t units, const WireUnit& unit);

[[nodiscard]] inline WireUnit tick_of(const InstrumentDefinition& market) noexcept {
    return {market.tick_mantissa, market.tick_scale};
}
[[nodiscard]] inline WireUnit lot_of(const InstrumentDefinition& market) noexcept {
    return {market.lot_mantissa, market.lot_scale};
}
/// Of price times quantity.
[[nodiscard]] inline WireUnit tick_lot_of(const InstrumentDefinition& market) noexcept {
    return {market.tick_mantissa * market.lot_mantissa,
            static_cast<std::uint8_t>(market.tick_scale + market.lot_scale)};
}

/// A field as units of the market: nothing when it is not there; noted when it is no multiple.
[[nodiscard]] std::optional<std::uint64_t> optional_units(CallFields& fields,
                                                          std::string_view field,
                                                          const WireUnit& unit,
                                                          Rounding rounding = Rounding::exact);

/// A field as an amount of the asset; never negative.
[[nodiscard]] Amount amount_field(CallFields& fields, std::string_view field,
                                  const AssetDefinition* asset);

[[nodiscard]] Command command_of(CommandType type) noexcept;

}  // namespace outcry::app
