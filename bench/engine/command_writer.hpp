#pragma once

#include <cstdint>

#include "outcry/domain/command.hpp"

#include "bench/engine/workload.hpp"

namespace outcry::bench {

/// Makes the commands that a gateway would make of the steps of a workload. New orders bring client
/// order ids; half of the cancels name their order by them.
class CommandWriter {
public:
    explicit CommandWriter(Sequence last) : sequence_last_{last} {}

    void write(const Step& step, Command& command);

private:
    void write_new(const Step& step, Command& command);

    std::uint64_t ids_given_ = 0;
    Sequence sequence_last_;
};

}  // namespace outcry::bench
