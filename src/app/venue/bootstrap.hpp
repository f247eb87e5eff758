#pragma once

#include <functional>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/gateway/secret_seal.hpp"

#include "app/seed/seed.hpp"

namespace outcry::app {

/// The commands that put a seed into an empty venue, in order. Ids are dense, so they are known
/// beforehand; secrets are sealed here and travel sealed.
[[nodiscard]] std::vector<Command> commands_of(const Seed& seed, const gateway::SecretSeal& seal);

/// The commands that register one key: its material in parts, then the key itself.
[[nodiscard]] std::vector<Command> key_commands_of(const SeedKey& key, AccountId account,
                                                   const gateway::SecretSeal& seal);

}  // namespace outcry::app
