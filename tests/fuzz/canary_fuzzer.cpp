#include <cstdlib>

#include "fuzz/fuzzers.hpp"

// A parser with a bug that a mutation of the seed `frame` reaches: were this one not found, the
// driver would not find anything else either.
int fuzz_canary(const std::uint8_t* data, std::size_t size) {
    if (size >= 2 && data[0] == 'f' && data[1] != 'r') std::abort();
    return 0;
}
