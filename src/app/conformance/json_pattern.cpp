#include "app/conformance/json_pattern.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace outcry::app {
namespace {

using Json = nlohmann::json;
using Mismatch = std::optional<std::string>;

constexpr std::string_view more_members = "<more>";
constexpr std::string_view each_element = "<each>";

bool is_decimal(const Json& value) {
    if (!value.is_string()) return false;
    const auto text = value.get<std::string>();
    const auto is_part = [](char letter) {
        return (letter >= '0' && letter <= '9') || letter == '.' || letter == '-';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_part);
}

bool has_kind(std::string_view kind, const Json& value) {
    if (kind == "any") return true;
    if (kind == "integer" || kind == "time") return value.is_number_integer();
    if (kind == "decimal") return is_decimal(value);
    if (kind == "text") return value.is_string();
    if (kind == "boolean") return value.is_boolean();
    if (kind == "object") return value.is_object();
    if (kind == "array") return value.is_array();
    return false;
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

class Matcher {
public:
    explicit Matcher(Captures& captures) : captures_{captures} {}

    Mismatch match(const Json& pattern, const Json& value, const std::string& place) {
        if (pattern.is_object()) return match_object(pattern, value, place);
        if (pattern.is_array()) return match_array(pattern, value, place);
        if (pattern.is_string()) {
            const auto text = pattern.get<std::string>();
            if (text.size() > 2 && text.front() == '<' && text.back() == '>')
                return match_kind(std::string_view{text}.substr(1, text.size() - 2), value, place);
        }
        if (pattern == value) return std::nullopt;
        return fmt::format("{}: expected {}, got {}", place, pattern.dump(), value.dump());
    }

private:
    Mismatch match_kind(std::string_view kind, const Json& value, const std::string& place) {
        const std::size_t equals = kind.find('=');
        const std::string_view word = kind.substr(0, equals);
        if (!has_kind(word, value))
            return fmt::format("{}: expected <{}>, got {}", place, word, value.dump());
        if (equals != std::string_view::npos)
            captures_[std::string{kind.substr(equals + 1)}] = text_of(value);
        return std::nullopt;
    }

    Mismatch match_object(const Json& pattern, const Json& value, const std::string& place) {
        if (!value.is_object())
            return fmt::format("{}: expected an object, got {}", place, value.dump());
        for (const auto& [name, part] : pattern.items()) {
            if (name == more_members) continue;
            const auto found = value.find(name);
            if (found == value.end()) return fmt::format("{}.{}: is missing", place, name);
            if (auto mismatch = match(part, *found, place + "." + name)) return mismatch;
        }
        if (pattern.contains(more_members)) return std::nullopt;
        for (const auto& [name, part] : value.items())
            if (!pattern.contains(name)) return fmt::format("{}.{}: is not expected", place, name);
        return std::nullopt;
    }

    Mismatch match_array(const Json& pattern, const Json& value, const std::string& place) {
        if (!value.is_array())
            return fmt::format("{}: expected an array, got {}", place, value.dump());
        const bool is_each = pattern.size() == 2 && pattern[0] == each_element;
        if (!is_each && pattern.size() != value.size())
            return fmt::format("{}: expected {} elements, got {}", place, pattern.size(),
                               value.size());
        for (std::size_t i = 0; i < value.size(); ++i) {
            const Json& part = is_each ? pattern[1] : pattern[i];
            if (auto mismatch = match(part, value[i], fmt::format("{}[{}]", place, i)))
                return mismatch;
        }
        return std::nullopt;
    }

    Captures& captures_;
};

}  // namespace

Mismatch find_mismatch(const Json& pattern, const Json& value, Captures& captures) {
    // Learned only from what matches as a whole.
    Captures learned = captures;
    auto mismatch = Matcher{learned}.match(pattern, value, "$");
    if (!mismatch) captures = std::move(learned);
    return mismatch;
}

std::string fill_in(std::string_view text, const Captures& captures) {
    std::string filled;
    while (true) {
        const std::size_t begin = text.find("${");
        const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
        if (end == std::string_view::npos) return filled.append(text);
        filled.append(text.substr(0, begin));
        std::string_view name = text.substr(begin + 2, end - begin - 2);
        if (name.starts_with('#')) name.remove_prefix(1);
        const auto found = captures.find(name);
        filled.append(found == captures.end() ? text.substr(begin, end + 1 - begin)
                                              : std::string_view{found->second});
        text.remove_prefix(end + 1);
    }
}

Json fill_in_all(const Json& value, const Captures& captures) {
    if (value.is_string()) {
        const auto text = value.get<std::string>();
        const std::string filled = fill_in(text, captures);
        // "${#name}" alone is the number itself, not a text with digits.
        const bool is_whole = text != filled && text.starts_with("${#") && text.back() == '}';
        return is_whole ? Json::parse(filled) : Json(filled);
    }
    if (!value.is_structured()) return value;
    Json filled = value;
    for (Json& part : filled) part = fill_in_all(part, captures);
    return filled;
}

}  // namespace outcry::app
