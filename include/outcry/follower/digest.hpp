#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "outcry/base/hash.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::follower {

/// The running digest of all event bytes up to and with a command.
struct DigestMark {
    Sequence sequence;
    std::uint64_t digest = 0;
};

/// Digests events as they pass; the publisher and the follower each have one, and they must agree.
class EventDigest {
public:
    void add(const Event& event) noexcept {
        digest_.add_bytes(std::as_bytes(std::span{&event, 1}));
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return digest_.value(); }

private:
    base::Digest digest_;
};

/// The follower's own digests of its newest commands, to be compared with marks that come later.
class DigestHistory {
public:
    /// How many of the newest commands can still be compared; an older mark is not judged.
    static constexpr std::size_t history_max = std::size_t{1} << 16;

    DigestHistory() : marks_(history_max) {}

    void record(DigestMark mark) noexcept { marks_[index_of(mark.sequence)] = mark; }

    /// Whether the mark agrees; nothing when the command is not (or no longer) remembered.
    [[nodiscard]] std::optional<bool> agrees(DigestMark mark) const noexcept {
        const DigestMark& own = marks_[index_of(mark.sequence)];
        if (own.sequence != mark.sequence) return std::nullopt;
        return own.digest == mark.digest;
    }

private:
    [[nodiscard]] static std::size_t index_of(Sequence sequence) noexcept {
        return sequence.value() & (history_max - 1);
    }
    std::vector<DigestMark> marks_;
};

}  // namespace outcry::follower
