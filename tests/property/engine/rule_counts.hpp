#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "outcry/domain/event.hpp"

namespace outcry::test {

/// How often each rule was met, by the events that show it.
class RuleCounts {
public:
    void count(std::span<const Event> events);
    void add(const RuleCounts& others);

    [[nodiscard]] std::uint64_t of(const std::string& name) const;
    void print(const char* title, std::uint64_t seed) const;
    /// Those that random commands have to meet, and met less often than `minimum`.
    [[nodiscard]] std::string missing(std::uint64_t minimum) const;

private:
    void count(const Event& event);

    std::map<std::string, std::uint64_t> counts_;
};

}  // namespace outcry::test
