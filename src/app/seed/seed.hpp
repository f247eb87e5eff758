#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/base/result.hpp"
#include "outcry/domain/command.hpp"

namespace outcry::app {

struct SeedMarket {
    std::string symbol;
    std::string base;
    std::string quote;
    InstrumentDefinition definition;  // ids and unit factors are the engine's
    std::string price;                // the reference price as it stands in the file
};

struct SeedBalance {
    std::string asset;
    Amount amount;  // in units of 1e-8
};

struct SeedKey {
    std::string name;
    KeyType type = KeyType::hmac;
    /// The secret itself, or the public key as PEM.
    std::string material;
    std::uint8_t permissions = static_cast<std::uint8_t>(KeyPermission::read) |
                               static_cast<std::uint8_t>(KeyPermission::trade);
};

struct SeedAccount {
    std::string name;
    std::uint64_t uid = 0;
    std::vector<SeedBalance> balances;
    std::vector<SeedKey> keys;
};

/// What `serve --seed` puts into an empty venue.
struct Seed {
    std::vector<SeedMarket> markets;
    std::vector<SeedAccount> accounts;
    std::vector<std::string> warnings;  // fields and venues that were skipped, one line each
};

inline constexpr std::uint8_t seed_asset_decimals = 8;
inline constexpr std::uint32_t seed_fee_ppm = 1000;  // 0.1 %

/// Reads the JSON of design section 5. The failure names the file, the place and what is allowed.
[[nodiscard]] Result<Seed, std::string> read_seed(const std::filesystem::path& file);
/// The same from text; `directory` is what relative paths are relative to.
[[nodiscard]] Result<Seed, std::string> parse_seed(std::string_view json,
                                                   const std::filesystem::path& directory,
                                                   std::string_view file_name);

/// Every asset of the seed's markets and balances, in order of first mention.
[[nodiscard]] std::vector<std::string> assets_of(const Seed& seed);

/// Keys of this prefix stand in public files; `serve` refuses them where others can connect.
inline constexpr std::string_view public_key_prefix = "outcry-demo-";

}  // namespace outcry::app
