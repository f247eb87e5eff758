// What Binance has no words for: sub-accounts of the account of a key, and money between them.
#include <algorithm>
#include <optional>

#include "gateway/api/answers.hpp"
#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {
namespace {

/// The account of the key or one of its sub-accounts; nobody else's has a name here.
std::optional<AccountId> family_account(ParameterReader& reader, const Services& services,
                                        const Call& call, Parameter parameter) {
    const std::string_view name = reader.text(parameter);
    if (reader.is_refused()) return std::nullopt;
    if (name.empty()) return call.account();
    const views::AccountView* const account = services.view.find_account_named(name);
    const bool is_family =
        account != nullptr && (account->id == call.account() || account->parent == call.account());
    if (is_family) return account->id;
    reader.refuse(refusals::invalid_value(name_of(parameter)));
    return std::nullopt;
}

void write_account(JsonWriter& json, const views::VenueView& view, AccountId account) {
    json.begin_object();
    json.name("account").text(view.find_account(account)->name.view());
    json.name("balances").begin_array();
    for (const views::BalanceRecord& balance : view.balances(account)) {
        const AssetDefinition& asset = view.assets()[balance.asset.value()];
        json.begin_object();
        json.name("asset").word(asset.code.view());
        json.name("free").amount(balance.free, asset.decimals);
        json.name("locked").amount(balance.locked, asset.decimals);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

}  // namespace

Reply handle_sub_accounts(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const AccountId account : services.view.sub_accounts(call.account()))
            write_account(json, services.view, account);
        json.end_array();
    });
}

Reply handle_transfer(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const auto source = family_account(reader, services, call, Parameter::from_account);
    const auto target = family_account(reader, services, call, Parameter::to_account);
    const AssetDefinition* const asset = services.view.find_asset(reader.text(Parameter::asset));
    if (asset == nullptr) reader.refuse(refusals::invalid_value(name_of(Parameter::asset)));
    const auto amount = reader.amount(Parameter::amount, asset == nullptr ? 0 : asset->decimals);
    if (source == target) reader.refuse(refusals::invalid_value(name_of(Parameter::to_account)));
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    Submission submission{.expires_at = call.expires_at, .envelope = call.envelope};
    submission.command.type = CommandType::transfer_balance;
    submission.command.account = *source;
    submission.command.transfer.amount = *amount;
    submission.command.transfer.target = *target;
    submission.command.transfer.asset = asset->id;
    return submission;
}

Answer answer_transfer(const views::VenueView& view, const Submission& submission,
                       const Event& event) {
    const BalanceTransferred& transferred = event.transferred;
    const AssetDefinition& asset = view.assets()[transferred.asset.value()];
    return make_answer(submission.envelope, event.sequence, [&](JsonWriter& json) {
        json.begin_object();
        json.name("transferId").integer(static_cast<std::int64_t>(event.sequence.value()));
        json.name("asset").word(asset.code.view());
        json.name("amount").amount(transferred.amount, asset.decimals);
        json.name("fromAccount").text(view.find_account(transferred.source)->name.view());
        json.name("toAccount").text(view.find_account(transferred.target)->name.view());
        json.name("time").time(event.time);
        json.end_object();
    });
}

}  // namespace outcry::gateway
