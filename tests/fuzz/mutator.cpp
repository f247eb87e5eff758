#include "fuzz/mutator.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace outcry::test {

namespace {

constexpr std::size_t input_size_bytes_max = 4096;
constexpr std::size_t mutation_count_max = 6;

using namespace std::string_view_literals;

// What parsers of numbers, JSON, HTTP, CSV and little-endian frames trip over.
constexpr auto tokens = std::to_array<std::string_view>({
    "-0"sv,
    "NaN"sv,
    "1e400"sv,
    "0.00000000"sv,
    "9223372036854775808"sv,
    "18446744073709551616"sv,
    "1234567890123456789012345678901234567890"sv,
    "-9223372036854775808"sv,
    "."sv,
    ","sv,
    "\""sv,
    "\\u0000"sv,
    "\\ud800"sv,
    "\xc3\x28"sv,
    "\xff\xff\xff\xff"sv,
    "\0\0\0\0"sv,
    "\x7f\xff\xff\xff\xff\xff\xff\xff"sv,
    "\x80\0\0\0\0\0\0\0"sv,
    "{"sv,
    "}"sv,
    "[[[[[[[["sv,
    "null"sv,
    "&"sv,
    "="sv,
    "%00"sv,
    "%"sv,
    "\r\n"sv,
    "\r\n\r\n"sv,
    "HTTP/1.1"sv,
    "Content-Length: 18446744073709551615\r\n"sv,
});

}  // namespace

Mutator::Mutator(std::uint64_t seed, std::vector<std::string> corpus)
    : random_{seed}, corpus_{std::move(corpus)} {}

std::string Mutator::next() {
    if (next_seed_ < corpus_.size()) return corpus_[next_seed_++];

    std::string input;
    const std::size_t choice = below(8);
    if (choice == 0) {
        input = random_bytes();
    } else if (choice == 1) {
        input = random_text();
    } else if (!corpus_.empty()) {
        input = corpus_[below(corpus_.size())];
    }
    const std::size_t mutation_count = 1 + below(mutation_count_max);
    for (std::size_t i = 0; i < mutation_count; ++i) mutate(input);
    input.resize(std::min(input.size(), input_size_bytes_max));
    return input;
}

std::size_t Mutator::below(std::size_t count) {
    // Not std::uniform_int_distribution, whose result differs between standard libraries.
    return static_cast<std::size_t>(random_() % count);
}

std::string Mutator::random_bytes() {
    std::string bytes(below(256), '\0');
    for (char& byte : bytes) byte = static_cast<char>(below(256));
    return bytes;
}

std::string Mutator::random_text() {
    std::string text(below(256), '\0');
    for (char& letter : text) letter = static_cast<char>(' ' + below(95));
    return text;
}

void Mutator::mutate(std::string& input) {
    if (input.empty()) {
        insert_token(input);
        return;
    }
    const std::size_t at = below(input.size());
    const std::size_t length = 1 + below(std::min<std::size_t>(input.size() - at, 16));
    switch (below(8)) {
        case 0: input[at] = static_cast<char>(input[at] ^ (1 << below(8))); break;
        case 1: input[at] = static_cast<char>(below(256)); break;
        case 2: input.erase(at, length); break;
        case 3: input.insert(below(input.size() + 1), std::string{input, at, length}); break;
        case 4: input.resize(at); break;
        case 5: insert_token(input); break;
        case 6: input[at] = static_cast<char>(input[at] + (below(2) == 0 ? 1 : -1)); break;
        default:
            if (corpus_.empty()) break;
            const std::string& other = corpus_[below(corpus_.size())];
            input.replace(at, std::string::npos, other, std::min(at, other.size()));
            break;
    }
}

void Mutator::insert_token(std::string& input) {
    input.insert(below(input.size() + 1), tokens[below(tokens.size())]);
}

}  // namespace outcry::test
