#pragma once

#include <string>
#include <vector>

#include "outcry/sinks/rows.hpp"

#include "sinks/postgres/copy_text.hpp"

namespace outcry::sinks::postgres {

/// A table and its columns, in the order in which `append_row` writes them.
struct CopyTable {
    std::string name;
    std::vector<std::string> columns;
};

[[nodiscard]] const CopyTable& table_of(const Event*);
[[nodiscard]] const CopyTable& table_of(const OrderRow*);
[[nodiscard]] const CopyTable& table_of(const TradeRow*);
[[nodiscard]] const CopyTable& table_of(const PreventedMatchRow*);
[[nodiscard]] const CopyTable& table_of(const OrderListRow*);
[[nodiscard]] const CopyTable& table_of(const OrderAmendmentRow*);
[[nodiscard]] const CopyTable& table_of(const OrderTransitionRow*);
[[nodiscard]] const CopyTable& table_of(const LedgerEntryRow*);
[[nodiscard]] const CopyTable& table_of(const AssetRow*);
[[nodiscard]] const CopyTable& table_of(const AccountRow*);
[[nodiscard]] const CopyTable& table_of(const KeyRow*);
[[nodiscard]] const CopyTable& table_of(const AuditRow*);

void append_row(CopyText& text, const Event& event);
void append_row(CopyText& text, const OrderRow& order);
void append_row(CopyText& text, const TradeRow& trade);
void append_row(CopyText& text, const PreventedMatchRow& match);
void append_row(CopyText& text, const OrderListRow& list);
void append_row(CopyText& text, const OrderAmendmentRow& amendment);
void append_row(CopyText& text, const OrderTransitionRow& transition);
void append_row(CopyText& text, const LedgerEntryRow& entry);
void append_row(CopyText& text, const AssetRow& asset);
void append_row(CopyText& text, const AccountRow& account);
void append_row(CopyText& text, const KeyRow& key);
void append_row(CopyText& text, const AuditRow& audit);

}  // namespace outcry::sinks::postgres
