#include <fmt/format.h>

#include "support/scenario/scenario_command.hpp"

namespace outcry::test {

void ScenarioNames::learn(const Event& event) {
    switch (event.type) {
        case EventType::asset_created:
            assets_.emplace(event.asset.code.view(), event.asset.id.value());
            break;
        case EventType::instrument_created:
            instruments_.emplace(event.instrument_created.symbol.view(), event.instrument.value());
            break;
        case EventType::account_created:
            accounts_.emplace(event.account_created.name.view(),
                              event.account_created.account.value());
            break;
        default: break;
    }
}

AccountId ScenarioNames::account(std::string_view name) const {
    return AccountId{find(accounts_, name, "account")};
}
AssetId ScenarioNames::asset(std::string_view code) const {
    return AssetId{static_cast<std::uint16_t>(find(assets_, code, "asset"))};
}
InstrumentId ScenarioNames::instrument(std::string_view symbol) const {
    return InstrumentId{static_cast<std::uint16_t>(find(instruments_, symbol, "instrument"))};
}
std::string ScenarioNames::name_of(AccountId account) const {
    return name_in(accounts_, account.value());
}
std::string ScenarioNames::name_of(AssetId asset) const { return name_in(assets_, asset.value()); }

std::uint32_t ScenarioNames::find(const Names& names, std::string_view name,
                                  std::string_view what) {
    if (name.starts_with('?')) return static_cast<std::uint32_t>(amount_of(name.substr(1)));
    const auto found = names.find(name);
    if (found == names.end())
        throw ScenarioWordError{fmt::format("there is no {} `{}`", what, name)};
    return found->second;
}

std::string ScenarioNames::name_in(const Names& names, std::uint32_t id) {
    for (const auto& [name, known] : names)
        if (known == id) return name;
    return fmt::format("?{}", id);
}

}  // namespace outcry::test
