#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/journal/error.hpp"

#include "journal/layout.hpp"
#include "journal/segment_file.hpp"

namespace outcry::journal {

/// What stands where the next batch is expected.
enum class BatchState : std::uint8_t {
    whole = 1,
    zero,    // the first sector is all zero, or the segment has no more sectors
    failed,  // its sectors are not all whole: perhaps torn, perhaps rotten
    wrong,   // whole sectors with a content that cannot stand here; no torn write looks like that
};

/// Reads the batches of a segment one after the other and believes none of them unchecked.
class BatchScanner {
public:
    /// From the first batch of a segment whose header is whole.
    explicit BatchScanner(SegmentFile& segment);

    /// Looks at the next batch. When it is whole its commands are in `commands` and the scanner
    /// stands behind it; otherwise it stays.
    [[nodiscard]] JournalResult<BatchState> read_next();

    [[nodiscard]] const std::vector<Command>& commands() const noexcept { return commands_; }
    [[nodiscard]] std::string_view reason() const noexcept { return reason_; }
    /// Where the next batch is expected.
    [[nodiscard]] const JournalPosition& position() const noexcept { return position_; }
    /// The largest sequence that a header said is durable.
    [[nodiscard]] Sequence known_durable() const noexcept { return known_durable_; }
    [[nodiscard]] const BatchHeaderV1& header() const noexcept { return header_; }

private:
    [[nodiscard]] JournalResult<BatchState> read_batch();
    [[nodiscard]] bool header_is_plausible() noexcept;
    [[nodiscard]] bool header_continues() noexcept;
    [[nodiscard]] bool take_payload(std::span<const std::byte> sectors);
    [[nodiscard]] bool take_commands();
    [[nodiscard]] bool fails(std::string_view reason) noexcept;
    void step_over(std::span<const std::byte> sectors) noexcept;

    SegmentFile& segment_;
    SectorSeal seal_;
    JournalPosition position_;
    BatchHeaderV1 header_{};
    std::vector<std::byte> payload_;
    std::vector<Command> commands_;
    std::string_view reason_;
    Sequence known_durable_;
};

/// Where the first batch of a segment stands, from its header.
[[nodiscard]] JournalPosition start_of(const SegmentHeaderV1& header) noexcept;

}  // namespace outcry::journal
