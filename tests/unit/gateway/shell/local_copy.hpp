#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace outcry::test {

using Json = nlohmann::json;

/// What a client keeps of a book: made of the stream's messages alone.
class LocalBook {
public:
    /// False when something before the message is missing.
    [[nodiscard]] bool apply(const Json& message);
    [[nodiscard]] std::uint64_t last_update() const { return last_update_; }
    /// As `GET /api/v3/depth` has it, without the id.
    [[nodiscard]] Json levels() const;
    /// As docs/api/streams.md says it is made.
    [[nodiscard]] std::uint32_t checksum() const;

private:
    using Level = std::pair<std::string, std::string>;  // price, quantity, as they came
    void set(std::map<std::int64_t, Level>& side, const Json& level, int sign);

    std::map<std::int64_t, Level> bids_;  // the best first
    std::map<std::int64_t, Level> asks_;
    std::uint64_t last_update_ = 0;
};

/// The same of an account: balances and open orders.
class LocalAccount {
public:
    void apply(const Json& event);
    [[nodiscard]] Json state() const;

private:
    std::map<std::string, std::pair<std::string, std::string>> balances_;
    std::map<std::uint64_t, std::pair<std::string, std::string>> orders_;  // price, executed
};

/// A price or quantity with eight decimals, in its smallest unit.
[[nodiscard]] std::int64_t units_of(const std::string& decimal);

}  // namespace outcry::test
