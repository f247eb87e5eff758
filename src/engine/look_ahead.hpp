#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "outcry/domain/command.hpp"

#include "engine/book/book_look_ahead.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Starts to load what the commands behind the running one will touch, in four steps of which each
/// reads what the ones before have loaded. Every command of a batch goes through each step once.
///
/// Keeps where the commands ahead lead to; nothing that decides depends on it.
class LookAhead {
public:
    /// Call before each `apply(batch[position])`, from position zero on.
    void advance(const Venue& venue, std::span<const Command> batch, std::size_t position) noexcept;

private:
    static constexpr std::size_t near = look_ahead_distance / 2;
    static constexpr std::size_t middle = look_ahead_distance;
    static constexpr std::size_t far = 2 * look_ahead_distance;
    static constexpr std::size_t farther = 3 * look_ahead_distance;
    static constexpr std::size_t farthest = 4 * look_ahead_distance;

    /// What a command leads to; everything is within range, right or wrong.
    struct Hint {
        Slot slot;
        LevelIndex level;
        std::uint32_t account;
        std::uint32_t instrument;
        std::uint64_t target_hash;
    };

    void start(const Venue& venue, std::span<const Command> batch) noexcept;
    static void texts(const Venue& venue, const Command& command) noexcept;
    static void first(const Venue& venue, const Command& command, Hint& hint) noexcept;
    static void second(const Venue& venue, const Command& command, Hint& hint) noexcept;
    static void third(const Venue& venue, const Hint& hint) noexcept;
    [[nodiscard]] Hint& hint(std::size_t position) noexcept {
        return hints_[position % hints_.size()];
    }

    std::array<Hint, far> hints_{};
};

}  // namespace outcry::engine
