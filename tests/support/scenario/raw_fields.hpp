#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "outcry/domain/command.hpp"

namespace outcry::test {

/// A field of a command that a scenario may set to anything: `side=7`.
struct RawField {
    std::string_view name;
    void (*set)(Command&, std::uint64_t);
    std::uint64_t (*get)(const Command&);
};

[[nodiscard]] std::span<const RawField> raw_fields();

}  // namespace outcry::test
