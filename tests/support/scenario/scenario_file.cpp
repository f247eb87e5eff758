#include "support/scenario/scenario_file.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace outcry::test {
namespace {

constexpr std::string_view arrow = "->";
constexpr std::string_view run = " ... ";
constexpr std::string_view pairs = " pairs in all";
/// Shorter runs are readable as they are.
constexpr std::size_t run_size_min = 5;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Up to the comment, which begins the line or follows a blank: `#7` is an order.
std::string_view without_comment(std::string_view text) {
    const std::string_view all = trimmed(text);
    if (all == "#" || all.starts_with("# ")) return {};
    const std::size_t comment = text.find(" # ");
    return trimmed(text.substr(0, comment));
}

std::vector<std::string> split_answer(std::string_view text) {
    std::vector<std::string> parts;
    while (!trimmed(text).empty()) {
        const std::size_t comma = text.find(',');
        parts.emplace_back(trimmed(text.substr(0, comma)));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return parts;
}

unsigned take_repeat_count(std::string_view& action) {
    unsigned count = 0;
    const char* const end = action.data() + action.size();
    const auto [rest, error] = std::from_chars(action.data(), end, count);
    constexpr std::string_view times = " times ";
    const std::string_view after{rest, static_cast<std::size_t>(end - rest)};
    if (error != std::errc{} || !after.starts_with(times)) return 1;
    action = trimmed(after.substr(times.size()));
    return count;
}

/// What is left without its numbers.
std::string kind_of(std::string text) {
    std::erase_if(text, [](char letter) { return letter >= '0' && letter <= '9'; });
    return text;
}

/// How many of one kind begin at `place`.
std::size_t run_size(const std::vector<std::string>& said, std::size_t place) {
    std::size_t end = place;
    while (end < said.size() && kind_of(said[end]) == kind_of(said[place])) ++end;
    return end - place;
}

std::string run_of(const std::vector<std::string>& said, std::size_t place, std::size_t size) {
    return fmt::format("{}{}{} ({} in all)", said[place], run, said[place + size - 1], size);
}

/// How many pairs of the same two kinds begin at `place`.
std::size_t pair_count(const std::vector<std::string>& said, std::size_t place) {
    if (place + 1 >= said.size()) return 0;
    const std::string first = kind_of(said[place]);
    const std::string second = kind_of(said[place + 1]);
    if (first == second) return 0;
    std::size_t count = 0;
    for (std::size_t i = place; i + 1 < said.size(); i += 2) {
        if (kind_of(said[i]) != first || kind_of(said[i + 1]) != second) break;
        ++count;
    }
    return count;
}

std::string pairs_of(const std::vector<std::string>& said, std::size_t place, std::size_t count) {
    const std::size_t last = place + 2 * count - 1;
    return fmt::format("{} and {}{}{} and {} ({}{})", said[place], said[place + 1], run,
                       said[last - 1], said[last], count, pairs);
}

}  // namespace

ScenarioError::ScenarioError(std::string_view file, int line, std::string_view what)
    : std::runtime_error{fmt::format("{}:{}: {}", file, line, what)} {}

ScenarioFile parse_scenario(std::string name, std::string_view text) {
    ScenarioFile file{.name = std::move(name), .lines = {}};
    std::istringstream input{std::string{text}};
    std::string raw;
    bool continues = false;
    for (int number = 1; std::getline(input, raw); ++number) {
        const std::string_view content = without_comment(raw);
        if (content.empty()) continue;
        const std::size_t split = continues ? std::string_view::npos : content.find(arrow);
        std::string_view answer = content;
        if (!continues) {
            std::string_view action = trimmed(content.substr(0, split));
            if (action.empty()) throw ScenarioError{file.name, number, "nobody does anything"};
            ScenarioLine& line = file.lines.emplace_back();
            line.number = number;
            line.repeat_count = take_repeat_count(action);
            line.action = action;
            line.has_answer = split != std::string_view::npos;
            answer = line.has_answer ? content.substr(split + arrow.size()) : std::string_view{};
        }
        for (std::string& part : split_answer(answer))
            file.lines.back().answer.push_back(std::move(part));
        continues = trimmed(answer).ends_with(',');
    }
    if (continues)
        throw ScenarioError{file.name, file.lines.back().number, "the answer ends in a comma"};
    return file;
}

ScenarioFile read_scenario(const std::filesystem::path& path) {
    std::ifstream input{path};
    if (!input) throw ScenarioError{path.string(), 0, "cannot be read"};
    std::ostringstream text;
    text << input.rdbuf();
    return parse_scenario(path.string(), text.str());
}

bool matches(const std::vector<std::string>& answer, const std::vector<std::string>& said) {
    std::size_t place = 0;
    for (const std::string& part : answer) {
        if (place == said.size()) return false;
        if (part.find(pairs) != std::string::npos) {
            const std::size_t count = pair_count(said, place);
            if (count == 0 || part != pairs_of(said, place, count)) return false;
            place += 2 * count;
            continue;
        }
        const bool is_run = part.find(run) != std::string::npos;
        const std::size_t size = is_run ? run_size(said, place) : 1;
        if (part != (is_run ? run_of(said, place, size) : said[place])) return false;
        place += size;
    }
    return place == said.size();
}

std::string answer_of(const std::vector<std::string>& said) {
    std::string text;
    for (std::size_t place = 0; place < said.size();) {
        const std::size_t size = run_size(said, place);
        const bool is_long = size >= run_size_min;
        if (!text.empty()) text += ", ";
        if (const std::size_t count = pair_count(said, place); count >= run_size_min) {
            text += pairs_of(said, place, count);
            place += 2 * count;
            continue;
        }
        text += is_long ? run_of(said, place, size) : said[place];
        place += is_long ? size : 1;
    }
    return text;
}

}  // namespace outcry::test
