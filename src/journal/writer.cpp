#include "outcry/journal/writer.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

#include "journal/batch_buffer.hpp"
#include "journal/batch_scanner.hpp"
#include "journal/layout.hpp"
#include "journal/segment_file.hpp"

namespace outcry::journal {

class JournalWriter::Implementation {
public:
    Implementation(platform::FileSystem& file_system, const WriterOptions& options,
                   const JournalPosition& position)
        : file_system_{file_system},
          options_{options},
          position_{position},
          written_{Sequence{position.next.value() - 1}},
          durable_{written_},
          preparer_{file_system, options.directory, options.segment_size_bytes},
          batch_{std::min<std::uint64_t>(batch_sectors_max, segment_sectors() - header_copy_count)},
          seal_{position.journal, position.segment_number} {}

    [[nodiscard]] JournalResult<void> start();
    [[nodiscard]] bool append(const Command& command) noexcept {
        OUTCRY_ASSERT(!failure_);
        OUTCRY_ASSERT(!batch_.empty() || command.sequence == position_.next);
        return batch_.add(command);
    }
    [[nodiscard]] JournalResult<Sequence> commit();
    [[nodiscard]] JournalResult<Sequence> sync();

    [[nodiscard]] Sequence written() const noexcept { return written_; }
    [[nodiscard]] Sequence durable() const noexcept { return durable_; }
    [[nodiscard]] const JournalPosition& position() const noexcept { return position_; }
    [[nodiscard]] bool writes_are_direct() const noexcept { return file_->writes_are_durable(); }
    [[nodiscard]] SegmentPreparer& preparer() noexcept { return preparer_; }

private:
    [[nodiscard]] std::uint64_t segment_sectors() const noexcept {
        return options_.segment_size_bytes / sector_size_bytes;
    }
    [[nodiscard]] platform::WriteMode write_mode() const noexcept {
        return options_.durability == Durability::disk ? platform::WriteMode::direct
                                                       : platform::WriteMode::buffered;
    }
    [[nodiscard]] JournalResult<void> begin_segment();
    [[nodiscard]] JournalResult<void> write_batch();
    [[nodiscard]] JournalResult<void> make_durable();
    [[nodiscard]] Failure<JournalError> stop_with(const JournalError& error) {
        failure_ = error;
        return {error};
    }

