#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outcry/domain/reject_reason.hpp"
#include "outcry/engine/engine.hpp"

#include "app/order_flow/byte_source.hpp"
#include "app/order_flow/order_file_reader.hpp"
#include "support/small_venue.hpp"
#include "support/source_folder.hpp"

namespace outcry::app {
namespace {

namespace fs = std::filesystem;

// What venues did that have the rule, against the engine's own rule, on their order flow.

const fs::path data_directory = test::source_folder() / ".." / "shared" / "data" / "order-flow";

/// The rows of a set's orders, in order.
void for_each_row(const std::string& set, const std::function<void(const OrderRow&)>& visit) {
    auto source = open_byte_source((data_directory / (set + ".orders.csv.zst")).string());
    ASSERT_TRUE(source.has_value());
    OrderFileReader reader{std::move(*source)};
    while (true) {
        const auto row = reader.next();
        ASSERT_TRUE(row.has_value()) << row.error().what;
        if (!*row) return;
        visit(**row);
    }
}

/// The lines of a set's file behind its header.
std::vector<std::vector<std::string>> lines_of(const std::string& set, const std::string& ending) {
    auto source = open_byte_source((data_directory / (set + ending)).string());
    EXPECT_TRUE(source.has_value());
    std::string content;
    std::vector<char> piece(1 << 16);
    for (std::size_t size = 1; size > 0;) {
        size = (*source)->read(piece).value();
        content.append(piece.data(), size);
    }
    std::istringstream lines{content};
    std::string line;
    std::getline(lines, line);
    std::vector<std::vector<std::string>> result;
    while (std::getline(lines, line)) {
        std::istringstream columns{line};
        std::vector<std::string> values;
        for (std::string value; std::getline(columns, value, ',');) values.push_back(value);
        result.push_back(std::move(values));
    }
    return result;
}

/// Maker, taker, price and quantity, by the file's ids.
using Fill = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::uint64_t>;

std::vector<Fill> reference_fills(const std::string& set) {
    std::vector<Fill> fills;
    for (const auto& line : lines_of(set, ".trades_ref.csv.zst"))
        fills.emplace_back(std::stoull(line[3]), std::stoull(line[4]), std::stoll(line[6]),
                           std::stoull(line[7]));
    return fills;
}

/// One market on which the accounts of a file trade, each with more than it can spend.
class RecordedVenue {
public:
    explicit RecordedVenue(std::uint32_t account_count)
        : engine_{{.orders_max = 1U << 17,
                   .recent_order_ids = 1U << 18,
                   .accounts_max = 16 + account_count,
                   .assets_max = 2,
                   .instruments_max = 1,
                   .keys_max = 1,
                   .open_orders_per_account_max = 1U << 17}} {
        for (Command command : test::opening_commands()) {
            const bool is_of_accounts = command.type == CommandType::create_account ||
                                        command.type == CommandType::adjust_balance;
            // Some sell at any price, with a limit of zero.
            if (command.type == CommandType::create_instrument)
                command.instrument_definition.price_minimum = Price{0};
            if (!is_of_accounts) apply(command);
        }
        for (std::uint32_t i = 0; i < account_count; ++i) open_account(AccountId{16 + i});
    }

    const EventBuffer& apply(const Command& command) {
        engine_.apply(stamper_.stamp(command), events_);
        return events_;
    }
    /// The row as a command; false when it is about an order that was never accepted.
    bool command_of(const OrderRow& row, AccountId account, Command& command) const {
        command = test::limit_order(account, row.side, row.price, row.quantity);
        if (row.action == RowAction::immediate_or_cancel) command.time_in_force = TimeInForce::ioc;
        if (row.action == RowAction::post_only) command.order_type = OrderType::limit_maker;
        if (is_placement(row.action)) return true;
        const auto found = ids_.find(row.order_id);
        if (found == ids_.end()) return false;
        command.target_order_id = found->second;
        command.flags |= CommandFlag::has_target_order_id;
        command.order_type = {};
        command.time_in_force = {};
        command.type =
            row.action == RowAction::cancel ? CommandType::cancel_order : CommandType::amend_order;
        if (row.action == RowAction::cancel) {
            command.price = Price{};
            command.quantity = Quantity{};
            command.side = {};
        }
        command.quantity_meaning = row.action == RowAction::modify   ? QuantityMeaning::open
                                   : row.action == RowAction::reduce ? QuantityMeaning::reduce_by
                                                                     : QuantityMeaning{};
        if (row.action == RowAction::reduce) command.flags |= CommandFlag::price_unchanged;
        return true;
    }
    /// Remembers under which id the file knows a new order, and what it traded.
    void see(const OrderRow& row, std::vector<Fill>& fills) {
        for (const Event& event : events_.events()) {
            if (event.type == EventType::order_accepted) {
                ids_[row.order_id] = event.accepted.order_id;
                files_ids_[event.accepted.order_id.value()] = row.order_id;
            }
            if (event.type == EventType::order_traded)
                fills.emplace_back(file_id(event.traded.maker_order_id),
                                   file_id(event.traded.taker_order_id), event.traded.price.value(),
                                   event.traded.quantity.value());
        }
    }
    [[nodiscard]] std::uint64_t file_id(OrderId id) const { return files_ids_.at(id.value()); }

private:
    void open_account(AccountId account) {
        Command open;
        open.type = CommandType::create_account;
        open.new_account.external_uid = account.value();
        apply(open);
        for (const std::uint16_t asset : {std::uint16_t{0}, std::uint16_t{1}}) {
            Command deposit;
            deposit.type = CommandType::adjust_balance;
            deposit.account = account;
            deposit.adjustment.asset = AssetId{asset};
            deposit.adjustment.amount = Amount{int128{1} << 90};
            deposit.adjustment.kind = AdjustmentKind::deposit;
            apply(deposit);
        }
    }

