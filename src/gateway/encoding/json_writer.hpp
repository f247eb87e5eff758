#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/instrument.hpp"

#include "gateway/api/api.hpp"
#include "gateway/parameters/decimal.hpp"

namespace outcry::gateway {

/// Milliseconds, or the microseconds themselves.
[[nodiscard]] constexpr std::int64_t wire_time(Timestamp time, TimeUnit unit) noexcept {
    return unit == TimeUnit::microseconds ? time.value() : time.value() / 1000;
}

/// Appends compact JSON to a text of the caller's; puts the commas. Names are literals and need no
/// escapes. Whoever opens an object or array closes it.
class JsonWriter {
public:
    JsonWriter(std::string& output, TimeUnit unit) noexcept : output_{output}, unit_{unit} {}

    [[nodiscard]] std::string& output() noexcept { return output_; }
    [[nodiscard]] TimeUnit unit() const noexcept { return unit_; }

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& name(std::string_view name) {
        separate();
        output_.push_back('"');
        output_.append(name).append("\":");
        needs_comma_ = false;
        return *this;
    }

    /// Text that is known to need no escapes: words of ours, symbols, checked ids.
    JsonWriter& word(std::string_view text) {
        separate();
        output_.push_back('"');
        output_.append(text).push_back('"');
        return done();
    }
    /// Any UTF-8 text.
    JsonWriter& text(std::string_view text);
    JsonWriter& integer(std::int64_t value) {
        separate();
        append_integer(output_, value);
        return done();
    }
    JsonWriter& count(std::uint64_t value) {
        separate();
        append_unsigned(output_, value);
        return done();
    }
    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }
    JsonWriter& time(Timestamp time) { return integer(wire_time(time, unit_)); }
    JsonWriter& price(const InstrumentDefinition& instrument, Price price) {
        begin_quotes();
        append_price(output_, instrument, price);
        return end_quotes();
    }
    /// In ticks; may be negative.
    JsonWriter& price_difference(const InstrumentDefinition& instrument, std::int64_t ticks) {
        begin_quotes();
        if (ticks < 0) output_.push_back('-');
        append_price(output_, instrument, Price{ticks < 0 ? -ticks : ticks});
        return end_quotes();
    }
    /// An amount with as many decimals as a quantity has at least.
    JsonWriter& volume(Amount amount, int decimals) {
        begin_quotes();
        append_volume(output_, amount, decimals);
        return end_quotes();
    }
    JsonWriter& quantity(const InstrumentDefinition& instrument, Quantity quantity) {
        begin_quotes();
        append_quantity(output_, instrument, quantity);
        return end_quotes();
    }
    JsonWriter& amount(Amount amount, int decimals) {
        begin_quotes();
        append_amount(output_, amount, decimals);
        return end_quotes();
    }
    /// JSON that is ready.
    JsonWriter& raw(std::string_view json) {
        separate();
        output_.append(json);
        return done();
    }

private:
    JsonWriter& open(char bracket) {
        separate();
        output_.push_back(bracket);
        needs_comma_ = false;
        return *this;
    }
    JsonWriter& close(char bracket) {
        output_.push_back(bracket);
        return done();
    }
    void separate() {
        if (needs_comma_) output_.push_back(',');
    }
    void begin_quotes() {
        separate();
        output_.push_back('"');
    }
    JsonWriter& end_quotes() {
        output_.push_back('"');
        return done();
    }
    JsonWriter& done() noexcept {
        needs_comma_ = true;
        return *this;
    }

    std::string& output_;
    TimeUnit unit_;
    bool needs_comma_ = false;
};

}  // namespace outcry::gateway
