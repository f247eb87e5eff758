#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/domain/ids.hpp"

namespace outcry::sinks::kafka {

enum class Topic : std::uint8_t { trades, orders, ledger, instruments, audit, book, position };
inline constexpr std::size_t topic_count = 7;

/// What stands behind the configured prefix.
[[nodiscard]] constexpr std::string_view name_of(Topic topic) noexcept {
    constexpr std::array<std::string_view, topic_count> names{
        "trades", "orders", "ledger", "instruments", "audit", "book", "position"};
    return names[static_cast<std::size_t>(topic)];
}

/// One record of a topic, without its header: that follows from sequence and index.
struct Record {
    Topic topic{};
    std::string key;
    std::string value;
    Sequence sequence;
    std::uint16_t index = 0;
    friend bool operator==(const Record&, const Record&) = default;
};

/// Records whose texts keep their memory from one batch to the next.
class RecordList {
public:
    [[nodiscard]] Record& append(Topic topic, Sequence sequence, std::uint16_t index) {
        if (count_ == records_.size()) records_.emplace_back();
        Record& record = records_[count_++];
        record.topic = topic;
        record.key.clear();
        record.value.clear();
        record.sequence = sequence;
        record.index = index;
        return record;
    }
    void clear() noexcept { count_ = 0; }
    [[nodiscard]] std::span<const Record> records() const noexcept {
        return {records_.data(), count_};
    }

private:
    std::vector<Record> records_;
    std::size_t count_ = 0;
};

}  // namespace outcry::sinks::kafka
