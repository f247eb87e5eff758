#pragma once

#include <cstddef>
#include <cstdint>

// Every parser has a line here and a file <name>_fuzzer.cpp beside this one that defines
//
//     int fuzz_<name>(const std::uint8_t* data, std::size_t size);
//
// It parses the bytes, asserts what must hold of any result (an OUTCRY_ASSERT, a sanitizer or a
// crash is the finding), and returns 0. Seeds that reach deep paths go to corpus/<name>/, a file
// each. `./dev test` runs all of them on seeded random and mutated bytes; `./dev build --preset
// fuzz` makes one libFuzzer program of each.
//
// The canary must fail: fuzz_smoke counts it as passed only when a finding is reported for it.
#define OUTCRY_FUZZERS(X) \
    X(canary) X(event_log) X(journal) X(json) X(order_flow) X(parameters) X(request) X(streams)

#define OUTCRY_DECLARE_FUZZER(name) int fuzz_##name(const std::uint8_t* data, std::size_t size);
OUTCRY_FUZZERS(OUTCRY_DECLARE_FUZZER)
#undef OUTCRY_DECLARE_FUZZER
