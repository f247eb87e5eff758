#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/instrument.hpp"

#include "gateway/parameters/parameter_list.hpp"
#include "gateway/parameters/refusal.hpp"

namespace outcry::gateway {

/// One word of an enumeration on the wire and what it means.
template <class Value>
struct Word {
    std::string_view text;
    Value value;
};

/// How a word that an enumeration does not have is refused. No text is made before it is needed.
struct UnknownWord {
    int code;
    std::string_view text;
};

/// Reads typed values and keeps the first refusal, so that a handler reads all it needs in a row
/// and asks once. After a refusal further values are defaults and mean nothing.
class ParameterReader {
public:
    explicit ParameterReader(const ParameterList& list) noexcept : list_{list} {}

    [[nodiscard]] bool has(Parameter parameter) const noexcept { return list_.has(parameter); }
    [[nodiscard]] bool is_refused() const noexcept { return refusal_.has_value(); }
    [[nodiscard]] Failure<Refusal> failure() { return Failure{std::move(refusal_).value()}; }
    /// Refuses for a reason of the caller's; only the first one counts.
    void refuse(Refusal refusal);

    /// Refuses with -1102 unless it was sent.
    void require(Parameter parameter);
    /// Refuses with -1106 if it was sent.
    void forbid(Parameter parameter);

    /// Empty text when it was not sent; -1105 when it was sent empty.
    [[nodiscard]] std::string_view text(Parameter parameter);
    /// ^[0-9]{1,20}$ below 2^63.
    [[nodiscard]] std::optional<std::int64_t> integer(Parameter parameter);
    [[nodiscard]] std::size_t limit(std::size_t limit_default, std::size_t limit_max);
    [[nodiscard]] bool boolean(Parameter parameter, bool value_default);
    /// Milliseconds or, by magnitude, microseconds.
    [[nodiscard]] std::optional<Timestamp> time(Parameter parameter);
    [[nodiscard]] std::optional<Price> price(Parameter parameter,
                                             const InstrumentDefinition& instrument, int decimals);
    [[nodiscard]] std::optional<Quantity> quantity(Parameter parameter,
                                                   const InstrumentDefinition& instrument,
                                                   int decimals);
    [[nodiscard]] std::optional<Amount> amount(Parameter parameter, int decimals);
    /// ^[a-zA-Z0-9-_]{1,36}$
    [[nodiscard]] ClientOrderId client_order_id(Parameter parameter);
    /// ["A","B"]
    [[nodiscard]] std::vector<std::string_view> list(Parameter parameter);

    /// The meaning of a word; -1130 for one that the enumeration does not have.
    template <class Value, std::size_t count>
    [[nodiscard]] std::optional<Value> word(Parameter parameter,
                                            const Word<Value> (&words)[count]) {
        return word(parameter, words, {0, {}});
    }
    /// The same with a refusal of its own.
    template <class Value, std::size_t count>
    [[nodiscard]] std::optional<Value> word(Parameter parameter, const Word<Value> (&words)[count],
                                            const UnknownWord& otherwise) {
        const std::string_view sent = text(parameter);
        if (sent.empty()) return std::nullopt;
        for (const Word<Value>& candidate : words) {
            if (candidate.text == sent) return candidate.value;
        }
        refuse_word(parameter, otherwise);
        return std::nullopt;
    }

private:
    template <class Value, class Convert, class DataOf>
    std::optional<Value> decimal(Parameter parameter, std::string_view filter, Convert convert,
                                 DataOf data_of);

    void refuse_word(Parameter parameter, const UnknownWord& otherwise);

    const ParameterList& list_;
    std::optional<Refusal> refusal_;
};

/// Milliseconds become microseconds; what is too large for milliseconds of this age is already.
[[nodiscard]] Timestamp timestamp_of(std::int64_t value) noexcept;

}  // namespace outcry::gateway
