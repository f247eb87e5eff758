#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include <pqxx/transaction.hxx>

#include "outcry/domain/event.hpp"

namespace outcry::sinks::postgres {

/// Makes the partition of a day when the day's first event comes.
class Partitions {
public:
    /// Forgets which days there are.
    void clear();
    /// Part of the transaction: call `on_commit` when that is done, `clear` when it failed.
    void make(pqxx::work& transaction, std::span<const Event> events);
    void on_commit();

private:
    std::set<std::int64_t> known_days_;  // since 1970
    std::vector<std::int64_t> new_days_;
};

}  // namespace outcry::sinks::postgres
