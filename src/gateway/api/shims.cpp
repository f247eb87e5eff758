// Calls outside of the spot API that clients make while they load markets: their answers follow
// from what there is, or say that there is nothing.
#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

constexpr int rate_decimals = 8;
constexpr int128 units_per_ppm = 100;

void write_asset(JsonWriter& json, const AssetDefinition& asset,
                 const views::BalanceRecord& balance) {
    json.begin_object();
    json.name("coin").word(asset.code.view());
    json.name("name").word(asset.code.view());
    json.name("depositAllEnable").boolean(false);
    json.name("withdrawAllEnable").boolean(false);
    json.name("trading").boolean(true);
    json.name("isLegalMoney").boolean(false);
    json.name("free").amount(balance.free, asset.decimals);
    json.name("locked").amount(balance.locked, asset.decimals);
    for (const std::string_view nothing :
         {"freeze", "withdrawing", "ipoing", "ipoable", "storage"}) {
        json.name(nothing).word("0");
    }
    json.name("networkList").begin_array().end_array();
    json.end_object();
}

}  // namespace

Reply handle_capital_config(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const AssetDefinition& asset : services.view.assets()) {
            write_asset(json, asset, services.view.balance(call.account(), asset.id));
        }
        json.end_array();
    });
}

Reply handle_no_pairs(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(),
                       [](JsonWriter& json) { json.begin_array().end_array(); });
}

Reply handle_trade_fees(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const chosen = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const auto& instrument : services.view.instruments()) {
            if (chosen != nullptr && instrument.get() != chosen) continue;
            const InstrumentDefinition& definition = instrument->definition;
            json.begin_object();
            json.name("symbol").word(definition.symbol.view());
            const views::FeeRates rates = services.view.fee_rates(call.account(), definition.id);
            json.name("makerCommission")
                .amount(Amount{rates.maker_ppm * units_per_ppm}, rate_decimals);
            json.name("takerCommission")
                .amount(Amount{rates.taker_ppm * units_per_ppm}, rate_decimals);
            json.end_object();
        }
        json.end_array();
    });
}

Reply handle_system_status(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [](JsonWriter& json) {
        json.begin_object().name("status").integer(0);
        json.name("msg").word("normal").end_object();
    });
}

Reply handle_api_restrictions(Services& services, const Call& call) {
    const Credential& key = *call.credential;
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("ipRestrict").boolean(false);
        json.name("createTime").time(Timestamp{});
        json.name("enableReading").boolean(key.may(KeyPermission::read));
        json.name("enableSpotAndMarginTrading").boolean(key.may(KeyPermission::trade));
        json.name("enableWithdrawals").boolean(key.may(KeyPermission::withdraw));
        for (const std::string_view nothing :
             {"enableInternalTransfer", "enableMargin", "enableFutures", "permitsUniversalTransfer",
              "enableVanillaOptions", "enablePortfolioMarginTrading"}) {
            json.name(nothing).boolean(false);
        }
        json.end_object();
    });
}

Reply handle_no_futures_markets(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("timezone").word("UTC");
        json.name("serverTime").time(call.now);
        for (const std::string_view nothing :
             {"rateLimits", "exchangeFilters", "assets", "symbols"}) {
            json.name(nothing).begin_array().end_array();
        }
        json.end_object();
    });
}

}  // namespace outcry::gateway
