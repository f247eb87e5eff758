#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/order_limits.hpp"

namespace outcry::engine {

/// Who sent a command: the top byte of its request.
[[nodiscard]] constexpr std::uint8_t gateway_of(const Command& command) noexcept {
    return static_cast<std::uint8_t>(command.request.value() >> 56);
}

/// Orders and cancels that wait for the list or batch of their gateway, in the order in which they
/// came.
class StagedOrders {
public:
    static constexpr std::size_t gateways_max = 256;

    // Not touched: hardly any gateway stages anything.
    StagedOrders() : commands_{gateways_max * staged_orders_max} {}

    [[nodiscard]] std::span<const Command> of(std::uint8_t gateway) const noexcept {
        return commands_.span().subspan(gateway * std::size_t{staged_orders_max}, counts_[gateway]);
    }
    [[nodiscard]] bool is_full(std::uint8_t gateway) const noexcept {
        return counts_[gateway] == staged_orders_max;
    }
    void add(std::uint8_t gateway, const Command& command) noexcept {
        OUTCRY_ASSERT(!is_full(gateway));
        commands_[gateway * std::size_t{staged_orders_max} + counts_[gateway]++] = command;
    }
    void clear(std::uint8_t gateway) noexcept { counts_[gateway] = 0; }

private:
    HugeArray<Command> commands_;
    std::array<std::uint16_t, gateways_max> counts_{};
};

}  // namespace outcry::engine
