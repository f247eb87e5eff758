#include <iterator>

#include <fmt/format.h>

#include "outcry/journal/recovery.hpp"
#include "outcry/journal/tools.hpp"

#include "journal/segment_file.hpp"

namespace outcry::journal {
namespace {

constexpr int exit_code_failure = 1;
constexpr int exit_code_damaged = 65;

/// Remembers only how far it went.
class LastCommand final : public CommandReceiver {
public:
    void on_command(const Command& command) override {
        sequence = command.sequence;
        time = command.time;
    }
    Sequence sequence;
    Timestamp time;
};

[[nodiscard]] std::string hex(std::span<const std::byte> bytes) {
    std::string text;
    for (const std::byte byte : bytes)
        fmt::format_to(std::back_inserter(text), "{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

}  // namespace

ToolReport verify(platform::FileSystem& file_system, const std::filesystem::path& directory) {
    const auto firsts = list_segments(file_system, directory);
    if (!firsts) return {.text = firsts.error().text + "\n", .exit_code = exit_code_failure};

    RecoveryOptions options{.mode = RecoveryMode::judge};
    if (!firsts->empty()) options.applied = Sequence{firsts->front().value() - 1};
    LastCommand last;
    const auto recovery = recover(file_system, directory, options, last);
    if (!recovery) return {.text = recovery.error().text + "\n", .exit_code = exit_code_failure};

    ToolReport report{.text = {}, .exit_code = recovery->exit_code()};
    const auto add = [&report](std::string_view name, std::string_view value) {
        fmt::format_to(std::back_inserter(report.text), "{:<10} {}\n", name, value);
    };
    add("segments", fmt::format("{}", firsts->size()));
    add("commands", fmt::format("{}", recovery->command_count));
    if (recovery->command_count > 0) {
        add("first", fmt::format("{}", firsts->front().value()));
        add("last", fmt::format("{} at {} us", last.sequence.value(), last.time.value()));
        add("journal", hex(recovery->position.journal));
        add("chain", hex(recovery->position.chain));
        add("epoch", fmt::format("{}", recovery->position.epoch.value()));
    }
    for (const std::string& note : recovery->notes) {
        add("damage", note);
        report.exit_code = exit_code_damaged;
    }
    add("verdict", fmt::format("{}: {}", name_of(recovery->verdict), recovery->message));
    return report;
}

}  // namespace outcry::journal
