#include "sinks/postgres/schema.hpp"

#include <array>

namespace outcry::sinks::postgres {

std::span<const Migration> migrations() noexcept {
    static const std::array steps{
        Migration{1, "events, orders, trades, ledger, balances, audit", schema_version_1},
        Migration{2, "prevented matches, terms of orders", schema_version_2},
        Migration{3, "waiting orders, lists, amendments, settings", schema_version_3},
    };
    return steps;
}

int schema_version_latest() noexcept { return migrations().back().version; }

}  // namespace outcry::sinks::postgres
