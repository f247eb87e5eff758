#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "outcry/base/fixed_text.hpp"
#include "outcry/base/strong_integer.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/wire/enum_names.hpp"

namespace outcry::wire {

/// Builds one flat JSON object at the end of a text.
class JsonLine {
public:
    explicit JsonLine(std::string& text) : text_{text} { text_ += '{'; }

    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    void add(std::string_view name, Number number) {
        add_name(name);
        fmt::format_to(std::back_inserter(text_), "{}", number);
    }
    template <class Tag, std::integral Rep>
    void add(std::string_view name, StrongInteger<Tag, Rep> value) {
        add(name, value.value());
    }
    void add(std::string_view name, Amount amount) {
        add_name(name);
        fmt::format_to(std::back_inserter(text_), "\"{}\"", amount.value());
    }
    void add(std::string_view name, bool value) {
        add_name(name);
        text_ += value ? "true" : "false";
    }
    template <std::size_t size_max>
    void add(std::string_view name, const FixedText<size_max>& text) {
        add_text(name, text.view());
    }
    /// By its name, or by its number when it has none.
    template <class Enum>
        requires(std::is_enum_v<Enum>)
    void add(std::string_view name, Enum value) {
        const std::string_view value_name = name_of(value);
        if (value_name.empty()) return add(name, static_cast<unsigned>(value));
        add_text(name, value_name);
    }
    void add_text(std::string_view name, std::string_view text);
    void add_hex(std::string_view name, std::span<const std::byte> bytes);
    void close() { text_ += '}'; }

private:
    void add_name(std::string_view name) {
        if (text_.back() != '{') text_ += ',';
        fmt::format_to(std::back_inserter(text_), "\"{}\":", name);
    }

    std::string& text_;
};

}  // namespace outcry::wire
