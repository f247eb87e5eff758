#include "outcry/journal/recovery.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

#include "journal/batch_scanner.hpp"
#include "journal/evidence.hpp"
#include "journal/repair.hpp"
#include "journal/segment_file.hpp"

namespace outcry::journal {
namespace {

constexpr int exit_code_damaged = 65;
constexpr int exit_code_failure = 1;

/// One walk over the segments of a directory, from the first command to replay to the end.
class Walk {
public:
    Walk(platform::FileSystem& file_system, const Path& directory, const RecoveryOptions& options,
         CommandReceiver& receiver)
        : file_system_{file_system},
          directory_{directory},
          options_{options},
          receiver_{receiver},
          known_durable_{std::max(options.known_durable, options.applied)} {}

    [[nodiscard]] JournalResult<Recovery> run();

private:
    [[nodiscard]] JournalResult<bool> find_start();
    [[nodiscard]] JournalResult<bool> walk_segment();
    [[nodiscard]] JournalResult<bool> walk_batches(SegmentFile& segment);
    [[nodiscard]] bool header_continues(const SegmentFile& segment) const;
    [[nodiscard]] bool give_commands(const BatchScanner& scanner);
    [[nodiscard]] JournalResult<bool> end_segment(SegmentFile& segment, const BatchScanner& scanner,
                                                  BatchState state);
    [[nodiscard]] JournalResult<bool> end_at_header(SegmentFile& segment);
    [[nodiscard]] JournalResult<void> look_behind(Evidence& evidence);
    [[nodiscard]] JournalResult<void> judge(const Evidence& evidence, std::uint64_t sector);
    [[nodiscard]] JournalResult<void> cut_off(const Evidence& evidence, std::uint64_t sector);
    void decide(const Evidence& evidence);
    void describe(std::string_view reason);
    [[nodiscard]] Path current_path() const { return directory_ / segment_name(firsts_[index_]); }

