#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "outcry/journal/position.hpp"

namespace outcry::journal {

// Version 1 of a snapshot file; docs/formats/snapshot.md. Fields never move.

inline constexpr std::uint64_t snapshot_magic = 0x31504e535943544fULL;  // "OTCYSNP1"
inline constexpr std::uint32_t section_magic = 0x3153544fU;             // "OTS1"
inline constexpr std::uint32_t snapshot_format_version = 1;
inline constexpr std::string_view snapshot_suffix = ".snapshot";
inline constexpr std::string_view unfinished_suffix = ".snapshot.unfinished";

struct SnapshotHeaderV1 {
    std::uint64_t magic;
    std::uint32_t format_version;
    std::uint32_t engine_version;
    std::uint64_t configuration_hash;
    JournalUuid journal;
    std::uint64_t sequence;
    std::int64_t time_us;
    std::uint64_t epoch;
    ChainHash chain;
    std::uint64_t state_hash;
    std::uint32_t reserved;
    std::uint32_t crc;  // over what is before
};
static_assert(sizeof(SnapshotHeaderV1) == 96);
static_assert(std::has_unique_object_representations_v<SnapshotHeaderV1>);

/// The numbers are part of the format: never change or reuse one.
enum class SectionKind : std::uint16_t {
    venue = 1,
    asset = 2,
    instrument = 3,
    account = 4,
    balance = 5,
    order = 6,
    key = 7,
    staged = 8,
    account_rules = 9,
    instrument_counters = 10,
    order_terms = 11,
    venue_rules = 12,
    order_list = 13,
    trigger_range = 14,
    instrument_rules = 15,
    account_standing = 16,
    account_limits = 17,
    exposure_limit = 18,
    fee_tier = 19,
    account_fees = 20,
    fee_asset_rate = 21,
    daily_volume = 22,
    dead_man = 23,
    idempotency = 24,
    staged_order = 25,
    key_rules = 26,
    view = 100,
    end = 0xffff,
};

/// In front of each section; records of one kind may take several.
struct SectionHeaderV1 {
    std::uint32_t magic;
    std::uint16_t kind;
    std::uint16_t version;      // of the records
    std::uint32_t record_size;  // zero: not made of records
    std::uint32_t content_size;
    std::array<char, 32> name;  // of a view; the rest is zero
    std::uint32_t content_crc;
    std::uint32_t crc;  // over what is before
};
static_assert(sizeof(SectionHeaderV1) == 56);
static_assert(std::has_unique_object_representations_v<SectionHeaderV1>);

inline constexpr std::size_t section_content_size_max = std::size_t{1} << 20;
inline constexpr std::size_t digest_size_bytes = 32;  // SHA-256, the last bytes of the file

[[nodiscard]] std::string snapshot_name(Sequence sequence, std::string_view suffix);

}  // namespace outcry::journal
