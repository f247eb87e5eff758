#include <cstring>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "outcry/journal/recovery.hpp"
#include "outcry/journal/snapshot.hpp"
#include "outcry/journal/writer.hpp"
#include "outcry/wire/command_record.hpp"
#include "outcry/wire/json.hpp"

#include "golden/journal/hex_dump.hpp"
#include "support/simulated_file_system.hpp"
#include "unit/journal/raw_disk.hpp"
#include "unit/wire/random_command.hpp"

namespace outcry {
namespace {

using test::SimulatedFileSystem;

constexpr const char* records_file = "command_records_v1.txt";
// What version 1 learned later: types, and fields in bytes that had been reserved.
constexpr const char* later_records_file = "command_records_v1_later.txt";
constexpr const char* segment_file = "journal_segment_v1.txt";
constexpr const char* snapshot_file = "snapshot_v1.txt";
constexpr const char* later_snapshot_file = "snapshot_v1_later.txt";
const std::filesystem::path place{"/golden"};
const std::string segment_name = "00000000000000000001.segment";
constexpr std::uint64_t segment_size_bytes = 8 * journal::sector_size_bytes;

[[nodiscard]] std::string json_of(const Command& command) {
    std::string text;
    wire::append_json(text, command);
    return text;
}

[[nodiscard]] std::vector<std::byte> encoded(const Command& command) {
    std::vector<std::byte> record(wire::command_record_size_max);
    record.resize(wire::encode(command, record));
    return record;
}

[[nodiscard]] journal::JournalUuid uuid_of_golden() {
    journal::JournalUuid uuid{};
    for (std::size_t index = 0; index < uuid.size(); ++index) uuid[index] = std::byte(index + 1);
    return uuid;
}

/// The commands that version 1 was born with, out of its records.
[[nodiscard]] std::vector<Command> commands_of_golden() {
    std::istringstream lines{test::golden_text(records_file)};
    std::vector<Command> commands;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('{')) continue;
        EXPECT_TRUE(wire::decode(test::bytes_of_hex(line), commands.emplace_back()));
    }
    return commands;
}

[[nodiscard]] std::vector<std::byte> content_of(SimulatedFileSystem& disk,
                                                const std::filesystem::path& path) {
    return journal::test::files_of(disk, place).at(path.filename().string());
}

[[nodiscard]] std::vector<std::byte> new_segment() {
    SimulatedFileSystem disk;
    EXPECT_TRUE(disk.make_directory(place));
    journal::JournalPosition position;
    position.journal = uuid_of_golden();
    auto writer = journal::JournalWriter::open(
        disk,
        {.directory = place,
         .segment_size_bytes = segment_size_bytes,
         .epoch = journal::Epoch{7},
         .written_by = {.engine_version = 1, .configuration_hash = 0x1122334455667788}},
        position);
    for (const Command& command : commands_of_golden()) {
        EXPECT_TRUE(writer->append(command));
        const bool ends_batch = command.sequence.value() % 4 == 0;
        EXPECT_TRUE(!ends_batch || writer->commit().has_value());
    }
    return content_of(disk, segment_name);
}

