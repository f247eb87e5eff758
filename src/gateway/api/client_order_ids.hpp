#pragma once

#include <cstdint>

#include "outcry/domain/client_order_id.hpp"

namespace outcry::gateway {

/// Names for orders whose client gave none: 22 letters and digits, a prefix per process and a
/// counter, so that no two are equal. Owned by one thread.
class ClientOrderIds {
public:
    /// `prefix` zero: random.
    explicit ClientOrderIds(std::uint64_t prefix);
    [[nodiscard]] ClientOrderId next() noexcept;

private:
    std::uint64_t prefix_;
    std::uint64_t count_ = 0;
};

}  // namespace outcry::gateway
