#include "outcry/views/depth_view.hpp"

#include <algorithm>

#include "outcry/base/assert.hpp"

namespace outcry::views {
namespace {

// A touched price as one word that sorts as a difference is sent: bids from the best, then asks.
constexpr std::uint64_t ask_mark = std::uint64_t{1} << 63;

std::uint64_t touched_word(Side side, Price price) noexcept {
    const auto ticks = static_cast<std::uint64_t>(price.value());
    return side == Side::sell ? ask_mark | ticks
                              : static_cast<std::uint64_t>(price_max.value()) - ticks;
}

Side side_of(std::uint64_t word) noexcept {
    return (word & ask_mark) != 0 ? Side::sell : Side::buy;
}

Price price_of(std::uint64_t word) noexcept {
    const auto ticks = static_cast<std::int64_t>(word & ~ask_mark);
    return side_of(word) == Side::sell ? Price{ticks} : Price{price_max.value() - ticks};
}

void sort_out(std::vector<std::uint64_t>& touched) {
    std::ranges::sort(touched);
    const auto repeated = std::ranges::unique(touched);
    touched.erase(repeated.begin(), repeated.end());
}

template <class Levels>
void add_to(Levels& levels, Price price, Quantity quantity) {
    auto& level = levels[price];
    level.quantity += quantity;
    ++level.order_count;
}

template <class Levels>
void reduce_in(Levels& levels, Price price, Quantity quantity, DepthView::Remainder remainder) {
    const auto found = levels.find(price);
    OUTCRY_ASSERT(found != levels.end());
    auto& level = found->second;
    level.quantity -= quantity;
    if (remainder == DepthView::Remainder::order_stays) return;
    OUTCRY_ASSERT(level.order_count > 0);
    --level.order_count;
    if (level.order_count > 0) return;
    OUTCRY_ASSERT(level.quantity == Quantity{});
    levels.erase(found);
}

template <class Levels>
std::vector<DepthLevel> first_of(const Levels& levels, std::size_t limit) {
    std::vector<DepthLevel> result;
    result.reserve(std::min(limit, levels.size()));
    for (const auto& [price, level] : levels) {
        if (result.size() == limit) break;
        result.push_back(
            {.price = price, .quantity = level.quantity, .order_count = level.order_count});
    }
    return result;
}

template <class Levels>
OrderQueue& queue_at(Levels& levels, Price price) {
    const auto found = levels.find(price);
    OUTCRY_ASSERT(found != levels.end());
    return found->second.queue;
}

template <class Levels>
Quantity quantity_at(const Levels& levels, Price price) {
    const auto found = levels.find(price);
    return found == levels.end() ? Quantity{} : found->second.quantity;
}

}  // namespace

void DepthView::add(Side side, Price price, Quantity quantity, Sequence sequence) {
    if (side == Side::buy) {
        add_to(bids_, price, quantity);
    } else {
        add_to(asks_, price, quantity);
    }
    touch(side, price, sequence);
}

void DepthView::reduce(Side side, Price price, Quantity quantity, Remainder remainder,
                       Sequence sequence) {
    if (side == Side::buy) {
        reduce_in(bids_, price, quantity, remainder);
    } else {
        reduce_in(asks_, price, quantity, remainder);
    }
    touch(side, price, sequence);
}

OrderQueue& DepthView::queue_of(Side side, Price price) {
    return side == Side::buy ? queue_at(bids_, price) : queue_at(asks_, price);
}

void DepthView::touch(Side side, Price price, Sequence sequence) {
    OUTCRY_ASSERT(last_update_ <= sequence);
    last_update_ = sequence;
    const std::uint64_t word = touched_word(side, price);
    if (touches_max_ > 0) {
        touches_.push_back({sequence, word});
        if (touches_.size() > touches_max_) {
            // Its command is not known whole any more.
            touches_known_since_ = next(touches_.front().sequence);
            touches_.pop_front();
        }
    }
    for (Collector& collector : collectors_) {
        if (!collector.is_collecting) continue;
        collector.touched.push_back(word);
        // A channel that nobody takes from must not hold more than the prices there are.
        if (collector.touched.size() < collector.sort_out_size) continue;
        sort_out(collector.touched);
        collector.sort_out_size = std::max(touched_size_min, 2 * collector.touched.size());
    }
}

std::vector<DepthLevel> DepthView::levels(Side side, std::size_t limit) const {
    return side == Side::buy ? first_of(bids_, limit) : first_of(asks_, limit);
}

DepthLevel DepthView::best(Side side) const noexcept {
    if (side == Side::buy) {
        if (bids_.empty()) return {};
        const auto& [price, level] = *bids_.begin();
        return {.price = price, .quantity = level.quantity, .order_count = level.order_count};
    }
    if (asks_.empty()) return {};
    const auto& [price, level] = *asks_.begin();
    return {.price = price, .quantity = level.quantity, .order_count = level.order_count};
}

LevelChange DepthView::change_of(std::uint64_t word) const {
    const Side side = side_of(word);
    const Price price = price_of(word);
    const Quantity quantity =
        side == Side::buy ? quantity_at(bids_, price) : quantity_at(asks_, price);
    return {.side = side, .price = price, .quantity = quantity};
}

void DepthView::keep_touches(std::size_t count_max) {
    touches_max_ = count_max;
    touches_.clear();
    touches_known_since_ = next(last_update_);
}

DepthDifference DepthView::difference_since(Sequence from) const {
    OUTCRY_ASSERT(from >= touches_known_since_);
    DepthDifference difference{.first = from, .last = last_update_, .changes = {}};
    const auto begin =
        std::partition_point(touches_.begin(), touches_.end(),
                             [from](const Touch& touch) { return touch.sequence < from; });
    std::vector<std::uint64_t> words;
    for (auto touch = begin; touch != touches_.end(); ++touch) words.push_back(touch->word);
    sort_out(words);
    difference.changes.reserve(words.size());
    for (const std::uint64_t word : words) difference.changes.push_back(change_of(word));
    return difference;
}

DepthDifference DepthView::take_difference(Channel channel) {
    Collector& collector = collectors_[static_cast<std::size_t>(channel)];
    DepthDifference difference{.first = next(collector.taken), .last = last_update_, .changes = {}};
    if (collector.touched.empty()) return difference;
    sort_out(collector.touched);
    difference.changes.reserve(collector.touched.size());
    for (const std::uint64_t word : collector.touched)
        difference.changes.push_back(change_of(word));
    collector.touched.clear();
    collector.taken = last_update_;
    return difference;
}

void DepthView::set_collecting(Channel channel, bool is_collecting) {
    Collector& collector = collectors_[static_cast<std::size_t>(channel)];
    if (collector.is_collecting == is_collecting) return;
    collector = Collector{.is_collecting = is_collecting, .taken = last_update_, .touched = {}};
}

void DepthView::restore_last_update(Sequence sequence) noexcept { last_update_ = sequence; }

}  // namespace outcry::views
