#pragma once

#include <concepts>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"

#include "sinks/postgres/copy_text.hpp"

namespace outcry::sinks::postgres {

/// One column of many rows as an array of SQL, `{1,2,NULL}`: a whole batch is one parameter per
/// column, and one round trip.
class ArrayText {
public:
    ArrayText() : text_{"{"} {}

    template <class Tag, std::integral Rep>
    void add(StrongInteger<Tag, Rep> value) {
        separate();
        fmt::format_to(std::back_inserter(text_), "{}", value.value());
    }
    void add(std::uint64_t value) {
        separate();
        fmt::format_to(std::back_inserter(text_), "{}", value);
    }
    void add(Amount amount) {
        separate();
        fmt::format_to(std::back_inserter(text_), "{}", amount.value());
    }
    void add(Timestamp time) {
        separate();
        text_ += '"';
        append_time(text_, time);
        text_ += '"';
    }
    void add(std::string_view text) {
        separate();
        text_ += '"';
        for (const char character : storable_text(text)) {
            if (character == '"' || character == '\\') text_ += '\\';
            text_ += character;
        }
        text_ += '"';
    }
    void add_null() {
        separate();
        text_ += "NULL";
    }
    /// The whole array; call it once.
    [[nodiscard]] std::string take() {
        text_ += '}';
        return std::move(text_);
    }

private:
    void separate() {
        if (text_.size() > 1) text_ += ',';
    }

    std::string text_;
};

}  // namespace outcry::sinks::postgres
