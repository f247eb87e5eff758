#include "bench/engine/recorded_workload.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <utility>

#include "outcry/base/hash.hpp"

#include "app/order_flow/byte_source.hpp"
#include "app/order_flow/order_file_reader.hpp"
#include "bench/engine/fast_book.hpp"

namespace outcry::bench {
namespace {

using app::OrderRow;
using app::RowAction;

[[noreturn]] void stop(const std::string& path, const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), what.c_str());
    std::exit(1);
}

std::vector<OrderRow> rows_of(const std::string& path) {
    auto bytes = app::open_byte_source(path);
    if (!bytes) stop(path, bytes.error().what);
    app::OrderFileReader reader{std::move(*bytes)};
    std::vector<OrderRow> rows;
    while (true) {
        auto row = reader.next();
        if (!row) stop(path, row.error().what);
        if (!*row) return rows;
        rows.push_back(**row);
    }
}

/// Translates rows, following the book so that each step means an order that is there.
class Translator {
public:
    explicit Translator(const WorkloadOptions& options)
        : options_{options}, book_{options.book_limits()} {}

    std::optional<Step> translate(const OrderRow& row) {
        switch (row.action) {
            case RowAction::book_load:
            case RowAction::limit: return place(row, Action::place);
            case RowAction::immediate_or_cancel: return place(row, Action::take);
            case RowAction::post_only:
                if (book_.crosses(row.side, Price{row.price})) return {};
                return place(row, Action::place);
            case RowAction::cancel: return change(row, 0, row.price);
            case RowAction::reduce: return reduce(row);
            case RowAction::modify: return change(row, row.quantity, row.price);
            case RowAction::clear:
            case RowAction::uncross: break;
        }
        return {};
    }

    /// A cancel for every order that is left.
    void empty_book(std::vector<Step>& steps) {
        std::vector<std::uint64_t> file_ids;
        for (const auto& [file_id, id] : ids_) file_ids.push_back(file_id);
        std::sort(file_ids.begin(), file_ids.end());
        for (const std::uint64_t file_id : file_ids) {
            OrderRow row;
            row.order_id = file_id;
            if (const auto step = change(row, 0, 0)) steps.push_back(*step);
        }
        ids_.clear();
    }

private:
    std::optional<Step> place(const OrderRow& row, Action action) {
        if (live(row.order_id) != 0) return {};
        ids_[row.order_id] = ++id_last_;
        return applied({.price = row.price,
                        .quantity = row.quantity,
                        .order_id = 0,
                        .account = account_of(row.order_id),
                        .instrument = 0,
                        .action = action,
                        .side_and_name = static_cast<std::uint8_t>(row.side)});
    }

    std::optional<Step> reduce(const OrderRow& row) {
        const std::uint32_t id = live(row.order_id);
        if (id == 0) return {};
        const std::uint64_t open = book_.open_quantity(id).value();
        const std::uint64_t kept = row.quantity >= open ? 0 : open - row.quantity;
        return change(row, kept, book_.price(id).value());
    }

    /// A new open quantity, at another price perhaps; zero cancels.
    std::optional<Step> change(const OrderRow& row, std::uint64_t quantity, std::int64_t price) {
        const std::uint32_t id = live(row.order_id);
        if (id == 0) return {};
        const bool cancels = quantity == 0;
        // The half of the cancels that has an even id goes by name.
        const unsigned by_name = cancels && id % 2 == 0 ? 2U : 0U;
        return applied({.price = price,
                        .quantity = quantity,
                        .order_id = id,
                        .account = account_of(row.order_id),
                        .instrument = 0,
                        .action = cancels ? Action::cancel : Action::amend,
                        .side_and_name = static_cast<std::uint8_t>(by_name)});
    }

    [[nodiscard]] std::uint32_t live(std::uint64_t file_id) const {
        const auto found = ids_.find(file_id);
        if (found == ids_.end() || !book_.has(found->second)) return 0;
        return found->second;
    }

    [[nodiscard]] std::uint32_t account_of(std::uint64_t file_id) const {
        return static_cast<std::uint32_t>(base::mix(file_id) % options_.accounts);
    }

    Step applied(Step step) {
        if (step.action == Action::amend) {
            step.side_and_name = static_cast<std::uint8_t>(book_.side(step.order_id));
        }
        book_.apply(step);
        return step;
    }

    WorkloadOptions options_;
    FastBook book_;
    std::unordered_map<std::uint64_t, std::uint32_t> ids_;  // by the file's
    std::uint32_t id_last_ = 0;
};

}  // namespace

std::vector<std::string> recorded_files(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{folder, error}) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".orders.csv.zst")) continue;
        if (name.find("auction") == std::string::npos) files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Workload recorded_workload(const std::string& path, std::uint64_t step_count_min) {
    const std::string name = std::filesystem::path{path}.filename().string();
    const std::vector<OrderRow> rows = rows_of(path);
    Workload workload{{.name = "recorded/" + name.substr(0, name.find('.')),
                       .resting_orders = static_cast<std::uint32_t>(rows.size()),
                       .range = PriceRange::wide},
                      {},
                      {}};
    Translator translator{workload.options};
    std::size_t row = 0;
    for (; row < rows.size() && rows[row].action == RowAction::book_load; ++row) {
        if (const auto step = translator.translate(rows[row])) workload.fill.push_back(*step);
    }
    while (true) {
        for (; row < rows.size(); ++row) {
            if (const auto step = translator.translate(rows[row])) workload.steps.push_back(*step);
        }
        if (workload.steps.size() >= step_count_min) return workload;
        translator.empty_book(workload.steps);
        row = 0;
    }
}

}  // namespace outcry::bench
