#include "support/sinks/postgres_tables.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "outcry/sinks/projection.hpp"
#include "outcry/wire/enum_names.hpp"

#include "support/sinks/event_source.hpp"
#include "support/sinks/projected_tables.hpp"

namespace outcry::test {
namespace {

using Lines = std::vector<std::string>;

ProjectedTables expected_tables(std::span<const Event> events) {
    ProjectedTables tables;
    sinks::Projection projection;
    for (const std::span<const Event> command : commands_of(events)) {
        sinks::RowBatch rows;
        EXPECT_TRUE(projection.apply(command, rows));
        tables.apply(rows);
    }
    return tables;
}

/// The first difference only: the tables are long.
void expect_equal(const char* table, const Lines& found, const Lines& expected) {
    EXPECT_EQ(found.size(), expected.size()) << table;
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
        ASSERT_EQ(found[i], expected[i]) << table << " row " << i;
    }
}

Lines event_lines(std::span<const Event> events) {
    Lines lines;
    for (const Event& event : events) {
        std::string bytes;
        for (const std::byte byte : std::as_bytes(std::span{&event, 1})) {
            fmt::format_to(std::back_inserter(bytes), "{:02x}", std::to_integer<int>(byte));
        }
        lines.push_back(fmt::format("{} {} {} {} {}", event.sequence.value(), event.index,
                                    static_cast<int>(event.type), event.time.value(), bytes));
    }
    return lines;
}

std::string hold_text(const sinks::OrderHold& hold) {
    return hold.is_by_formula ? "-" : fmt::format("{}", hold.amount.value());
}

Lines order_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const auto& [id, order] : tables.orders) {
        const std::string_view reason = wire::name_of(order.close_reason);
        lines.push_back(fmt::format(
            "{} {} {} {} {} {} {} {} {} {} [{}] {} {} {} {} {} {} {} {} {}", id.value(),
            order.account.value(), order.price.value(), order.quantity.value(),
            order.executed_quantity.value(), order.executed_quote.value(),
            order.quote_quantity.value(), name_of(order.status), reason.empty() ? "-" : reason,
            wire::name_of(order.type), order.client_order_id.view(), order.accepted_by.value(),
            order.updated_by.value(), order.prevented_quantity.value(),
            order.terms.expires_at.value(), wire::name_of(order.phase), order.order_list_id.value(),
            hold_text(order.hold), order.triggered_at.value(), order.tracking_at.value()));
    }
    return lines;
}

std::string asset_text(const std::optional<AssetId>& asset) {
    return asset ? fmt::format("{}", asset->value()) : "-";
}

Lines trade_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const sinks::TradeRow& trade : tables.trades) {
        lines.push_back(fmt::format(
            "{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", trade.sequence.value(),
            trade.event_index, trade.instrument.value(), trade.trade_id.value(),
            trade.price.value(), trade.quantity.value(), trade.quote.value(),
            trade.maker_order_id.value(), trade.taker_order_id.value(), trade.maker_account.value(),
            trade.taker_account.value(), trade.maker_fee.value(), trade.taker_fee.value(),
            asset_text(trade.maker_fee_asset), asset_text(trade.taker_fee_asset)));
    }
    return lines;
}

Lines prevented_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const sinks::PreventedMatchRow& match : tables.prevented_matches) {
        lines.push_back(fmt::format(
            "{} {} {} {} {} {} {} {} {} {} {} {}", match.sequence.value(), match.event_index,
            match.instrument.value(), match.id.value(), match.price.value(), match.quantity.value(),
            match.maker_order_id.value(), match.taker_order_id.value(), match.maker_account.value(),
            match.taker_account.value(), match.trade_group.value(), wire::name_of(match.mode)));
    }
    return lines;
}

Lines ledger_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const sinks::LedgerEntryRow& entry : tables.ledger_entries) {
        lines.push_back(fmt::format(
            "{} {} {} {} {} {} {}", entry.sequence.value(), entry.event_index, entry.entry_index,
            entry.account.value(), entry.asset.value(), name_of(entry.kind), entry.amount.value()));
    }
    return lines;
}

Lines balance_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const auto& [key, balance] : tables.balances) {
        lines.push_back(fmt::format("{} {} {} {}", key.first.value(), key.second.value(),
                                    balance.amount.value(), balance.updated_by.value()));
    }
    return lines;
}

