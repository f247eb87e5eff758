#include "outcry/sequencer/sequencer.hpp"

#include <utility>

namespace outcry::sequencer {

Sequencer::Sequencer(std::vector<ring::SpscRing<Command>*> sources, Sequence sequence,
                     Timestamp time)
    : sources_{std::move(sources)}, sequence_{sequence}, time_{time} {
    OUTCRY_ASSERT(!sources_.empty());
}

std::span<const Command> Sequencer::next_batch() noexcept {
    for (std::size_t tried = 0; tried < sources_.size(); ++tried) {
        const std::span<const Command> batch = sources_[turn_]->peek(commands_per_turn_max);
        if (!batch.empty()) return batch;
        turn_ = (turn_ + 1) % sources_.size();
    }
    return {};
}

void Sequencer::release(std::size_t count) noexcept {
    sources_[turn_]->release(count);
    turn_ = (turn_ + 1) % sources_.size();
}

}  // namespace outcry::sequencer
