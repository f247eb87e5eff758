#include <cstring>
#include <fstream>

#include <gtest/gtest.h>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/follower/event_log.hpp"

#include "golden/journal/hex_dump.hpp"
#include "support/simulated_file_system.hpp"
#include "unit/journal/raw_disk.hpp"

namespace outcry::follower {
namespace {

using outcry::test::SimulatedFileSystem;

constexpr const char* golden_file = "event_log_segment_v1.txt";
const EventLogPlace place{"/golden", {}};
const std::string segment_name = "00000000000000000042.events";

/// Three commands in two batches: an order, a trade and the end of the maker, a refusal.
[[nodiscard]] std::vector<std::vector<Event>> batches_of_golden() {
    std::vector<std::vector<Event>> batches(2);
    EventBuffer buffer;
    const auto take = [&](std::size_t batch) {
        buffer.finish();
        batches[batch].insert(batches[batch].end(), buffer.events().begin(), buffer.events().end());
    };
    buffer.begin(Sequence{42}, Timestamp{1'700'000'000'000'042}, RequestId{5});
    Event& accepted = buffer.append(EventType::order_accepted, InstrumentId{1});
    accepted.accepted.order_id = OrderId{7};
    accepted.accepted.price = Price{6'000'000};
    accepted.accepted.quantity = Quantity{100};
    accepted.accepted.account = AccountId{16};
    accepted.accepted.side = Side::sell;
    accepted.accepted.type = OrderType::limit;
    accepted.accepted.time_in_force = TimeInForce::gtc;
    accepted.accepted.client_order_id = ClientOrderId{"alice-0001"};
    take(0);
    buffer.begin(Sequence{43}, Timestamp{1'700'000'000'000'043}, RequestId{6});
    Event& traded = buffer.append(EventType::order_traded, InstrumentId{1});
    traded.traded.trade_id = TradeId{1};
    traded.traded.price = Price{6'000'000};
    traded.traded.quantity = Quantity{40};
    traded.traded.maker_order_id = OrderId{7};
    traded.traded.taker_order_id = OrderId{8};
    traded.traded.maker_open_quantity = Quantity{60};
    traded.traded.maker_fee = Amount{24};
    traded.traded.taker_account = AccountId{17};
    traded.traded.maker_account = AccountId{16};
    Event& closed = buffer.append(EventType::order_closed, InstrumentId{1});
    closed.closed.order_id = OrderId{8};
    closed.closed.open_quantity = Quantity{3};
    take(0);
    buffer.begin(Sequence{44}, Timestamp{1'700'000'000'000'044}, RequestId{7});
    buffer.append(EventType::command_refused, InstrumentId{1}).refused.limit = -1;
    take(1);
    return batches;
}

[[nodiscard]] std::vector<std::byte> new_segment() {
    SimulatedFileSystem disk;
    EXPECT_TRUE(disk.make_directory(place.events));
    EventLogOptions options{.place = place, .engine_version = 1};
    for (std::size_t index = 0; index < options.journal.size(); ++index)
        options.journal[index] = std::byte(index + 1);
    auto log = EventLogWriter::open(disk, options, Sequence{42});
    for (const auto& batch : batches_of_golden()) {
        std::span<const Event> rest{batch};
        while (!rest.empty()) {
            std::size_t count = 1;
            while (!rest[count - 1].is_last_of_command()) ++count;
            EXPECT_TRUE(log->append(rest.first(count)));
            rest = rest.subspan(count);
        }
        EXPECT_TRUE(log->flush());
    }
    return journal::test::files_of(disk, place.events).at(segment_name);
}

// Run by hand, once for each version, with --gtest_also_run_disabled_tests.
TEST(GoldenEventLog, DISABLED_IsWrittenWhenAVersionIsBorn) {
    ASSERT_TRUE(outcry::test::golden_text(golden_file).empty()) << "it must never change";
    std::ofstream{outcry::test::golden_path(golden_file)} << outcry::test::hex_dump(new_segment());
}

TEST(GoldenEventLog, IsReadAsItWasWritten) {
    journal::test::Files files;
    files[segment_name] = outcry::test::bytes_of_dump(outcry::test::golden_text(golden_file));
    journal::test::FrozenFileSystem file_system{files};
    EventLogReader reader{file_system, place};
    ASSERT_TRUE(reader.seek(Sequence{42}));
    std::vector<Event> events;
    ASSERT_TRUE(*reader.read(events));
    std::vector<Event> expected;
    for (const auto& batch : batches_of_golden())
        expected.insert(expected.end(), batch.begin(), batch.end());
    ASSERT_EQ(events.size(), expected.size());
    EXPECT_EQ(std::memcmp(events.data(), expected.data(), events.size() * sizeof(Event)), 0);
    EXPECT_EQ(find_extent(file_system, place)->last, Sequence{44});
}

TEST(GoldenEventLog, IsWhatTheWriterMakesToday) {
    EXPECT_EQ(outcry::test::hex_dump(new_segment()), outcry::test::golden_text(golden_file));
}

}  // namespace
}  // namespace outcry::follower
