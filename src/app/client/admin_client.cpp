#include "app/client/admin_client.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace outcry::app {
namespace {

constexpr int exit_code_of_damage = 65;
constexpr int exit_code_of_wrong_usage = 2;
// Longer than the venue takes to say that it does not know.
constexpr std::chrono::seconds time_limit{75};

std::optional<std::string> read_text(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

Result<ServerAddress, AdminFailure> find_address(const AdminAccess& access) {
    if (!access.url.empty()) {
        auto address = parse_server_url(access.url);
        if (address) return std::move(*address);
        return Failure{AdminFailure{"--url " + address.error(), exit_code_of_wrong_usage}};
    }
    const std::filesystem::path file = access.data / "serve.json";
    const auto text = read_text(file);
    if (!text)
        return Failure{
            AdminFailure{fmt::format("{}: not there: no server runs on this directory "
                                     "(--data DIR, or --url and --token-file)",
                                     file.string())}};
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    const bool is_usable = json.is_object() && json.contains("admin") && json["admin"].is_string();
    auto address = parse_server_url(is_usable ? json["admin"].get<std::string>() : "");
    if (address) return std::move(*address);
    return Failure{AdminFailure{file.string() + ": names no admin address", exit_code_of_damage}};
}

}  // namespace

Result<HttpAnswer, AdminFailure> call_admin(const AdminAccess& access, const AdminCallText& call) {
    auto address = find_address(access);
    if (!address) return Failure{address.error()};
    const std::filesystem::path token_file =
        access.token_file.empty() ? access.data / "admin.token" : access.token_file;
    auto token = read_text(token_file);
    if (!token) return Failure{AdminFailure{token_file.string() + ": cannot be read"}};
    while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
    auto answer = http_call(*address, {.method = call.method,
                                       .target = call.target,
                                       .fields = {{"Authorization", "Bearer " + *token},
                                                  {"X-Operator", access.caller},
                                                  {"Content-Type", "application/json"}},
                                       .body = call.body,
                                       .time_limit = time_limit});
    if (answer) return std::move(*answer);
    return Failure{AdminFailure{answer.error()}};
}

int exit_code_of(const HttpAnswer& answer) noexcept {
    if (answer.status == 200) return 0;
    return answer.status == 400 ? exit_code_of_wrong_usage : 1;
}

}  // namespace outcry::app
