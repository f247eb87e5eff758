#include "sinks/kafka/book_changes.hpp"

#include <map>
#include <tuple>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outcry/engine/engine.hpp"

#include "sinks/kafka/event_mapper.hpp"
#include "sinks/kafka/json_object.hpp"
#include "support/command_generator.hpp"
#include "support/due_work.hpp"
#include "support/small_venue.hpp"

namespace outcry::sinks::kafka {
namespace {

using outcry::test::CommandGenerator;
using outcry::test::due_work;
using outcry::test::seed;
using outcry::test::Stamper;

/// Symbol, side, price as text; signed lots.
using Levels = std::map<std::tuple<std::string, std::string, std::string>, int128>;

/// Without point, so that amounts of one instrument add up.
int128 units_of(const std::string& decimal) {
    int128 units = 0;
    for (const char character : decimal) {
        if (character >= '0' && character <= '9') units = units * 10 + (character - '0');
    }
    return decimal.starts_with('-') ? -units : units;
}

/// What a consumer does who adds up the topic.
void take_book_record(const std::string& value, Levels& levels) {
    const auto record = nlohmann::json::parse(value);
    for (const char* side : {"bids", "asks"}) {
        for (const auto& change : record.at(side)) {
            const std::tuple key{record.at("symbol").get<std::string>(), std::string{side},
                                 change.at(0).get<std::string>()};
            levels[key] += units_of(change.at(1).get<std::string>());
            if (levels[key] == 0) levels.erase(key);
        }
    }
}

/// The engine's own book, level by level.
class BookOfEngine final : public StateVisitor {
public:
    void on_venue(const VenueState& /*venue*/) override {}
    void on_asset(const AssetState& /*asset*/) override {}
    void on_instrument(const InstrumentState& instrument) override {
        const InstrumentDefinition definition = definition_of(instrument);
        instruments_[definition.id] = definition;
    }
    void on_account(const AccountState& /*account*/) override {}
    void on_balance(const BalanceState& /*balance*/) override {}
    void on_order(const OrderState& order) override {
        if (order.phase != OrderPhase::working) return;
        // Of an iceberg the topic says all, also what is hidden.
        add(order);
    }
    void on_key(const KeyState& /*key*/) override {}
    void on_staged(const StagedState& /*staged*/) override {}

    Levels levels;

private:
    void add(const OrderState& order) {
        const InstrumentDefinition& instrument = instruments_.at(order.instrument);
        std::string price;
        append_decimal(price, static_cast<int128>(order.price.value()) * instrument.tick_mantissa,
                       instrument.tick_scale, decimals_shown_min);
        std::string quantity;
        append_decimal(quantity,
                       static_cast<int128>(order.open_quantity.value()) * instrument.lot_mantissa,
                       instrument.lot_scale, decimals_shown_min);
        levels[{std::string{instrument.symbol.view()}, order.side == Side::buy ? "bids" : "asks",
                price}] += units_of(quantity);
    }
    std::map<InstrumentId, InstrumentDefinition> instruments_;
};

/// The first level in which the two differ.
std::string difference(const Levels& said, const Levels& expected) {
    Levels all = said;
    all.insert(expected.begin(), expected.end());
    for (const auto& [key, unused] : all) {
        const auto at = [&](const Levels& levels) {
            const auto level = levels.find(key);
            return level == levels.end() ? int128{0} : level->second;
        };
        if (at(said) == at(expected)) continue;
        return std::get<0>(key) + " " + std::get<1>(key) + " " + std::get<2>(key) + ": " +
               std::to_string(static_cast<std::int64_t>(at(said))) + " expected " +
               std::to_string(static_cast<std::int64_t>(at(expected)));
    }
    return {};
}

TEST(KafkaBookChanges, AddUpToTheBookOfTheEngineAfterRandomCommands) {
    const std::uint64_t chosen = seed();
    engine::EngineLimits limits = outcry::test::small_engine_limits();
    limits.instruments_max = 128;
    engine::Engine engine{limits};
    CommandGenerator generator{chosen, {.rules = outcry::test::GeneratedRule::all}};
    Stamper stamper;
    EventBuffer buffer;
    EventMapper mapper;
    RecordList records;
    Levels levels;
    int changed_count = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto due = due_work(engine, stamper.next_time());
        engine.apply(stamper.stamp(due ? *due : generator.next()), buffer);
        generator.see(buffer.events());
        for (const Event& event : buffer.events()) {
            records.clear();
            ASSERT_TRUE(mapper.map(event, records)) << "OUTCRY_SEED=" << chosen;
            for (const Record& record : records.records()) {
                if (record.topic != Topic::book) continue;
                take_book_record(record.value, levels);
                ++changed_count;
            }
        }
        if (i % 1'000 != 999) continue;
        BookOfEngine book;
        engine.visit(book);
        ASSERT_EQ(difference(levels, book.levels), "")
            << "OUTCRY_SEED=" << chosen << " command " << i;
    }
    EXPECT_GT(changed_count, 1'000);
}

}  // namespace
}  // namespace outcry::sinks::kafka
