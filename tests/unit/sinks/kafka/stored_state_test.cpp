#include "sinks/kafka/stored_state.hpp"

#include <gtest/gtest.h>

#include "sinks/kafka/event_mapper.hpp"
#include "unit/sinks/kafka/example_events.hpp"

namespace outcry::sinks::kafka {
namespace {

TEST(KafkaStoredState, ComesBackAsItWasWritten) {
    RecordList records;
    EventMapper mapper;
    Definitions definitions;
    for (const Event& event : test::market_events()) {
        definitions.apply(event);
        ASSERT_TRUE(mapper.map(event, records));
    }
    append_position(
        {.position = {Sequence{3}, journal::Epoch{7}}, .journal = "00ff", .writer = "abc"},
        records);
    StoredState state;
    for (const Record& record : records.records()) {
        if (record.topic != Topic::position) continue;
        ASSERT_TRUE(take_stored(record.key, record.value, state));
    }
    EXPECT_EQ(state.position, (SinkPosition{Sequence{3}, journal::Epoch{7}}));
    EXPECT_EQ(state.journal, "00ff");
    EXPECT_EQ(state.writer, "abc");
    const InstrumentDefinition* const instrument = state.definitions.instrument(InstrumentId{0});
    ASSERT_NE(instrument, nullptr);
    EXPECT_EQ(instrument->symbol, Symbol{"BTCUSDT"});
    EXPECT_EQ(instrument->tick_scale, 2);
    EXPECT_EQ(instrument->lot_scale, 3);
    EXPECT_EQ(instrument->base_units_per_lot, 100'000U);
    EXPECT_EQ(instrument->quote_units_per_tick_lot, 10U);
    ASSERT_NE(state.definitions.asset(AssetId{1}), nullptr);
    EXPECT_EQ(state.definitions.asset(AssetId{1})->decimals, 6);
}

TEST(KafkaStoredState, RefusesASchemaOfANewerVersion) {
    StoredState state;
    const auto taken = take_stored("position", R"({"schema":2,"whatever":1})", state);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, SinkErrorKind::refused);
    EXPECT_EQ(taken.error().text,
              "Kafka: the topics were written by a newer version (schema 2 of 'position', this "
              "server knows 1)");
}

TEST(KafkaStoredState, RefusesDamage) {
    for (const char* value : {"", "{", "[]", R"({"schema":1})", R"({"schema":"1"})",
                              R"({"schema":1,"sequence":-1,"epoch":0,"journal":1})"}) {
        StoredState state;
        const auto taken = take_stored("position", value, state);
        ASSERT_FALSE(taken) << value;
        EXPECT_EQ(taken.error().kind, SinkErrorKind::refused);
    }
}

TEST(KafkaStoredState, PassesOverKeysItDoesNotKnow) {
    StoredState state;
    EXPECT_TRUE(take_stored("something else", R"({"schema":1})", state));
}

}  // namespace
}  // namespace outcry::sinks::kafka