    platform::FileSystem& file_system_;
    const Path& directory_;
    const RecoveryOptions& options_;
    CommandReceiver& receiver_;
    const Sequence known_durable_;
    std::vector<Sequence> firsts_;
    std::size_t index_ = 0;
    bool is_first_segment_ = true;
    std::string reason_;
    Recovery result_;
};

JournalResult<Recovery> Walk::run() {
    auto firsts = list_segments(file_system_, directory_);
    if (!firsts) return Failure{firsts.error()};
    firsts_ = std::move(firsts).value();
    if (options_.journal) result_.position.journal = *options_.journal;
    if (firsts_.empty()) {
        result_.file = directory_;
        decide({});
        return result_;
    }
    auto has_more = find_start();
    while (has_more && *has_more) has_more = walk_segment();
    if (!has_more) return Failure{has_more.error()};
    return result_;
}

/// The newest segment that may hold the first command to replay; one before it when its header
/// cannot be read, so that there is something to go on from.
JournalResult<bool> Walk::find_start() {
    const auto behind = std::ranges::upper_bound(firsts_, next(options_.applied));
    index_ = behind == firsts_.begin()
                 ? 0
                 : static_cast<std::size_t>(std::distance(firsts_.begin(), behind)) - 1;
    if (firsts_[index_] > next(options_.applied)) {
        result_.verdict = Verdict::acknowledged_data_lost;
        result_.file = current_path();
        result_.message =
            fmt::format("{}: commands {} to {} are missing: the journal begins with {}",
                        directory_.string(), options_.applied.value() + 1,
                        firsts_[index_].value() - 1, segment_name(firsts_[index_]));
        return false;
    }
    for (; index_ > 0; --index_) {
        const auto segment = SegmentFile::open(file_system_, current_path());
        if (!segment) return Failure{segment.error()};
        if (segment->header()) break;
    }
    return true;
}

JournalResult<bool> Walk::walk_segment() {
    auto segment = SegmentFile::open(file_system_, current_path());
    if (!segment) return Failure{segment.error()};
    if (!segment->header() || !header_continues(*segment)) return end_at_header(*segment);
    if (segment->whole_header_copies() < header_copy_count)
        result_.notes.push_back(fmt::format("{}: one of the two copies of the header is damaged",
                                            current_path().string()));
    is_first_segment_ = false;
    return walk_batches(*segment);
}

bool Walk::header_continues(const SegmentFile& segment) const {
    const SegmentHeaderV1& header = *segment.header();
    if (header.first_sequence != firsts_[index_].value()) return false;
    if (is_first_segment_) return !options_.journal || header.journal == *options_.journal;
    const JournalPosition& before = result_.position;
    return header.journal == before.journal && header.chain == before.chain &&
           header.segment_number == before.segment_number + 1 &&
           header.epoch >= before.epoch.value();
}

JournalResult<bool> Walk::walk_batches(SegmentFile& segment) {
    BatchScanner scanner{segment};
    for (;;) {
        const auto state = scanner.read_next();
        if (!state) return Failure{state.error()};
        result_.position = scanner.position();
        if (*state != BatchState::whole) return end_segment(segment, scanner, *state);
        if (!give_commands(scanner)) return false;
    }
}

bool Walk::give_commands(const BatchScanner& scanner) {
    for (const Command& command : scanner.commands()) {
        if (command.sequence <= options_.applied) continue;
        const Replayability& written_by = scanner.position().written_by;
        if (options_.expected && written_by != *options_.expected) {
            result_.verdict = Verdict::other_version;
            result_.file = current_path();
            result_.message = fmt::format(
                "{}: commands from {} on were written by engine version {} with configuration "
                "{:016x}; this is version {} with {:016x}. Start the venue once as it was and stop "
                "it cleanly, so that a snapshot holds them.",
                current_path().string(), command.sequence.value(), written_by.engine_version,
                written_by.configuration_hash, options_.expected->engine_version,
                options_.expected->configuration_hash);
            return false;
        }
        receiver_.on_command(command);
        ++result_.command_count;
    }
    return true;
}

/// The end of the segment's batches: on to the next one, or the end of the journal.
JournalResult<bool> Walk::end_segment(SegmentFile& segment, const BatchScanner& scanner,
                                      BatchState state) {
    Evidence evidence;
    const SectorSeal seal{result_.position.journal, result_.position.segment_number};
    const auto examined = examine_segment(segment, seal, result_.position.sector, evidence);
    if (!examined) return Failure{examined.error()};
    const bool has_next_segment =
        index_ + 1 < firsts_.size() && firsts_[index_ + 1] == result_.position.next;
    if (evidence.is_nothing() && has_next_segment) {
        ++index_;
        return true;
    }
    if (state == BatchState::wrong) evidence.has_bad_bytes = true;
    reason_ = state == BatchState::zero ? std::string{} : std::string{scanner.reason()};
    const auto looked = look_behind(evidence);
    if (!looked) return Failure{looked.error()};
    const auto judged = judge(evidence, result_.position.sector);
    if (!judged) return Failure{judged.error()};
    return false;
}

/// A segment whose header is not whole or belongs elsewhere: nothing in it can be trusted.
JournalResult<bool> Walk::end_at_header(SegmentFile& segment) {
    Evidence evidence;
    std::optional<SectorSeal> seal;
    const bool journal_is_known = !is_first_segment_ || options_.journal.has_value();
    if (journal_is_known)
        seal.emplace(result_.position.journal, result_.position.segment_number + 1);
    const auto examined = examine_segment(segment, seal, 0, evidence);
    if (!examined) return Failure{examined.error()};
    reason_ = segment.header() ? "a segment that does not continue the journal"
                               : "no whole segment header";
    if (is_first_segment_) result_.position.next = next(options_.applied);
    if (segment.header() && segment.header()->journal == result_.position.journal)
        evidence.has_later_batch = true;
    const auto looked = look_behind(evidence);
    if (!looked) return Failure{looked.error()};
    const auto judged = judge(evidence, 0);
    if (!judged) return Failure{judged.error()};
    return false;
}

JournalResult<void> Walk::look_behind(Evidence& evidence) {
    const bool journal_is_known =
        result_.position.segment_number != 0 || options_.journal.has_value();
    const LaterSegments later{
        .directory = directory_,
        .firsts = {firsts_.begin() + static_cast<std::ptrdiff_t>(index_) + 1, firsts_.end()},
        .journal = journal_is_known ? std::optional{result_.position.journal} : std::nullopt,
        .segment_number = result_.position.segment_number + 1};
    return examine_later_segments(file_system_, later, evidence);
}

JournalResult<void> Walk::judge(const Evidence& evidence, std::uint64_t sector) {
    result_.file = current_path();
    result_.first_byte = sector * sector_size_bytes;
    const std::uint64_t end = std::max(evidence.end_sector, sector);
    result_.size_bytes = (end - sector) * sector_size_bytes;
    decide(evidence);
    const bool cuts =
        result_.verdict == Verdict::torn_write || result_.verdict == Verdict::tail_loss_accepted;
    if (cuts && options_.mode == RecoveryMode::repair) return cut_off(evidence, sector);
    return {};
}

/// The table, top down.
void Walk::decide(const Evidence& evidence) {
    const Sequence missing = result_.position.next;
    if (evidence.has_later_batch) {
        result_.verdict = Verdict::corrupt_middle;
    } else if (missing <= known_durable_) {
        result_.verdict = Verdict::acknowledged_data_lost;
    } else if (evidence.has_bad_bytes) {
        result_.verdict =
            options_.accept_tail_loss ? Verdict::tail_loss_accepted : Verdict::corrupt_tail;
    } else if (evidence.has_part_of_batch || !reason_.empty()) {
        result_.verdict = Verdict::torn_write;
    } else {
        result_.verdict = firsts_.empty() ? Verdict::empty : Verdict::clean_end;
    }
    describe(reason_);
}

void Walk::describe(std::string_view reason) {
    const std::uint64_t next_sequence = result_.position.next.value();
    const std::string where =
        fmt::format("{}, bytes {} to {}", result_.file.string(), result_.first_byte,
                    result_.first_byte + result_.size_bytes);
    const std::string why = reason.empty() ? std::string{} : fmt::format(" ({})", reason);
    switch (result_.verdict) {
        case Verdict::empty: result_.message = "the journal is empty"; return;
        case Verdict::clean_end:
            result_.message =
                fmt::format("the journal ends cleanly with command {}", next_sequence - 1);
            return;
        case Verdict::torn_write:
            result_.message = fmt::format(
                "a torn write at the end, never acknowledged, is truncated: commands from {} on, "
                "{}{}",
                next_sequence, where, why);
            return;
        case Verdict::tail_loss_accepted:
            result_.message = fmt::format(
                "a corrupt tail is cut off as accepted, a copy is kept: commands from {} on, {}{}",
                next_sequence, where, why);
            return;
        case Verdict::corrupt_tail:
            result_.message = fmt::format(
                "the end of the journal is damaged: commands from {} on, {}{}. They may have been "
                "acknowledged; --accept-tail-loss gives them up and keeps a copy",
                next_sequence, where, why);
            return;
        case Verdict::corrupt_middle:
            result_.message = fmt::format(
                "the journal is damaged in the middle: command {} cannot be read, later ones are "
                "there: {}{}",
                next_sequence, where, why);
            return;
        case Verdict::acknowledged_data_lost:
            result_.message = fmt::format(
                "acknowledged commands are lost: {} to {} were durable and are not there: {}{}",
                next_sequence, known_durable_.value(), where, why);
            return;
        case Verdict::other_version: return;
    }
    OUTCRY_UNREACHABLE();
}

JournalResult<void> Walk::cut_off(const Evidence& evidence, std::uint64_t sector) {
    const Tail tail{
        .directory = directory_,
        .segment_first = firsts_[index_],
        .first_sector = sector,
        .end_sector = std::max(evidence.end_sector, sector),
        .segment_is_kept = sector != 0,
        .later = {firsts_.begin() + static_cast<std::ptrdiff_t>(index_) + 1, firsts_.end()}};
    if (result_.verdict == Verdict::torn_write) return truncate_tail(file_system_, tail);
    const auto kept = keep_copy(file_system_, tail);
    if (!kept) return kept;
    // The files after it have other names by now.
    Tail rest = tail;
    rest.later.clear();
    return truncate_tail(file_system_, rest);
}

}  // namespace

std::string_view name_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::empty: return "empty";
        case Verdict::clean_end: return "clean_end";
        case Verdict::torn_write: return "torn_write";
        case Verdict::tail_loss_accepted: return "tail_loss_accepted";
        case Verdict::corrupt_tail: return "corrupt_tail";
        case Verdict::corrupt_middle: return "corrupt_middle";
        case Verdict::acknowledged_data_lost: return "acknowledged_data_lost";
        case Verdict::other_version: return "other_version";
    }
    return "unknown_verdict";
}

int Recovery::exit_code() const noexcept {
    if (may_continue()) return 0;
    return verdict == Verdict::other_version ? exit_code_failure : exit_code_damaged;
}

JournalResult<Recovery> recover(platform::FileSystem& file_system,
                                const std::filesystem::path& directory,
                                const RecoveryOptions& options, CommandReceiver& receiver) {
    auto recovery = Walk{file_system, directory, options, receiver}.run();
    if (!recovery) return recovery;
    // A journal that is begun anew gets its name here.
    const bool is_new = recovery->may_continue() && recovery->position.segment_number == 0;
    if (is_new && !options.journal) recovery->position.journal = random_journal_uuid();
    return recovery;
}

}  // namespace outcry::journal