Lines list_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const auto& [id, list] : tables.order_lists) {
        std::string orders;
        for (const OrderId order : list.order_ids) {
            if (order == OrderId{}) continue;
            fmt::format_to(std::back_inserter(orders), "{}{}", orders.empty() ? "" : ",",
                           order.value());
        }
        lines.push_back(fmt::format("{} {} {} {} {{{}}} [{}] {} {}", id.value(),
                                    list.account.value(), list.instrument.value(),
                                    wire::name_of(list.type), orders, list.client_order_id.view(),
                                    list.accepted_by.value(), list.done_at.value()));
    }
    return lines;
}

Lines amendment_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const sinks::OrderAmendmentRow& row : tables.amendments) {
        lines.push_back(fmt::format("{} {} {} {} {} {} {} {} {} {} {} [{}]", row.sequence.value(),
                                    row.event_index, row.order_id.value(), row.account.value(),
                                    row.instrument.value(), row.price_before.value(),
                                    row.price.value(), row.open_quantity_before.value(),
                                    row.open_quantity.value(), row.quantity.value(),
                                    row.kept_priority ? "t" : "f", row.client_order_id.view()));
    }
    return lines;
}

Lines transition_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const sinks::OrderTransitionRow& row : tables.transitions) {
        lines.push_back(fmt::format("{} {} {} {} {} {} {} {} {}", row.sequence.value(),
                                    row.event_index, row.order_id.value(), row.account.value(),
                                    row.instrument.value(), name_of(row.kind), row.price.value(),
                                    row.quantity.value(), hold_text(row.hold)));
    }
    return lines;
}

Lines setting_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const auto& [key, row] : tables.settings) {
        lines.push_back(
            fmt::format("{} [{}] {}", wire::name_of(row.type), row.name, row.updated_by.value()));
    }
    std::ranges::sort(lines);
    return lines;
}

Lines key_lines(const ProjectedTables& tables) {
    Lines lines;
    for (const ProjectedTables::Key& key : tables.keys) {
        std::string addresses;
        for (const AddressRange& range : key.rules.addresses) {
            addresses += (addresses.empty() ? "" : ",") + sinks::text_of(range);
        }
        lines.push_back(fmt::format("{} {} {} {{{}}} {}", key.row.registered_by.value(),
                                    key.row.name.view(), key.revoked_at != Timestamp{}, addresses,
                                    key.rules.expires_at.value()));
    }
    return lines;
}

void expect_order_tables(const PostgresServer& server, const ProjectedTables& tables) {
    expect_equal("orders",
                 server.query("SELECT concat_ws(' ', order_id, account_id, price, quantity, "
                              "executed_quantity, executed_quote, quote_quantity, status, "
                              "coalesce(close_reason, '-'), type, '[' || client_order_id || ']', "
                              "accepted_by, updated_by, prevented_quantity, coalesce("
                              "(extract(epoch from expires_at) * 1000000)::bigint, 0), phase, "
                              "coalesce(order_list_id, 0), coalesce(held::text, '-'), coalesce("
                              "(extract(epoch from triggered_at) * 1000000)::bigint, 0), coalesce("
                              "(extract(epoch from tracking_at) * 1000000)::bigint, 0)) "
                              "FROM orders ORDER BY order_id"),
                 order_lines(tables));
    expect_equal("order_list",
                 server.query("SELECT concat_ws(' ', order_list_id, account_id, instrument_id, "
                              "type, order_ids, '[' || client_order_id || ']', accepted_by, "
                              "coalesce((extract(epoch from done_at) * 1000000)::bigint, 0)) "
                              "FROM order_list ORDER BY order_list_id"),
                 list_lines(tables));
    expect_equal("order_amendment",
                 server.query("SELECT concat_ws(' ', sequence, event_index, order_id, account_id, "
                              "instrument_id, price_before, price, open_quantity_before, "
                              "open_quantity, quantity, kept_priority, "
                              "'[' || coalesce(client_order_id, '') || ']') "
                              "FROM order_amendment ORDER BY sequence, event_index"),
                 amendment_lines(tables));
    expect_equal("order_transition",
                 server.query("SELECT concat_ws(' ', sequence, event_index, order_id, account_id, "
                              "instrument_id, kind, coalesce(price, 0), coalesce(quantity, 0), "
                              "coalesce(held::text, '-')) "
                              "FROM order_transition ORDER BY sequence, event_index"),
                 transition_lines(tables));
}

