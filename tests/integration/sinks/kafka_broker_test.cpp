#include "support/sinks/kafka_broker.hpp"

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include "outcry/sinks/kafka_summary.hpp"

#include "integration/sinks/kafka_copy.hpp"
#include "support/command_generator.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/kafka_records.hpp"

namespace outcry::test {
namespace {

using sinks::SinkErrorKind;
using sinks::SinkPosition;
using testing::HasSubstr;

bool is_full() {
    const char* const full = std::getenv("OUTCRY_FULL");
    return full != nullptr && std::string{full} == "1";
}

/// One broker for all of these tests; each has topics of its own.
class KafkaBrokerTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        missing_ = KafkaBroker::missing_part();
        if (missing_.empty()) broker_ = std::make_unique<KafkaBroker>();
    }
    static void TearDownTestSuite() { broker_.reset(); }

    void SetUp() override {
        if (!missing_.empty()) GTEST_SKIP() << missing_;
    }

    static KafkaBroker& broker() { return *broker_; }
    static std::string servers() { return broker_->servers(); }

private:
    static inline std::string missing_;
    static inline std::unique_ptr<KafkaBroker> broker_;
};

// The library's macros cast in the manner of C.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"

/// Puts a record of the topic there once more, as no transaction of the sink would.
void produce_again(const std::string& servers, const std::string& topic) {
    const KafkaRecords records = read_committed(servers, topic);
    const auto& [key, list] = *records.begin();
    const auto& [place, value] = list.front();
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", servers.c_str(), nullptr, 0);
    rd_kafka_t* const producer = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
    rd_kafka_producev(
        producer, RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(key.data(), key.size()),
        // SAFETY: with RD_KAFKA_MSG_F_COPY it only reads.
        RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
        RD_KAFKA_V_HEADER("sequence-index", place.data(), static_cast<ssize_t>(place.size())),
        RD_KAFKA_V_END);
    EXPECT_EQ(rd_kafka_flush(producer, 20'000), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_destroy(producer);
}

#pragma GCC diagnostic pop

TEST_F(KafkaBrokerTest, HoldsEveryEventOnceInOrderPerKey) {
    const auto events = events_to_copy(3'000);
    const auto target = sinks::make_kafka_target(options_for(servers(), "plain."));
    ASSERT_EQ(copy_all(*target, events), "");
    expect_copied(servers(), "plain.", events);
}

TEST_F(KafkaBrokerTest, GoesOnBehindThePositionOfAnEarlierTarget) {
    const auto events = events_to_copy(1'000);
    const auto commands = commands_of(events);
    const auto half =
        std::span{events}.first(static_cast<std::size_t>(commands[500].data() - events.data()));
    const auto first = sinks::make_kafka_target(options_for(servers(), "resumed."));
    ASSERT_EQ(copy_all(*first, half), "");
    const auto second = sinks::make_kafka_target(options_for(servers(), "resumed."));
    const auto position = second->open();
    ASSERT_TRUE(position);
    EXPECT_EQ(*position, (SinkPosition{Sequence{500}, journal::Epoch{1}}));
    ASSERT_EQ(copy_all(*second, events), "");
    expect_copied(servers(), "resumed.", events);
}

TEST_F(KafkaBrokerTest, TellsADoubledRecordFromWhatTheVenueMakes) {
    const auto events = events_to_copy(800);
    const auto options = options_for(servers(), "summed.");
    const auto target = sinks::make_kafka_target(options);
    ASSERT_EQ(copy_all(*target, events), "");
    const auto truth = sinks::make_kafka_truth();
    ASSERT_EQ(copy_all(*truth, events), "");
    const auto before = sinks::read_kafka_summary(options);
    ASSERT_TRUE(before) << before.error().text;
    EXPECT_EQ(*before, truth->summary());
    EXPECT_GT(before->topics[0].row_count, 50U);

    produce_again(servers(), "summed.trades");
    const auto after = sinks::read_kafka_summary(options);
    ASSERT_TRUE(after) << after.error().text;
    EXPECT_EQ(after->topics[0].row_count, before->topics[0].row_count + 1);
    EXPECT_EQ(after->topics[1], before->topics[1]);
}

TEST_F(KafkaBrokerTest, TellsAChangedRecordFromWhatTheVenueMakes) {
    auto events = events_to_copy(800);
    const auto options = options_for(servers(), "altered.");
    const auto truth = sinks::make_kafka_truth();
    ASSERT_EQ(copy_all(*truth, events), "");
    std::vector<std::size_t> trades;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].type == EventType::order_traded) trades.push_back(i);
    }
    Event& changed = events[trades[10]];
    changed.traded.trade_id = TradeId{changed.traded.trade_id.value() + 1'000'000};
    ASSERT_EQ(copy_all(*sinks::make_kafka_target(options), events), "");
    const auto summary = sinks::read_kafka_summary(options);
    ASSERT_TRUE(summary) << summary.error().text;
    EXPECT_EQ(summary->topics[0].row_count, truth->summary().topics[0].row_count);
    EXPECT_NE(summary->topics[0], truth->summary().topics[0]);
    EXPECT_EQ(summary->topics[1], truth->summary().topics[1]);
}

TEST_F(KafkaBrokerTest, TellsAMissingRecordFromWhatTheVenueMakes) {
    auto events = events_to_copy(800);
    const auto options = options_for(servers(), "lost.");
    const auto truth = sinks::make_kafka_truth();
    ASSERT_EQ(copy_all(*truth, events), "");
    // Not the end of its command: that would be a batch that ends too early.
    const auto lost = std::ranges::find_if(events, [](const Event& event) {
        return event.type == EventType::order_traded && !event.is_last_of_command();
    });
    ASSERT_NE(lost, events.end());
    events.erase(lost);
    ASSERT_EQ(copy_all(*sinks::make_kafka_target(options), events), "");
    const auto summary = sinks::read_kafka_summary(options);
    ASSERT_TRUE(summary) << summary.error().text;
    EXPECT_EQ(summary->topics[0].row_count + 1, truth->summary().topics[0].row_count);
    EXPECT_NE(summary->topics[0], truth->summary().topics[0]);
    EXPECT_EQ(summary->position, Sequence{events.back().sequence});
}

/// Kills the broker beside a batch, at any of its steps, and has it back before the next attempt.
class BrokerKiller {
public:
    BrokerKiller(KafkaBroker& broker, std::uint64_t chosen, int kill_count)
        : broker_{broker}, random_{chosen}, left_{kill_count} {}

    [[nodiscard]] CopyHooks hooks() {
        return {.before_open = [this] { restart(); }, .before_write = [this] { draw(); }};
    }
    [[nodiscard]] int left() const { return left_; }
    void restart() {
        if (!killer_.joinable()) return;
        killer_.join();
        broker_.wait_for_end();
        broker_.start();
    }

private:
    void draw() {
        if (left_ == 0 || killer_.joinable() || random_() % 20 != 0) return;
        --left_;
        // The moment is what is tested, so it is drawn and not waited for.
        killer_ = std::jthread{[this, delay = std::chrono::microseconds{random_() % 40'000}] {
            std::this_thread::sleep_for(delay);
            broker_.kill();
        }};
    }

    KafkaBroker& broker_;
    std::mt19937_64 random_;
    int left_;
    std::jthread killer_;
};

TEST_F(KafkaBrokerTest, LosesAndDoublesNothingWhenTheBrokerIsKilled) {
    const auto events = events_to_copy(20'000);
    const std::uint64_t chosen = seed();
    BrokerKiller killer{broker(), chosen, is_full() ? 40 : 3};
    for (int round = 0; round == 0 || killer.left() > 0; ++round) {
        const std::string prefix = fmt::format("killed{}.", round);
        const auto target = sinks::make_kafka_target(options_for(servers(), prefix));
        ASSERT_EQ(copy_all(*target, events, killer.hooks()), "") << "OUTCRY_SEED=" << chosen;
        killer.restart();
        broker().wait_until_ready();
        expect_copied(servers(), prefix, events);
    }
}

/// Run by the test below as a process of its own, which it kills.
TEST(KafkaWriterProcess, DISABLED_WritesUntilItIsKilled) {
    const char* const servers = std::getenv("OUTCRY_TEST_KAFKA");
    ASSERT_NE(servers, nullptr);
    const auto events = events_to_copy(20'000);
    const auto target = sinks::make_kafka_target(options_for(servers, "process."));
    ASSERT_EQ(copy_all(*target, events), "");
}

TEST_F(KafkaBrokerTest, LosesAndDoublesNothingWhenTheWriterIsKilled) {
    const auto events = events_to_copy(20'000);
    const std::uint64_t chosen = seed();
    std::mt19937_64 random{chosen};
    const int kill_count = is_full() ? 60 : 5;
    const std::string self = std::filesystem::read_symlink("/proc/self/exe");
    for (int i = 0; i < kill_count; ++i) {
        ChildProcess writer{
            {.arguments = {"/usr/bin/env", "OUTCRY_TEST_KAFKA=" + servers(), self,
                           "--gtest_also_run_disabled_tests",
                           "--gtest_filter=KafkaWriterProcess.DISABLED_WritesUntilItIsKilled"},
             .directory = broker().directory(),
             .log = broker().directory() / "writer.log"}};
        // The moment is what is tested, so it is drawn and not waited for.
        std::this_thread::sleep_for(std::chrono::milliseconds{200 + random() % 600});
        writer.signal(SIGKILL);
        static_cast<void>(writer.wait());  // by the signal
    }
    const auto target = sinks::make_kafka_target(options_for(servers(), "process."));
    ASSERT_EQ(copy_all(*target, events), "") << "OUTCRY_SEED=" << chosen;
    expect_copied(servers(), "process.", events);
}

TEST_F(KafkaBrokerTest, ASecondWriterFencesTheFirstWhichStops) {
    const auto events = events_to_copy(600);
    const auto commands = commands_of(events);
    const auto first = sinks::make_kafka_target(options_for(servers(), "fenced."));
    const auto second = sinks::make_kafka_target(options_for(servers(), "fenced."));
    ASSERT_TRUE(first->open());
    ASSERT_TRUE(second->open());
    const auto written =
        first->write(commands[0], {commands[0].front().sequence, journal::Epoch{1}});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, SinkErrorKind::refused);
    EXPECT_THAT(written.error().text, HasSubstr("fenced: another server writes to topics fenced."));
    const auto opened = first->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused);
    ASSERT_EQ(copy_all(*second, events), "");
    expect_copied(servers(), "fenced.", events);
}

TEST_F(KafkaBrokerTest, AnOlderEpochIsRefusedAndDoesNotFenceTheRightWriter) {
    const auto events = events_to_copy(600);
    const auto commands = commands_of(events);
    auto options = options_for(servers(), "epoch.");
    options.epoch = journal::Epoch{5};
    const auto right = sinks::make_kafka_target(options);
    ASSERT_TRUE(right->open());
    ASSERT_TRUE(right->write(commands[0], {commands[0].front().sequence, journal::Epoch{5}}));
    options.epoch = journal::Epoch{4};
    const auto mistaken = sinks::make_kafka_target(options);
    const auto opened = mistaken->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused);
    EXPECT_THAT(opened.error().text, HasSubstr("written by epoch 5, later than this server's 4"));
    EXPECT_TRUE(right->write(commands[1], {commands[1].front().sequence, journal::Epoch{5}}));
}

TEST_F(KafkaBrokerTest, TopicsOfAnotherJournalAreRefused) {
    auto options = options_for(servers(), "journal.");
    options.journal = "aa";
    ASSERT_TRUE(sinks::make_kafka_target(options)->open());
    options.journal = "bb";
    const auto opened = sinks::make_kafka_target(options)->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused);
    EXPECT_THAT(opened.error().text, HasSubstr("hold the events of another journal (aa, not bb)"));
}

TEST_F(KafkaBrokerTest, BeginsAnewAfterItsTopicsWereDeleted) {
    const auto events = events_to_copy(500);
    const auto options = options_for(servers(), "rebuilt.");
    ASSERT_EQ(copy_all(*sinks::make_kafka_target(options), events), "");
    ASSERT_TRUE(sinks::delete_kafka_topics(options));
    const auto target = sinks::make_kafka_target(options);
    const auto position = target->open();
    ASSERT_TRUE(position) << position.error().text;
    EXPECT_EQ(position->sequence, Sequence{});
    ASSERT_EQ(copy_all(*target, events), "");
    expect_copied(servers(), "rebuilt.", events);
}

sinks::KafkaOptions guarded_options(const KafkaBroker& broker, const char* password) {
    auto options = options_for(broker.guarded_servers(), "guarded.");
    options.wait_max = std::chrono::seconds{10};
    options.properties = {{"security.protocol", "sasl_plaintext"},
                          {"sasl.mechanism", "PLAIN"},
                          {"sasl.username", "outcry"},
                          {"sasl.password", password}};
    return options;
}

TEST_F(KafkaBrokerTest, AWrongPasswordIsRefusedWithoutShowingIt) {
    const auto opened = sinks::make_kafka_target(guarded_options(broker(), "hunter2"))->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused) << opened.error().text;
    EXPECT_THAT(opened.error().text, HasSubstr("uthentication failed"));
    EXPECT_THAT(opened.error().text, testing::Not(HasSubstr("hunter2")));
}

TEST_F(KafkaBrokerTest, MissingRightsOnTopicsAreRefused) {
    const auto opened = sinks::make_kafka_target(guarded_options(broker(), "right"))->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused) << opened.error().text;
    EXPECT_THAT(opened.error().text, HasSubstr("uthorization failed"));
}

TEST(KafkaTarget, AnUnknownHostIsHeldAndSaid) {
    auto options = options_for("nowhere.invalid:9092", "none.");
    options.wait_max = std::chrono::milliseconds{1'500};
    const auto opened = sinks::make_kafka_target(options)->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::unavailable);
    EXPECT_THAT(opened.error().text, HasSubstr("nowhere.invalid:9092"));
}

TEST(KafkaTarget, AnUnknownSettingIsRefusedByName) {
    auto options = options_for("127.0.0.1:1", "none.");
    options.properties = {{"sasl.pasword", "hunter2"}};
    const auto opened = sinks::make_kafka_target(options)->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), (sinks::SinkError{SinkErrorKind::refused,
                                                "Kafka: librdkafka has no setting "
                                                "'sasl.pasword'"}));
}

}  // namespace
}  // namespace outcry::test
