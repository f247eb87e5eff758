#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "views/snapshot_format.hpp"

namespace outcry::views {

/// Takes records off the front of bytes that nobody has checked.
class SnapshotReader {
public:
    explicit SnapshotReader(std::span<const std::byte> bytes) : rest_{bytes} {}

    template <class Record>
    [[nodiscard]] bool take(Record& record) noexcept {
        static_assert(is_state_record<Record>);
        if (rest_.size() < sizeof record) return false;
        std::memcpy(static_cast<void*>(&record), rest_.data(), sizeof record);
        rest_ = rest_.subspan(sizeof record);
        return true;
    }

    /// Calls `visit` with each record of the section; stops at the first that it refuses.
    template <class Record, class Visit>
    [[nodiscard]] bool take_section(SectionTag tag, Visit visit) {
        SectionHeader header;
        if (!take(header)) return false;
        if (header.tag != tag || header.record_size_bytes != sizeof(Record)) return false;
        if (header.record_count > rest_.size() / sizeof(Record)) return false;
        for (std::uint64_t count = 0; count < header.record_count; ++count) {
            Record record;
            if (!take(record) || !visit(record)) return false;
        }
        return true;
    }

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }

private:
    std::span<const std::byte> rest_;
};

}  // namespace outcry::views
