#include "gateway/streams/stream_session.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "gateway/encoding/streams.hpp"
#include "gateway/encoding/user_data.hpp"

namespace outcry::gateway {
namespace {

constexpr int control_code_forgotten = 4;
// A client that keeps up has nothing queued between two rounds.
constexpr std::size_t conflation_queue_size = std::size_t{64} * 1024;
constexpr std::int64_t expiry_notice_s = 300;

Wrapping wrapping_of(bool is_combined) noexcept {
    return is_combined ? Wrapping::combined : Wrapping::raw;
}

}  // namespace

StreamSession::StreamSession(const StreamTarget& target, const GatewayLimits& limits,
                             const Parts& parts)
    : time_unit_{target.time_unit},
      options_{target.options},
      streams_max_{limits.streams_per_connection_max},
      control_messages_{limits.control_messages_per_second_max, limits.control_messages_burst_max},
      parts_{parts},
      wrapping_{wrapping_of(target.is_combined)},
      wanted_{target.names.begin(), target.names.end()} {}

StreamSession::~StreamSession() {
    for (const std::string& name : names_) close(name);
}

void StreamSession::on_open() {
    const auto refusal = subscribe(wanted_, options_.streams);
    wanted_ = {};
    // What comes later goes on from now.
    options_.streams.from.reset();
    if (refusal) return parts_.outbox.close(CloseCode::policy_violation, refusal->text);
    begin_added();
}

bool StreamSession::has(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
}

StreamSession::Refusal StreamSession::check(const std::string& name,
                                            const StreamOptions& options) const {
    if (name.size() > stream_name_size_max) return ControlError{2, "too long a name"};
    // A snapshot is as good as what was missed.
    if (!options.from || options.has_snapshot) return std::nullopt;
    const auto account = account_of(name, parts_.clock());
    const bool is_retained = account ? parts_.users.can_resume({&*account, 1}, *options.from)
                                     : parts_.hub.can_resume(name, *options.from);
    if (is_retained) return std::nullopt;
    return ControlError{control_code_forgotten, "fromSeq is older than what is retained"};
}

StreamSession::Refusal StreamSession::subscribe(const std::vector<std::string>& names,
                                                const StreamOptions& options) {
    std::vector<std::string> added;
    for (const std::string& name : names) {
        if (auto refusal = check(name, options)) return refusal;
        const bool is_known =
            has(name) || std::find(added.begin(), added.end(), name) != added.end();
        if (!is_known) added.push_back(name);
    }
    if (names_.size() + added.size() > streams_max_) {
        return ControlError{2, fmt::format("Invalid request: more than {} streams", streams_max_)};
    }
    for (const std::string& name : added) {
        open(name, options);
        names_.push_back(name);
    }
    added_ = std::move(added);
    return std::nullopt;
}

void StreamSession::begin_added() {
    for (const std::string& name : std::exchange(added_, {})) begin(name);
}

/// While its API key may still be used from here.
std::optional<AccountId> StreamSession::account_of(std::string_view listen_key,
                                                   Timestamp now) const {
    const auto owner = parts_.api.listen_keys().find(listen_key, now);
    if (!owner || !parts_.api.accepts(owner->api_key.view(), parts_.client)) return std::nullopt;
    return owner->account;
}

void StreamSession::open(std::string name, const StreamOptions& options) {
    const auto account = account_of(name, parts_.clock());
    if (!account) return parts_.hub.subscribe(name, *this, options);
    if (user_streams_.empty()) parts_.users.add(*this);
    const auto has_account = [&](const UserStream& each) { return each.account == *account; };
    if (std::none_of(user_streams_.begin(), user_streams_.end(), has_account))
        parts_.users.watch(*account, *this);
    user_streams_.push_back({std::move(name), *account, options});
}

void StreamSession::begin(const std::string& name) {
    const auto place =
        std::find_if(user_streams_.begin(), user_streams_.end(),
                     [&](const UserStream& each) { return each.listen_key == name; });
    if (place == user_streams_.end()) return parts_.hub.begin(name, *this);
    begin(*place);
}

void StreamSession::begin(UserStream& stream) {
    const auto tell_it = [&](const UserMessage& message) { tell(stream, message); };
    const auto& from = stream.options.from;
    const UserStreams::Accounts accounts{&stream.account, 1};
    if (from && parts_.users.can_resume(accounts, *from))
        return parts_.users.tell_missed(accounts, *from, time_unit_, tell_it);
    if (stream.options.has_snapshot) parts_.users.tell_state(accounts, time_unit_, tell_it);
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

void StreamSession::tell(UserStream& stream, const UserMessage& message) {
    ++stream.message_count;
    if (!stream.options.additions.is_any()) return send(stream.listen_key, message.text);
    MessageFacts facts = message.facts;
    facts.channel_sequence = stream.message_count;
    send(stream.listen_key, with_additions(message.text, facts, stream.options.additions));
}

void StreamSession::on_user_message(const UserMessage& message) {
    for (UserStream& stream : user_streams_)
        if (stream.account == message.account) tell(stream, message);
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
    begin_added();
}

bool StreamSession::is_behind() const noexcept {
    return parts_.outbox.queued_size() > conflation_queue_size;
}

void StreamSession::on_tick() {
    const MessageTime time{parts_.clock(), time_unit_};
    const auto say = [&](std::string_view stream, std::string_view text) { send(stream, text); };
    notices_.on_tick();
    if (options_.has_heartbeat && notices_.is_second())
        say("!heartbeat", encode_heartbeat(parts_.hub.sequence(), time));
    if (!options_.has_notices) return;
    if (notices_.is_slow_now(parts_.outbox))
        say("!notice", encode_slow_notice(parts_.outbox, time));
    if (notices_.is_second()) warn_of_expiry();
}

void StreamSession::warn_of_expiry() {
    const Timestamp now = parts_.clock();
    for (UserStream& stream : user_streams_) {
        const auto expires_at = parts_.api.listen_keys().expiry_of(stream.listen_key, now);
        if (!expires_at) continue;
        const std::int64_t left_s = (expires_at->value() - now.value()) / 1'000'000;
        const bool is_near = left_s < expiry_notice_s;
        if (is_near && !stream.is_warned)
            send("!notice", encode_expiry_notice(stream.listen_key, left_s, {now, time_unit_}));
        stream.is_warned = is_near;
    }
}

std::string StreamSession::perform(const StreamControl& control) {
    const std::string_view id = control.id;
    if (const auto* error = std::get_if<ControlError>(&control.action))
        return encode_control_error(id, *error);
    if (const auto* wanted = std::get_if<SubscribeControl>(&control.action)) {
        const auto refusal = subscribe(wanted->names, wanted->options.value_or(options_.streams));
        if (refusal) return encode_control_error(id, *refusal);
        return encode_control_result(id, "null");
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

void StreamSession::on_stream_message(PublicMessage& message, const StreamOptions& options) {
    parts_.outbox.send(message.frame(wrapping_, parts_.outbox.compression(), options.additions),
                       Urgency::stream);
}

void StreamSession::on_shutdown(Timestamp now) {
    const std::string message = encode_server_shutdown({now, time_unit_});
    parts_.outbox.send_text(
        wrapping_ == Wrapping::combined ? wrap_combined("!serverShutdown", message) : message);
}

}  // namespace outcry::gateway
