#include "support/scenario/raw_fields.hpp"

#include <array>
#include <type_traits>

namespace outcry::test {
namespace {

template <auto member>
constexpr RawField enumeration(std::string_view name) {
    return {name,
            [](Command& command, std::uint64_t value) {
                using Enumeration = std::remove_reference_t<decltype(command.*member)>;
                command.*member = static_cast<Enumeration>(value);
            },
            [](const Command& command) { return static_cast<std::uint64_t>(command.*member); }};
}

template <auto member>
constexpr RawField number(std::string_view name) {
    return {name,
            [](Command& command, std::uint64_t value) {
                using Number = std::remove_reference_t<decltype(command.*member)>;
                command.*member = Number{static_cast<typename Number::rep>(value)};
            },
            [](const Command& command) {
                return static_cast<std::uint64_t>((command.*member).value());
            }};
}

constexpr RawField quote_quantity{
    "quote_quantity",
    [](Command& command, std::uint64_t value) {
        command.texts.created.quote_quantity = Amount{static_cast<int128>(value)};
    },
    [](const Command& command) {
        return static_cast<std::uint64_t>(command.texts.created.quote_quantity.value());
    }};

/// Setting the terms sets their flag too: `flags=` comes before, so that it may say otherwise.
template <auto member>
constexpr RawField term(std::string_view name) {
    return {name,
            [](Command& command, std::uint64_t value) {
                OrderTerms terms = terms_of(command);
                using Term = std::remove_reference_t<decltype(terms.*member)>;
                if constexpr (std::is_integral_v<Term>) {
                    terms.*member = static_cast<Term>(value);
                } else {
                    terms.*member = Term{static_cast<typename Term::rep>(value)};
                }
                set_terms(command, terms);
            },
            [](const Command& command) {
                const auto value = terms_of(command).*member;
                if constexpr (std::is_integral_v<std::remove_const_t<decltype(value)>>) {
                    return static_cast<std::uint64_t>(value);
                } else {
                    return static_cast<std::uint64_t>(value.value());
                }
            }};
}

constexpr std::array fields{
    enumeration<&Command::type>("type"),
    enumeration<&Command::flags>("flags"),
    enumeration<&Command::side>("side"),
    enumeration<&Command::order_type>("order_type"),
    enumeration<&Command::time_in_force>("time_in_force"),
    enumeration<&Command::self_trade_prevention>("self_trade_prevention"),
    enumeration<&Command::quantity_meaning>("quantity_meaning"),
    enumeration<&Command::replace_mode>("replace_mode"),
    number<&Command::quantity>("quantity"),
    number<&Command::price>("price"),
    number<&Command::target_order_id>("target_order_id"),
    quote_quantity,
    term<&OrderTerms::stop_price>("stop_price"),
    term<&OrderTerms::visible_quantity>("visible_quantity"),
    term<&OrderTerms::expires_at>("expires_at"),
    term<&OrderTerms::trailing_delta_bips>("trailing_delta_bips"),
    term<&OrderTerms::session>("session"),
    term<&OrderTerms::strategy_id>("strategy_id"),
    term<&OrderTerms::strategy_type>("strategy_type"),
};

}  // namespace

std::span<const RawField> raw_fields() { return fields; }

}  // namespace outcry::test
