#include "app/seed/seed.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <span>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "outcry/gateway/public_key.hpp"

#include "app/seed/decimal.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::json;

/// Thrown and caught in this file only: the first thing that is wrong.
struct SeedError {
    std::string message;
};

/// Reads one object of the file and remembers where it stands, for messages.
class Reader {
public:
    Reader(const Json& object, std::string place, std::vector<std::string>& warnings)
        : object_{object}, place_{std::move(place)}, warnings_{warnings} {
        if (!object.is_object()) fail("must be an object");
    }

    [[noreturn]] void fail(std::string_view what) const {
        throw SeedError{fmt::format("{} {}", place_, what)};
    }

    const Json* find(const std::string& name) {
        known_.insert(name);
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }

    std::string text(const std::string& name, std::size_t size_max) {
        const Json* const value = find(name);
        if (value == nullptr || !value->is_string()) fail(fmt::format("needs '{}', a text", name));
        const auto& result = value->get_ref<const std::string&>();
        if (result.empty() || result.size() > size_max)
            fail(fmt::format("'{}' must have 1 to {} bytes", name, size_max));
        return result;
    }

    Decimal decimal(const std::string& name) {
        const auto parsed = parse_decimal(text(name, decimal_text_size_max));
        if (!parsed) fail(fmt::format("'{}' must be a decimal number in quotes", name));
        return *parsed;
    }

    const Json& array(const std::string& name) {
        static const Json none = Json::array();
        const Json* const value = find(name);
        if (value == nullptr) return none;
        if (!value->is_array()) fail(fmt::format("'{}' must be a list", name));
        return *value;
    }

    void warn_of_unknown_fields() {
        for (const auto& [name, value] : object_.items())
            if (!known_.contains(name))
                warnings_.push_back(
                    fmt::format("{} field '{}' is not known: skipped", place_, name));
    }

    [[nodiscard]] const std::string& place() const { return place_; }

private:
    const Json& object_;
    std::string place_;
    std::vector<std::string>& warnings_;
    std::set<std::string> known_;
};

/// The largest price and quantity that a seeded market takes, in units of the quote and base.
constexpr std::uint64_t seed_price_units_max = 1'000'000'000;
constexpr std::uint64_t seed_quantity_units_max = 9'000'000'000;

std::uint64_t steps_in(std::uint64_t units, const Decimal& step) {
    const uint128 scaled = static_cast<uint128>(units) * power_of_ten(step.scale);
    return static_cast<std::uint64_t>(
        std::min<uint128>(scaled / step.mantissa, quantity_max.value()));
}

InstrumentDefinition definition_of(Reader& reader, const Decimal& tick, const Decimal& step) {
    const auto is_usable = [](const Decimal& value) {
        return value.mantissa > 0 && value.mantissa <= 1'000'000'000 &&
               value.scale <= seed_asset_decimals;
    };
    if (!is_usable(tick) || !is_usable(step))
        reader.fail("'tick' and 'step' must be above zero, with at most 8 decimals");
    if (tick.scale + step.scale > seed_asset_decimals)
        reader.fail("tick x step must be a whole unit of the quote asset (8 decimals)");
    InstrumentDefinition definition;
    definition.tick_mantissa = static_cast<std::uint64_t>(tick.mantissa);
    definition.tick_scale = tick.scale;
    definition.lot_mantissa = static_cast<std::uint64_t>(step.mantissa);
    definition.lot_scale = step.scale;
    definition.base_units_per_lot = 0;        // the engine computes both from the
    definition.quote_units_per_tick_lot = 0;  // decimals of its assets
    definition.price_maximum = Price{static_cast<std::int64_t>(std::min<std::uint64_t>(
        steps_in(seed_price_units_max, tick), static_cast<std::uint64_t>(price_max.value())))};
    definition.quantity_maximum = Quantity{steps_in(seed_quantity_units_max, step)};
    definition.maker_fee_ppm = seed_fee_ppm;
    definition.taker_fee_ppm = seed_fee_ppm;
    return definition;
}

std::optional<SeedMarket> read_market(Reader reader, std::vector<std::string>& warnings) {
    const std::string venue = reader.text("venue", 20);
    if (venue != "spot") {
        warnings.push_back(
            fmt::format("{} venue '{}' is not known: skipped", reader.place(), venue));
        return std::nullopt;
    }
    SeedMarket market;
    market.symbol = reader.text("symbol", Symbol::capacity);
    market.base = reader.text("base", AssetCode::capacity);
    market.quote = reader.text("quote", AssetCode::capacity);
    if (market.base == market.quote) reader.fail("'base' and 'quote' must differ");
    const Decimal tick = reader.decimal("tick");
    const Decimal step = reader.decimal("step");
    market.definition = definition_of(reader, tick, step);
    market.definition.symbol = Symbol{market.symbol};
    market.price = reader.text("price", decimal_text_size_max);
    const auto price = parse_decimal(market.price);
    if (!price || price->mantissa == 0) reader.fail("'price' must be a decimal above zero");
    reader.warn_of_unknown_fields();
    return market;
}

