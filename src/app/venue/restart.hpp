#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/engine/engine.hpp"

#include "app/configuration.hpp"

namespace outcry::app {

enum class LastStop : std::uint8_t { clean, unclean };

/// What a start does before anybody can send an order: orders of sessions are closed, which ended
/// with the process; what was staged for a list or batch that never came is taken away; after an
/// unclean stop markets that traded, and those that were on their way back, take nothing that
/// trades until the times of the configuration are over.
[[nodiscard]] std::vector<Command> restart_commands(const engine::Engine& engine,
                                                    const Configuration::Recovery& recovery,
                                                    LastStop last_stop);

/// Brings markets back to trading after a crash: cancel-only, post-only, trading, each status by a
/// journaled command with the reason `unclean_start`. A market to which somebody gives a status for
/// another reason is left alone. One thread.
class MarketReturn {
public:
    /// `engine` is as recovered, the restart commands applied. No market without a crash.
    MarketReturn(const engine::Engine& engine, const Configuration::Recovery& recovery,
                 std::int64_t now_ns);

    [[nodiscard]] bool is_over() const noexcept { return markets_.empty(); }
    /// The next command whose time has come; each once.
    [[nodiscard]] std::optional<Command> take_due(std::int64_t now_ns);
    /// Every change of a status, its own as well.
    void on_status_changed(const Event& event, std::int64_t now_ns);

private:
    struct Market {
        InstrumentId instrument;
        InstrumentStatus status{};
        std::int64_t due_ns = 0;
    };
    [[nodiscard]] std::int64_t due_of(InstrumentStatus status, std::int64_t now_ns) const noexcept;

    Configuration::Recovery recovery_;
    std::vector<Market> markets_;
};

}  // namespace outcry::app
