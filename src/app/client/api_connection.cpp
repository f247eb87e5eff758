#include "app/client/api_connection.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "app/client/api_answer.hpp"

namespace outcry::app {
namespace {

constexpr const char* api_target = "/ws-api/v3?returnRateLimits=false";
/// Requests of the owner count from one.
constexpr std::uint64_t logon_id = 0;

}  // namespace

ApiConnection::ApiConnection(boost::asio::io_context& io, const ServerAddress& server,
                             std::string api_key, RequestSigner signer, WebSocketEvents events)
    : api_key_{std::move(api_key)},
      signer_{std::move(signer)},
      events_{std::move(events)},
      client_{io, server, api_target,
              WebSocketEvents{.on_open = [this] { on_transport_open(); },
                              .on_message = [this](std::string_view text) { on_text(text); },
                              .on_closed = [this](const std::string& reason) { end(reason); }}} {}

void ApiConnection::on_transport_open() {
    if (signer_.kind() == RequestSigner::Kind::hmac) return events_.on_open();
    awaits_logon_ = true;
    client_.send(
        ApiRequest{"session.logon"}.signed_text(logon_id, api_key_, timestamp_now_ms(), signer_));
}

void ApiConnection::on_text(std::string_view text) {
    if (awaits_logon_) return on_logon_answer(text);
    events_.on_message(text);
}

void ApiConnection::on_logon_answer(std::string_view text) {
    awaits_logon_ = false;
    ApiAnswerReader reader;
    const std::optional<ApiAnswer> answer = reader.read(text);
    if (answer && answer->is_success()) return events_.on_open();
    client_.close();
    end("session.logon was refused: " + (answer ? answer->error_text : std::string{"no answer"}));
}

void ApiConnection::end(const std::string& reason) {
    // A refused logon comes first, the end of the transport behind it: the owner hears of one.
    if (std::exchange(has_ended_, true)) return;
    events_.on_closed(reason);
}

void ApiConnection::send(std::uint64_t id, ApiRequest request) {
    if (signer_.kind() == RequestSigner::Kind::hmac) {
        client_.send(std::move(request).signed_text(id, api_key_, timestamp_now_ms(), signer_));
        return;
    }
    request.add("timestamp", std::to_string(timestamp_now_ms()));
    client_.send(request.text(id));
}

std::int64_t timestamp_now_ms() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

}  // namespace outcry::app
