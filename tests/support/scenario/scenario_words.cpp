#include "support/scenario/scenario_words.hpp"

#include <sstream>

#include <fmt/format.h>

namespace outcry::test {

ScenarioWords::ScenarioWords(std::string_view text) {
    std::istringstream input{std::string{text}};
    for (std::string word; input >> word;) words_.push_back(word);
}

std::string_view ScenarioWords::peek() const {
    return is_at_end() ? std::string_view{} : std::string_view{words_[next_]};
}

bool ScenarioWords::take(std::string_view words) {
    const ScenarioWords wanted{words};
    if (next_ + wanted.words_.size() > words_.size()) return false;
    for (std::size_t i = 0; i < wanted.words_.size(); ++i)
        if (words_[next_ + i] != wanted.words_[i]) return false;
    next_ += wanted.words_.size();
    return true;
}

std::string_view ScenarioWords::take_any(std::string_view what) {
    if (is_at_end()) throw ScenarioWordError{fmt::format("{} is missing", what)};
    return words_[next_++];
}

void ScenarioWords::expect(std::string_view words) {
    if (take(words)) return;
    throw ScenarioWordError{fmt::format("`{}` expected, not `{}`", words, peek())};
}

void ScenarioWords::expect_end() const {
    if (!is_at_end()) throw ScenarioWordError{fmt::format("what is `{}`?", peek())};
}

int128 ScenarioWords::take_amount(std::string_view what) { return amount_of(take_any(what)); }

std::uint64_t ScenarioWords::take_number(std::string_view what) {
    const int128 value = take_amount(what);
    // Minus one and the like mean what the bits say: a command may carry anything.
    if (value > static_cast<int128>(UINT64_MAX) || value < static_cast<int128>(INT64_MIN))
        throw ScenarioWordError{fmt::format("{}: the number needs more than 64 bits", what)};
    return static_cast<std::uint64_t>(value);
}

bool ScenarioWords::take_order_id(std::uint64_t& id) {
    if (!peek().starts_with('#')) return false;
    id = static_cast<std::uint64_t>(amount_of(take_any("order").substr(1)));
    return true;
}

int128 amount_of(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || digits.size() > 50)
        throw ScenarioWordError{fmt::format("`{}` is no number", text)};
    int128 value = 0;
    for (const char digit : digits) {
        if (digit == '_') continue;
        if (digit < '0' || digit > '9' || value > (int128{1} << 122))
            throw ScenarioWordError{fmt::format("`{}` is no number", text)};
        value = value * 10 + (digit - '0');
    }
    return text.starts_with('-') ? -value : value;
}

}  // namespace outcry::test
