#include "gateway/encoding/account_snapshot.hpp"

#include <optional>

#include "gateway/encoding/json_writer.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

void write_list(JsonWriter& json, const views::VenueView& view,
                const views::OrderListRecord& list) {
    json.begin_object();
    json.name("orderListId").count(list.order_list_id.value());
    json.name("contingencyType").word(list.type == OrderListType::oco ? "OCO" : "OTO");
    json.name("listClientOrderId").word(list.client_order_id.view());
    json.name("symbol").word(instrument_of(view, list.instrument).definition.symbol.view());
    json.name("orderIds").begin_array();
    for (const OrderId id : list.order_ids)
        if (id != OrderId{}) json.count(id.value());
    json.end_array().end_object();
}

}  // namespace

std::string encode_account_snapshot(const views::VenueView& view, AccountId account,
                                    MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("accountSnapshot");
    json.name("E").time(time.now);
    json.name("engineSeq").count(view.sequence().value());
    json.name("balances").begin_array();
    for (const views::BalanceRecord& balance : view.balances(account)) {
        const AssetDefinition& asset = asset_of(view, balance.asset);
        json.begin_object().name("a").word(asset.code.view());
        json.name("f").amount(balance.free, asset.decimals);
        json.name("l").amount(balance.locked, asset.decimals).end_object();
    }
    json.end_array();
    json.name("orders").begin_array();
    for (const views::OrderRecord* const order : view.open_orders(account, std::nullopt))
        write_order(json, view, *order);
    json.end_array();
    json.name("orderLists").begin_array();
    for (const views::OrderListRecord* const list : view.open_order_lists(account))
        write_list(json, view, *list);
    json.end_array().end_object();
    return text;
}

}  // namespace outcry::gateway
