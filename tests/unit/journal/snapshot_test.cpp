#include "outcry/journal/snapshot.hpp"

#include <cerrno>
#include <cstring>

#include <gtest/gtest.h>

#include "outcry/journal/snapshot_store.hpp"

#include "unit/journal/journal_fixture.hpp"
#include "unit/journal/raw_disk.hpp"

namespace outcry::journal {
namespace {

using test::files_of;
using test::FrozenFileSystem;
using test::new_disk;
using test::SimulatedFileSystem;

const std::filesystem::path folder{"/journal"};
const SnapshotInfo info_of_test{.sequence = Sequence{900},
                                .time = Timestamp{1'000'900},
                                .journal = {std::byte{1}, std::byte{2}},
                                .epoch = Epoch{3},
                                .chain = {std::byte{4}},
                                .state_hash = 0x1234'5678'9abc'def0,
                                .written_by = {.engine_version = 1, .configuration_hash = 77}};

/// An engine that is nothing but its records, in the order in which they came.
class RecordedState {
public:
    template <class Record>
    [[nodiscard]] bool restore(const Record& record) {
        const auto bytes = std::as_bytes(std::span{&record, 1});
        all.insert(all.end(), bytes.begin(), bytes.end());
        ++record_count;
        return record_count != refused_record;
    }
    std::vector<std::byte> all;
    std::size_t record_count = 0;
    std::size_t refused_record = 0;
};

class Restorer final : public EngineRestorer<RecordedState> {
public:
    using EngineRestorer::EngineRestorer;
    bool take_view(std::string_view name, std::span<const std::byte> piece) override {
        auto& view = views[std::string{name}];
        view.insert(view.end(), piece.begin(), piece.end());
        return true;
    }
    std::map<std::string, std::vector<std::byte>> views;
};

[[nodiscard]] std::vector<std::byte> bytes_of_size(std::size_t size) {
    std::vector<std::byte> bytes(size);
    for (std::size_t index = 0; index < size; ++index) bytes[index] = std::byte(index * 7 % 251);
    return bytes;
}

template <class Record>
void visit(SnapshotWriter& writer, RecordedState& state, const Record& record,
           void (SnapshotWriter::*on_record)(const Record&)) {
    (writer.*on_record)(record);
    EXPECT_TRUE(state.restore(record));
}

[[nodiscard]] StagedOrderState staged_cancel() {
    Command command;
    command.type = CommandType::stage_cancel;
    command.target_order_id = OrderId{2};
    StagedOrderState state{.source = 1, .place = 2};
    std::memcpy(state.command.data(), &command, sizeof command);
    return state;
}

/// What came after the first version.
void write_later_state(SnapshotWriter& writer, RecordedState& state) {
    visit(writer, state, AccountRulesState{.trade_group = TradeGroupId{3}},
          &SnapshotWriter::on_account_rules);
    visit(writer, state, InstrumentCountersState{.instrument = InstrumentId{1}},
          &SnapshotWriter::on_instrument_counters);
    visit(writer, state, OrderTermsState{.order_id = OrderId{1}}, &SnapshotWriter::on_order_terms);
    visit(writer, state, VenueRulesState{.order_list_id_last = OrderListId{7}},
          &SnapshotWriter::on_venue_rules);
    visit(writer, state,
          OrderListState{.order_list_id = OrderListId{7}, .type = OrderListType::oco},
          &SnapshotWriter::on_order_list);
    visit(writer, state, TriggerRangeState{.low = Price{5}, .high = Price{6}},
          &SnapshotWriter::on_trigger_range);
    visit(writer, state, InstrumentRulesState{.rules = {.price_step = 5}},
          &SnapshotWriter::on_instrument_rules);
    visit(writer, state, AccountStandingState{.account = AccountId{16}, .fee_tier = 2},
          &SnapshotWriter::on_account_standing);
    visit(writer, state, AccountLimits{.open_orders_maximum = 9},
          &SnapshotWriter::on_account_limits);
    visit(writer, state, ExposureLimit{.maximum = Amount{8}}, &SnapshotWriter::on_exposure_limit);
    visit(writer, state, FeeTier{.maker_fee_ppm = -1, .index = 1}, &SnapshotWriter::on_fee_tier);
    visit(writer, state, AccountFees{.account = AccountId{16}, .has_own_rates = 1},
          &SnapshotWriter::on_account_fees);
    visit(writer, state, FeeAssetRate{.numerator = 1, .denominator = 2},
          &SnapshotWriter::on_fee_asset_rate);
    visit(writer, state, DailyVolumeState{.volume = Amount{3}, .day = 20'000},
          &SnapshotWriter::on_daily_volume);
    visit(writer, state, DeadManState{.expires_at = Timestamp{4}, .timeout_ms = 5},
          &SnapshotWriter::on_dead_man);
    visit(writer, state, IdempotencyState{.parameters_hash = 6, .order_id = OrderId{1}},
          &SnapshotWriter::on_idempotency);
    visit(writer, state, staged_cancel(), &SnapshotWriter::on_staged_order);
    visit(writer, state, SetKeyRules{.name = KeyName{"key"}, .address_count = 1},
          &SnapshotWriter::on_key_rules);
}

/// One of each kind, and more orders than fit one section.
void write_state(SnapshotWriter& writer, RecordedState& state, std::uint64_t order_count) {
    visit(writer, state, VenueState{.sequence = Sequence{900}}, &SnapshotWriter::on_venue);
    visit(writer, state, AssetState{.id = AssetId{1}, .code = AssetCode{"BTC"}},
          &SnapshotWriter::on_asset);
    visit(writer, state,
          InstrumentState{.status = InstrumentStatus::trading, .symbol = Symbol{"BTCUSDT"}},
          &SnapshotWriter::on_instrument);
    visit(writer, state, AccountState{.id = AccountId{16}, .name = FixedText<32>{"alice"}},
          &SnapshotWriter::on_account);
    visit(writer, state, BalanceState{.free = Amount{5}, .account = AccountId{16}},
          &SnapshotWriter::on_balance);
    for (std::uint64_t number = 1; number <= order_count; ++number)
        visit(writer, state, OrderState{.order_id = OrderId{number}, .type = OrderType::limit},
              &SnapshotWriter::on_order);
    visit(writer, state, KeyState{.name = KeyName{"key"}, .type = KeyType::hmac},
          &SnapshotWriter::on_key);
    visit(writer, state, StagedState{.size = 3}, &SnapshotWriter::on_staged);
    write_later_state(writer, state);
}

[[nodiscard]] std::filesystem::path write_snapshot(SimulatedFileSystem& disk,
                                                   SnapshotInfo info = info_of_test,
                                                   std::uint64_t order_count = 3) {
    auto writer = SnapshotWriter::create(disk, folder, info);
    EXPECT_TRUE(writer);
    RecordedState state;
    write_state(*writer, state, order_count);
    writer->add_view("candles", bytes_of_size(100));
    const auto path = writer->finish();
    EXPECT_TRUE(path);
    return *path;
}

TEST(Snapshot, GivesBackTheStateAndTheViews) {
    const auto disk = new_disk();
    auto writer = SnapshotWriter::create(*disk, folder, info_of_test);
    ASSERT_TRUE(writer);
    RecordedState written;
    write_state(*writer, written, 30'000);
    writer->add_view("trades", bytes_of_size(3'000'000));
    writer->add_view("trades", bytes_of_size(10));
    writer->add_view("candles", bytes_of_size(100));
    writer->add_view("tickers", {});
    const auto path = writer->finish();
    ASSERT_TRUE(path);
    EXPECT_EQ(path->filename(), "00000000000000000900.snapshot");

    RecordedState restored;
    Restorer restorer{restored};
    const auto info = read_snapshot(*disk, *path, restorer);
    ASSERT_TRUE(info) << info.error().text;
    EXPECT_EQ(*info, info_of_test);
    EXPECT_EQ(restored.record_count, 30'025U);
    EXPECT_EQ(restored.all, written.all);
    EXPECT_EQ(restorer.views.size(), 2U);
    EXPECT_EQ(restorer.views.at("trades").size(), 3'000'010U);
    EXPECT_EQ(restorer.views.at("candles"), bytes_of_size(100));
}

/// An engine from before there were order lists.
class OldEngine {
public:
    [[nodiscard]] bool restore(const VenueState&) { return true; }
};

TEST(Snapshot, IsRefusedWithARecordThatTheEngineDoesNotKnow) {
    const auto disk = new_disk();
    auto writer = SnapshotWriter::create(*disk, folder, info_of_test);
    writer->on_venue({});
    writer->on_order_list({.order_list_id = OrderListId{7}, .type = OrderListType::oco});
    const auto path = writer->finish();
    ASSERT_TRUE(path);
    EXPECT_TRUE(verify_snapshot(*disk, *path));
    OldEngine engine;
    EngineRestorer<OldEngine> restorer{engine};
    EXPECT_FALSE(read_snapshot(*disk, *path, restorer));
}

TEST(Snapshot, HasNoNameBeforeItIsFinished) {
    const auto disk = new_disk();
    auto writer = SnapshotWriter::create(*disk, folder, info_of_test);
    RecordedState state;
    write_state(*writer, state, 3);
    EXPECT_TRUE(SnapshotStore(*disk, folder).list()->empty());
    ASSERT_TRUE(writer->finish());
    EXPECT_EQ(SnapshotStore(*disk, folder).list()->size(), 1U);
}

TEST(Snapshot, FailsWithTheFirstErrorOfTheDisk) {
    const auto disk = new_disk();
    auto writer = SnapshotWriter::create(*disk, folder, info_of_test);
    RecordedState state;
    disk->fail(outcry::test::DiskOperationKind::write, ENOSPC);
    write_state(*writer, state, 3);
    const auto outcome = writer->finish();
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().text.find("No space left"), std::string::npos);
    EXPECT_TRUE(SnapshotStore(*disk, folder).list()->empty());
}

TEST(Snapshot, IsRefusedAfterAnyFlipOfAByte) {
    const auto disk = new_disk();
    const std::string name = write_snapshot(*disk).filename().string();
    test::Files files = files_of(*disk, folder);
    FrozenFileSystem frozen{files};
    ASSERT_TRUE(verify_snapshot(frozen, folder / name));
    std::vector<std::byte>& bytes = files.at(name);
    for (std::size_t offset = 0; offset < bytes.size(); ++offset) {
        for (const unsigned bit : {0U, 3U, 7U}) {
            bytes[offset] ^= static_cast<std::byte>(1U << bit);
            const auto outcome = verify_snapshot(frozen, folder / name);
            bytes[offset] ^= static_cast<std::byte>(1U << bit);
            ASSERT_FALSE(outcome) << "byte " << offset;
            ASSERT_EQ(outcome.error().kind, ErrorKind::damaged);
        }
    }
}

TEST(Snapshot, IsRefusedWhenItIsCutShortOrGrows) {
    const auto disk = new_disk();
    const std::string name = write_snapshot(*disk).filename().string();
    const test::Files whole = files_of(*disk, folder);
    const std::size_t size = whole.at(name).size();
    for (std::size_t cut = 0; cut <= size + 1; ++cut) {
        test::Files files = whole;
        files.at(name).resize(cut);
        FrozenFileSystem frozen{files};
        ASSERT_EQ(verify_snapshot(frozen, folder / name).has_value(), cut == size);
    }
}

TEST(Snapshot, GivesNothingToTheReceiverWhenItIsDamaged) {
    const auto disk = new_disk();
    const auto path = write_snapshot(*disk);
    disk->flip(path, *disk->file_size(path) - 1, std::byte{1});
    RecordedState state;
    Restorer restorer{state};
    EXPECT_FALSE(read_snapshot(*disk, path, restorer));
    EXPECT_EQ(state.record_count, 0U);
}

TEST(Snapshot, SaysWhenTheReceiverCannotTakeARecord) {
    const auto disk = new_disk();
    const auto path = write_snapshot(*disk);
    RecordedState state;
    state.refused_record = 4;
    Restorer restorer{state};
    const auto outcome = read_snapshot(*disk, path, restorer);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::refused);
}

[[nodiscard]] SnapshotInfo numbered(std::uint64_t sequence) {
    SnapshotInfo info = info_of_test;
    info.sequence = Sequence{sequence};
    return info;
}

TEST(SnapshotStore, FallsBackToTheOneBefore) {
    const auto disk = new_disk();
    for (const std::uint64_t sequence : {100U, 200U, 300U})
        (void)write_snapshot(*disk, numbered(sequence));  // its path is the name of the sequence
    const auto newest = SnapshotStore(*disk, folder).list()->front();
    disk->flip(newest, 500, std::byte{1});
    std::vector<std::string> notes;
    const auto found = SnapshotStore(*disk, folder).newest_valid(notes);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->info.sequence, Sequence{200});
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes.front().find("300.snapshot"), std::string::npos);
}

TEST(SnapshotStore, FindsNothingWhereNothingIs) {
    const auto disk = new_disk();
    std::vector<std::string> notes;
    EXPECT_EQ(*SnapshotStore(*disk, folder).newest_valid(notes), std::nullopt);
}

TEST(SnapshotStore, KeepsThreeThatAreValid) {
    const auto disk = new_disk();
    for (const std::uint64_t sequence : {100U, 200U, 300U, 400U, 500U})
        (void)write_snapshot(*disk, numbered(sequence));  // found by their names
    disk->flip(folder / "00000000000000000400.snapshot", 500, std::byte{1});
    EXPECT_EQ(*SnapshotStore(*disk, folder).prune(), Sequence{200});
    EXPECT_EQ(SnapshotStore(*disk, folder).list()->size(), 4U);
    EXPECT_FALSE(*disk->exists(folder / "00000000000000000100.snapshot"));
}

TEST(SnapshotStore, NeedsTheWholeJournalBeforeThereAreThree) {
    const auto disk = new_disk();
    for (const std::uint64_t sequence : {100U, 200U})
        (void)write_snapshot(*disk, numbered(sequence));  // found by their names
    EXPECT_EQ(*SnapshotStore(*disk, folder).prune(), Sequence{0});
}

TEST(SnapshotStore, RemovesWhatAnInterruptedWriterLeft) {
    const auto disk = new_disk();
    { const auto writer = SnapshotWriter::create(*disk, folder, info_of_test); }
    EXPECT_EQ(disk->list(folder)->size(), 1U);
    ASSERT_TRUE(SnapshotStore(*disk, folder).prune());
    EXPECT_EQ(disk->list(folder)->size(), 0U);
}

TEST(RemoveOldSegments, KeepsWhatTheOldestSnapshotNeeds) {
    const auto disk = new_disk();
    test::Life life{*disk, test::small_segments(4)};
    for (int round = 0; round < 10; ++round) ASSERT_TRUE(life.write(1));
    // Five segments: 1-2, 3-4, 5-6, 7-8, 9-10.
    EXPECT_EQ(*remove_old_segments(*disk, folder, Sequence{5}, 1), 1U);
    EXPECT_FALSE(*disk->exists(folder / "00000000000000000001.segment"));
    EXPECT_EQ(*remove_old_segments(*disk, folder, Sequence{6}, 0), 2U);
    EXPECT_TRUE(*disk->exists(folder / "00000000000000000007.segment"));
    EXPECT_EQ(*remove_old_segments(*disk, folder, Sequence{1000}, 0), 1U);
    EXPECT_EQ(disk->list(folder)->size(), 1U);
}

}  // namespace
}  // namespace outcry::journal
