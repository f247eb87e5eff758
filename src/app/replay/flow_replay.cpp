#include "app/replay/flow_replay.hpp"

#include <algorithm>
#include <string>

#include "outcry/base/assert.hpp"
#include "outcry/domain/instrument.hpp"

#include "app/replay/book_levels.hpp"

namespace outcry::app {
namespace {

/// The most that a ledger takes in; no recorded book reserves a millionth of it.
constexpr Amount unlimited_funds{int128{1} << 110};

engine::EngineLimits engine_limits(const FlowReplayLimits& limits) {
    return {.orders_max = limits.resting_orders_max,
            .recent_order_ids = 1U << 20,
            .accounts_max = 64,
            .assets_max = 4,
            .instruments_max = 4,
            .keys_max = 1,
            .open_orders_per_account_max = limits.resting_orders_max};
}

/// The engine is too small for the file: going on would give a book that never was.
bool is_fatal(RejectReason reason) {
    switch (reason) {
        case RejectReason::insufficient_balance:
        case RejectReason::too_many_open_orders:
        case RejectReason::order_capacity:
        case RejectReason::price_level_capacity: return true;
        default: return false;
    }
}

FlowError at_row(std::uint64_t row_number, FlowError::Kind kind, const std::string& what) {
    return {kind, "row " + std::to_string(row_number) + " (line " + std::to_string(row_number + 2) +
                      "): " + what};
}

}  // namespace

FlowError auction_refusal(std::uint64_t row_number) {
    return at_row(row_number, FlowError::Kind::unsupported,
                  "U (uncross): auctions are not built yet, so this file cannot be replayed");
}

FlowReplay::FlowReplay(const FlowReplayLimits& limits) : engine_{engine_limits(limits)} {
    create_venue();
}

Command& FlowReplay::begin(CommandType type) {
    command_.clear();
    command_.type = type;
    command_.account = account_;
    command_.instrument = instrument_;
    return command_;
}

void FlowReplay::execute() {
    sequence_ = next(sequence_);
    command_.sequence = sequence_;
    command_.time = time_;
    engine_.apply(command_, events_);
}

void FlowReplay::create_venue() {
    const auto succeeded = [this] {
        return events_.events().front().type != EventType::command_refused;
    };
    AssetId assets[2];
    for (AssetId& asset : assets) {
        const bool is_base = &asset == &assets[0];
        begin(CommandType::create_asset).asset =
            AssetDefinition{.id = AssetId{static_cast<std::uint16_t>(is_base ? 0 : 1)},
                            .decimals = 0,
                            .code = AssetCode{is_base ? "BASE" : "QUOTE"}};
        execute();
        OUTCRY_ASSERT(succeeded());
        asset = events_.events().front().asset.id;
    }
    begin(CommandType::create_instrument).instrument_definition = InstrumentDefinition{
        .price_minimum = Price{0},
        .base_asset = assets[0],
        .quote_asset = assets[1],
        .symbol = Symbol{"BASEQUOTE"},
    };
    execute();
    OUTCRY_ASSERT(succeeded());
    instrument_ = events_.events().front().instrument;

    begin(CommandType::create_account).new_account =
        CreateAccount{.external_uid = 1, .name = FixedText<32>{"replay"}};
    execute();
    OUTCRY_ASSERT(succeeded());
    account_ = events_.events().front().account_created.account;
    for (const AssetId asset : assets) {
        begin(CommandType::adjust_balance).adjustment =
            AdjustBalance{.amount = unlimited_funds, .asset = asset};
        execute();
        OUTCRY_ASSERT(succeeded());
    }
}

Result<void, FlowError> FlowReplay::apply(std::uint64_t row_number, const OrderRow& row) {
    trades_.clear();
    context_ = {row_number, row.time_ns, row.order_id, row.action};
    if (symbol_.empty()) symbol_ = row.symbol;
    if (row.symbol != symbol_) {
        return Failure{at_row(row_number, FlowError::Kind::unsupported,
                              "a second symbol, " + std::string{row.symbol.view()} +
                                  "; a file holds the orders of one instrument")};
    }
    // The engine's time never goes back, recorded time sometimes does.
    time_ = std::max(time_, Timestamp{row.time_ns / 1000});
    switch (row.action) {
        case RowAction::book_load:
        case RowAction::limit:
        case RowAction::immediate_or_cancel:
        case RowAction::post_only: return place(row);
        case RowAction::cancel: return cancel(row.order_id);
        case RowAction::reduce: return reduce(row);
        case RowAction::modify: return modify(row);
        case RowAction::clear: return clear_book();
        case RowAction::uncross: return Failure{auction_refusal(row_number)};
    }
    OUTCRY_UNREACHABLE();
}

Result<void, FlowError> FlowReplay::place(const OrderRow& row) {
    // The file names orders, so a name in use cannot be given to a second one.
    if (find(row.order_id) != nullptr) return refuse(RejectReason::duplicate_client_order_id);
    prepare_placement(row);
    return run();
}

void FlowReplay::prepare_placement(const OrderRow& row) {
    Command& command = begin(CommandType::place_order);
    const bool may_trade = row.action != RowAction::book_load && row.action != RowAction::post_only;
    command.order_type = may_trade ? OrderType::limit : OrderType::limit_maker;
    command.time_in_force =
        row.action == RowAction::immediate_or_cancel ? TimeInForce::ioc : TimeInForce::gtc;
    command.side = row.side;
    command.price = Price{row.price};
    command.quantity = Quantity{row.quantity};
}

Result<void, FlowError> FlowReplay::cancel(std::uint64_t file_id) {
    const LiveOrder* const order = find(file_id);
    if (order == nullptr) return refuse(RejectReason::unknown_order);
    Command& command = begin(CommandType::cancel_order);
    command.flags = CommandFlag::has_target_order_id;
    command.target_order_id = order->engine_id;
    return run();
}

Result<void, FlowError> FlowReplay::reduce(const OrderRow& row) {
    const LiveOrder* const order = find(row.order_id);
    if (order == nullptr) return refuse(RejectReason::unknown_order);
    if (row.quantity >= order->open_quantity) return cancel(row.order_id);
    if (row.quantity == 0) return {};
    Command& command = begin(CommandType::amend_order);
    command.flags = CommandFlag::has_target_order_id | CommandFlag::price_unchanged;
    command.target_order_id = order->engine_id;
    command.quantity = Quantity{row.quantity};
    command.quantity_meaning = QuantityMeaning::reduce_by;
    return run();
}

Result<void, FlowError> FlowReplay::modify(const OrderRow& row) {
    const LiveOrder* const order = find(row.order_id);
    if (order == nullptr) return refuse(RejectReason::unknown_order);
    if (row.quantity == 0) return cancel(row.order_id);
    // It keeps its place and changes nothing; the engine would call that a refusal.
    if (row.price == order->price && row.quantity == order->open_quantity) return {};
    Command& command = begin(CommandType::amend_order);
    command.flags = CommandFlag::has_target_order_id;
    command.target_order_id = order->engine_id;
    command.price = Price{row.price};
    command.quantity = Quantity{row.quantity};
    command.quantity_meaning = QuantityMeaning::open;
    return run();
}

Result<void, FlowError> FlowReplay::clear_book() {
    begin(CommandType::cancel_all_orders);
    Result<void, FlowError> result = run();
    while (result && engine_.mass_action_is_pending()) {
        begin(CommandType::continue_mass_action);
        result = run();
    }
    return result;
}

Result<void, FlowError> FlowReplay::run() {
    for (;;) {
        remainder_.reset();
        execute();
        ++counts_.command_count;
        for (const Event& event : events_.events()) {
            Result<void, FlowError> handled = handle(event);
            if (!handled) return handled;
        }
        if (!remainder_) return {};
        // The engine bounds the fills of one command, the recorded exchange did not.
        prepare_placement(*remainder_);
    }
}

Result<void, FlowError> FlowReplay::refuse(RejectReason reason) {
    if (context_.action == RowAction::book_load && reason == RejectReason::would_trade) {
        return Failure{at_row(context_.row_number, FlowError::Kind::damaged,
                              "S (book load) would trade, which the format rules out")};
    }
    if (is_fatal(reason)) {
        return Failure{at_row(
            context_.row_number, FlowError::Kind::unsupported,
            "the engine refuses it: " + std::string{name_of(reason)} + " (see --resting-max)")};
    }
    ++counts_.refused[reason];
    return {};
}

Result<void, FlowError> FlowReplay::handle(const Event& event) {
    switch (event.type) {
        case EventType::order_accepted: on_accepted(event.accepted); return {};
        case EventType::order_traded: on_traded(event.traded); return {};
        case EventType::order_closed: on_closed(event.closed); return {};
        case EventType::order_amended: on_amended(event.amended); return {};
        case EventType::command_refused: return refuse(event.refused.reason);
        default: return {};
    }
}

void FlowReplay::on_accepted(const OrderAccepted& accepted) {
    engine_ids_[context_.file_id] = accepted.order_id.value();
    orders_[accepted.order_id.value()] = {.engine_id = accepted.order_id,
                                          .file_id = context_.file_id,
                                          .price = accepted.price.value(),
                                          .open_quantity = accepted.quantity.value(),
                                          .side = accepted.side};
}

void FlowReplay::on_traded(const OrderTraded& traded) {
    LiveOrder& maker = order_of(traded.maker_order_id);
    LiveOrder& taker = order_of(traded.taker_order_id);
    trades_.push_back({.row = context_.row_number,
                       .time_ns = context_.time_ns,
                       .maker_id = maker.file_id,
                       .taker_id = taker.file_id,
                       .price = traded.price.value(),
                       .quantity = traded.quantity.value(),
                       .taker_side = traded.taker_side});
    ++counts_.fill_count;
    maker.open_quantity = traded.maker_open_quantity.value();
    taker.open_quantity -= traded.quantity.value();
    const bool taker_is_filled = taker.open_quantity == 0;
    if (maker.open_quantity == 0) forget(traded.maker_order_id);
    if (taker_is_filled) forget(traded.taker_order_id);
}

void FlowReplay::on_closed(const OrderClosed& closed) {
    if (closed.reason == CloseReason::fill_limit) {
        OrderRow rest;
        rest.action = context_.action;
        rest.side = closed.side;
        rest.price = closed.price.value();
        rest.quantity = closed.open_quantity.value();
        remainder_ = rest;
    }
    forget(closed.order_id);
}

void FlowReplay::on_amended(const OrderAmended& amended) {
    LiveOrder& order = order_of(amended.order_id);
    order.price = amended.price.value();
    order.open_quantity = amended.open_quantity.value();
}

const LiveOrder* FlowReplay::find(std::uint64_t file_id) const {
    const auto engine_id = engine_ids_.find(file_id);
    if (engine_id == engine_ids_.end()) return nullptr;
    return &orders_.at(engine_id->second);
}

LiveOrder& FlowReplay::order_of(OrderId engine_id) { return orders_.at(engine_id.value()); }

void FlowReplay::forget(OrderId engine_id) {
    const auto order = orders_.find(engine_id.value());
    OUTCRY_ASSERT(order != orders_.end());
    engine_ids_.erase(order->second.file_id);
    orders_.erase(order);
}

std::vector<FlowLevel> FlowReplay::book() const { return book_levels(engine_); }

}  // namespace outcry::app
