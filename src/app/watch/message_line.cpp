#include "app/watch/message_line.hpp"

#include <cstdint>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace outcry::app {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t milliseconds_per_day = 86'400'000;
/// Times this large are microseconds: in milliseconds it would be the year 5138.
constexpr std::int64_t microseconds_from = 100'000'000'000'000;

std::string time_of_day(std::int64_t time) {
    const std::int64_t time_ms = time >= microseconds_from ? time / 1000 : time;
    const std::int64_t of_day =
        (time_ms % milliseconds_per_day + milliseconds_per_day) % milliseconds_per_day;
    return fmt::format("{:02}:{:02}:{:02}.{:03}", of_day / 3'600'000, of_day / 60'000 % 60,
                       of_day / 1000 % 60, of_day % 1000);
}

std::string text_at(const Json& data, const char* name) {
    const auto found = data.find(name);
    return found != data.end() && found->is_string() ? found->get<std::string>() : "?";
}

std::int64_t number_at(const Json& data, const char* name) {
    const auto found = data.find(name);
    return found != data.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string trade_line(const Json& data) {
    // The maker bought, so the taker, whose trade it is, sold.
    const bool is_sold = data.value("m", Json{}) == true;
    return fmt::format("{}  {:<10} {:>16}  {:>16}  {}", time_of_day(number_at(data, "T")),
                       text_at(data, "s"), text_at(data, "p"), text_at(data, "q"),
                       is_sold ? "sell" : "buy");
}

std::string best_prices_line(const Json& data) {
    return fmt::format("{:<10} bid {} x {}  ask {} x {}", text_at(data, "s"), text_at(data, "b"),
                       text_at(data, "B"), text_at(data, "a"), text_at(data, "A"));
}

void append_levels(std::string& text, const char* name, const Json& levels) {
    fmt::format_to(std::back_inserter(text), "  {}", name);
    for (const Json& level : levels) {
        if (!level.is_array() || level.size() < 2 || !level[0].is_string() ||
            !level[1].is_string()) {
            continue;
        }
        fmt::format_to(std::back_inserter(text), " {}:{}", level[0].get<std::string>(),
                       level[1].get<std::string>());
    }
}

std::string depth_line(const Json& data) {
    std::string text = fmt::format("{}  {:<10} {}..{}", time_of_day(number_at(data, "E")),
                                   text_at(data, "s"), number_at(data, "U"), number_at(data, "u"));
    append_levels(text, "bids", data.value("b", Json::array()));
    append_levels(text, "asks", data.value("a", Json::array()));
    return text;
}

}  // namespace

std::string message_line(std::string_view message) {
    const Json root = Json::parse(message, nullptr, false);
    if (!root.is_object() || !root.contains("data")) return std::string{message};
    const Json& data = root["data"];
    const std::string stream = text_at(root, "stream");
    if (data.is_object()) {
        const std::string event = text_at(data, "e");
        if (event == "trade") return trade_line(data);
        if (event == "depthUpdate") return depth_line(data);
        if (stream.ends_with("@bookTicker")) return best_prices_line(data);
    }
    return stream + " " + data.dump();
}

}  // namespace outcry::app
