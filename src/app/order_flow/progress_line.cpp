#include "app/order_flow/progress_line.hpp"

#include <unistd.h>

#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace outcry::app {
namespace {

constexpr int bar_width = 30;

}  // namespace

ProgressLine::ProgressLine(std::string_view label)
    : label_{label}, is_terminal_{::isatty(STDERR_FILENO) == 1} {}

ProgressLine::~ProgressLine() {
    if (is_drawn_) std::fputs("\r\033[K", stderr);
}

bool ProgressLine::is_due() {
    if (!is_terminal_) return false;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_draw_) return false;
    next_draw_ = now + std::chrono::milliseconds{100};
    return true;
}

void ProgressLine::draw(int permille, std::string_view detail) {
    is_drawn_ = true;
    const int filled = permille * bar_width / 1000;
    fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {:>3} %  {}\033[K", label_, "", filled, "",
               bar_width - filled, permille / 10, detail);
    std::fflush(stderr);
}

}  // namespace outcry::app
