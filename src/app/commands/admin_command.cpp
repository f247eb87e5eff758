#include "app/commands/admin_command.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/client/admin_client.hpp"
#include "app/operators/audit_trail.hpp"
#include "app/operators/operator_call.hpp"

namespace outcry::app {
namespace {

constexpr int exit_code_of_damage = 65;
constexpr int exit_code_of_wrong_usage = 2;

/// What was given for one call, by the name of the field.
struct Given {
    std::map<std::string, std::string> texts;
    std::map<std::string, bool> flags;
};

/// priceMinimum: --price-minimum; what comes from a file has that in its name.
std::string flag_of(const CallField& field) {
    std::string flag = "--";
    for (const char letter : field.name) {
        if (letter >= 'A' && letter <= 'Z') {
            flag += '-';
            flag += static_cast<char>(letter - 'A' + 'a');
        } else {
            flag += letter;
        }
    }
    const bool is_file = field.kind == FieldKind::file || field.kind == FieldKind::secret;
    return is_file ? flag + "-file" : flag;
}

std::optional<std::string> read_text(const std::string& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

int report(const AdminFailure& failure) {
    fmt::print(stderr, "outcry admin: {}\n", failure.message);
    return failure.exit_code;
}

/// A line for each member of an object is easier to read than one for all.
int print(const HttpAnswer& answer) {
    const auto json = nlohmann::ordered_json::parse(answer.body, nullptr, false);
    const std::string text = json.is_discarded() ? answer.body : json.dump(2);
    const int exit_code = exit_code_of(answer);
    fmt::print(exit_code == 0 ? stdout : stderr, "{}\n", text);
    return exit_code;
}

int call_and_print(const AdminAccess& access, const AdminCallText& call) {
    const auto answer = call_admin(access, call);
    return answer ? print(*answer) : report(answer.error());
}

/// The members of the call, or the line that says which file cannot be read.
Result<nlohmann::json, std::string> members_of(const OperatorCall& call, const Given& given) {
    nlohmann::json members = nlohmann::json::object();
    for (const CallField& field : call.fields) {
        const std::string name{field.name};
        if (const auto flag = given.flags.find(name); flag != given.flags.end() && flag->second)
            members[name] = true;
        const auto text = given.texts.find(name);
        if (text == given.texts.end() || text->second.empty()) continue;
        const bool is_secret = field.kind == FieldKind::secret;
        if (field.kind != FieldKind::file && !is_secret) {
            members[name] = text->second;
            continue;
        }
        auto content = read_text(text->second);
        if (!content) return Failure{text->second + ": cannot be read"};
        while (is_secret && !content->empty() && content->back() == '\n') content->pop_back();
        members[name] = *content;
    }
    return members;
}

std::string query_of(const nlohmann::json& members) {
    std::string query;
    for (const auto& [name, value] : members.items()) {
        query += query.empty() ? "?" : "&";
        query += name + "=";
        for (const char letter : value.get<std::string>())
            query += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return query;
}

int perform(const AdminAccess& access, const OperatorCall& call, const Given& given) {
    const auto members = members_of(call, given);
    if (!members) return report({members.error(), exit_code_of_wrong_usage});
    AdminCallText text{std::string{method_of(call)}, std::string{call.path}, {}};
    if (call.kind == CallKind::query) {
        text.target += query_of(*members);
    } else {
        text.body = members->dump();
    }
    return call_and_print(access, text);
}

/// "market create" is the command `create` of the command `market`.
CLI::App& command_for(CLI::App& admin, std::string_view words, std::string_view help) {
    const std::size_t space = words.find(' ');
    if (space == std::string_view::npos)
        return *admin.add_subcommand(std::string{words}, std::string{help});
    const std::string noun{words.substr(0, space)};
    const auto known =
        admin.get_subcommands([&](const CLI::App* command) { return command->get_name() == noun; });
    CLI::App* parent = known.empty() ? nullptr : known.front();
    if (parent == nullptr) {
        parent = admin.add_subcommand(noun, "see outcry admin " + noun + " --help");
        parent->require_subcommand(1)->fallthrough();
    }
    return *parent->add_subcommand(std::string{words.substr(space + 1)}, std::string{help});
}

void add_call(CLI::App& admin, const OperatorCall& call, const std::shared_ptr<AdminAccess>& access,
              int& exit_code) {
    CLI::App& command = command_for(admin, call.command, call.help);
    command.fallthrough();
    const auto given = std::make_shared<Given>();
    for (const CallField& field : call.fields) {
        const std::string name{field.name};
        const std::string help{field.help};
        if (field.kind == FieldKind::flag) {
            command.add_flag(flag_of(field), given->flags[name], help);
            continue;
        }
        CLI::Option* const option = command.add_option(flag_of(field), given->texts[name], help);
        if (field.need == FieldNeed::mandatory) option->required();
    }
    command.callback(
        [given, access, &call, &exit_code] { exit_code = perform(*access, call, *given); });
}

int verify_audit(const AdminAccess& access) {
    const std::string file = (access.data / "audit.jsonl").string();
    const auto text = read_text(file);
    if (!text) return report({file + ": cannot be read"});
    const auto count = verify_audit_trail(*text);
    if (!count)
        return report(
            {fmt::format("{}: line {} does not follow the one before", file, count.error()),
             exit_code_of_damage});
    fmt::print("{}: {} lines, none changed or missing in between\n", file, *count);
    return 0;
}

void add_access(CLI::App& admin, AdminAccess& access) {
    const char* const user = std::getenv("USER");
    access.caller = user == nullptr ? "" : user;
    admin.add_option("--data", access.data, "data directory of the venue")->capture_default_str();
    admin.add_option("--url", access.url, "admin address, instead of the one in DIR/serve.json");
    admin.add_option("--token-file", access.token_file, "instead of DIR/admin.token");
    admin.add_option("--operator", access.caller, "your name, for the audit trail; default: $USER");
}

}  // namespace

void add_admin_command(CLI::App& root, int& exit_code) {
    CLI::App* const admin =
        root.add_subcommand("admin", "Run a venue: accounts, keys, money, markets, rules, limits");
    admin->require_subcommand(1)->fallthrough();
    const auto access = std::make_shared<AdminAccess>();
    add_access(*admin, *access);
    for (const OperatorCall& call : operator_calls()) add_call(*admin, call, access, exit_code);
    const auto add = [&](const char* name, const char* help, AdminCallText call) {
        admin->add_subcommand(name, help)
            ->fallthrough()
            ->callback([access, call = std::move(call), &exit_code] {
                exit_code = call_and_print(*access, call);
            });
    };
    add("info", "sequences and sinks", {"GET", "/status", {}});
    add("snapshot", "write a snapshot now", {"POST", "/snapshot", {}});
    admin->add_subcommand("audit", "verify DIR/audit.jsonl; needs no running server")
        ->fallthrough()
        ->callback([access, &exit_code] { exit_code = verify_audit(*access); });
    admin->footer(
        "Exit codes: 0 done, 1 refused or not reached, 2 wrongly written, 65 damaged data.");
}

}  // namespace outcry::app
