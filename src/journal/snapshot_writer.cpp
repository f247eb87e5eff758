#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/journal/snapshot.hpp"
#include "outcry/wire/bytes.hpp"
#include "outcry/wire/crc32c.hpp"
#include "outcry/wire/state_records.hpp"

#include "journal/segment_file.hpp"
#include "journal/sha256.hpp"
#include "journal/snapshot_layout.hpp"

namespace outcry::journal {

std::string snapshot_name(Sequence sequence, std::string_view suffix) {
    return fmt::format("{:020}{}", sequence.value(), suffix);
}

class SnapshotWriter::Implementation {
public:
    Implementation(platform::FileSystem& file_system, Path directory, const SnapshotInfo& info)
        : file_system_{file_system}, directory_{std::move(directory)}, info_{info} {
        content_.reserve(section_content_size_max);
    }

    [[nodiscard]] JournalResult<void> start();

    template <class Record>
    void add_record(SectionKind kind, const Record& record) {
        begin_section(kind, sizeof record, {});
        add_content(wire::bytes_of(record));
    }
    void add_view(std::string_view name, std::span<const std::byte> chunk);
    [[nodiscard]] JournalResult<Path> finish();

private:
    void begin_section(SectionKind kind, std::uint32_t record_size, std::string_view name);
    void add_content(std::span<const std::byte> bytes);
    void end_section();
    void write(std::span<const std::byte> bytes);
    void write_section(std::span<const std::byte> content);