    engine::Engine engine_;
    EventBuffer events_;
    test::Stamper stamper_;
    std::map<std::uint64_t, OrderId> ids_;
    std::map<std::uint64_t, std::uint64_t> files_ids_;
};

class RecordedRules : public testing::Test {
protected:
    void SetUp() override {
        if (!fs::is_directory(data_directory))
            GTEST_SKIP() << "no recorded order flow beside the checkout";
    }
};

/// Which orders met their own party at the venue: 126 resting ones that it cancelled.
struct RecordedPrevention {
    std::map<std::uint64_t, std::uint32_t> party_of;  // by order: takers and what they met
    std::set<std::uint64_t> takers;
    std::set<std::pair<std::int64_t, std::uint64_t>> cancels;  // time and order
    std::vector<std::uint64_t> cancelled;                      // in the order of the file
    std::uint32_t party_count = 0;
};

RecordedPrevention recorded_prevention(const std::string& set) {
    std::ifstream file{data_directory / (set + ".smp.json")};
    RecordedPrevention result;
    for (const auto& each : nlohmann::json::parse(file)) {
        const std::uint64_t taker = each["taker"];
        std::uint32_t party = result.party_count;
        for (const std::uint64_t id : each["resting_cancelled"])
            if (const auto known = result.party_of.find(id); known != result.party_of.end())
                party = known->second;
        if (party == result.party_count) ++result.party_count;
        result.party_of[taker] = party;
        result.takers.insert(taker);
        for (const std::uint64_t id : each["resting_cancelled"]) {
            result.party_of[id] = party;
            result.cancels.emplace(each["ts_ns"].get<std::int64_t>(), id);
            result.cancelled.push_back(id);
        }
    }
    return result;
}

TEST_F(RecordedRules, CancelsOfSelfMatchPreventionComeOutOfTheGroupsRule) {
    const std::string set = "cme_esh4_20231225";
    const RecordedPrevention recorded = recorded_prevention(set);
    ASSERT_EQ(recorded.cancelled.size(), 126U);
    // The first account is everybody else; then two of each party: takers, and what they meet.
    RecordedVenue venue{1 + 2 * recorded.party_count};
    for (std::uint32_t i = 0; i < 2 * recorded.party_count; ++i) {
        Command rules;
        rules.type = CommandType::set_account_rules;
        rules.account = AccountId{17 + i};
        rules.account_rules.trade_group = TradeGroupId{1 + i / 2};
        venue.apply(rules);
    }
    std::vector<Fill> fills;
    std::vector<std::uint64_t> prevented;
    std::size_t left_out = 0;
    for_each_row(set, [&](const OrderRow& row) {
        if (row.action == RowAction::cancel &&
            recorded.cancels.contains({row.time_ns, row.order_id})) {
            ++left_out;
            return;
        }
        AccountId account{16};
        const bool is_taker = recorded.takers.contains(row.order_id);
        if (const auto party = recorded.party_of.find(row.order_id);
            party != recorded.party_of.end())
            account = AccountId{17 + 2 * party->second + (is_taker ? 0 : 1)};
        Command command;
        if (!venue.command_of(row, account, command)) return;
        if (is_taker) command.self_trade_prevention = SelfTradePrevention::expire_maker;
        const EventBuffer& said = venue.apply(command);
        venue.see(row, fills);
        for (const Event& event : said.events())
            if (event.type == EventType::self_trade_prevented)
                prevented.push_back(venue.file_id(event.prevented.maker_order_id));
    });
    EXPECT_EQ(left_out, recorded.cancelled.size());
    EXPECT_EQ(prevented, recorded.cancelled);
    EXPECT_EQ(fills, reference_fills(set));
}

TEST_F(RecordedRules, PostOnlyRefusesExactlyWhatWouldHaveTraded) {
    const std::string set = "bitstamp_btcusd_20260502_0236";
    std::set<std::uint64_t> trading_rows;
    for (const auto& line : lines_of(set, ".trades_ref.csv.zst"))
        trading_rows.insert(std::stoull(line[0]));
    RecordedVenue venue{1};
    std::vector<Fill> fills;
    std::map<RowAction, std::size_t> refused;
    std::uint64_t row_number = 0;
    for_each_row(set, [&](const OrderRow& row) {
        const std::uint64_t number = row_number++;
        Command command;
        if (!venue.command_of(row, AccountId{16}, command)) return;
        const bool is_limit = row.action == RowAction::limit;
        if (is_limit) command.order_type = OrderType::limit_maker;
        const Event first = venue.apply(command).events().front();
        const bool is_refused = first.type == EventType::command_refused &&
                                first.refused.reason == RejectReason::would_trade;
        if (is_refused) ++refused[row.action];
        if (is_limit) {
            ASSERT_EQ(is_refused, trading_rows.contains(number))
                << "row " << number << " " << name_of(first.refused.reason);
            command.order_type = OrderType::limit;
            if (is_refused) venue.apply(command);
        }
        venue.see(row, fills);
    });
    const auto meta_file = data_directory / (set + ".meta.json");
    std::ifstream meta_stream{meta_file};
    const auto meta = nlohmann::json::parse(meta_stream);
    const auto& rejects = meta["fidelity"]["reference_rejects"];
    std::size_t recorded_refused = 0;
    for (const auto& [reason, count] : rejects.items())
        if (reason.find("post") != std::string::npos || reason.find("P") == 0)
            recorded_refused += count.get<std::size_t>();
    EXPECT_EQ(refused[RowAction::post_only], recorded_refused) << rejects;
    EXPECT_GT(refused[RowAction::limit], 0U);
    EXPECT_EQ(fills, reference_fills(set));
}

}  // namespace
}  // namespace outcry::app
