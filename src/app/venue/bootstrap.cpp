#include "app/venue/bootstrap.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace outcry::app {
namespace {

AssetId asset_id_of(const std::vector<std::string>& assets, const std::string& code) {
    const auto found = std::find(assets.begin(), assets.end(), code);
    OUTCRY_ASSERT(found != assets.end());
    return AssetId{static_cast<std::uint16_t>(found - assets.begin())};
}

Command command_of(CommandType type) {
    Command command;
    command.type = type;
    return command;
}

Command asset_command(const std::string& code) {
    Command command = command_of(CommandType::create_asset);
    command.asset.decimals = seed_asset_decimals;
    command.asset.code = AssetCode{code};
    return command;
}

Command market_command(const SeedMarket& market, const std::vector<std::string>& assets) {
    Command command = command_of(CommandType::create_instrument);
    command.instrument_definition = market.definition;
    command.instrument_definition.base_asset = asset_id_of(assets, market.base);
    command.instrument_definition.quote_asset = asset_id_of(assets, market.quote);
    return command;
}

Command account_command(const SeedAccount& account) {
    Command command = command_of(CommandType::create_account);
    command.new_account.external_uid = account.uid;
    command.new_account.name = FixedText<32>{account.name};
    return command;
}

Command deposit_command(AccountId account, AssetId asset, Amount amount) {
    Command command = command_of(CommandType::adjust_balance);
    command.account = account;
    command.adjustment.amount = amount;
    command.adjustment.asset = asset;
    command.adjustment.kind = AdjustmentKind::deposit;
    return command;
}

std::vector<std::byte> material_of(const SeedKey& key, const gateway::SecretSeal& seal) {
    if (key.type == KeyType::hmac) return seal.seal({key.name, key.permissions}, key.material);
    const auto bytes = std::as_bytes(std::span{key.material});
    return {bytes.begin(), bytes.end()};
}

}  // namespace

std::vector<Command> key_commands_of(const SeedKey& key, AccountId account,
                                     const gateway::SecretSeal& seal) {
    std::vector<Command> commands;
    const std::vector<std::byte> material = material_of(key, seal);
    for (std::size_t offset = 0; offset < material.size(); offset += staged_part_size_max) {
        const std::size_t size = std::min(staged_part_size_max, material.size() - offset);
        Command command = command_of(CommandType::stage_bytes);
        command.staged.offset = static_cast<std::uint16_t>(offset);
        command.staged.size = static_cast<std::uint16_t>(size);
        std::copy_n(material.begin() + static_cast<std::ptrdiff_t>(offset), size,
                    command.staged.bytes.begin());
        commands.push_back(command);
    }
    Command command = command_of(CommandType::register_key);
    command.account = account;
    command.key.name = KeyName{key.name};
    command.key.type = key.type;
    command.key.permissions = key.permissions;
    command.key.material_size = static_cast<std::uint16_t>(material.size());
    commands.push_back(command);
    return commands;
}

std::vector<Command> commands_of(const Seed& seed, const gateway::SecretSeal& seal) {
    std::vector<Command> commands;
    const std::vector<std::string> assets = assets_of(seed);
    for (const std::string& code : assets) commands.push_back(asset_command(code));
    for (const SeedMarket& market : seed.markets)
        commands.push_back(market_command(market, assets));
    std::uint32_t account = user_account_first.value();
    for (const SeedAccount& seeded : seed.accounts) {
        const AccountId id{account++};
        commands.push_back(account_command(seeded));
        for (const SeedBalance& balance : seeded.balances)
            if (balance.amount > Amount{})
                commands.push_back(
                    deposit_command(id, asset_id_of(assets, balance.asset), balance.amount));
        for (const SeedKey& key : seeded.keys) {
            const std::vector<Command> more = key_commands_of(key, id, seal);
            commands.insert(commands.end(), more.begin(), more.end());
        }
    }
    return commands;
}

}  // namespace outcry::app