std::string read_text_file(const std::filesystem::path& path, Reader& reader) {
    std::ifstream file{path, std::ios::binary};
    if (!file) reader.fail(fmt::format("file '{}' cannot be read", path.string()));
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

SeedKey read_key(Reader reader, const std::filesystem::path& directory) {
    SeedKey key;
    key.name = reader.text("apiKey", KeyName::capacity);
    const std::string type = reader.text("type", 10);
    if (type == "hmac") {
        key.type = KeyType::hmac;
        key.material = reader.text("secret", 512);
    } else if (type == "ed25519" || type == "rsa") {
        key.type = type == "rsa" ? KeyType::rsa : KeyType::ed25519;
        const std::filesystem::path file = directory / reader.text("publicKeyFile", 4096);
        key.material = read_text_file(file, reader);
        if (key.material.size() > staged_size_max ||
            !gateway::is_public_key(key.type, std::as_bytes(std::span{key.material})))
            reader.fail(fmt::format("'publicKeyFile': {} holds no public key of type {}",
                                    file.string(), type));
    } else {
        reader.fail("'type' must be hmac, ed25519 or rsa");
    }
    reader.warn_of_unknown_fields();
    return key;
}

SeedBalance read_balance(Reader& reader, const std::string& asset, const Json& value) {
    if (asset.empty() || asset.size() > AssetCode::capacity || !value.is_string())
        reader.fail(fmt::format("balance '{}' must be an asset and a number in quotes", asset));
    const auto decimal = parse_decimal(value.get_ref<const std::string&>());
    if (!decimal || decimal->scale > seed_asset_decimals)
        reader.fail(fmt::format("balance of '{}' must have at most 8 decimals", asset));
    const auto factor =
        power_of_ten(static_cast<std::uint8_t>(seed_asset_decimals - decimal->scale));
    return {asset, Amount{static_cast<int128>(decimal->mantissa * factor)}};
}

SeedAccount read_account(Reader reader, const std::filesystem::path& directory,
                         std::vector<std::string>& warnings) {
    SeedAccount account;
    account.name = reader.text("name", 32);
    if (const Json* const uid = reader.find("uid")) {
        if (!uid->is_number_unsigned() && !uid->is_string())
            reader.fail("'uid' must be a whole number");
        const auto parsed = parse_decimal(
            uid->is_string() ? uid->get<std::string>() : std::to_string(uid->get<std::uint64_t>()));
        if (!parsed || parsed->scale != 0 || parsed->mantissa > INT64_MAX)
            reader.fail("'uid' must be a whole number");
        account.uid = static_cast<std::uint64_t>(parsed->mantissa);
    }
    if (const Json* const balances = reader.find("balances")) {
        if (!balances->is_object()) reader.fail("'balances' must be an object");
        for (const auto& [asset, value] : balances->items())
            account.balances.push_back(read_balance(reader, asset, value));
    }
    std::size_t index = 0;
    for (const Json& key : reader.array("keys")) {
        const std::string place = fmt::format("{} keys[{}]", reader.place(), index++);
        account.keys.push_back(read_key(Reader{key, place, warnings}, directory));
    }
    reader.warn_of_unknown_fields();
    return account;
}

void refuse_doubles(const Seed& seed, std::string_view file_name) {
    std::set<std::string> symbols;
    std::set<std::string> names;
    std::set<std::string> keys;
    for (const SeedMarket& market : seed.markets)
        if (!symbols.insert(market.symbol).second)
            throw SeedError{fmt::format("{}: symbol '{}' twice", file_name, market.symbol)};
    for (const SeedAccount& account : seed.accounts) {
        if (!names.insert(account.name).second)
            throw SeedError{fmt::format("{}: account '{}' twice", file_name, account.name)};
        for (const SeedKey& key : account.keys)
            if (!keys.insert(key.name).second)
                throw SeedError{fmt::format("{}: apiKey '{}' twice", file_name, key.name)};
    }
}

Seed read_root(const Json& json, const std::filesystem::path& directory,
               std::string_view file_name) {
    Seed seed;
    Reader root{json, fmt::format("{}:", file_name), seed.warnings};
    std::size_t index = 0;
    for (const Json& market : root.array("markets")) {
        const std::string place = fmt::format("{}: markets[{}]", file_name, index++);
        auto read = read_market(Reader{market, place, seed.warnings}, seed.warnings);
        if (read) seed.markets.push_back(std::move(*read));
    }
    index = 0;
    for (const Json& account : root.array("accounts")) {
        const std::string place = fmt::format("{}: accounts[{}]", file_name, index++);
        seed.accounts.push_back(
            read_account(Reader{account, place, seed.warnings}, directory, seed.warnings));
    }
    root.warn_of_unknown_fields();
    refuse_doubles(seed, file_name);
    return seed;
}

}  // namespace

Result<Seed, std::string> parse_seed(std::string_view json, const std::filesystem::path& directory,
                                     std::string_view file_name) {
    try {
        return read_root(Json::parse(json), directory, file_name);
    } catch (const SeedError& error) {
        return Failure{error.message};
    } catch (const Json::exception& error) {
        return Failure{fmt::format("{}: not JSON: {}", file_name, error.what())};
    }
}

Result<Seed, std::string> read_seed(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return Failure{fmt::format("{}: cannot be read", file.string())};
    std::ostringstream content;
    content << stream.rdbuf();
    return parse_seed(content.str(), file.parent_path(), file.string());
}

std::vector<std::string> assets_of(const Seed& seed) {
    std::vector<std::string> assets;
    const auto add = [&](const std::string& asset) {
        if (std::find(assets.begin(), assets.end(), asset) == assets.end()) assets.push_back(asset);
    };
    for (const SeedMarket& market : seed.markets) {
        add(market.base);
        add(market.quote);
    }
    for (const SeedAccount& account : seed.accounts)
        for (const SeedBalance& balance : account.balances) add(balance.asset);
    return assets;
}

}  // namespace outcry::app
