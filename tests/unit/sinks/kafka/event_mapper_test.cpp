#include "sinks/kafka/event_mapper.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outcry/wire/enum_names.hpp"

#include "sinks/kafka/event_records.hpp"
#include "support/source_folder.hpp"
#include "unit/sinks/kafka/example_events.hpp"

namespace outcry::sinks::kafka {
namespace {

/// Version 1 as it was first released: what stands here stays for ever.
const std::string first_path =
    (outcry::test::source_folder() / "tests/golden/events/kafka_v1.txt").string();
/// Version 1 with all that was added since.
const std::string golden_path =
    (outcry::test::source_folder() / "tests/golden/events/kafka_v1_now.txt").string();

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// `topic key sequence-index value`, a line each; tabs in between.
std::string lines_of(std::span<const Event> events) {
    EventMapper mapper;
    RecordList records;
    for (const Event& event : events) EXPECT_TRUE(mapper.map(event, records));
    std::string text;
    for (const Record& record : records.records()) {
        text += fmt::format("{}\t{}\t{}-{}\t{}\n", name_of(record.topic), record.key,
                            record.sequence.value(), record.index, record.value);
    }
    return text;
}

std::string type_name(const nlohmann::json& value) {
    if (value.is_number_integer()) return "integer";
    return value.type_name();
}

/// The schema of a record: the one in the file of its topic that its `event` selects.
nlohmann::json schema_of(const std::string& topic, const std::string& event) {
    const auto file = nlohmann::json::parse(text_of(
        outcry::test::source_folder() / "docs/formats/events" / (topic + ".v1.schema.json")));
    nlohmann::json schema = file.at("$defs").at(event);
    for (const auto& [name, property] : file.at("properties").items()) {
        schema["properties"][name] = property;
        schema["required"].push_back(name);
    }
    return schema;
}

void expect_type(const std::string& where, const nlohmann::json& property,
                 const nlohmann::json& value) {
    if (property.contains("const")) {
        EXPECT_EQ(property.at("const"), value) << where;
        return;
    }
    if (property.contains("enum")) {
        const nlohmann::json& allowed = property.at("enum");
        EXPECT_NE(std::ranges::find(allowed, value), allowed.end()) << where << " " << value;
        return;
    }
    const nlohmann::json& type = property.at("type");
    const std::vector<std::string> allowed =
        type.is_array() ? type.get<std::vector<std::string>>() : std::vector<std::string>{type};
    EXPECT_THAT(allowed, testing::Contains(type_name(value))) << where;
}

TEST(KafkaEventMapper, WritesEveryEventAsVersionOneHasIt) {
    EXPECT_EQ(lines_of(test::example_events()), text_of(golden_path))
        << "A field or its meaning changed: that is a new schema version, beside the old one.";
}

TEST(KafkaEventMapper, OnlyEverAddsFieldsToWhatVersionOneHad) {
    std::istringstream first{text_of(first_path)};
    std::istringstream now{lines_of(test::example_events())};
    int count = 0;
    for (std::string before, after; std::getline(first, before); ++count) {
        ASSERT_TRUE(std::getline(now, after));
        const auto value = before.rfind('\t');
        EXPECT_EQ(after.substr(0, value), before.substr(0, value));
        const auto old_record = nlohmann::json::parse(before.substr(value));
        const auto new_record = nlohmann::json::parse(after.substr(after.rfind('\t')));
        for (const auto& [name, field] : old_record.items()) {
            ASSERT_TRUE(new_record.contains(name)) << name << " is gone: " << after;
            EXPECT_EQ(new_record.at(name), field) << name << ": " << after;
        }
    }
    EXPECT_GT(count, 30);
}

TEST(KafkaEventMapper, KnowsEveryTypeOfEventInItsExample) {
    std::set<EventType> shown;
    for (const Event& event : test::example_events()) shown.insert(event.type);
    for (int number = 0; number < 256; ++number) {
        const auto type = static_cast<EventType>(number);
        if (type == EventType::none || wire::name_of(type).empty()) continue;
        EXPECT_TRUE(shown.contains(type)) << number;
    }
}

TEST(KafkaEventMapper, GivesEachEventExactlyOneRecordBesideBookAndDefinitions) {
    const auto events = test::example_events();
    std::istringstream lines{lines_of(events)};
    std::vector<std::string> places;
    for (std::string topic, key, place, value;
         std::getline(lines, topic, '\t') && std::getline(lines, key, '\t') &&
         std::getline(lines, place, '\t') && std::getline(lines, value);) {
        if (topic != "book" && topic != "position") places.push_back(place);
    }
    std::vector<std::string> expected;
    for (const Event& event : events) {
        expected.push_back(fmt::format("{}-{}", event.sequence.value(), event.index));
    }
    EXPECT_EQ(places, expected);
}

TEST(KafkaEventMapper, KeepsToThePublishedSchemas) {
    std::istringstream lines{text_of(golden_path)};
    int count = 0;
    for (std::string topic, key, place, value;
         std::getline(lines, topic, '\t') && std::getline(lines, key, '\t') &&
         std::getline(lines, place, '\t') && std::getline(lines, value);) {
        if (topic == "position") continue;
        ++count;
        const auto record = nlohmann::json::parse(value);
        const auto schema = schema_of(topic, record.at("event"));
        const auto required = schema.at("required").get<std::set<std::string>>();
        std::set<std::string> present;
        for (const auto& [name, field] : record.items()) {
            present.insert(name);
            ASSERT_TRUE(schema.at("properties").contains(name)) << topic << " " << name;
            expect_type(topic + " " + name, schema.at("properties").at(name), field);
        }
        EXPECT_EQ(present, required) << value;
    }
    EXPECT_GT(count, 20);
}

TEST(KafkaEventMapper, RefusesAnEventOfAnInstrumentThatWasNeverDefined) {
    EventMapper mapper;
    RecordList records;
    Event event = test::example_event(EventType::order_closed, 7, 2);
    event.instrument = InstrumentId{4};
    const auto mapped = mapper.map(event, records);
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error(),
              (SinkError{SinkErrorKind::refused,
                         "Kafka: event 7-2 names an asset or instrument that the topics do not "
                         "define"}));
}

TEST(KafkaEventMapper, GoesOnWithTheDefinitionsItIsGiven) {
    Definitions definitions;
    for (const Event& event : test::market_events()) definitions.apply(event);
    EventMapper mapper;
    mapper.reset(definitions, {});
    RecordList records;
    Event event = test::example_event(EventType::instrument_status_changed, 9, 0);
    event.status.before = InstrumentStatus::halted;
    event.status.after = InstrumentStatus::trading;
    ASSERT_TRUE(mapper.map(event, records));
    ASSERT_EQ(records.records().size(), 1U);
    EXPECT_EQ(records.records()[0].key, "BTCUSDT");
}

}  // namespace
}  // namespace outcry::sinks::kafka
