// Runs every fuzzer of fuzzers.hpp on its corpus and on seeded mutations, each in a process of its
// own, so that a crash is a finding with its input and the others still run.
//
//     fuzz_smoke [NAME…]           all without a name
//     OUTCRY_SEED, OUTCRY_FUZZ_RUNS  the seed; inputs per fuzzer
//
// Ends with `N passed, N failed, N skipped`.

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/fuzzers.hpp"
#include "fuzz/mutator.hpp"

namespace {

namespace fs = std::filesystem;

using FuzzFunction = int (*)(const std::uint8_t*, std::size_t);

struct Fuzzer {
    std::string_view name;
    FuzzFunction run;
};

#define OUTCRY_FUZZER_ROW(name) Fuzzer{#name, fuzz_##name},
constexpr Fuzzer fuzzers[] = {OUTCRY_FUZZERS(OUTCRY_FUZZER_ROW)};
#undef OUTCRY_FUZZER_ROW

constexpr std::string_view canary_name = "canary";
constexpr std::uint64_t default_run_count = 20'000;
constexpr unsigned seconds_per_fuzzer_max = 300;
constexpr std::size_t shared_size_bytes = 1 << 20;

/// The input at work, in memory that outlives the process that dies of it.
struct SharedInput {
    std::uint64_t run_count;
    std::size_t size;
    char bytes[shared_size_bytes];
};

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::vector<std::string> read_corpus(std::string_view name) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path{OUTCRY_CORPUS_DIR} / name, error))
        if (entry.is_regular_file()) paths.push_back(entry.path());
    // The directory's own order differs between machines.
    std::sort(paths.begin(), paths.end());

    std::vector<std::string> corpus;
    for (const fs::path& path : paths) {
        std::ifstream file{path, std::ios::binary};
        corpus.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return corpus;
}

void run_inputs(const Fuzzer& fuzzer, std::uint64_t seed, SharedInput& shared) {
    // A parser that never ends is a finding, too.
    ::alarm(seconds_per_fuzzer_max);
    const std::uint64_t run_count = number_from_environment("OUTCRY_FUZZ_RUNS", default_run_count);
    outcry::test::Mutator mutator{seed, read_corpus(fuzzer.name)};
    for (shared.run_count = 0; shared.run_count < run_count; ++shared.run_count) {
        const std::string input = mutator.next();
        shared.size = std::min(input.size(), shared_size_bytes);
        std::memcpy(shared.bytes, input.data(), shared.size);
        // A block of its own size: the address sanitizer then sees every read beyond the end.
        const std::vector<std::uint8_t> exact(input.begin(), input.end());
        fuzzer.run(exact.data(), exact.size());
    }
}

void be_quiet() {
    if (std::freopen("/dev/null", "w", stderr) == nullptr) std::abort();
}

/// True when every input passed.
bool run_in_child(const Fuzzer& fuzzer, std::uint64_t seed, SharedInput& shared) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child < 0) {
        std::perror("fork");
        std::exit(1);
    }
    if (child == 0) {
        if (fuzzer.name == canary_name) be_quiet();
        run_inputs(fuzzer, seed, shared);
        std::_Exit(0);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void report_finding(const Fuzzer& fuzzer, std::uint64_t seed, const SharedInput& shared) {
    const std::string path =
        (fs::temp_directory_path() / ("outcry-fuzz-" + std::string{fuzzer.name} + ".input"))
            .string();
    std::ofstream{path, std::ios::binary}.write(shared.bytes,
                                                static_cast<std::streamsize>(shared.size));
    std::printf("%.*s: FAILED at input %llu of OUTCRY_SEED=%llu; the input is in %s\n",
                static_cast<int>(fuzzer.name.size()), fuzzer.name.data(),
                static_cast<unsigned long long>(shared.run_count),
                static_cast<unsigned long long>(seed), path.c_str());
}

bool run_fuzzer(const Fuzzer& fuzzer, std::uint64_t seed, SharedInput& shared) {
    const bool passed = run_in_child(fuzzer, seed, shared);
    if (fuzzer.name == canary_name) {
        std::printf("canary: %s\n", passed ? "FAILED: it was not found" : "found, as it must be");
        return !passed;
    }
    if (passed) {
        std::printf("%.*s: %llu inputs\n", static_cast<int>(fuzzer.name.size()), fuzzer.name.data(),
                    static_cast<unsigned long long>(shared.run_count));
    } else {
        report_finding(fuzzer, seed, shared);
    }
    return passed;
}

bool is_chosen(std::string_view name, const std::vector<std::string_view>& chosen) {
    return chosen.empty() || std::find(chosen.begin(), chosen.end(), name) != chosen.end();
}

}  // namespace

int main(int argument_count, char** arguments) {
    const std::vector<std::string_view> chosen(arguments + 1, arguments + argument_count);
    const std::uint64_t seed = number_from_environment("OUTCRY_SEED", std::random_device{}());
    void* memory = ::mmap(nullptr, sizeof(SharedInput), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        std::perror("mmap");
        return 1;
    }
    // SAFETY: mapped memory is zeroed and the struct is trivial; it lives until the process ends.
    SharedInput& shared = *static_cast<SharedInput*>(memory);

    int passed_count = 0;
    int failed_count = 0;
    for (const Fuzzer& fuzzer : fuzzers) {
        if (!is_chosen(fuzzer.name, chosen)) continue;
        ++(run_fuzzer(fuzzer, seed, shared) ? passed_count : failed_count);
    }
    std::printf("%d passed, %d failed, 0 skipped\n", passed_count, failed_count);
    return failed_count == 0 ? 0 : 1;
}
