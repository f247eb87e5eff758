#include "app/replay/book_levels.hpp"

#include <utility>

namespace outcry::app {
namespace {

class LevelCollector final : public StateVisitor {
public:
    void on_venue(const VenueState&) override {}
    void on_asset(const AssetState&) override {}
    void on_instrument(const InstrumentState&) override {}
    void on_account(const AccountState&) override {}
    void on_balance(const BalanceState&) override {}
    void on_order(const OrderState& order) override {
        if (order.phase != OrderPhase::working) return;
        // Orders come by side and price, the best first, so a level is a run of them.
        if (levels.empty() || levels.back().side != order.side ||
            levels.back().price != order.price.value()) {
            levels.push_back({.price = order.price.value(), .side = order.side});
        }
        levels.back().quantity += order.open_quantity.value();
        ++levels.back().order_count;
    }
    void on_key(const KeyState&) override {}
    void on_staged(const StagedState&) override {}

    std::vector<FlowLevel> levels;
};

}  // namespace

std::vector<FlowLevel> book_levels(const engine::Engine& engine) {
    LevelCollector collector;
    engine.visit(collector);
    return std::move(collector.levels);
}

}  // namespace outcry::app
