#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/base/int128.hpp"

namespace outcry::test {

/// A line that cannot be understood; who reads the file adds where it stands.
class ScenarioWordError final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The words of a line, taken one after the other.
class ScenarioWords {
public:
    explicit ScenarioWords(std::string_view text);

    [[nodiscard]] bool is_at_end() const { return next_ == words_.size(); }
    /// The next word, which stays.
    [[nodiscard]] std::string_view peek() const;
    /// The next word if it is this one, or the next ones if these are several.
    bool take(std::string_view words);
    /// The next word, whatever it is; `what` says in an error what was missing.
    std::string_view take_any(std::string_view what);
    /// The next word has to be this one.
    void expect(std::string_view words);
    void expect_end() const;

    int128 take_amount(std::string_view what);
    std::uint64_t take_number(std::string_view what);
    /// `#7`
    bool take_order_id(std::uint64_t& id);

private:
    std::vector<std::string> words_;
    std::size_t next_ = 0;
};

/// A whole number with an optional sign; `_` between digits is for the eye.
[[nodiscard]] int128 amount_of(std::string_view text);

}  // namespace outcry::test
