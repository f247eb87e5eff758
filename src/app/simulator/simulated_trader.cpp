#include "app/simulator/simulated_trader.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "app/simulator/account_funds.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds reconnect_wait_min{1};
constexpr std::chrono::seconds reconnect_wait_max{16};
constexpr std::chrono::seconds funds_interval{5};

std::uint64_t number_at(const Json& object, const char* name) {
    if (!object.is_object()) return 0;
    const auto found = object.find(name);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

/// The id under which an accepted order rests; zero when it does not.
std::uint64_t resting_order_id(const Json& result) {
    if (!result.is_object()) return 0;
    const Json status = result.value("status", Json{});
    const bool rests = status == "NEW" || status == "PARTIALLY_FILLED";
    return rests ? number_at(result, "orderId") : 0;
}

}  // namespace

SimulatedTrader::SimulatedTrader(boost::asio::io_context& io, const ServerAddress& server,
                                 const SimulatedAccount& account,
                                 const std::vector<MarketScale>& markets, TraderEvents events)
    : io_{io},
      server_{server},
      account_{account},
      markets_{markets},
      events_{std::move(events)},
      agents_(markets.size(), TradingAgent{account.role}),
      reconnect_timer_{io},
      funds_timer_{io} {}

void SimulatedTrader::connect() {
    Result<RequestSigner, std::string> signer =
        RequestSigner::from_secret(account_.credentials.secret);
    // A key that cannot sign will not be able to later: this trader stays away.
    if (!signer) return events_.on_lost(account_.credentials.api_key + ": " + signer.error());
    connection_ = std::make_unique<ApiConnection>(
        io_, server_, account_.credentials.api_key, std::move(*signer),
        WebSocketEvents{.on_open = [this] { on_open(); },
                        .on_message = [this](std::string_view text) { on_text(text); },
                        .on_closed = [this](const std::string& reason) { on_lost(reason); }});
    connection_->open();
}

void SimulatedTrader::on_open() {
    is_open_ = true;
    reconnect_wait_ = reconnect_wait_min;
    // Whatever an earlier life left open is unknown to the agents and would stay for ever.
    for (std::size_t market = 0; market < markets_.size(); ++market) {
        ApiRequest request{"openOrders.cancelAll"};
        request.add("symbol", markets_[market].symbol);
        send(std::move(request), {.purpose = Purpose::cancel_all});
    }
    ask_for_funds();
}

void SimulatedTrader::on_lost(const std::string& reason) {
    is_open_ = false;
    pending_.clear();
    funds_timer_.cancel();
    for (TradingAgent& agent : agents_) agent.on_disconnected();
    events_.on_lost(reason);
    reconnect_timer_.expires_after(reconnect_wait_);
    reconnect_wait_ = std::min(2 * reconnect_wait_, reconnect_wait_max);
    reconnect_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) connect();
    });
}

void SimulatedTrader::ask_for_funds() {
    if (!is_open_) return;
    send(ApiRequest{"account.status"}, {.purpose = Purpose::account});
    funds_timer_.expires_after(funds_interval);
    funds_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) ask_for_funds();
    });
}

void SimulatedTrader::act(std::size_t market, SimulatorRandom& random,
                          std::int64_t reference_ticks) {
    if (!is_open_) return;
    const AgentAction action = agents_[market].decide(random, reference_ticks);
    if (action.kind == AgentAction::Kind::nothing) return;
    const bool is_cancel = action.kind == AgentAction::Kind::cancel;
    send(request_for(action, market), {.purpose = is_cancel ? Purpose::cancel : Purpose::order,
                                       .market = market,
                                       .order_id = action.order_id});
}

ApiRequest SimulatedTrader::request_for(const AgentAction& action, std::size_t market) const {
    const MarketScale& scale = markets_[market];
    if (action.kind == AgentAction::Kind::cancel) {
        ApiRequest request{"order.cancel"};
        request.add("symbol", scale.symbol).add("orderId", std::to_string(action.order_id));
        return request;
    }
    ApiRequest request{"order.place"};
    request.add("symbol", scale.symbol)
        .add("side", action.side == Side::buy ? "BUY" : "SELL")
        .add("type", "LIMIT")
        .add("timeInForce", action.kind == AgentAction::Kind::take ? "IOC" : "GTC")
        .add("price", scale.price_text(action.price_ticks))
        .add("quantity", scale.quantity_text(action.quantity_lots))
        .add("newOrderRespType", "RESULT");
    return request;
}

void SimulatedTrader::send(ApiRequest request, const Pending& pending) {
    const std::uint64_t id = ++request_count_;
    pending_[id] = pending;
    events_.on_request();
    connection_->send(id, std::move(request));
}

void SimulatedTrader::on_text(std::string_view text) {
    const Json answer = Json::parse(text, nullptr, false);
    const auto found = pending_.find(number_at(answer, "id"));
    if (found == pending_.end()) return;
    const Pending pending = found->second;
    pending_.erase(found);
    const bool is_accepted = number_at(answer, "status") == 200 && answer.contains("result");
    events_.on_answer(is_accepted);

    const Json result = is_accepted ? answer["result"] : Json{};
    switch (pending.purpose) {
        case Purpose::order: {
            const std::uint64_t order_id = resting_order_id(result);
            if (order_id == 0) return agents_[pending.market].on_nothing_rests();
            return agents_[pending.market].on_resting(order_id);
        }
        // Refused means that it was filled before: gone as well.
        case Purpose::cancel: return agents_[pending.market].on_cancelled();
        case Purpose::cancel_all: return;
        case Purpose::account: {
            if (!is_accepted) return;
            const std::vector<AgentFunds> funds = funds_of(result, markets_);
            for (std::size_t market = 0; market < agents_.size(); ++market) {
                agents_[market].on_funds(funds[market]);
            }
            return;
        }
    }
}

}  // namespace outcry::app
