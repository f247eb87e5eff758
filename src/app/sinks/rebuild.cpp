#include "app/sinks/rebuild.hpp"

#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/follower/event_log.hpp"
#include "outcry/journal/reader.hpp"

#include "app/venue/data_directory.hpp"
#include "app/venue/recovery.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t batch_events = 16'384;
constexpr std::chrono::milliseconds retry_wait{500};
constexpr int attempts_max = 60;

/// Events in order, from any command on.
class EventSource {
public:
    EventSource() = default;
    EventSource(const EventSource&) = delete;
    EventSource& operator=(const EventSource&) = delete;
    virtual ~EventSource() = default;

    [[nodiscard]] virtual journal::JournalResult<void> seek(Sequence first) = 0;
    /// Fills `events` with those of some whole commands; false at the end.
    [[nodiscard]] virtual journal::JournalResult<bool> read(std::vector<Event>& events) = 0;
};

class LoggedEvents final : public EventSource {
public:
    LoggedEvents(platform::FileSystem& file_system, const RebuildOptions& options)
        : reader_{file_system, event_log_of(options.data)}, last_{options.last} {}

    journal::JournalResult<void> seek(Sequence first) override { return reader_.seek(first); }
    journal::JournalResult<bool> read(std::vector<Event>& events) override {
        events.clear();
        return reader_.read(events, {.events_max = batch_events, .last = last_});
    }

private:
    follower::EventLogReader reader_;
    const Sequence last_;
};

class DerivedEvents final : public EventSource {
public:
    DerivedEvents(platform::FileSystem& file_system, const RebuildOptions& options)
        : file_system_{file_system},
          data_{options.data},
          last_{options.last},
          limits_{engine_limits(options.configuration)},
          this_program_{replayability(options.configuration)} {}

    journal::JournalResult<void> seek(Sequence first) override {
        engine_.emplace(limits_);
        reader_.emplace(file_system_, data_ / "journal");
        auto found = reader_->seek(Sequence{1});
        if (!found) return found;
        while (next(engine_->sequence()) < first) {
            const auto is_applied = apply_next();
            if (!is_applied) return Failure{is_applied.error()};
            if (!*is_applied) return journal::refused("the journal ends too early");
        }
        return {};
    }
    journal::JournalResult<bool> read(std::vector<Event>& events) override {
        events.clear();
        while (events.size() < batch_events) {
            const auto is_applied = apply_next();
            if (!is_applied) return is_applied;
            if (!*is_applied) break;
            events.insert(events.end(), buffer_.events().begin(), buffer_.events().end());
        }
        return !events.empty();
    }

private:
    journal::JournalResult<bool> apply_next() {
        Command command;
        auto is_read = reader_->next(command, last_);
        if (!is_read || !*is_read) return is_read;
        if (reader_->position().written_by != this_program_) return written_by_another(command);
        engine_->apply(command, buffer_);
        return is_read;
    }
    /// Another version, or other limits, could decide otherwise: then only the log is the truth.
    [[nodiscard]] journal::JournalResult<bool> written_by_another(const Command& command) const {
        const journal::Replayability& writer = reader_->position().written_by;
        return journal::refused(fmt::format(
            "from command {} on the journal was written by engine version {} with limits {:016x}, "
            "and this program is version {} with limits {:016x}: rebuild without --from-journal",
            command.sequence.value(), writer.engine_version, writer.configuration_hash,
            this_program_.engine_version, this_program_.configuration_hash));
    }

    platform::FileSystem& file_system_;
    const std::filesystem::path data_;
    const Sequence last_;
    const engine::EngineLimits limits_;
    const journal::Replayability this_program_;
    std::optional<engine::Engine> engine_;
    std::optional<journal::JournalReader> reader_;
    EventBuffer buffer_;
};

/// One attempt: to the end, or to the first failure.
sinks::SinkResult<RebuildReport> write_from_its_position(EventSource& source,
                                                         sinks::SinkTarget& target) {
    const auto refuse = [](const journal::JournalError& error) {
        return Failure{sinks::SinkError{sinks::SinkErrorKind::refused, error.text}};
    };
    const auto opened = target.open();
    if (!opened) return Failure{opened.error()};
    RebuildReport report{.sequence = opened->sequence};
    if (const auto found = source.seek(next(report.sequence)); !found) return refuse(found.error());
    std::vector<Event> events;
    while (true) {
        const auto is_read = source.read(events);
        if (!is_read) return refuse(is_read.error());
        if (!*is_read) return report;
        const auto written = target.write(events, {events.back().sequence, opened->epoch});
        if (!written) return Failure{written.error()};
        report.sequence = events.back().sequence;
        report.event_count += events.size();
    }
}

}  // namespace

Result<RebuildReport, std::string> write_all_events(platform::FileSystem& file_system,
                                                    sinks::SinkTarget& target,
                                                    const RebuildOptions& options) {
    std::unique_ptr<EventSource> source;
    if (options.origin == EventOrigin::event_log)
        source = std::make_unique<LoggedEvents>(file_system, options);
    else
        source = std::make_unique<DerivedEvents>(file_system, options);
    for (int attempt = 1;; ++attempt) {
        auto written = write_from_its_position(*source, target);
        if (written) return *written;
        if (written.error().kind == sinks::SinkErrorKind::refused || attempt == attempts_max)
            return Failure{written.error().text};
        std::this_thread::sleep_for(retry_wait);
    }
}

}  // namespace outcry::app
