#include "sinks/postgres/partitions.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "sinks/postgres/copy_text.hpp"
#include "sinks/postgres/schema.hpp"

namespace outcry::sinks::postgres {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

std::int64_t day_of(Timestamp time) noexcept {
    const std::int64_t day = time.value() / microseconds_per_day;
    return time.value() % microseconds_per_day < 0 ? day - 1 : day;
}

std::string begin_of(std::int64_t day) {
    std::string text;
    append_time(text, Timestamp{day * microseconds_per_day});
    return text;
}

/// `event_d20251125`
std::string partition_name(std::string_view table, std::int64_t day) {
    std::string date = begin_of(day);
    date.resize(date.find(' '));
    std::erase(date, '-');
    return fmt::format("{}_d{}", table, date);
}

/// Made alone and attached, which stops no reader of the table; made as a partition it would wait
/// for them, and the sink with it.
void make_partition(pqxx::work& transaction, std::string_view table, std::int64_t day) {
    const std::string name = partition_name(table, day);
    const bool is_there =
        transaction.exec_params1("SELECT to_regclass($1) IS NOT NULL", name)[0].as<bool>();
    if (is_there) return;
    transaction.exec0(fmt::format("CREATE TABLE {} (LIKE {} INCLUDING ALL)", name, table));
    transaction.exec0(
        fmt::format("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM ('{}') TO ('{}')", table,
                    name, begin_of(day), begin_of(day + 1)));
}

}  // namespace

void Partitions::clear() {
    known_days_.clear();
    new_days_.clear();
}

void Partitions::make(pqxx::work& transaction, std::span<const Event> events) {
    for (const Event& event : events) {
        const std::int64_t day = day_of(event.time);
        if (known_days_.contains(day) || std::ranges::find(new_days_, day) != new_days_.end()) {
            continue;
        }
        for (const std::string_view table : partitioned_tables) {
            make_partition(transaction, table, day);
        }
        new_days_.push_back(day);
    }
}

void Partitions::on_commit() {
    known_days_.insert(new_days_.begin(), new_days_.end());
    new_days_.clear();
}

}  // namespace outcry::sinks::postgres
