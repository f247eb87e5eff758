#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/api.hpp"

namespace outcry::gateway {

/// What became of a new order's name, as far as a look-up finds no order of it.
struct OrderName {
    AccountId account;
    InstrumentId instrument;
    ClientOrderId text;
    friend auto operator<=>(const OrderName&, const OrderName&) noexcept = default;
};

/// New orders that were answered with "status unknown" and whose events have not come yet: a
/// look-up must not say of them that they were never seen. One thread.
class UnsettledOrders {
public:
    explicit UnsettledOrders(std::size_t count_max) : count_max_{count_max} {}

    void note(const Submission& submission);
    /// Every event: what it decides is settled.
    void on_event(const Event& event);
    /// Beyond the limit nothing is forgotten silently: then any name may be one of these.
    [[nodiscard]] bool may_have(const OrderName& name) const {
        return dropped_count_ > 0 || names_.contains(name);
    }

private:
    /// Whether it names an order, and was taken note of.
    bool note(const Command& command);
    void settle(const OrderName& name);

    const std::size_t count_max_;
    std::set<OrderName> names_;
    std::map<RequestId, std::vector<OrderName>> staged_;  // those of one list or batch
    std::size_t dropped_count_ = 0;
};

inline constexpr std::size_t unsettled_orders_max = 65'536;

/// {"attempt":"pending|rejected|neverSeen",…,"engineSeq":…}: the `data` beside "Order does not
/// exist." for a look-up by client order id.
[[nodiscard]] std::string encode_attempt(const views::VenueView& view,
                                         const UnsettledOrders& unsettled, const OrderName& name);
/// {"engineSeq":…}: the `data` of a timeout.
[[nodiscard]] std::string encode_engine_sequence(Sequence sequence);

}  // namespace outcry::gateway
