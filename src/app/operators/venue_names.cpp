#include "app/operators/venue_names.hpp"

#include <fmt/format.h>

namespace outcry::app {
namespace {

constexpr std::string_view fee_account_name = "@fees";
constexpr std::string_view insurance_account_name = "@insurance";

// So that a product with a power of ten of at most 18 digits fits 128 bits.
constexpr uint128 value_mantissa_max = uint128{10'000'000'000} * 10'000'000'000;
constexpr std::uint8_t value_scale_max = 18;

void refuse_name(CallFields& fields, std::string_view field, std::string_view code,
                 std::string_view name) {
    fields.refuse({404, std::string{code}, std::string{field}, fmt::format("no '{}'", name)});
}

}  // namespace

const InstrumentDefinition* named_market(CallFields& fields, views::VenueView& view,
                                         std::string_view field) {
    const std::string name = fields.text(field, Symbol::capacity);
    if (fields.failure()) return nullptr;
    const views::InstrumentView* const market = view.find_instrument(name);
    if (market != nullptr) return &market->definition;
    refuse_name(fields, field, "unknown_market", name);
    return nullptr;
}

const AssetDefinition* named_asset(CallFields& fields, views::VenueView& view,
                                   std::string_view field) {
    const std::string name = fields.text(field, AssetCode::capacity);
    if (fields.failure()) return nullptr;
    const AssetDefinition* const asset = view.find_asset(name);
    if (asset == nullptr) refuse_name(fields, field, "unknown_asset", name);
    return asset;
}

AccountId named_account(CallFields& fields, views::VenueView& view, std::string_view field) {
    const std::string name = fields.text(field, FixedText<32>::capacity);
    if (fields.failure()) return {};
    if (name == fee_account_name) return fee_account;
    if (name == insurance_account_name) return insurance_account;
    const views::AccountView* const account = view.find_account_named(name);
    if (account != nullptr) return account->id;
    refuse_name(fields, field, "unknown_account", name);
    return {};
}

std::string account_name(const views::VenueView& view, AccountId account) {
    if (account == fee_account) return std::string{fee_account_name};
    if (account == insurance_account) return std::string{insurance_account_name};
    const views::AccountView* const found = view.find_account(account);
    return found == nullptr ? std::string{} : std::string{found->name.view()};
}

std::optional<std::uint64_t> units_in(const Decimal& value, const WireUnit& unit,
                                      Rounding rounding) {
    if (value.mantissa > value_mantissa_max || value.scale > value_scale_max) return std::nullopt;
    if (unit.scale > value_scale_max) return std::nullopt;
    const uint128 given = value.mantissa * power_of_ten(unit.scale);
    const uint128 one = static_cast<uint128>(unit.mantissa) * power_of_ten(value.scale);
    const uint128 rest = given % one;
    if (rest != 0 && rounding == Rounding::exact) return std::nullopt;
    const uint128 units = given / one + (rest != 0 && rounding == Rounding::up ? 1 : 0);
    if (units > INT64_MAX) return std::nullopt;
    return static_cast<std::uint64_t>(units);
}

std::string units_text(std::uint64_t units, const WireUnit& unit) {
    const auto product = static_cast<int128>(units) * static_cast<int128>(unit.mantissa);
    return decimal_text(Amount{product}, unit.scale);
}

std::optional<std::uint64_t> optional_units(CallFields& fields, std::string_view field,
                                            const WireUnit& unit, Rounding rounding) {
    const auto value = fields.optional_decimal(field);
    if (!value) return std::nullopt;
    const auto units = units_in(*value, unit, rounding);
    if (!units)
        fields.refuse_field(field, fmt::format("must be a multiple of {}", units_text(1, unit)));
    return units;
}

Amount amount_field(CallFields& fields, std::string_view field, const AssetDefinition* asset) {
    const Decimal value = fields.decimal(field);
    if (fields.failure() || asset == nullptr) return {};
    const auto amount = amount_of(value, asset->decimals);
    if (amount) return *amount;
    fields.refuse_field(
        field, fmt::format("must have at most {} decimals, and fit 126 bits", asset->decimals));
    return {};
}

Command command_of(CommandType type) noexcept {
    Command command;
    command.type = type;
    return command;
}

}  // namespace outcry::app
