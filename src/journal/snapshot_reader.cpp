#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "outcry/journal/snapshot.hpp"
#include "outcry/wire/bytes.hpp"
#include "outcry/wire/crc32c.hpp"
#include "outcry/wire/state_records.hpp"

#include "journal/segment_file.hpp"
#include "journal/sha256.hpp"
#include "journal/snapshot_layout.hpp"

namespace outcry::journal {
namespace {

/// One pass over a snapshot file; the receiver may be missing.
class Pass {
public:
    Pass(std::unique_ptr<platform::File> file, SnapshotReceiver* receiver)
        : file_{std::move(file)}, receiver_{receiver} {}

    [[nodiscard]] JournalResult<SnapshotInfo> run();

private:
    [[nodiscard]] JournalResult<SnapshotInfo> read_header();
    [[nodiscard]] JournalResult<bool> read_section();
    [[nodiscard]] JournalResult<void> check_end();
    [[nodiscard]] JournalResult<void> read(std::span<std::byte> target);
    template <class T>
    [[nodiscard]] JournalResult<T> read_struct();

    [[nodiscard]] bool give(const SectionHeaderV1& header);
    [[nodiscard]] bool give_rules(const SectionHeaderV1& header);
    template <class Record>
    [[nodiscard]] bool give_records(const SectionHeaderV1& header);
    [[nodiscard]] bool give_view(const SectionHeaderV1& header);
    [[nodiscard]] Failure<JournalError> damaged_here(std::string_view what) const {
        return damaged(fmt::format("{}: {} before byte {}", file_->path().string(), what, offset_));
    }

