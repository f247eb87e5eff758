#include "gateway/parameters/parameter_list.hpp"

#include <algorithm>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr int hex_value(char character) noexcept {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

bool is_encoded(std::string_view text) noexcept {
    // Two searches with memchr: find_first_of would make a call for each character.
    return text.find('%') != std::string_view::npos || text.find('+') != std::string_view::npos;
}

}  // namespace

ParameterList::ParameterList() { decoded_.reserve(1024); }

void ParameterList::clear() noexcept {
    for (std::size_t i = 0; i < count_; ++i) {
        if (entries_[i].parameter) positions_[index_of(*entries_[i].parameter)] = 0;
    }
    count_ = 0;
    decoded_.clear();
}

std::string_view ParameterList::value(Parameter parameter) const noexcept {
    const std::size_t position = positions_[index_of(parameter)];
    return position == 0 ? std::string_view{} : entries_[position - 1].value;
}

std::size_t ParameterList::count_of(const ParameterSet& known) const noexcept {
    return static_cast<std::size_t>(std::count_if(
        entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(count_),
        [&](const Entry& entry) { return entry.parameter && known[index_of(*entry.parameter)]; }));
}

Checked<void> ParameterList::read_form(std::string_view query, std::string_view body) {
    clear();
    // Decoding never makes text longer: with this room the views into it stay good.
    decoded_.reserve(query.size() + body.size());
    if (auto read = read_pairs(query, 0); !read) return read;
    return read_pairs(body, count_);
}

Checked<void> ParameterList::add(std::string_view name, std::string_view value) {
    return add_entry({name, value, find_parameter(name)}, 0);
}

/// `other_count` entries come from elsewhere and win over the same name here.
Checked<void> ParameterList::read_pairs(std::string_view text, std::size_t other_count) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;

        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = decode(pair.substr(0, equals));
        const auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return Failure{refusals::illegal_characters()};
        if (auto added = add_entry({*name, *value, find_parameter(*name)}, other_count); !added) {
            return added;
        }
    }
    return {};
}

std::size_t ParameterList::position_of(const Entry& entry) const noexcept {
    if (entry.parameter) return positions_[index_of(*entry.parameter)];
    for (std::size_t i = 0; i < count_; ++i) {
        if (entries_[i].name == entry.name) return i + 1;
    }
    return 0;
}

Checked<void> ParameterList::add_entry(const Entry& entry, std::size_t other_count) {
    if (const std::size_t position = position_of(entry); position != 0) {
        if (position <= other_count) return {};
        return Failure{refusals::duplicate_parameter()};
    }
    if (count_ == count_max) return Failure{refusals::too_many_parameters()};
    entries_[count_] = entry;
    ++count_;
    if (entry.parameter) {
        positions_[index_of(*entry.parameter)] = static_cast<std::uint8_t>(count_);
    }
    return {};
}

std::optional<std::string_view> ParameterList::decode(std::string_view text) {
    if (!is_encoded(text)) return text;
    OUTCRY_ASSERT(decoded_.capacity() - decoded_.size() >= text.size());
    const std::size_t begin = decoded_.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            decoded_.push_back(' ');
        } else if (text[i] != '%') {
            decoded_.push_back(text[i]);
        } else {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded_.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    return std::string_view{decoded_}.substr(begin);
}

}  // namespace outcry::gateway
