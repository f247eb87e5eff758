#include "app/commands/journal_command.hpp"

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "outcry/journal/tools.hpp"
#include "outcry/platform/posix_file_system.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_damage = 65;

struct Flags {
    std::string data = "data";
    std::uint64_t first = 1;
    std::uint64_t last = journal::sequence_unlimited.value();
    std::uint32_t write_count = journal::BenchOptions{}.write_count;
};

int exit_code_of(const journal::JournalError& error) {
    std::fprintf(stderr, "outcry journal: %s\n", error.text.c_str());
    return error.kind == journal::ErrorKind::damaged ? exit_code_of_damage : 1;
}

int verify(const Flags& flags) {
    platform::PosixFileSystem file_system;
    const journal::ToolReport report =
        journal::verify(file_system, std::filesystem::path{flags.data} / "journal");
    std::FILE* const output = report.exit_code == 0 ? stdout : stderr;
    std::fputs(report.text.c_str(), output);
    if (!report.text.ends_with('\n')) std::fputc('\n', output);
    return report.exit_code;
}

int dump(const Flags& flags) {
    platform::PosixFileSystem file_system;
    const auto dumped = journal::dump(file_system, std::filesystem::path{flags.data} / "journal",
                                      {Sequence{flags.first}, Sequence{flags.last}}, std::cout);
    std::cout.flush();
    return dumped ? 0 : exit_code_of(dumped.error());
}

int bench(const Flags& flags) {
    platform::PosixFileSystem file_system;
    std::error_code error;
    std::filesystem::create_directories(flags.data, error);
    const auto measured = journal::bench(file_system, flags.data, {flags.write_count}, std::cout);
    std::cout.flush();
    return measured ? 0 : exit_code_of(measured.error());
}

}  // namespace

void add_journal_command(CLI::App& root, int& exit_code) {
    const auto flags = std::make_shared<Flags>();
    CLI::App* const command =
        root.add_subcommand("journal", "look at a journal, measure the disk under it");
    command->require_subcommand(1);

    CLI::App* const verifier = command->add_subcommand(
        "verify", "read every byte and say what is there (exit 65: damage)");
    verifier->add_option("--data", flags->data, "data directory of the venue");
    verifier->callback([flags, &exit_code] { exit_code = verify(*flags); });

    CLI::App* const dumper = command->add_subcommand("dump", "print commands, one JSON line each");
    dumper->add_option("--data", flags->data, "data directory of the venue");
    dumper->add_option("--from", flags->first, "first sequence");
    dumper->add_option("--to", flags->last, "last sequence");
    dumper->callback([flags, &exit_code] { exit_code = dump(*flags); });

    CLI::App* const bencher =
        command->add_subcommand("bench", "measure what a durable write costs on this machine");
    bencher->add_option("--data", flags->data, "directory on the disk to measure");
    bencher->add_option("--writes", flags->write_count, "writes per line of the table")
        ->check(CLI::Range(10, 1'000'000));
    bencher->callback([flags, &exit_code] { exit_code = bench(*flags); });
}

}  // namespace outcry::app
