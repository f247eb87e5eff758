#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace outcry::app {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// Lines for the operator on standard error: time (UTC), level, text. Whoever writes one does not
/// wait for it: a thread of its own does. Warnings and errors that repeat are one line a minute,
/// with their number. Any thread. Nobody passes it a secret.
class Log {
public:
    /// Lines below the level are dropped.
    explicit Log(LogLevel least);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    /// Writes what waits.
    ~Log();

    void info(std::string_view line);
    void warning(std::string_view line);
    void error(std::string_view line);
    /// Writes what waits; later lines are dropped. For who ends the process without destructors.
    void close();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::app
