#include <algorithm>
#include <string>

#include "outcry/wire/enum_names.hpp"

#include "app/operators/operator_call.hpp"
#include "app/operators/venue_names.hpp"
#include "app/operators/words.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t accounts_per_page_max = 1000;
constexpr std::uint64_t accounts_per_page_default = 100;

Json balances_json(const views::VenueView& view, AccountId account) {
    Json balances = Json::array();
    for (const views::BalanceRecord& balance : view.balances(account)) {
        const AssetDefinition& asset = view.assets()[balance.asset.value()];
        balances.push_back({{"asset", asset.code.view()},
                            {"free", decimal_text(balance.free, asset.decimals)},
                            {"locked", decimal_text(balance.locked, asset.decimals)}});
    }
    return balances;
}

Json account_json(const views::VenueView& view, AccountId account) {
    Json json{{"account", account_name(view, account)}, {"id", account.value()}};
    if (const views::AccountView* const found = view.find_account(account)) {
        json["uid"] = std::to_string(found->external_uid);
        json["tradeGroup"] = found->trade_group.value();
        json["selfTradePrevention"] = wire::name_of(found->default_self_trade_prevention);
    }
    json["balances"] = balances_json(view, account);
    return json;
}

OperatorPlan::Describe describe_account(AccountId account) {
    return [account](views::VenueView& view) { return account_json(view, account); };
}

OperatorPlan plan_adjustment(CallFields& fields, const PlanServices& services,
                             AdjustmentKind kind) {
    const AccountId account = named_account(fields, services.view, "account");
    const AssetDefinition* const asset = named_asset(fields, services.view, "asset");
    const Amount amount = amount_field(fields, "amount", asset);
    if (fields.failure()) return {};
    Command command = command_of(CommandType::adjust_balance);
    command.account = account;
    command.adjustment.amount = amount;
    command.adjustment.asset = asset->id;
    command.adjustment.kind = kind;
    return {{command}, describe_account(account)};
}

}  // namespace

OperatorPlan plan_show_account(CallFields& fields, const PlanServices& services) {
    return {{}, describe_account(named_account(fields, services.view, "account"))};
}

OperatorPlan plan_list_accounts(CallFields& fields, const PlanServices& /*services*/) {
    const std::uint64_t after = fields.optional_integer("after", UINT32_MAX - 1).value_or(0);
    const std::uint64_t limit =
        fields.optional_integer("limit", accounts_per_page_max).value_or(accounts_per_page_default);
    return {{}, [after, limit](views::VenueView& view) {
                Json list = Json::array();
                std::uint64_t id = std::max<std::uint64_t>(after + 1, user_account_first.value());
                for (; list.size() < limit; ++id) {
                    const AccountId account{static_cast<std::uint32_t>(id)};
                    if (view.find_account(account) == nullptr) break;
                    list.push_back(account_json(view, account));
                }
                return list;
            }};
}

OperatorPlan plan_create_account(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::create_account);
    const std::string name = fields.text("name", FixedText<32>::capacity);
    if (name.starts_with('@')) fields.refuse_field("name", "must not begin with @");
    command.new_account.name = FixedText<32>{name};
    command.new_account.external_uid = fields.optional_integer("uid", INT64_MAX).value_or(0);
    if (fields.has("parent"))
        command.new_account.parent = named_account(fields, services.view, "parent");
    return {{command}, [name](views::VenueView& view) {
                const views::AccountView* const account = view.find_account_named(name);
                return account == nullptr ? Json::object() : account_json(view, account->id);
            }};
}

OperatorPlan plan_account_rules(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_account_rules);
    command.account = named_account(fields, services.view, "account");
    command.account_rules.trade_group = TradeGroupId{
        static_cast<std::uint32_t>(fields.optional_integer("tradeGroup", UINT32_MAX).value_or(0))};
    command.account_rules.default_self_trade_prevention = word_field(
        fields, "selfTradePrevention", self_trade_preventions, SelfTradePrevention::none);
    return {{command}, describe_account(command.account)};
}

OperatorPlan plan_account_status(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_account_status);
    command.account = named_account(fields, services.view, "account");
    command.account_status.status = word_field(fields, "status", account_statuses);
    OperatorPlan plan{{command}, describe_account(command.account)};
    if (fields.flag("cancelOrders")) {
        Command cancel = command_of(CommandType::cancel_orders);
        cancel.account = command.account;
        cancel.mass_cancel.scope = CancelScope::account;
        cancel.mass_cancel.reason = CloseReason::kill_switch;
        plan.commands.push_back(cancel);
    }
    return plan;
}

OperatorPlan plan_deposit(CallFields& fields, const PlanServices& services) {
    return plan_adjustment(fields, services, AdjustmentKind::deposit);
}

OperatorPlan plan_withdraw(CallFields& fields, const PlanServices& services) {
    return plan_adjustment(fields, services, AdjustmentKind::withdrawal);
}

OperatorPlan plan_transfer(CallFields& fields, const PlanServices& services) {
    const AccountId source = named_account(fields, services.view, "from");
    const AccountId target = named_account(fields, services.view, "to");
    const AssetDefinition* const asset = named_asset(fields, services.view, "asset");
    const Amount amount = amount_field(fields, "amount", asset);
    if (fields.failure()) return {};
    Command command = command_of(CommandType::transfer_balance);
    command.account = source;
    command.transfer.amount = amount;
    command.transfer.target = target;
    command.transfer.asset = asset->id;
    command.transfer.is_by_operator = 1;
    return {{command}, [source, target](views::VenueView& view) {
                return Json::array({account_json(view, source), account_json(view, target)});
            }};
}

}  // namespace outcry::app
