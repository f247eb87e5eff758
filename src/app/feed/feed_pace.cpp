#include "app/feed/feed_pace.hpp"

#include "outcry/base/int128.hpp"

#include "app/seed/decimal.hpp"

namespace outcry::app {
namespace {

constexpr std::uint64_t speed_permille_max = 1'000'000'000;

}  // namespace

Result<FeedPace, std::string> FeedPace::parse(std::string_view text) {
    if (text == "max") return FeedPace{0};
    const Failure failure{"speed '" + std::string{text} +
                          "': expected max, or 0.001x to 1000000x, such as 1x or 10x"};
    if (!text.ends_with('x')) return failure;
    const std::optional<Decimal> factor = parse_decimal(text.substr(0, text.size() - 1));
    if (!factor || factor->scale > 3) return failure;
    const uint128 permille =
        factor->mantissa * power_of_ten(static_cast<std::uint8_t>(3 - factor->scale));
    if (permille == 0 || permille > speed_permille_max) return failure;
    return FeedPace{static_cast<std::int64_t>(permille)};
}

void FeedPace::start(std::int64_t first_time_ns, Clock::time_point now) noexcept {
    first_time_ns_ = first_time_ns;
    start_ = now;
}

FeedPace::Clock::time_point FeedPace::intended(std::int64_t time_ns) const noexcept {
    const int128 since = static_cast<int128>(time_ns) - first_time_ns_;
    const int128 scaled = since * 1000 / speed_permille_;
    return start_ + std::chrono::nanoseconds{static_cast<std::int64_t>(scaled)};
}

}  // namespace outcry::app
