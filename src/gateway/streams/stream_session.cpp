#include "gateway/streams/stream_session.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "gateway/encoding/streams.hpp"
#include "gateway/encoding/user_data.hpp"

namespace outcry::gateway {
namespace {

Wrapping wrapping_of(bool is_combined) noexcept {
    return is_combined ? Wrapping::combined : Wrapping::raw;
}

}  // namespace

StreamSession::StreamSession(const StreamTarget& target, const GatewayLimits& limits,
                             const Parts& parts)
    : time_unit_{target.time_unit},
      streams_max_{limits.streams_per_connection_max},
      control_messages_{limits.control_messages_per_second_max, limits.control_messages_burst_max},
      parts_{parts},
      wrapping_{wrapping_of(target.is_combined)},
      wanted_{target.names.begin(), target.names.end()} {}

StreamSession::~StreamSession() {
    for (const std::string& name : names_) close(name);
}

void StreamSession::on_open() {
    if (!subscribe(wanted_))
        parts_.outbox.close(CloseCode::policy_violation, "too many streams or too long a name");
    wanted_ = {};
}

bool StreamSession::has(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
}

bool StreamSession::subscribe(const std::vector<std::string>& names) {
    std::vector<std::string> added;
    for (const std::string& name : names) {
        if (name.size() > stream_name_size_max) return false;
        const bool is_known =
            has(name) || std::find(added.begin(), added.end(), name) != added.end();
        if (!is_known) added.push_back(name);
    }
    if (names_.size() + added.size() > streams_max_) return false;
    for (std::string& name : added) {
        open(name);
        names_.push_back(std::move(name));
    }
    return true;
}

/// While its API key may still be used from here.
std::optional<AccountId> StreamSession::account_of(std::string_view listen_key, Timestamp now) {
    const auto owner = parts_.api.listen_keys().find(listen_key, now);
    if (!owner || !parts_.api.accepts(owner->api_key.view(), parts_.client)) return std::nullopt;
    return owner->account;
}

void StreamSession::open(std::string name) {
    const auto account = account_of(name, parts_.clock());
    if (!account) return parts_.hub.subscribe(name, *this);
    if (user_streams_.empty()) parts_.users.add(*this);
    const auto has_account = [&](const UserStream& each) { return each.account == *account; };
    if (std::none_of(user_streams_.begin(), user_streams_.end(), has_account))
        parts_.users.watch(*account, *this);
    user_streams_.push_back({std::move(name), *account});
}

void StreamSession::close(std::string_view name) {
    const auto place =
        std::find_if(user_streams_.begin(), user_streams_.end(),
                     [&](const UserStream& each) { return each.listen_key == name; });
    if (place == user_streams_.end()) return parts_.hub.unsubscribe(name, *this);
    const AccountId account = place->account;
    user_streams_.erase(place);
    const auto has_account = [&](const UserStream& each) { return each.account == account; };
    if (std::none_of(user_streams_.begin(), user_streams_.end(), has_account))
        parts_.users.unwatch(account, *this);
    if (user_streams_.empty()) parts_.users.remove(*this);
}

void StreamSession::send(std::string_view stream, std::string_view message) {
    if (wrapping_ == Wrapping::combined) {
        parts_.outbox.send_text(wrap_combined(stream, message));
    } else {
        parts_.outbox.send_text(message);
    }
}

void StreamSession::on_user_message(AccountId account, std::string_view message) {
    for (const UserStream& stream : user_streams_)
        if (stream.account == account) send(stream.listen_key, message);
}

void StreamSession::check_keys(Timestamp now) {
    // Copied: one that has ended is taken out.
    const auto user_streams = user_streams_;
    for (const UserStream& stream : user_streams)
        if (!account_of(stream.listen_key, now)) end_listen_key(stream.listen_key, now);
}

void StreamSession::end_listen_key(const std::string& listen_key, Timestamp now) {
    send(listen_key, encode_listen_key_expired(listen_key, {now, time_unit_}));
    close(listen_key);
    std::erase(names_, listen_key);
}

void StreamSession::unsubscribe(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        const auto place = std::find(names_.begin(), names_.end(), name);
        if (place == names_.end()) continue;
        close(name);
        names_.erase(place);
    }
}

void StreamSession::on_message(std::string_view text) {
    if (!control_messages_.take(parts_.clock()))
        return parts_.outbox.close(CloseCode::policy_violation, "too many messages");
    parts_.outbox.send_text(perform(parse_stream_control(text)));
}

std::string StreamSession::perform(const StreamControl& control) {
    const std::string_view id = control.id;
    if (const auto* error = std::get_if<ControlError>(&control.action))
        return encode_control_error(id, *error);
    if (const auto* wanted = std::get_if<SubscribeControl>(&control.action)) {
        if (subscribe(wanted->names)) return encode_control_result(id, "null");
        const std::string reason =
            fmt::format("Invalid request: more than {} streams", streams_max_);
        return encode_control_error(id, {2, reason});
    }
    if (const auto* unwanted = std::get_if<UnsubscribeControl>(&control.action)) {
        unsubscribe(unwanted->names);
        return encode_control_result(id, "null");
    }
    if (std::holds_alternative<ListControl>(control.action))
        return encode_control_result(id, encode_names(names_));
    if (const auto* property = std::get_if<SetCombinedControl>(&control.action)) {
        wrapping_ = wrapping_of(property->is_combined);
        return encode_control_result(id, "null");
    }
    return encode_control_result(id, wrapping_ == Wrapping::combined ? "true" : "false");
}

void StreamSession::on_stream_message(PublicMessage& message) {
    parts_.outbox.send(message.frame(wrapping_, parts_.outbox.compression()), Urgency::stream);
}

void StreamSession::on_shutdown(Timestamp now) {
    const std::string message = encode_server_shutdown({now, time_unit_});
    parts_.outbox.send_text(
        wrapping_ == Wrapping::combined ? wrap_combined("!serverShutdown", message) : message);
}

}  // namespace outcry::gateway
