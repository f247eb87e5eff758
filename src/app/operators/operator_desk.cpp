#include "app/operators/operator_desk.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "outcry/domain/reject_reason.hpp"

#include "app/operators/call_members.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::ordered_json;
using admin::AdminAnswer;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

AdminAnswer answer_of(unsigned status, const Json& json) {
    AdminAnswer answer;
    answer.status = status;
    answer.body = text_of(json);
    return answer;
}

AdminAnswer answer_of(const CallError& error) {
    Json json{{"error", error.code}};
    if (!error.field.empty()) json["field"] = error.field;
    json["message"] = error.message;
    return answer_of(error.status, json);
}

/// The engine's word; 404 for what does not exist, 409 for what the venue's state forbids.
AdminAnswer answer_of(const OperatorOutcome& outcome, const CommandRefused& refused) {
    const RejectReason reason = refused.reason;
    const bool is_unknown =
        reason == RejectReason::unknown_instrument || reason == RejectReason::unknown_account ||
        reason == RejectReason::unknown_asset || reason == RejectReason::unknown_key;
    return answer_of(is_unknown ? 404 : 409, {{"error", name_of(reason)},
                                              {"message", "the engine refused it"},
                                              {"given", refused.given},
                                              {"limit", refused.limit},
                                              {"sequence", outcome.sequence.value()}});
}

AdminAnswer answer_of(const OperatorOutcome& outcome, Json result) {
    Json json;
    if (outcome.sequence != Sequence{}) json["sequence"] = outcome.sequence.value();
    if (outcome.closed_count != 0) json["closedOrders"] = outcome.closed_count;
    json["result"] = std::move(result);
    return answer_of(200, json);
}

}  // namespace

class OperatorDesk::Progress final : public OperatorJob {
public:
    // In parentheses: in braces the object would become a list of one.
    Progress(const OperatorCall& call, const gateway::SecretSeal& seal, nlohmann::json members)
        : call_{call}, seal_{seal}, members_(std::move(members)) {}

    std::vector<Command> prepare(views::VenueView& view) override {
        CallFields fields{members_};
        OperatorPlan plan = call_.make_plan(fields, {view, seal_});
        if (fields.failure()) {
            answer_ = answer_of(*fields.failure());
            return {};
        }
        describe_ = std::move(plan.describe);
        return std::move(plan.commands);
    }

    void finish(const OperatorOutcome& outcome, views::VenueView& view) override {
        if (describe_ == nullptr) return;
        answer_ = outcome.refused ? answer_of(outcome, *outcome.refused)
                                  : answer_of(outcome, describe_(view));
    }

    [[nodiscard]] const OperatorCall& call() const noexcept { return call_; }
    [[nodiscard]] const AdminAnswer& answer() const noexcept { return answer_; }

    std::uint64_t number = 0;
    std::chrono::steady_clock::time_point deadline;

private:
    const OperatorCall& call_;
    const gateway::SecretSeal& seal_;
    const nlohmann::json members_;
    // Written by the agent's thread before the job is done.
    AdminAnswer answer_;
    OperatorPlan::Describe describe_;
};

admin::AdminReply OperatorDesk::answer(const OperatorCall& call,
                                       const admin::AdminRequest& request) {
    auto members = read_members(call, request);
    if (!members) return answer_of(members.error());
    if (auto refused = write_begin(call, request, *members)) return std::move(*refused);
    auto progress = std::make_shared<Progress>(call, parts_.seal, std::move(*members));
    progress->number = call_count_;
    progress->deadline = std::chrono::steady_clock::now() + answer_time_max;
    if (!parts_.agent.submit(progress)) {
        const AdminAnswer refused =
            answer_of(CallError{503, "overloaded", {}, "too many calls wait"});
        write_end(*progress, refused);
        return refused;
    }
    return admin::PendingAnswer{[this, progress] { return poll(progress); }};
}

std::optional<AdminAnswer> OperatorDesk::write_begin(const OperatorCall& call,
                                                     const admin::AdminRequest& request,
                                                     const nlohmann::json& members) {
    if (call.kind == CallKind::query) return std::nullopt;
    const auto written = parts_.audit_trail.write({{"time", parts_.clock.now_us()},
                                                   {"call", ++call_count_},
                                                   {"path", call.path},
                                                   {"operator", request.caller},
                                                   {"peer", request.peer},
                                                   {"fields", shown_members(call, members)}});
    if (written) return std::nullopt;
    parts_.notice("the audit trail cannot be written: " + written.error());
    if (call.kind == CallKind::safety) return std::nullopt;
    return answer_of(CallError{503, "audit_unavailable", {}, written.error()});
}

std::optional<AdminAnswer> OperatorDesk::poll(const std::shared_ptr<Progress>& progress) {
    std::optional<AdminAnswer> answer;
    // Acquire: pairs with the agent's release.
    if (progress->is_done.load(std::memory_order_acquire)) {
        answer = progress->answer();
    } else if (std::chrono::steady_clock::now() > progress->deadline) {
        // In this order, against the agent's: see there.
        progress->is_given_up.store(true);
        answer = progress->is_begun.load()
                     ? answer_of(CallError{503, "outcome_unknown", {}, "no answer in time"})
                     : answer_of(CallError{503, "not_done", {}, "the venue did not come to it"});
    }
    if (!answer) return std::nullopt;
    write_end(*progress, *answer);
    return answer;
}

void OperatorDesk::write_end(const Progress& progress, const AdminAnswer& answer) {
    if (progress.call().kind == CallKind::query) return;
    Json entry{
        {"time", parts_.clock.now_us()}, {"call", progress.number}, {"status", answer.status}};
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    for (const char* const name : {"error", "field", "sequence", "closedOrders"})
        if (body.is_object() && body.contains(name)) entry[name] = body[name];
    const auto written = parts_.audit_trail.write(std::move(entry));
    if (!written) parts_.notice("the audit trail cannot be written: " + written.error());
}

}  // namespace outcry::app