void expect_money_tables(const PostgresServer& server, const ProjectedTables& tables) {
    expect_equal("trade",
                 server.query("SELECT concat_ws(' ', sequence, event_index, instrument_id, "
                              "trade_id, price, quantity, quote, maker_order_id, taker_order_id, "
                              "maker_account_id, taker_account_id, maker_fee, taker_fee, "
                              "coalesce(maker_fee_asset_id::text, '-'), "
                              "coalesce(taker_fee_asset_id::text, '-')) "
                              "FROM trade ORDER BY sequence, event_index"),
                 trade_lines(tables));
    expect_equal("prevented_match",
                 server.query("SELECT concat_ws(' ', sequence, event_index, instrument_id, "
                              "prevented_match_id, price, quantity, maker_order_id, "
                              "taker_order_id, maker_account_id, taker_account_id, trade_group, "
                              "self_trade_prevention) FROM prevented_match "
                              "ORDER BY sequence, event_index"),
                 prevented_lines(tables));
    expect_equal("ledger_entry",
                 server.query("SELECT concat_ws(' ', sequence, event_index, entry_index, "
                              "account_id, asset_id, kind, amount) FROM ledger_entry "
                              "ORDER BY sequence, event_index, entry_index"),
                 ledger_lines(tables));
    expect_equal("balance",
                 server.query("SELECT concat_ws(' ', account_id, asset_id, amount, updated_by) "
                              "FROM balance ORDER BY account_id, asset_id"),
                 balance_lines(tables));
}

void expect_rule_tables(const PostgresServer& server, const ProjectedTables& tables) {
    expect_equal("setting",
                 server.query("SELECT line FROM (SELECT concat_ws(' ', type, '[' || name || ']', "
                              "updated_by) AS line FROM setting) lines "
                              "ORDER BY line COLLATE \"C\""),
                 setting_lines(tables));
    expect_equal("api_key",
                 server.query("SELECT concat_ws(' ', registered_by, name, "
                              "CASE WHEN revoked_at IS NULL THEN 'false' ELSE 'true' END, "
                              "addresses, coalesce("
                              "(extract(epoch from expires_at) * 1000000)::bigint, 0)) "
                              "FROM api_key ORDER BY registered_by"),
                 key_lines(tables));
    EXPECT_EQ(server.value("SELECT count(*) FROM account"), std::to_string(tables.accounts.size()));
    EXPECT_EQ(server.value("SELECT count(*) FROM audit"), std::to_string(tables.audit.size()));
    EXPECT_EQ(server.value("SELECT count(*) FROM instrument"),
              std::to_string(tables.instruments.size()));
}

}  // namespace

sinks::SinkResult<void> try_write_in_batches(sinks::SinkTarget& target,
                                             std::span<const Event> events,
                                             const BatchOptions& options) {
    std::vector<std::span<const Event>> commands = commands_of(events);
    std::erase_if(commands, [&](std::span<const Event> command) {
        return command.front().sequence <= options.position;
    });
    for (std::size_t i = 0; i < commands.size(); i += options.commands_max) {
        const std::size_t last = std::min(i + options.commands_max, commands.size()) - 1;
        const Event* const begin = commands[i].data();
        const Event* const end = commands[last].data() + commands[last].size();
        const auto written = target.write(
            {begin, end},
            {.sequence = commands[last].front().sequence, .epoch = journal::Epoch{options.epoch}});
        if (!written) return written;
    }
    return {};
}

void write_in_batches(sinks::SinkTarget& target, std::span<const Event> events,
                      const BatchOptions& options) {
    const auto written = try_write_in_batches(target, events, options);
    ASSERT_TRUE(written) << written.error().text;
}

void write_through_faults(sinks::SinkTarget& target, std::span<const Event> events,
                          BatchOptions options) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{120};
    while (std::chrono::steady_clock::now() < patience) {
        const auto opened = target.open();
        if (opened) {
            options.position = opened.value().sequence;
            const auto written = try_write_in_batches(target, events, options);
            if (written) return;
            ASSERT_EQ(written.error().kind, sinks::SinkErrorKind::unavailable)
                << written.error().text;
        } else {
            ASSERT_EQ(opened.error().kind, sinks::SinkErrorKind::unavailable)
                << opened.error().text;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    FAIL() << "not written in two minutes";
}

void expect_tables(const PostgresServer& server, std::span<const Event> events) {
    const ProjectedTables tables = expected_tables(events);
    expect_equal("event",
                 server.query("SELECT concat_ws(' ', sequence, event_index, type, "
                              "(extract(epoch from time) * 1000000)::bigint, "
                              "encode(payload, 'hex')) FROM event ORDER BY sequence, event_index"),
                 event_lines(events));
    expect_order_tables(server, tables);
    expect_money_tables(server, tables);
    expect_rule_tables(server, tables);
}

}  // namespace outcry::test
