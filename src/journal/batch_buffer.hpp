#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "outcry/domain/command.hpp"
#include "outcry/wire/command_record.hpp"

#include "journal/aligned_buffer.hpp"
#include "journal/layout.hpp"

namespace outcry::journal {

/// Collects records of commands as the sectors of one batch. Owned by the writer's thread.
class BatchBuffer {
public:
    /// A batch takes at most `sectors_max` sectors.
    explicit BatchBuffer(std::size_t sectors_max);

    /// Adds the command's record; false when the batch is full, and then nothing changed.
    [[nodiscard]] bool add(const Command& command) noexcept;
    [[nodiscard]] bool empty() const noexcept { return record_count_ == 0; }
    [[nodiscard]] std::size_t record_count() const noexcept { return record_count_; }
    [[nodiscard]] std::uint64_t sector_count() const noexcept { return sectors_for(payload_size_); }
    [[nodiscard]] Sequence first() const noexcept { return first_; }
    [[nodiscard]] Sequence last() const noexcept { return last_; }
    [[nodiscard]] Timestamp time() const noexcept { return time_; }

    struct Place {
        Epoch epoch;
        Sequence durable;
        ChainHash chain{};
        std::uint64_t sector = 0;
    };
    /// Writes the header and closes the sectors for their place; the bytes are valid until `clear`.
    [[nodiscard]] std::span<const std::byte> finish(const Place& place,
                                                    const SectorSeal& seal) noexcept;
    void clear() noexcept;

private:
    void copy_in(std::span<const std::byte> record) noexcept;

    AlignedBuffer bytes_;
    std::size_t payload_size_max_;
    std::size_t payload_size_ = 0;
    std::size_t record_count_ = 0;
    std::uint32_t payload_crc_ = 0;
    Sequence first_;
    Sequence last_;
    Timestamp time_;
    std::array<std::byte, wire::command_record_size_max> record_{};
};

}  // namespace outcry::journal