    platform::FileSystem& file_system_;
    const WriterOptions options_;
    JournalPosition position_;
    Sequence written_;
    Sequence durable_;
    SegmentPreparer preparer_;
    std::unique_ptr<platform::File> file_;
    BatchBuffer batch_;
    SectorSeal seal_;
    std::optional<JournalError> failure_;
};

JournalResult<void> JournalWriter::Implementation::start() {
    if (position_.segment_number == 0) return begin_segment();
    const Path path = options_.directory / segment_name(position_.segment_first);
    auto file = file_system_.open(
        path, {.mode = platform::OpenMode::read_write, .write_mode = write_mode()});
    if (!file) return system_failure(file.error());
    file_ = std::move(file).value();
    // What a killed process wrote may be in the page cache only, and recovery has just used it.
    const auto synced = file_->sync();
    if (!synced) return system_failure(synced.error());
    if (position_.written_by != options_.written_by) return begin_segment();
    return {};
}

JournalResult<void> JournalWriter::Implementation::begin_segment() {
    // Nothing behind may be durable before what stands in front of it.
    const auto synced = make_durable();
    if (!synced) return synced;
    // A segment without a batch is replaced: the new one has its name.
    const bool is_empty = position_.sector == header_copy_count;
    const SegmentHeaderV1 header{.magic = segment_magic,
                                 .format_version = journal_format_version,
                                 .engine_version = options_.written_by.engine_version,
                                 .journal = position_.journal,
                                 .segment_number = position_.segment_number + (is_empty ? 0 : 1),
                                 .first_sequence = position_.next.value(),
                                 .epoch = options_.epoch.value(),
                                 .chain = position_.chain,
                                 .configuration_hash = options_.written_by.configuration_hash,
                                 .time_us = position_.time.value(),
                                 .sector_count = static_cast<std::uint32_t>(segment_sectors()),
                                 .reserved = 0};
    AlignedBuffer headers{header_copy_count * sector_size_bytes};
    write_segment_header(header, headers.span().first<header_copy_count * sector_size_bytes>());
    auto file = preparer_.take(options_.directory / segment_name(position_.next), headers.span(),
                               write_mode());
    if (!file) return Failure{file.error()};
    file_ = std::move(file).value();
    position_ = start_of(header);
    seal_ = SectorSeal{position_.journal, position_.segment_number};
    return {};
}

JournalResult<void> JournalWriter::Implementation::make_durable() {
    if (file_ != nullptr && !file_->writes_are_durable()) {
        const auto synced = file_->sync();
        if (!synced) return system_failure(synced.error());
    }
    durable_ = written_;
    return {};
}

JournalResult<void> JournalWriter::Implementation::write_batch() {
    if (position_.sector + batch_.sector_count() > position_.segment_sector_count) {
        const auto begun = begin_segment();
        if (!begun) return begun;
    }
    const std::span<const std::byte> bytes = batch_.finish({.epoch = options_.epoch,
                                                            .durable = durable_,
                                                            .chain = position_.chain,
                                                            .sector = position_.sector},
                                                           seal_);
    const auto written = file_->pwrite(bytes, position_.sector * sector_size_bytes);
    if (!written) return system_failure(written.error());

    position_.sector += batch_.sector_count();
    position_.next = next(batch_.last());
    position_.time = batch_.time();
    position_.epoch = options_.epoch;
    position_.chain = chain_over(bytes);
    written_ = batch_.last();
    batch_.clear();
    if (options_.durability == Durability::disk) return make_durable();
    return {};
}

JournalResult<Sequence> JournalWriter::Implementation::commit() {
    if (failure_) return Failure{*failure_};
    if (batch_.empty()) return written_;
    const auto outcome = write_batch();
    if (!outcome) return stop_with(outcome.error());
    OUTCRY_ASSERT(options_.durability == Durability::memory || durable_ == written_);
    return written_;
}

JournalResult<Sequence> JournalWriter::Implementation::sync() {
    if (failure_) return Failure{*failure_};
    const auto outcome = make_durable();
    if (!outcome) return stop_with(outcome.error());
    return durable_;
}

JournalWriter::JournalWriter(std::unique_ptr<Implementation> implementation) noexcept
    : implementation_{std::move(implementation)} {}
JournalWriter::JournalWriter(JournalWriter&&) noexcept = default;
JournalWriter& JournalWriter::operator=(JournalWriter&&) noexcept = default;
JournalWriter::~JournalWriter() = default;

JournalResult<JournalWriter> JournalWriter::open(platform::FileSystem& file_system,
                                                 const WriterOptions& options,
                                                 const JournalPosition& position) {
    const std::uint64_t sectors = options.segment_size_bytes / sector_size_bytes;
    if (options.segment_size_bytes % sector_size_bytes != 0 || sectors <= header_copy_count ||
        sectors > UINT32_MAX)
        return refused(
            fmt::format("a journal segment cannot have {} bytes", options.segment_size_bytes));
    if (options.epoch < position.epoch)
        return refused(fmt::format("epoch {} is below the journal's {}", options.epoch.value(),
                                   position.epoch.value()));
    auto implementation = std::make_unique<Implementation>(file_system, options, position);
    const auto started = implementation->start();
    if (!started) return Failure{started.error()};
    return JournalWriter{std::move(implementation)};
}

bool JournalWriter::append(const Command& command) noexcept {
    return implementation_->append(command);
}
JournalResult<Sequence> JournalWriter::commit() { return implementation_->commit(); }
JournalResult<Sequence> JournalWriter::sync() { return implementation_->sync(); }
Sequence JournalWriter::written_sequence() const noexcept { return implementation_->written(); }
Sequence JournalWriter::durable_sequence() const noexcept { return implementation_->durable(); }
const JournalPosition& JournalWriter::position() const noexcept {
    return implementation_->position();
}
bool JournalWriter::writes_are_direct() const noexcept {
    return implementation_->writes_are_direct();
}
SegmentPreparer& JournalWriter::preparer() noexcept { return implementation_->preparer(); }

JournalResult<bool> disk_is_low(platform::FileSystem& file_system,
                                const std::filesystem::path& directory,
                                std::uint64_t low_water_bytes) {
    const auto free_bytes = file_system.free_space(directory);
    if (!free_bytes) return system_failure(free_bytes.error());
    return *free_bytes < low_water_bytes;
}

}  // namespace outcry::journal
