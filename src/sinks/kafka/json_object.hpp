#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/base/int128.hpp"
#include "outcry/base/strong_integer.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/instrument.hpp"

namespace outcry::sinks::kafka {

/// Prices and quantities show at least this many decimals, as the API does.
inline constexpr int decimals_shown_min = 8;

/// Appends `value / 10^scale` with at least `decimals` digits behind the point.
void append_decimal(std::string& text, int128 value, int scale, int decimals);

/// Builds one JSON object at the end of a text of the caller's. Names are literals.
class JsonObject {
public:
    explicit JsonObject(std::string& text) : text_{text} { text_ += '{'; }
    void close() { text_ += '}'; }

    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    void number(std::string_view name, Number value) {
        append_name(name);
        append_integer(static_cast<std::int64_t>(value));
    }
    template <class Tag, std::integral Rep>
    void number(std::string_view name, StrongInteger<Tag, Rep> value) {
        number(name, value.value());
    }
    void truth(std::string_view name, bool value) {
        append_name(name);
        text_ += value ? "true" : "false";
    }
    void null(std::string_view name) {
        append_name(name);
        text_ += "null";
    }
    /// Words of ours and symbols: they need no escapes.
    void word(std::string_view name, std::string_view value) {
        append_name(name);
        text_ += '"';
        text_ += value;
        text_ += '"';
    }
    /// Any UTF-8 text. Empty: null.
    void text(std::string_view name, std::string_view value);
    /// A number of 64 bits that readers with doubles must not round: a string.
    void exact(std::string_view name, std::int64_t value) { text(name, std::to_string(value)); }
    void exact(std::string_view name, std::uint64_t value) { text(name, std::to_string(value)); }

    void price(std::string_view name, const InstrumentDefinition& instrument, Price price);
    void quantity(std::string_view name, const InstrumentDefinition& instrument, Quantity quantity);
    void amount(std::string_view name, Amount amount, int decimals);
    /// A list of whole numbers: begin, items, end.
    void begin_list(std::string_view name) {
        append_name(name);
        text_ += '[';
    }
    template <std::integral Number>
    void item(Number value) {
        if (text_.back() != '[') text_ += ',';
        append_integer(static_cast<std::int64_t>(value));
    }
    void end_list() { text_ += ']'; }
    /// The text in front of a value that the caller appends itself.
    void append_name(std::string_view name);

private:
    void append_integer(std::int64_t value);

    std::string& text_;
    bool is_first_ = true;
};

}  // namespace outcry::sinks::kafka
