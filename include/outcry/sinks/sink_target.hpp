#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "outcry/base/result.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/journal/position.hpp"

namespace outcry::sinks {

enum class SinkErrorKind : std::uint8_t {
    unavailable =
        1,        // the target is away or the answer was lost: open again, go on from its position
    refused = 2,  // no retry helps (rights, newer schema, fenced): the sink stops, loudly
};

/// One sentence for the log line, naming the target.
struct SinkError {
    SinkErrorKind kind{};
    std::string text;
    friend bool operator==(const SinkError&, const SinkError&) = default;
};

template <class T>
using SinkResult = Result<T, SinkError>;

/// The last command whose events the target holds, all of them; zero: it is empty.
struct SinkPosition {
    Sequence sequence;
    journal::Epoch epoch;  // of the writer that moved it
    friend bool operator==(const SinkPosition&, const SinkPosition&) = default;
};

/// Where a sink's events go: a database or a broker. It keeps the position in itself, moved in the
/// same transaction as the events, so that each event is there exactly once. Owned by the sink's
/// own thread; both calls may block.
class SinkTarget {
public:
    SinkTarget() = default;
    SinkTarget(const SinkTarget&) = delete;
    SinkTarget& operator=(const SinkTarget&) = delete;
    virtual ~SinkTarget() = default;

    /// Connects (again), brings the schema up to date, fences older writers and reads the position.
    [[nodiscard]] virtual SinkResult<SinkPosition> open() = 0;

    /// Adds the events of whole commands, in order, and moves the position to `after`, all or
    /// nothing. After a failure the caller opens again and goes on from the position it is told.
    [[nodiscard]] virtual SinkResult<void> write(std::span<const Event> events,
                                                 SinkPosition after) = 0;
};

}  // namespace outcry::sinks