/// What `fill` puts into a snapshot, as the bytes of its file.
template <class Fill>
[[nodiscard]] std::vector<std::byte> snapshot_of(Fill fill) {
    SimulatedFileSystem disk;
    EXPECT_TRUE(disk.make_directory(place));
    auto writer = journal::SnapshotWriter::create(
        disk, place,
        {.sequence = Sequence{16},
         .time = Timestamp{1'700'000'000'000'016},
         .journal = uuid_of_golden(),
         .epoch = journal::Epoch{7},
         .chain = {std::byte{9}},
         .state_hash = 0xabcdef,
         .written_by = {.engine_version = 1, .configuration_hash = 0x1122334455667788}});
    fill(*writer);
    const auto path = writer->finish();
    EXPECT_TRUE(path);
    return content_of(disk, *path);
}

void fill_first_snapshot(journal::SnapshotWriter& writer) {
    writer.on_venue({.sequence = Sequence{16}, .order_id_last = OrderId{2}});
    writer.on_asset({.id = AssetId{1}, .decimals = 8, .code = AssetCode{"BTC"}});
    writer.on_instrument({.tick_mantissa = 1,
                          .price_last = Price{50'000},
                          .status = InstrumentStatus::trading,
                          .symbol = Symbol{"BTCUSDT"}});
    writer.on_account({.external_uid = 5, .id = AccountId{16}, .name = FixedText<32>{"alice"}});
    writer.on_balance({.free = Amount{100}, .locked = Amount{-1}, .account = AccountId{16}});
    writer.on_order({.order_id = OrderId{2},
                     .price = Price{50'000},
                     .open_quantity = Quantity{3},
                     .quantity = Quantity{4},
                     .side = Side::sell,
                     .type = OrderType::limit,
                     .client_order_id = ClientOrderId{"alice-0001"}});
    writer.on_key({.account = AccountId{16}, .name = KeyName{"key"}, .type = KeyType::ed25519});
    writer.on_staged({.size = 2});
    writer.add_view("candles", std::vector<std::byte>(40, std::byte{3}));
}

[[nodiscard]] StagedOrderState staged_order() {
    test::RandomCommands random{2027};
    const Command command = random.next(CommandType::stage_order);
    StagedOrderState staged{.source = 1, .place = 2};
    std::memcpy(staged.command.data(), &command, sizeof command);
    return staged;
}

[[nodiscard]] SetKeyRules rules_of_key() {
    test::RandomCommands random{2028};
    return random.next(CommandType::set_key_rules).key_rules;
}

/// The kinds that version 1 learned later.
void fill_later_snapshot(journal::SnapshotWriter& writer) {
    writer.on_venue({.sequence = Sequence{16}});
    writer.on_account_rules({.account = AccountId{16}, .trade_group = TradeGroupId{3}});
    writer.on_instrument_counters({.prevented_match_id_last = PreventedMatchId{5}});
    writer.on_order({.order_id = OrderId{2},
                     .type = OrderType::take_profit_limit,
                     .phase = OrderPhase::tracking});
    writer.on_order_terms({.order_id = OrderId{2},
                           .expires_at = Timestamp{1'700'000'000'000'099},
                           .stop_price = Price{49'000},
                           .watermark = Price{51'000},
                           .visible_quantity = Quantity{2},
                           .visible_open_quantity = Quantity{1},
                           .trailing_delta_bips = 100,
                           .time_in_force = TimeInForce::gtd,
                           .session = SessionId{8},
                           .ready_rank = 3});
    writer.on_venue_rules({.order_list_id_last = OrderListId{4},
                           .mass_action_session = SessionId{8},
                           .ready_rank_last = 3,
                           .status = VenueStatus::cancel_only,
                           .mass_action_scope = CancelScope::venue,
                           .mass_action_has_side = 1,
                           .mass_action_side = Side::sell,
                           .mass_action_reason = CloseReason::kill_switch});
    writer.on_order_list({.order_list_id = OrderListId{4},
                          .order_ids = {OrderId{2}, OrderId{3}},
                          .account = AccountId{16},
                          .type = OrderListType::oto,
                          .client_order_id = ClientOrderId{"list"}});
    writer.on_trigger_range({.low = Price{48'000}, .high = Price{49'500}});
    writer.on_instrument_rules(
        {.rules = {.price_step = 5}, .status_reason = StatusReason::reconciliation});
    writer.on_account_standing({.account = AccountId{16},
                                .parent = AccountId{17},
                                .rate_second = 1'700'000'000,
                                .rate_count = 2,
                                .status = AccountStatus::cancel_only,
                                .fee_tier = 1,
                                .fee_day = 19'675});
    writer.on_account_limits({.open_orders_maximum = 9, .account = AccountId{16}});
    writer.on_exposure_limit({.maximum = Amount{-1}, .asset = AssetId{1}});
    writer.on_fee_tier({.maker_fee_ppm = -50, .taker_fee_ppm = 900, .index = 1});
    writer.on_account_fees({.account = AccountId{16}, .pays_in_fee_asset = 1});
    writer.on_fee_asset_rate({.numerator = 1, .denominator = 600, .discount_ppm = 250'000});
    writer.on_daily_volume({.volume = Amount{77}, .account = AccountId{16}, .day = 19'674});
    writer.on_dead_man({.expires_at = Timestamp{9}, .account = AccountId{16}, .timeout_ms = 10});
    writer.on_idempotency({.parameters_hash = 11,
                           .order_id = OrderId{2},
                           .accepted_by = Sequence{12},
                           .client_order_id = ClientOrderId{"once"}});
    writer.on_staged_order(staged_order());
    writer.on_key_rules(rules_of_key());
}

/// One of each type, with whatever fields it may have; of new orders with the rare ones as well.
[[nodiscard]] std::vector<Command> later_commands() {
    test::RandomCommands random{2026};
    std::vector<Command> commands;
    for (const CommandType type : test::all_command_types) {
        const bool has_terms = type == CommandType::place_order ||
                               type == CommandType::replace_order ||
                               type == CommandType::stage_order;
        Command command = random.next(type);
        while (has_terms && (terms_of(command).strategy_id == 0 || command.options == 0))
            command = random.next(type);
        commands.push_back(command);
    }
    return commands;
}

/// One line per command: its record, and what it says.
[[nodiscard]] std::string new_records(const std::vector<Command>& commands) {
    std::string text;
    for (const Command& command : commands) {
        for (const std::byte byte : encoded(command))
            text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
        text += "\n" + json_of(command) + "\n";
    }
    return text;
}

/// One that exists must never change.
void write_unless_it_exists(const char* name, const std::string& text) {
    if (test::golden_text(name).empty()) std::ofstream{test::golden_path(name)} << text;
}

// Run by hand, once for each new file, with --gtest_also_run_disabled_tests.
TEST(GoldenFiles, DISABLED_AreWrittenWhenAVersionIsBorn) {
    write_unless_it_exists(records_file, new_records(commands_of_golden()));
    write_unless_it_exists(later_records_file, new_records(later_commands()));
    write_unless_it_exists(segment_file, test::hex_dump(new_segment()));
    write_unless_it_exists(snapshot_file, test::hex_dump(snapshot_of(fill_first_snapshot)));
    write_unless_it_exists(later_snapshot_file, test::hex_dump(snapshot_of(fill_later_snapshot)));
}

/// How many records the file has: each is read as it was written, and written so today.
[[nodiscard]] std::size_t check_records(const char* file) {
    std::istringstream lines{test::golden_text(file)};
    std::string hex;
    std::string json;
    std::size_t record_count = 0;
    while (std::getline(lines, hex) && std::getline(lines, json)) {
        Command command;
        const auto size = wire::decode(test::bytes_of_hex(hex), command);
        if (!size) {
            ADD_FAILURE() << json;
            continue;
        }
        EXPECT_EQ(*size, hex.size() / 2);
        EXPECT_EQ(json_of(command), json);
        // Until there is a version 2, what is written today is the same as well.
        EXPECT_EQ(encoded(command), test::bytes_of_hex(hex)) << json;
        ++record_count;
    }
    return record_count;
}

TEST(GoldenRecords, AreReadAsTheyWereWritten) {
    EXPECT_EQ(check_records(records_file), 16U);
    EXPECT_EQ(check_records(later_records_file), 35U);
}

class Lines final : public journal::CommandReceiver {
public:
    void on_command(const Command& command) override { text += json_of(command) + "\n"; }
    std::string text;
};

TEST(GoldenSegment, IsReadAsItWasWritten) {
    journal::test::Files files;
    files[segment_name] = test::bytes_of_dump(test::golden_text(segment_file));
    journal::test::FrozenFileSystem file_system{files};
    Lines lines;
    const auto recovery =
        recover(file_system, place, {.mode = journal::RecoveryMode::judge}, lines);
    ASSERT_TRUE(recovery);
    EXPECT_EQ(recovery->verdict, journal::Verdict::clean_end) << recovery->message;
    EXPECT_TRUE(recovery->notes.empty());
    EXPECT_EQ(recovery->position.journal, uuid_of_golden());
    EXPECT_EQ(recovery->position.epoch, journal::Epoch{7});
    EXPECT_EQ(recovery->position.written_by.configuration_hash, 0x1122334455667788U);

    std::istringstream records{test::golden_text(records_file)};
    std::string expected;
    for (std::string line; std::getline(records, line);)
        if (line.starts_with('{')) expected += line + "\n";
    EXPECT_EQ(lines.text, expected);
}

TEST(GoldenSegment, IsWhatTheWriterMakesToday) {
    EXPECT_EQ(test::hex_dump(new_segment()), test::golden_text(segment_file));
}

void verify(const char* file) {
    const std::string name = "00000000000000000016.snapshot";
    journal::test::Files files;
    files[name] = test::bytes_of_dump(test::golden_text(file));
    journal::test::FrozenFileSystem file_system{files};
    const auto info = journal::verify_snapshot(file_system, place / name);
    ASSERT_TRUE(info) << info.error().text;
    EXPECT_EQ(info->sequence, Sequence{16});
    EXPECT_EQ(info->journal, uuid_of_golden());
    EXPECT_EQ(info->state_hash, 0xabcdefU);
}

TEST(GoldenSnapshot, IsVerifiedAsItWasWritten) {
    verify(snapshot_file);
    verify(later_snapshot_file);
}

TEST(GoldenSnapshot, IsWhatTheWriterMakesToday) {
    EXPECT_EQ(test::hex_dump(snapshot_of(fill_first_snapshot)), test::golden_text(snapshot_file));
    EXPECT_EQ(test::hex_dump(snapshot_of(fill_later_snapshot)),
              test::golden_text(later_snapshot_file));
}

}  // namespace
}  // namespace outcry
