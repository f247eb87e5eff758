#include <cstdlib>

#include <gtest/gtest.h>

#include "journal/layout.hpp"
#include "unit/journal/journal_fixture.hpp"
#include "unit/journal/raw_disk.hpp"

namespace outcry::journal {
namespace {

using test::directory;
using test::Files;
using test::FrozenFileSystem;

[[nodiscard]] bool is_full_run() { return std::getenv("OUTCRY_FULL") != nullptr; }

/// What the table of docs/formats/journal.md says of a flipped bit at this place of a journal of
/// two segments: in the first, two batches of two sectors and one sector of zeros; in the second,
/// one batch of two sectors and three of zeros.
struct Place {
    bool is_last_segment;
    std::uint64_t sector;

    [[nodiscard]] bool is_header() const { return sector < header_copy_count; }
    [[nodiscard]] Verdict expected() const {
        if (is_header()) return Verdict::clean_end;  // by the other copy, with a note
        return is_last_segment ? Verdict::corrupt_tail : Verdict::corrupt_middle;
    }
};

[[nodiscard]] Files small_journal() {
    const auto disk = test::new_disk();
    test::Life life{*disk, test::small_segments(7)};
    for (int batch = 0; batch < 3; ++batch) EXPECT_TRUE(life.write(60));
    return test::files_of(*disk, directory);
}

TEST(BitFlip, IsDetectedEverywhereAndJudgedAsTheTableSays) {
    const Files whole = small_journal();
    ASSERT_EQ(whole.size(), 2U);
    // A prime, so that a shorter run still meets every bit position and every field.
    const std::uint64_t step = is_full_run() ? 1 : 37;
    Files files = whole;
    FrozenFileSystem file_system{files};
    std::uint64_t accepted_count = 0;
    std::uint64_t flip_count = 0;
    for (auto& [name, bytes] : files) {
        const bool is_last = name == whole.rbegin()->first;
        for (std::uint64_t bit = 0; bit < bytes.size() * 8; bit += step, ++flip_count) {
            const Place place{.is_last_segment = is_last, .sector = bit / 8 / sector_size_bytes};
            const auto mask = static_cast<std::byte>(1U << (bit % 8));
            bytes[bit / 8] ^= mask;
            const auto outcome = test::recovered(file_system, {.mode = RecoveryMode::judge});
            bytes[bit / 8] ^= mask;
            ASSERT_EQ(outcome->verdict(), place.expected()) << name << " bit " << bit;
            ASSERT_EQ(outcome->recovery.notes.empty(), !place.is_header());
            ASSERT_FALSE(outcome->received.has_altered_command);
            if (outcome->recovery.may_continue() && outcome->last() != 180) ++accepted_count;
        }
    }
    EXPECT_EQ(accepted_count, 0U);
    RecordProperty("flips", static_cast<int>(flip_count));
}

}  // namespace
}  // namespace outcry::journal
