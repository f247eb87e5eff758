#include "outcry/journal/reader.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

#include "journal/batch_scanner.hpp"
#include "journal/segment_file.hpp"

namespace outcry::journal {
namespace {

/// Small, because at the end of a growing journal the window is read again and again.
constexpr std::size_t window_size_bytes = 2 * batch_size_bytes_max;

/// A segment and how far it is read. Not movable: the scanner refers to the file.
struct OpenSegment {
    explicit OpenSegment(SegmentFile opened) : file{std::move(opened)}, scanner{file} {}
    OpenSegment(const OpenSegment&) = delete;
    OpenSegment& operator=(const OpenSegment&) = delete;

    SegmentFile file;
    BatchScanner scanner;
};

}  // namespace

class JournalReader::Implementation {
public:
    Implementation(platform::FileSystem& file_system, Path directory)
        : file_system_{file_system}, directory_{std::move(directory)} {}

    [[nodiscard]] JournalResult<void> seek(Sequence first);
    [[nodiscard]] JournalResult<bool> next_command(Command& command, Sequence limit);
    [[nodiscard]] const JournalPosition& position() const noexcept {
        return segment_ != nullptr ? segment_->scanner.position() : nowhere_;
    }

private:
    [[nodiscard]] JournalResult<void> open_segment(Sequence first);
    [[nodiscard]] JournalResult<bool> read_batch();
    [[nodiscard]] JournalResult<bool> change_segment();
    [[nodiscard]] bool follows(const JournalPosition& before) const noexcept;

    platform::FileSystem& file_system_;
    const Path directory_;
    const JournalPosition nowhere_{};
    std::unique_ptr<OpenSegment> segment_;
    std::size_t given_count_ = 0;  // of the batch that the scanner holds
    Sequence wanted_{1};
};

JournalResult<void> JournalReader::Implementation::open_segment(Sequence first) {
    auto file = SegmentFile::open(file_system_, directory_ / segment_name(first),
                                  // Past the page cache, as the writer goes: no stale page.
                                  platform::WriteMode::direct, window_size_bytes);
    if (!file) return Failure{file.error()};
    if (!file->header()) return damaged(fmt::format("{}: no whole header", file->path().string()));
    segment_ = std::make_unique<OpenSegment>(std::move(file).value());
    given_count_ = 0;
    return {};
}

JournalResult<void> JournalReader::Implementation::seek(Sequence first) {
    const auto firsts = list_segments(file_system_, directory_);
    if (!firsts) return Failure{firsts.error()};
    const auto behind = std::ranges::upper_bound(*firsts, first);
    if (behind == firsts->begin())
        return refused(
            fmt::format("{}: no segment holds command {}", directory_.string(), first.value()));
    wanted_ = first;
    return open_segment(*std::prev(behind));
}

JournalResult<bool> JournalReader::Implementation::next_command(Command& command, Sequence limit) {
    OUTCRY_ASSERT(segment_ != nullptr);
    if (wanted_ > limit) return false;
    for (;;) {
        const std::vector<Command>& commands = segment_->scanner.commands();
        while (given_count_ < commands.size()) {
            const Command& candidate = commands[given_count_++];
            if (candidate.sequence < wanted_) continue;
            command = candidate;
            wanted_ = Sequence{candidate.sequence.value() + 1};
            return true;
        }
        const auto has_batch = read_batch();
        if (!has_batch) return has_batch;
        if (*has_batch) continue;
        if (limit == sequence_unlimited) return false;
        return damaged(fmt::format("{}: command {} cannot be read, though {} is durable",
                                   segment_->file.path().string(), wanted_.value(), limit.value()));
    }
}

JournalResult<bool> JournalReader::Implementation::read_batch() {
    given_count_ = 0;
    auto state = segment_->scanner.read_next();
    if (state && *state != BatchState::whole) {
        // The window may be older than the batch.
        segment_->file.forget_window();
        state = segment_->scanner.read_next();
    }
    if (!state) return Failure{state.error()};
    if (*state == BatchState::whole) return true;
    return *state == BatchState::zero ? change_segment() : JournalResult<bool>{false};
}

JournalResult<bool> JournalReader::Implementation::change_segment() {
    const JournalPosition before = segment_->scanner.position();
    // An empty segment would be followed by itself.
    if (before.next == before.segment_first) return false;
    const auto exists = file_system_.exists(directory_ / segment_name(before.next));
    if (!exists) return system_failure(exists.error());
    if (!*exists) return false;
    const auto opened = open_segment(before.next);
    if (!opened) return Failure{opened.error()};
    if (!follows(before))
        return damaged(
            fmt::format("{} does not continue the segment before", segment_->file.path().string()));
    return true;
}

bool JournalReader::Implementation::follows(const JournalPosition& before) const noexcept {
    const JournalPosition& now = segment_->scanner.position();
    return now.journal == before.journal && now.segment_number == before.segment_number + 1 &&
           now.next == before.next && now.chain == before.chain && now.epoch >= before.epoch;
}

JournalReader::JournalReader(platform::FileSystem& file_system, std::filesystem::path directory)
    : implementation_{std::make_unique<Implementation>(file_system, std::move(directory))} {}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;
JournalReader::~JournalReader() = default;

JournalResult<void> JournalReader::seek(Sequence first) { return implementation_->seek(first); }
JournalResult<bool> JournalReader::next(Command& command, Sequence limit) {
    return implementation_->next_command(command, limit);
}
const JournalPosition& JournalReader::position() const noexcept {
    return implementation_->position();
}

}  // namespace outcry::journal
