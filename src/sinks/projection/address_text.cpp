#include <algorithm>
#include <array>
#include <span>
#include <string>

#include <fmt/format.h>

#include "outcry/sinks/rows.hpp"

namespace outcry::sinks {
namespace {

constexpr std::size_t group_count = 8;
constexpr int mapped_bits = 96;  // of an IPv4 network within ::ffff:0:0/96

using Groups = std::array<unsigned, group_count>;

Groups groups_of(const AddressRange& range) noexcept {
    Groups groups{};
    for (std::size_t i = 0; i < group_count; ++i) {
        groups[i] = (unsigned{range.address[2 * i]} << 8) | range.address[2 * i + 1];
    }
    return groups;
}

/// How many groups from this one on are zero.
std::size_t zeros_from(const Groups& groups, std::size_t first) noexcept {
    std::size_t end = first;
    while (end < group_count && groups[end] == 0) ++end;
    return end - first;
}

/// As RFC 5952 wants it: the first of the longest runs of zeros is left out, if it is longer than
/// one group.
std::string text_of(const Groups& groups) {
    std::size_t run = 0;
    for (std::size_t i = 1; i < group_count; ++i) {
        if (zeros_from(groups, i) > zeros_from(groups, run)) run = i;
    }
    const std::size_t run_size = zeros_from(groups, run);
    std::string text;
    for (std::size_t i = 0; i < group_count;) {
        if (i == run && run_size > 1) {
            text += "::";
            i += run_size;
            continue;
        }
        const bool needs_colon = !text.empty() && text.back() != ':';
        text += fmt::format("{}{:x}", needs_colon ? ":" : "", groups[i]);
        ++i;
    }
    return text;
}

}  // namespace

std::string text_of(const AddressRange& range) {
    const Groups groups = groups_of(range);
    const bool is_mapped =
        range.prefix_bits >= mapped_bits && zeros_from(groups, 0) == 5 && groups[5] == 0xffff;
    if (!is_mapped) return fmt::format("{}/{}", text_of(groups), range.prefix_bits);
    const std::span<const std::uint8_t> bytes = std::span{range.address}.last(4);
    return fmt::format("{}.{}.{}.{}/{}", bytes[0], bytes[1], bytes[2], bytes[3],
                       range.prefix_bits - mapped_bits);
}

}  // namespace outcry::sinks