    platform::FileSystem& file_system_;
    const Path directory_;
    const SnapshotInfo info_;
    std::unique_ptr<platform::File> file_;
    Sha256 digest_;
    std::uint64_t offset_ = 0;
    SectionHeaderV1 section_{};
    std::vector<std::byte> content_;
    std::optional<JournalError> failure_;
};

JournalResult<void> SnapshotWriter::Implementation::start() {
    const Path path = directory_ / snapshot_name(info_.sequence, unfinished_suffix);
    auto file = file_system_.open(path, {.mode = platform::OpenMode::create_or_open});
    if (!file) return system_failure(file.error());
    file_ = std::move(file).value();
    const auto emptied = file_->truncate(0);
    if (!emptied) return system_failure(emptied.error());

    SnapshotHeaderV1 header{.magic = snapshot_magic,
                            .format_version = snapshot_format_version,
                            .engine_version = info_.written_by.engine_version,
                            .configuration_hash = info_.written_by.configuration_hash,
                            .journal = info_.journal,
                            .sequence = info_.sequence.value(),
                            .time_us = info_.time.value(),
                            .epoch = info_.epoch.value(),
                            .chain = info_.chain,
                            .state_hash = info_.state_hash,
                            .reserved = 0,
                            .crc = 0};
    header.crc = wire::crc32c(wire::bytes_of(header).first(offsetof(SnapshotHeaderV1, crc)));
    write(wire::bytes_of(header));
    return {};
}

void SnapshotWriter::Implementation::begin_section(SectionKind kind, std::uint32_t record_size,
                                                   std::string_view name) {
    OUTCRY_ASSERT(name.size() <= view_name_size_max);
    SectionHeaderV1 section{.magic = section_magic,
                            .kind = static_cast<std::uint16_t>(kind),
                            .version = wire::state_record_version,
                            .record_size = record_size,
                            .content_size = 0,
                            .name = {},
                            .content_crc = 0,
                            .crc = 0};
    std::ranges::copy(name, section.name.begin());
    const bool goes_on = section.kind == section_.kind && section.name == section_.name;
    if (goes_on) return;
    end_section();
    section_ = section;
}

void SnapshotWriter::Implementation::add_content(std::span<const std::byte> bytes) {
    OUTCRY_ASSERT(bytes.size() <= section_content_size_max);
    if (content_.size() + bytes.size() > section_content_size_max) {
        write_section(content_);
        content_.clear();
    }
    content_.insert(content_.end(), bytes.begin(), bytes.end());
}

void SnapshotWriter::Implementation::end_section() {
    if (!content_.empty()) write_section(content_);
    content_.clear();
}

void SnapshotWriter::Implementation::write_section(std::span<const std::byte> content) {
    SectionHeaderV1 header = section_;
    header.content_size = static_cast<std::uint32_t>(content.size());
    header.content_crc = wire::crc32c(content);
    header.crc = wire::crc32c(wire::bytes_of(header).first(offsetof(SectionHeaderV1, crc)));
    write(wire::bytes_of(header));
    write(content);
}

void SnapshotWriter::Implementation::write(std::span<const std::byte> bytes) {
    if (failure_) return;
    digest_.add(bytes);
    const auto written = file_->pwrite(bytes, offset_);
    if (!written) failure_ = system_failure(written.error()).error;
    offset_ += bytes.size();
}

void SnapshotWriter::Implementation::add_view(std::string_view name,
                                              std::span<const std::byte> chunk) {
    begin_section(SectionKind::view, 0, name);
    while (!chunk.empty()) {
        const std::size_t size = std::min(chunk.size(), section_content_size_max);
        add_content(chunk.first(size));
        chunk = chunk.subspan(size);
    }
}

JournalResult<Path> SnapshotWriter::Implementation::finish() {
    begin_section(SectionKind::end, 0, {});
    write_section({});
    const Sha256Digest digest = digest_.finish();
    if (failure_) return Failure{*failure_};
    const auto written = file_->pwrite(digest, offset_);
    if (!written) return system_failure(written.error());
    // Content first, then the name: a snapshot with its name is complete.
    const auto synced = file_->sync();
    if (!synced) return system_failure(synced.error());
    file_.reset();
    const Path path = directory_ / snapshot_name(info_.sequence, snapshot_suffix);
    const auto renamed =
        file_system_.rename(directory_ / snapshot_name(info_.sequence, unfinished_suffix), path);
    if (!renamed) return system_failure(renamed.error());
    const auto directory_synced = file_system_.sync_directory(directory_);
    if (!directory_synced) return system_failure(directory_synced.error());
    return path;
}

SnapshotWriter::SnapshotWriter(std::unique_ptr<Implementation> implementation) noexcept
    : implementation_{std::move(implementation)} {}
SnapshotWriter::SnapshotWriter(SnapshotWriter&&) noexcept = default;
SnapshotWriter& SnapshotWriter::operator=(SnapshotWriter&&) noexcept = default;
SnapshotWriter::~SnapshotWriter() = default;

JournalResult<SnapshotWriter> SnapshotWriter::create(platform::FileSystem& file_system,
                                                     const std::filesystem::path& directory,
                                                     const SnapshotInfo& info) {
    auto implementation = std::make_unique<Implementation>(file_system, directory, info);
    const auto started = implementation->start();
    if (!started) return Failure{started.error()};
    return SnapshotWriter{std::move(implementation)};
}

void SnapshotWriter::on_venue(const VenueState& venue) {
    implementation_->add_record(SectionKind::venue, venue);
}
void SnapshotWriter::on_asset(const AssetState& asset) {
    implementation_->add_record(SectionKind::asset, asset);
}
void SnapshotWriter::on_instrument(const InstrumentState& instrument) {
    implementation_->add_record(SectionKind::instrument, instrument);
}
void SnapshotWriter::on_account(const AccountState& account) {
    implementation_->add_record(SectionKind::account, account);
}
void SnapshotWriter::on_balance(const BalanceState& balance) {
    implementation_->add_record(SectionKind::balance, balance);
}
void SnapshotWriter::on_order(const OrderState& order) {
    implementation_->add_record(SectionKind::order, order);
}
void SnapshotWriter::on_account_rules(const AccountRulesState& rules) {
    implementation_->add_record(SectionKind::account_rules, rules);
}
void SnapshotWriter::on_instrument_counters(const InstrumentCountersState& counters) {
    implementation_->add_record(SectionKind::instrument_counters, counters);
}
void SnapshotWriter::on_order_terms(const OrderTermsState& terms) {
    implementation_->add_record(SectionKind::order_terms, terms);
}
void SnapshotWriter::on_key(const KeyState& key) {
    implementation_->add_record(SectionKind::key, key);
}
void SnapshotWriter::on_staged(const StagedState& staged) {
    implementation_->add_record(SectionKind::staged, staged);
}

void SnapshotWriter::on_venue_rules(const VenueRulesState& rules) {
    implementation_->add_record(SectionKind::venue_rules, rules);
}
void SnapshotWriter::on_order_list(const OrderListState& list) {
    implementation_->add_record(SectionKind::order_list, list);
}
void SnapshotWriter::on_trigger_range(const TriggerRangeState& range) {
    implementation_->add_record(SectionKind::trigger_range, range);
}
void SnapshotWriter::on_instrument_rules(const InstrumentRulesState& rules) {
    implementation_->add_record(SectionKind::instrument_rules, rules);
}
void SnapshotWriter::on_account_standing(const AccountStandingState& standing) {
    implementation_->add_record(SectionKind::account_standing, standing);
}
void SnapshotWriter::on_account_limits(const AccountLimits& limits) {
    implementation_->add_record(SectionKind::account_limits, limits);
}
void SnapshotWriter::on_exposure_limit(const ExposureLimit& limit) {
    implementation_->add_record(SectionKind::exposure_limit, limit);
}
void SnapshotWriter::on_fee_tier(const FeeTier& tier) {
    implementation_->add_record(SectionKind::fee_tier, tier);
}
void SnapshotWriter::on_account_fees(const AccountFees& fees) {
    implementation_->add_record(SectionKind::account_fees, fees);
}
void SnapshotWriter::on_fee_asset_rate(const FeeAssetRate& rate) {
    implementation_->add_record(SectionKind::fee_asset_rate, rate);
}
void SnapshotWriter::on_daily_volume(const DailyVolumeState& volume) {
    implementation_->add_record(SectionKind::daily_volume, volume);
}
void SnapshotWriter::on_dead_man(const DeadManState& dead_man) {
    implementation_->add_record(SectionKind::dead_man, dead_man);
}
void SnapshotWriter::on_idempotency(const IdempotencyState& record) {
    implementation_->add_record(SectionKind::idempotency, record);
}
void SnapshotWriter::on_staged_order(const StagedOrderState& staged) {
    implementation_->add_record(SectionKind::staged_order, staged);
}
void SnapshotWriter::on_key_rules(const SetKeyRules& rules) {
    implementation_->add_record(SectionKind::key_rules, rules);
}

void SnapshotWriter::add_view(std::string_view name, std::span<const std::byte> chunk) {
    implementation_->add_view(name, chunk);
}

JournalResult<std::filesystem::path> SnapshotWriter::finish() { return implementation_->finish(); }

}  // namespace outcry::journal
