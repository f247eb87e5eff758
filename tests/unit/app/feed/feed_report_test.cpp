#include "app/feed/feed_report.hpp"

#include <memory>

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(FeedReport, CountsAnswersByTheirCode) {
    const auto report = std::make_unique<FeedReport>();
    report->on_row();
    report->on_row();
    report->on_load_answer({.id = 1, .status = 200});
    report->on_answer({.id = 2, .status = 200}, microseconds{50});
    report->on_answer({.id = 3, .status = 400, .error_code = -2011, .error_text = "Unknown order."},
                      microseconds{40});
    report->on_answer({.id = 4, .status = 503, .error_code = -1008, .error_text = "Busy."},
                      microseconds{60});
    report->finish(milliseconds{3}, 1);
    const std::string text = report->text();
    for (const char* line :
         {"rows        2\n", "answers     4 (1 of them book load", "unanswered  1\n",
          "accepted    2\n", "refused     2\n", "-2011 Unknown order.", "-1008 Busy.",
          "overload    1 ", "rate        1000 requests/s over 3 ms\n", "p50 ", "p99.99 ",
          "  max              60.0\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
    }
    EXPECT_EQ(report->answer_count(), 4u);
    EXPECT_NE(report->hgrm().find("Percentile"), std::string::npos);
}

}  // namespace
}  // namespace outcry::app
