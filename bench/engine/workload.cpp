#include "bench/engine/workload.hpp"

#include <algorithm>
#include <cmath>

#include "outcry/base/hash.hpp"

#include "bench/engine/fast_book.hpp"

namespace outcry::bench {
namespace {

/// splitmix64: the same numbers everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next() { return base::mix(state_ += 0x9e3779b97f4a7c15ULL); }
    std::uint64_t below(std::uint64_t end) { return next() % end; }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

private:
    std::uint64_t state_;
};

/// 65,000.00 in ticks of a cent.
constexpr std::int64_t middle_at_start = 6'500'000;

class Generator {
public:
    explicit Generator(const WorkloadOptions& options)
        : options_{options},
          random_{0x6f7574637279ULL + options.resting_orders + options.instruments},
          middles_(options.instruments, middle_at_start),
          moves_every_{
              std::max<std::uint64_t>(64, options.resting_orders / options.instruments / 16)},
          book_{options.book_limits()} {
        orders_.push_back({});
    }

    /// A step that brings the books nearer to their size.
    Step fill() { return applied(new_order()); }

    Step step() {
        const std::uint64_t kind = random_.below(100);
        if (kind < 20) return applied(amendment());
        // Fills take orders, too: new ones and cancels share the rest so that the size stays.
        const bool is_short = book_.order_count() < options_.resting_orders;
        const std::uint64_t new_share = is_short ? 62 : 60;
        return applied(kind < new_share ? new_order() : cancel());
    }

    [[nodiscard]] bool is_full() const { return book_.order_count() >= options_.resting_orders; }

private:
    struct Order {
        std::int64_t price = 0;
        std::uint32_t account = 0;
        std::uint16_t instrument = 0;
        std::uint8_t side = 0;
        std::uint64_t quantity = 0;
    };

    /// P(depth > d) = (1 + d / scale)^-alpha, cut off. Wide: a sixth of the orders lies beyond a
    /// thousand ticks, some at a fraction or a multiple of the price.
    std::int64_t depth() {
        const bool is_tight = options_.range == PriceRange::tight;
        const double alpha = is_tight ? 1.5 : 0.5;
        const double scale = is_tight ? 20.0 : 30.0;
        const double drawn = scale * (std::pow(1.0 - random_.unit(), -1.0 / alpha) - 1.0);
        return static_cast<std::int64_t>(std::min(drawn, is_tight ? 1'000.0 : 6'000'000.0));
    }

    std::int64_t price_for(std::uint16_t instrument, unsigned side) {
        std::int64_t& middle = middles_[instrument];
        // So slow that the market moves a few ticks while an order lives, whatever the size.
        const std::uint64_t move = random_.below(moves_every_);
        if (move < 2) middle += static_cast<std::int64_t>(2 * move) - 1;
        // One in twenty takes what is there.
        const bool is_taker = random_.below(20) == 0;
        const std::int64_t distance = is_taker ? -10 : 5 + depth();
        return side == 0 ? middle - distance : middle + distance;
    }

    Step new_order() {
        const auto instrument = static_cast<std::uint16_t>(random_.below(options_.instruments));
        const auto side = static_cast<unsigned>(random_.below(2));
        return {.price = price_for(instrument, side),
                .quantity = 1 + random_.below(100),
                .order_id = 0,
                .account = static_cast<std::uint32_t>(random_.below(options_.accounts)),
                .instrument = instrument,
                .action = Action::place,
                .side_and_name = static_cast<std::uint8_t>(side)};
    }

    /// Any live order, each as likely as the others. Fills leave dead ids in the list: they are
    /// dropped when they are drawn.
    std::uint32_t live_id() {
        while (!live_.empty()) {
            const std::size_t place = random_.below(live_.size());
            const std::uint32_t id = live_[place];
            if (book_.has(id)) return id;
            live_[place] = live_.back();
            live_.pop_back();
        }
        return 0;
    }

    Step cancel() {
        const std::uint32_t id = live_id();
        if (id == 0) return new_order();
        const Order& order = orders_[id];
        const unsigned by_name = random_.below(2) == 0 ? 2U : 0U;
        return {.price = order.price,
                .quantity = 0,
                .order_id = id,
                .account = order.account,
                .instrument = order.instrument,
                .action = Action::cancel,
                .side_and_name = static_cast<std::uint8_t>(order.side | by_name)};
    }

    Step amendment() {
        const std::uint32_t id = live_id();
        if (id == 0) return new_order();
        Order& order = orders_[id];
        if (random_.below(2) == 0) {
            order.quantity = std::max(std::uint64_t{1}, order.quantity / 2);
        } else {
            order.price = price_for(order.instrument, order.side);
            order.quantity = 1 + random_.below(100);
        }
        return {.price = order.price,
                .quantity = order.quantity,
                .order_id = id,
                .account = order.account,
                .instrument = order.instrument,
                .action = Action::amend,
                .side_and_name = order.side};
    }

    Step applied(const Step& step) {
        if (step.action == Action::place) {
            live_.push_back(static_cast<std::uint32_t>(orders_.size()));
            orders_.push_back({step.price, step.account, step.instrument,
                               static_cast<std::uint8_t>(step.side_and_name & 1U), step.quantity});
        }
        book_.apply(step);
        return step;
    }

    WorkloadOptions options_;
    Random random_;
    std::vector<std::int64_t> middles_;
    std::uint64_t moves_every_;
    std::vector<Order> orders_;  // by id
    std::vector<std::uint32_t> live_;
    FastBook book_;
};

}  // namespace

Workload make_workload(const WorkloadOptions& options, std::uint64_t step_count) {
    Generator generator{options};
    Workload workload{options, {}, {}};
    while (!generator.is_full()) workload.fill.push_back(generator.fill());
    workload.steps.reserve(step_count);
    while (workload.steps.size() < step_count) workload.steps.push_back(generator.step());
    return workload;
}

std::vector<WorkloadOptions> all_workloads() {
    std::vector<WorkloadOptions> all;
    for (const PriceRange range : {PriceRange::tight, PriceRange::wide}) {
        const std::string suffix = range == PriceRange::tight ? "tight" : "wide";
        all.push_back({"1k_orders/1_instrument/" + suffix, 1'000, 1, range});
        all.push_back({"1M_orders/1_instrument/" + suffix, 1'000'000, 1, range});
        all.push_back({"1k_orders/1k_instruments/" + suffix, 1'000, 1'000, range});
        all.push_back({"1M_orders/1k_instruments/" + suffix, 1'000'000, 1'000, range});
    }
    return all;
}

}  // namespace outcry::bench