    std::unique_ptr<platform::File> file_;
    SnapshotReceiver* receiver_;
    Sha256 digest_;
    std::uint64_t offset_ = 0;
    std::vector<std::byte> content_;
};

JournalResult<void> Pass::read(std::span<std::byte> target) {
    if (target.empty()) return {};
    const auto size = file_->pread(target, offset_);
    if (!size) return system_failure(size.error());
    if (*size != target.size()) return damaged_here("the file ends too early");
    offset_ += target.size();
    return {};
}

/// A header with a checksum of itself as its last field.
template <class T>
JournalResult<T> Pass::read_struct() {
    T value{};
    const auto outcome = read(std::as_writable_bytes(std::span{&value, std::size_t{1}}));
    if (!outcome) return Failure{outcome.error()};
    digest_.add(wire::bytes_of(value));
    if (value.crc != wire::crc32c(wire::bytes_of(value).first(offsetof(T, crc))))
        return damaged_here("checksum of a header");
    return value;
}

JournalResult<SnapshotInfo> Pass::run() {
    const auto info = read_header();
    if (!info) return info;
    auto has_more = read_section();
    while (has_more && *has_more) has_more = read_section();
    if (!has_more) return Failure{has_more.error()};
    const auto end = check_end();
    if (!end) return Failure{end.error()};
    return info;
}

JournalResult<SnapshotInfo> Pass::read_header() {
    const auto header = read_struct<SnapshotHeaderV1>();
    if (!header) return Failure{header.error()};
    if (header->magic != snapshot_magic || header->format_version != snapshot_format_version)
        return damaged_here("magic or version");
    return SnapshotInfo{.sequence = Sequence{header->sequence},
                        .time = Timestamp{header->time_us},
                        .journal = header->journal,
                        .epoch = Epoch{header->epoch},
                        .chain = header->chain,
                        .state_hash = header->state_hash,
                        .written_by = {.engine_version = header->engine_version,
                                       .configuration_hash = header->configuration_hash}};
}

JournalResult<bool> Pass::read_section() {
    const auto header = read_struct<SectionHeaderV1>();
    if (!header) return Failure{header.error()};
    if (header->magic != section_magic || header->version != wire::state_record_version ||
        header->content_size > section_content_size_max)
        return damaged_here("magic, version or size of a section");
    if (static_cast<SectionKind>(header->kind) == SectionKind::end) return false;
    content_.resize(header->content_size);
    const auto outcome = read(content_);
    if (!outcome) return Failure{outcome.error()};
    digest_.add(content_);
    if (header->content_crc != wire::crc32c(content_)) return damaged_here("checksum of a section");
    if (!give(*header))
        return refused(fmt::format("{}: a section of kind {} before byte {} cannot be restored",
                                   file_->path().string(), header->kind, offset_));
    return true;
}

JournalResult<void> Pass::check_end() {
    Sha256Digest digest{};
    const auto outcome = read(digest);
    if (!outcome) return outcome;
    if (digest != digest_.finish()) return damaged_here("SHA-256");
    const auto size = file_->size();
    if (!size) return system_failure(size.error());
    if (*size != offset_) return damaged_here("something stands behind the end");
    return {};
}

bool Pass::give(const SectionHeaderV1& header) {
    switch (static_cast<SectionKind>(header.kind)) {
        case SectionKind::venue: return give_records<VenueState>(header);
        case SectionKind::asset: return give_records<AssetState>(header);
        case SectionKind::instrument: return give_records<InstrumentState>(header);
        case SectionKind::account: return give_records<AccountState>(header);
        case SectionKind::balance: return give_records<BalanceState>(header);
        case SectionKind::order: return give_records<OrderState>(header);
        case SectionKind::key: return give_records<KeyState>(header);
        case SectionKind::staged: return give_records<StagedState>(header);
        case SectionKind::account_rules: return give_records<AccountRulesState>(header);
        case SectionKind::instrument_counters: return give_records<InstrumentCountersState>(header);
        case SectionKind::order_terms: return give_records<OrderTermsState>(header);
        case SectionKind::view: return give_view(header);
        default: return give_rules(header);
    }
}

bool Pass::give_rules(const SectionHeaderV1& header) {
    switch (static_cast<SectionKind>(header.kind)) {
        case SectionKind::venue_rules: return give_records<VenueRulesState>(header);
        case SectionKind::order_list: return give_records<OrderListState>(header);
        case SectionKind::trigger_range: return give_records<TriggerRangeState>(header);
        case SectionKind::instrument_rules: return give_records<InstrumentRulesState>(header);
        case SectionKind::account_standing: return give_records<AccountStandingState>(header);
        case SectionKind::account_limits: return give_records<AccountLimits>(header);
        case SectionKind::exposure_limit: return give_records<ExposureLimit>(header);
        case SectionKind::fee_tier: return give_records<FeeTier>(header);
        case SectionKind::account_fees: return give_records<AccountFees>(header);
        case SectionKind::fee_asset_rate: return give_records<FeeAssetRate>(header);
        case SectionKind::daily_volume: return give_records<DailyVolumeState>(header);
        case SectionKind::dead_man: return give_records<DeadManState>(header);
        case SectionKind::idempotency: return give_records<IdempotencyState>(header);
        case SectionKind::staged_order: return give_records<StagedOrderState>(header);
        case SectionKind::key_rules: return give_records<SetKeyRules>(header);
        default: return false;
    }
}

template <class Record>
bool Pass::give_records(const SectionHeaderV1& header) {
    if (header.record_size != sizeof(Record) || content_.size() % sizeof(Record) != 0) return false;
    wire::ByteReader reader{content_};
    while (reader.remaining() > 0) {
        Record record;
        if (!reader.take(record) || !wire::is_valid(record)) return false;
        if (receiver_ != nullptr && !receiver_->take(record)) return false;
    }
    return true;
}

bool Pass::give_view(const SectionHeaderV1& header) {
    if (header.name.back() != '\0') return false;
    return receiver_ == nullptr || receiver_->take_view({header.name.data()}, content_);
}

[[nodiscard]] JournalResult<SnapshotInfo> pass_over(platform::FileSystem& file_system,
                                                    const Path& path, SnapshotReceiver* receiver) {
    auto file = file_system.open(path, {.mode = platform::OpenMode::read_only});
    if (!file) return system_failure(file.error());
    return Pass{std::move(file).value(), receiver}.run();
}

}  // namespace

JournalResult<SnapshotInfo> verify_snapshot(platform::FileSystem& file_system,
                                            const std::filesystem::path& path) {
    return pass_over(file_system, path, nullptr);
}

JournalResult<SnapshotInfo> read_snapshot(platform::FileSystem& file_system,
                                          const std::filesystem::path& path,
                                          SnapshotReceiver& receiver) {
    // A receiver cannot take anything back, so the end is checked before the beginning is given.
    const auto verified = verify_snapshot(file_system, path);
    if (!verified) return verified;
    return pass_over(file_system, path, &receiver);
}

}  // namespace outcry::journal
