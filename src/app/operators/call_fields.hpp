#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "outcry/domain/amount.hpp"

#include "app/seed/decimal.hpp"

namespace outcry::app {

/// Why an operators' call was not done. `code` is stable: programs compare it.
struct CallError {
    unsigned status = 400;
    std::string code;
    std::string field;  // empty: none in particular
    std::string message;
};

/// Reads the members of one call and remembers the first thing that is wrong; after that every
/// read answers nothing. Whole numbers, switches and lists may also come as text, as from a query.
class CallFields {
public:
    /// `members` must outlive it and be an object.
    explicit CallFields(const nlohmann::json& members) : members_{members} {}

    [[nodiscard]] bool has(std::string_view name) const;
    /// 1 to `size_max` bytes; mandatory.
    [[nodiscard]] std::string text(std::string_view name, std::size_t size_max);
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view name,
                                                           std::size_t size_max);
    /// A decimal number in quotes, never negative.
    [[nodiscard]] Decimal decimal(std::string_view name);
    [[nodiscard]] std::optional<Decimal> optional_decimal(std::string_view name);
    [[nodiscard]] std::optional<std::uint64_t> optional_integer(std::string_view name,
                                                                std::uint64_t value_max);
    /// A fraction such as "0.001" in millionths; may have a minus sign.
    [[nodiscard]] std::optional<std::int32_t> optional_rate_ppm(std::string_view name);
    /// False when it is not there.
    [[nodiscard]] bool flag(std::string_view name);
    /// A list of texts, or one text with commas; at most `count_max`.
    [[nodiscard]] std::vector<std::string> texts(std::string_view name, std::size_t count_max);

    /// Only the first one counts.
    void refuse(CallError error);
    void refuse_field(std::string_view name, std::string message);
    [[nodiscard]] const std::optional<CallError>& failure() const noexcept { return failure_; }

private:
    [[nodiscard]] const nlohmann::json* find(std::string_view name) const;
    [[nodiscard]] const std::string* find_text(std::string_view name, std::size_t size_max);

    const nlohmann::json& members_;
    std::optional<CallError> failure_;
};

/// The decimal in units of `10^-decimals`; nothing when it is finer or does not fit.
[[nodiscard]] std::optional<Amount> amount_of(const Decimal& decimal, std::uint8_t decimals);
/// The amount as it stands in JSON: "1.5".
[[nodiscard]] std::string decimal_text(Amount amount, std::uint8_t decimals);

}  // namespace outcry::app
