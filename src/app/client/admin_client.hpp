#pragma once

#include <filesystem>
#include <string>

#include "outcry/base/result.hpp"

#include "app/client/http_client.hpp"

namespace outcry::app {

/// How the admin address of a venue is found: by its data directory, or by hand.
struct AdminAccess {
    std::filesystem::path data = "data";
    std::string url;                   // instead of DIR/serve.json
    std::filesystem::path token_file;  // instead of DIR/admin.token
    std::string caller;                // who calls, for the audit trail
};

struct AdminFailure {
    std::string message;
    int exit_code = 1;
};

struct AdminCallText {
    std::string method;
    std::string target;
    std::string body;  // JSON; empty for a GET
};

/// One call; blocks until it is answered. A refusal is an answer.
[[nodiscard]] Result<HttpAnswer, AdminFailure> call_admin(const AdminAccess& access,
                                                          const AdminCallText& call);

/// 0 for what was done, 2 for a call that was written wrongly, 1 for one that was refused.
[[nodiscard]] int exit_code_of(const HttpAnswer& answer) noexcept;

}  // namespace outcry::app
