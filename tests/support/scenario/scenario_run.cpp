#include "support/scenario/scenario_run.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "support/scenario/event_text.hpp"
#include "support/scenario/scenario_state.hpp"

namespace outcry::test {
namespace {

using engine::EngineLimits;

void set_limit(EngineLimits& limits, std::string_view name, std::uint64_t value) {
    using Setter = void (*)(EngineLimits&, std::uint32_t);
    static const std::map<std::string_view, Setter> setters{
        {"orders_max", [](EngineLimits& l, std::uint32_t v) { l.orders_max = v; }},
        {"price_pages_max", [](EngineLimits& l, std::uint32_t v) { l.price_pages_max = v; }},
        {"recent_order_ids", [](EngineLimits& l, std::uint32_t v) { l.recent_order_ids = v; }},
        {"accounts_max", [](EngineLimits& l, std::uint32_t v) { l.accounts_max = v; }},
        {"assets_max",
         [](EngineLimits& l, std::uint32_t v) { l.assets_max = static_cast<std::uint16_t>(v); }},
        {"instruments_max",
         [](EngineLimits& l, std::uint32_t v) {
             l.instruments_max = static_cast<std::uint16_t>(v);
         }},
        {"keys_max", [](EngineLimits& l, std::uint32_t v) { l.keys_max = v; }},
        {"account_counts_max", [](EngineLimits& l, std::uint32_t v) { l.account_counts_max = v; }},
        {"idempotent_orders_max",
         [](EngineLimits& l, std::uint32_t v) { l.idempotent_orders_max = v; }},
        {"idempotent_orders_per_account_max",
         [](EngineLimits& l, std::uint32_t v) { l.idempotent_orders_per_account_max = v; }},
        {"open_orders_per_account_max",
         [](EngineLimits& l, std::uint32_t v) { l.open_orders_per_account_max = v; }},
    };
    const auto setter = setters.find(name);
    if (setter == setters.end())
        throw ScenarioWordError{fmt::format("there is no limit `{}`", name)};
    setter->second(limits, static_cast<std::uint32_t>(value));
}

constexpr std::string_view without_twin = "without twin";

bool is_directive(const ScenarioLine& line) {
    return line.action.starts_with("limits ") || line.action.starts_with("venue ") ||
           line.action == without_twin;
}

/// `limits orders_max 3 keys_max 2`, at the top of a file
EngineLimits limits_of(const ScenarioFile& file) {
    EngineLimits limits = scenario_limits();
    for (const ScenarioLine& line : file.lines) {
        if (!is_directive(line)) break;
        try {
            ScenarioWords words{line.action};
            if (!words.take("limits")) continue;
            while (!words.is_at_end()) {
                const std::string name{words.take_any("limit")};
                set_limit(limits, name, words.take_number(name));
            }
        } catch (const ScenarioWordError& error) {
            throw ScenarioError{file.name, line.number, error.what()};
        }
    }
    return limits;
}

}  // namespace

engine::EngineLimits scenario_limits() {
    return {.orders_max = 1024,
            .price_pages_max = 256,
            .recent_order_ids = 1024,
            .accounts_max = 32,
            .assets_max = 4,
            .instruments_max = 4,
            .keys_max = 4,
            .open_orders_per_account_max = 900,
            .account_counts_max = 64,
            .idempotent_orders_max = 64,
            .idempotent_orders_per_account_max = 16};
}

const std::vector<std::string>& standard_venue() {
    static const std::vector<std::string> commands{
        "operator asset BTC",
        "operator asset USD",
        "operator instrument BTCUSD base BTC quote USD",
        "operator account alice uid 1",
        "operator account bob uid 2",
        "operator account carol uid 3",
        "operator account dave uid 4",
        "operator deposit 1_000_000 BTC to alice",
        "operator deposit 1_000_000 USD to alice",
        "operator deposit 1_000_000 BTC to bob",
        "operator deposit 1_000_000 USD to bob",
        "operator deposit 1_000_000 BTC to carol",
        "operator deposit 1_000_000 USD to carol",
        "operator deposit 1_000_000 BTC to dave",
        "operator deposit 1_000_000 USD to dave",
    };
    return commands;
}

ScenarioRun::ScenarioRun(const ScenarioFile& file) : file_{file}, engines_{limits_of(file)} {
    if (std::ranges::find(file.lines, without_twin, &ScenarioLine::action) != file.lines.end())
        engines_.leave_out_the_twin();
}

std::vector<std::string> ScenarioRun::play() {
    open();
    for (std::size_t place = first_line_; place < file_.lines.size(); ++place) {
        const ScenarioLine& line = file_.lines[place];
        try {
            play(line);
        } catch (const ScenarioWordError& error) {
            throw ScenarioError{file_.name, line.number, error.what()};
        }
    }
    return failures_;
}

/// The directives, and then the standard venue unless the scenario opens one of its own.
void ScenarioRun::open() {
    bool is_standard = true;
    while (first_line_ < file_.lines.size() && is_directive(file_.lines[first_line_])) {
        const ScenarioLine& line = file_.lines[first_line_++];
        if (line.action == "venue empty") is_standard = false;
        if (line.action.starts_with("venue ") && is_standard)
            throw ScenarioError{file_.name, line.number, "a venue is empty or not mentioned"};
    }
    if (!is_standard) return;
    for (const std::string& action : standard_venue()) {
        ScenarioLine line;
        line.action = action;
        static_cast<void>(said_to(line));
    }
}

void ScenarioRun::play(const ScenarioLine& line) {
    if (is_directive(line)) throw ScenarioWordError{"limits and venue stand at the top"};
    if (!line.has_answer) throw ScenarioWordError{"an answer is missing: `-> accepted #1`"};
    const std::vector<std::string> said = said_to(line);
    if (matches(line.answer, said)) return;
    fail(line, fmt::format("`{}`\n  said     {}\n  expected {}", line.action, answer_of(said),
                           fmt::join(line.answer, ", ")));
}

std::vector<std::string> ScenarioRun::said_to(const ScenarioLine& line) {
    ScenarioWords words{line.action};
    if (words.take("book") || words.take("orders")) {
        const bool is_book = line.action.starts_with("book");
        InstrumentId instrument;
        if (words.take("on")) instrument = names_.instrument(words.take_any("instrument"));
        words.expect_end();
        return is_book ? book_texts(engines_.engine(), instrument)
                       : order_texts(engines_.engine(), instrument, names_);
    }
    if (words.take("balances")) {
        const AccountId account = names_.account(words.take_any("account"));
        words.expect_end();
        return balance_texts(engines_.engine(), account, names_);
    }
    return said_to_command(line, words);
}

std::vector<std::string> ScenarioRun::said_to_command(const ScenarioLine& line,
                                                      ScenarioWords& words) {
    const Command command = command_of(words, names_);
    const bool continues = command.type == CommandType::continue_mass_action;
    if (continues != engines_.engine().mass_action_is_pending())
        throw ScenarioWordError{continues ? "no slice is pending" : "a slice is pending"};
    if (!continues && command.type != CommandType::advance_clock &&
        engines_.engine().next_deadline() <= next(engines_.engine().time()))
        throw ScenarioWordError{"an order ends first: `operator clock`"};
    engines_.restore_the_other();
    std::vector<std::string> said;
    for (unsigned count = 0; count < line.repeat_count; ++count) {
        const std::vector<Event> events = engines_.apply(command);
        for (const Event& event : events) names_.learn(event);
        for (std::string& text : texts_of(events)) said.push_back(std::move(text));
    }
    engines_.compare_states();
    const std::string complaints = engines_.take_complaints();
    if (!complaints.empty()) fail(line, complaints);
    return said;
}

void ScenarioRun::fail(const ScenarioLine& line, const std::string& what) {
    failures_.push_back(fmt::format("{}:{}: {}", file_.name, line.number, what));
}

}  // namespace outcry::test
