#include <charconv>
#include <functional>
#include <optional>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/api/time_zone.hpp"
#include "gateway/encoding/ticker_json.hpp"

namespace outcry::gateway {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;

constexpr Word<TickerType> type_words[] = {{"FULL", TickerType::full}, {"MINI", TickerType::mini}};

using WindowOf = std::function<PriceWindow(const views::InstrumentView& instrument)>;

TickerType read_type(ParameterReader& reader) {
    return reader.word(Parameter::type, type_words, {-1139, "Invalid ticker type."})
        .value_or(TickerType::full);
}

/// "1m" to "59m", "1h" to "23h", "1d" to "7d".
std::optional<std::int64_t> window_us_of(std::string_view text) noexcept {
    if (text.size() < 2 || text.size() > 3 || text.front() == '0') return std::nullopt;
    const char unit = text.back();
    std::int64_t count = 0;
    const char* const end = text.data() + text.size() - 1;
    const auto parsed = std::from_chars(text.data(), end, count);
    if (parsed.ec != std::errc{} || parsed.ptr != end || count < 1) return std::nullopt;
    if (unit == 'm' && count < 60) return count * minute_us;
    if (unit == 'h' && count < 24) return count * hour_us;
    if (unit == 'd' && count < 8) return count * day_us;
    return std::nullopt;
}

std::int64_t read_window(ParameterReader& reader) {
    const std::string_view sent = reader.text(Parameter::window_size);
    if (sent.empty()) return day_us;
    const auto window = window_us_of(sent);
    if (!window) reader.refuse(refusals::invalid_value(name_of(Parameter::window_size)));
    return window.value_or(day_us);
}

Reply answer_tickers(Services& services, const Call& call, ParameterReader& reader, TickerForm form,
                     const WindowOf& window_of) {
    const SymbolChoice choice = read_symbols(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        if (!choice.is_single) json.begin_array();
        for (const views::InstrumentView* const instrument : choice.instruments) {
            write_ticker(json, services.view, *instrument, window_of(*instrument), form);
        }
        if (!choice.is_single) json.end_array();
    });
}

void require_symbols(ParameterReader& reader) {
    if (reader.has(Parameter::symbol) || reader.has(Parameter::symbols)) return;
    reader.refuse(refusals::missing_both(name_of(Parameter::symbol), name_of(Parameter::symbols)));
}

}  // namespace

Reply handle_day_ticker(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const TickerForm form{read_type(reader), TickerScope::day};
    return answer_tickers(services, call, reader, form,
                          [&](const views::InstrumentView& instrument) {
                              return day_window_of(instrument, call.now);
                          });
}

Reply handle_window_ticker(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    require_symbols(reader);
    const TickerForm form{read_type(reader), TickerScope::window};
    const std::int64_t since_us = call.now.value() - read_window(reader);
    // On a minute, so that the window is up to a minute wider than asked for.
    const Timestamp start{since_us - since_us % minute_us};
    return answer_tickers(services, call, reader, form,
                          [&](const views::InstrumentView& instrument) {
                              return window_of(instrument, start, call.now);
                          });
}

Reply handle_trading_day_ticker(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    require_symbols(reader);
    const TickerForm form{read_type(reader), TickerScope::window};
    const views::CandleGrid days{views::CandleInterval::day_1, read_time_zone(reader)};
    const Timestamp start = views::begin_of(days, call.now);
    const std::int64_t last_us = call.envelope.time_unit == TimeUnit::microseconds ? 1 : 1000;
    return answer_tickers(
        services, call, reader, form, [&](const views::InstrumentView& instrument) {
            PriceWindow window = window_of(instrument, start, call.now);
            window.close = Timestamp{views::end_of(days, start).value() - last_us};
            return window;
        });
}

}  // namespace outcry::gateway
