#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "outcry/base/strong_integer.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry::journal {

/// Raised by one at every start of a writer and at every take-over.
using Epoch = StrongInteger<struct EpochTag, std::uint64_t>;

/// Names one journal; random, made with its first segment.
using JournalUuid = std::array<std::byte, 16>;
/// 128-bit hash over a batch that holds the one of the batch before.
using ChainHash = std::array<std::byte, 16>;

[[nodiscard]] JournalUuid random_journal_uuid();

/// What decides how commands are applied: the engine's version and its limits.
struct Replayability {
    std::uint32_t engine_version = 0;
    std::uint64_t configuration_hash = 0;
    friend bool operator==(const Replayability&, const Replayability&) = default;
};

inline constexpr std::uint64_t sector_size_bytes = 4096;
inline constexpr std::uint64_t segment_size_bytes_default = std::uint64_t{256} << 20;

/// Where a writer goes on: behind the last verified batch.
struct JournalPosition {
    JournalUuid journal{};
    std::uint64_t segment_number = 0;  // from 1; zero: there is no segment yet
    Sequence segment_first;            // names its file
    std::uint64_t segment_sector_count = 0;
    std::uint64_t sector = 0;  // of the next batch, in its segment
    Sequence next{1};
    Timestamp time;  // of the last batch
    Epoch epoch;     // of the last batch
    ChainHash chain{};
    Replayability written_by;  // the segment's
    friend bool operator==(const JournalPosition&, const JournalPosition&) = default;
};

}  // namespace outcry::journal
