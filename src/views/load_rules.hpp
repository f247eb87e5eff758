#pragma once

#include <cstddef>

#include "views/account_store.hpp"
#include "views/amendment_store.hpp"
#include "views/order_list_store.hpp"
#include "views/rules_store.hpp"
#include "views/snapshot_reader.hpp"

namespace outcry::views {

/// What the records of the last sections may refer to.
struct KnownNames {
    const AccountStore& accounts;
    std::size_t instrument_count = 0;
    std::size_t asset_count = 0;
    Sequence sequence;
};

// The last sections of a saved state; false at the first record that cannot be true.

[[nodiscard]] bool load_order_lists(SnapshotReader& reader, const KnownNames& known,
                                    OrderListStore& lists);
[[nodiscard]] bool load_amendments(SnapshotReader& reader, const KnownNames& known,
                                   AmendmentStore& amendments);
[[nodiscard]] bool load_rules(SnapshotReader& reader, const KnownNames& known, RulesStore& rules);

}  // namespace outcry::views
