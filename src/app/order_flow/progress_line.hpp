#pragma once

#include <chrono>
#include <string_view>

namespace outcry::app {

/// A line on the terminal's error output that is rewritten while long work goes on. Silent when
/// that output is not a terminal. Used by one thread at a time.
class ProgressLine {
public:
    explicit ProgressLine(std::string_view label);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    /// Takes the line away, so that the summary stands alone.
    ~ProgressLine();

    /// Draws at most ten times a second; `detail` makes the text only then.
    template <class Detail>
    void show(int permille, const Detail& detail) {
        if (is_due()) draw(permille, detail());
    }

private:
    [[nodiscard]] bool is_due();
    void draw(int permille, std::string_view detail);

    std::string_view label_;
    bool is_terminal_;
    bool is_drawn_ = false;
    std::chrono::steady_clock::time_point next_draw_{};
};

}  // namespace outcry::app
