#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace outcry::test {

/// Makes inputs for a parser from seeds: the seeds themselves, then mutations of them and of bytes
/// made up. The same seed makes the same inputs on every machine.
class Mutator {
public:
    Mutator(std::uint64_t seed, std::vector<std::string> corpus);

    [[nodiscard]] std::string next();

private:
    [[nodiscard]] std::size_t below(std::size_t count);
    [[nodiscard]] std::string random_bytes();
    [[nodiscard]] std::string random_text();
    void mutate(std::string& input);
    void insert_token(std::string& input);

    std::mt19937_64 random_;
    std::vector<std::string> corpus_;
    std::size_t next_seed_ = 0;
};

}  // namespace outcry::test
