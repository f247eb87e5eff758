#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "outcry/sinks/history.hpp"

namespace outcry::sinks::test {

/// A fresh, empty history for one test: the target that fills it, made as often as the test wants
/// to start anew, and the side that reads.
class HistoryUnderTest {
public:
    HistoryUnderTest() = default;
    HistoryUnderTest(const HistoryUnderTest&) = delete;
    HistoryUnderTest& operator=(const HistoryUnderTest&) = delete;
    virtual ~HistoryUnderTest() = default;

    [[nodiscard]] virtual std::unique_ptr<SinkTarget> make_target(journal::Epoch epoch) = 0;
    [[nodiscard]] virtual std::unique_ptr<History> open_history() = 0;
};

/// Null: the part is missing here, and the test is skipped with the reason.
struct HistoryKind {
    std::string name;
    std::function<std::unique_ptr<HistoryUnderTest>(std::string& why_missing)> make;
};

/// What every implementation of `History` promises; each one instantiates it with its kind.
class HistoryContract : public testing::TestWithParam<HistoryKind> {};

}  // namespace outcry::sinks::test
