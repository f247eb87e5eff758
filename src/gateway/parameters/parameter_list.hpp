#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/parameters/parameter.hpp"
#include "gateway/parameters/refusal.hpp"

namespace outcry::gateway {

/// The parameters of one request, decoded, each name once. Reused from request to request; what it
/// refers to lives in the request's bytes and in its own buffer until the next `read…` or `clear`.
class ParameterList {
public:
    static constexpr std::size_t count_max = 64;

    struct Entry {
        std::string_view name;
        std::string_view value;
        std::optional<Parameter> parameter;  // empty: a name that no endpoint knows
    };

    ParameterList();

    void clear() noexcept;
    /// From query and body, both in the form of queries whatever the content type says; for a name
    /// in both the query counts. A name twice in one of them is refused.
    [[nodiscard]] Checked<void> read_form(std::string_view query, std::string_view body);
    /// One parameter of a JSON object. `name` and `value` must outlive the list's use.
    [[nodiscard]] Checked<void> add(std::string_view name, std::string_view value);

    [[nodiscard]] bool has(Parameter parameter) const noexcept {
        return positions_[index_of(parameter)] != 0;
    }
    /// The value, decoded; empty both when it was not sent and when it was sent empty.
    [[nodiscard]] std::string_view value(Parameter parameter) const noexcept;
    [[nodiscard]] std::span<const Entry> entries() const noexcept {
        return {entries_.data(), count_};
    }
    /// How many of the entries are in `known`.
    [[nodiscard]] std::size_t count_of(const ParameterSet& known) const noexcept;

private:
    [[nodiscard]] Checked<void> read_pairs(std::string_view text, std::size_t other_count);
    [[nodiscard]] Checked<void> add_entry(const Entry& entry, std::size_t other_count);
    [[nodiscard]] std::optional<std::string_view> decode(std::string_view text);
    [[nodiscard]] std::size_t position_of(const Entry& entry) const noexcept;

    std::array<Entry, count_max> entries_;
    std::size_t count_ = 0;
    std::array<std::uint8_t, parameter_kind_count>
        positions_{};  // in `entries_`, from 1; 0: absent
    std::string decoded_;
};

}  // namespace outcry::gateway
