#include "unit/gateway/shell/late_gateway.hpp"

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

gateway::GatewayOptions options_of_second() {
    gateway::GatewayOptions options;
    options.listen_port = 0;
    options.index = 1;
    return options;
}

}  // namespace

LateGateway::LateGateway(GatewayFixture& fixture)
    : fixture_{fixture},
      reader_{broadcast_.add_reader(&doorbell_)},
      view_{views::ViewLimits{.closed_orders_max = 1000, .trades_max = 1000}},
      gateway_{options_of_second(),
               {commands_, reader_, doorbell_},
               {.view = view_, .wall_clock = GatewayFixture::wall_clock, .seal = fixture.seal()}} {
    while (behind_count() > 0) feed();
    fixture_.set_on_turn([this] { feed(); });
    thread_ = std::thread{[this] {
        while (!should_stop_.load(std::memory_order_relaxed))
            if (gateway_.do_work() == 0) std::this_thread::yield();
    }};
}

LateGateway::~LateGateway() {
    fixture_.set_on_turn({});
    should_stop_.store(true, std::memory_order_relaxed);
    thread_.join();
}

std::size_t LateGateway::behind_count() const { return fixture_.history().size() - fed_count_; }

void LateGateway::feed() {
    if (behind_count() == 0 || !broadcast_.has_room(1)) return;
    OUTCRY_ASSERT(broadcast_.try_push(fixture_.history()[fed_count_++]));
}

}  // namespace outcry::test
