#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outcry/domain/enums.hpp"

#include "engine/book/order_book.hpp"

namespace outcry::bench {

enum class Action : std::uint8_t { place, take, cancel, amend };

/// One prepared command, as small as it can be: ten millions of them have to fit. The id of a new
/// order is not in it: ids are dense, in the order of placements.
struct Step {
    std::int64_t price;
    std::uint64_t quantity;
    std::uint32_t order_id;  // of cancel and amend
    std::uint32_t account;
    std::uint16_t instrument;
    Action action;
    std::uint8_t side_and_name;  // side, and 2: the client's own name is used

    [[nodiscard]] Side side() const { return static_cast<Side>(side_and_name & 1U); }
    [[nodiscard]] bool by_name() const { return (side_and_name & 2U) != 0; }
    /// Whether it gets an id of its own.
    [[nodiscard]] bool is_new() const { return action <= Action::take; }
};
static_assert(sizeof(Step) == 32);

enum class PriceRange : std::uint8_t { tight, wide };

struct WorkloadOptions {
    std::string name;
    std::uint32_t resting_orders = 1'000;
    std::uint16_t instruments = 1;
    PriceRange range = PriceRange::tight;
    std::uint32_t accounts = 16'384;

    /// A wide market may have each order on a page of prices of its own.
    [[nodiscard]] engine::BookLimits book_limits() const {
        const std::uint32_t orders = resting_orders + resting_orders / 8 + 1024;
        return {.orders_max = orders,
                .recent_order_ids = 1U << 24,
                .price_pages_max = range == PriceRange::wide ? orders : resting_orders / 8 + 4096,
                .instruments_max = instruments};
    }
};

/// 40 % new, 40 % cancels of any live order, 20 % amendments (half of them lower the quantity in
/// place, half move the price), around random walks, the depth by a power law. `fill` brings the
/// books to their size and is not measured.
struct Workload {
    WorkloadOptions options;
    std::vector<Step> fill;
    std::vector<Step> steps;
};

[[nodiscard]] Workload make_workload(const WorkloadOptions& options, std::uint64_t step_count);
/// The shape without steps: eight of them, small and large, one and many, tight and wide.
[[nodiscard]] std::vector<WorkloadOptions> all_workloads();

}  // namespace outcry::bench
