#include <initializer_list>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
// Behind the other one, which it needs.
#include <librdkafka/rdkafka_mock.h>

#include "integration/sinks/kafka_copy.hpp"
#include "support/sinks/event_source.hpp"

namespace outcry::test {
namespace {

using sinks::SinkErrorKind;
using sinks::SinkPosition;

constexpr const char* prefix = "mock.";
constexpr std::int16_t produce_request = 0;
constexpr std::int16_t init_producer_id_request = 22;
constexpr std::int16_t add_partitions_request = 24;
constexpr std::int16_t end_transaction_request = 26;

/// librdkafka's own cluster, which answers with the errors it is told to. It knows no isolation of
/// transactions: what is exactly once is shown with the real broker.
class KafkaMockTest : public testing::Test {
protected:
    KafkaMockTest() {
        rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
        rd_kafka_conf_set(configuration, "log_level", "0", nullptr, 0);
        owner_ = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
        cluster_ = rd_kafka_mock_cluster_new(owner_, 1);
        for (const char* name :
             {"trades", "orders", "ledger", "instruments", "audit", "book", "position"}) {
            rd_kafka_mock_topic_create(cluster_, (std::string{prefix} + name).c_str(), 1, 1);
        }
        options_ = options_for(rd_kafka_mock_cluster_bootstraps(cluster_), prefix);
        options_.wait_max = std::chrono::seconds{8};
        target_ = sinks::make_kafka_target(options_);
    }
    ~KafkaMockTest() override {
        target_.reset();
        rd_kafka_mock_cluster_destroy(cluster_);
        rd_kafka_destroy(owner_);
    }

    /// The next requests of this kind are answered so, one each.
    void answer_with(std::int16_t request, std::initializer_list<rd_kafka_resp_err_t> errors) {
        const std::vector<rd_kafka_resp_err_t> list{errors};
        rd_kafka_mock_push_request_errors_array(cluster_, request, list.size(), list.data());
    }

    sinks::SinkResult<void> write_first() {
        return target_->write(events_, {events_.back().sequence, journal::Epoch{1}});
    }

    rd_kafka_t* owner_ = nullptr;
    rd_kafka_mock_cluster_t* cluster_ = nullptr;
    sinks::KafkaOptions options_;
    std::unique_ptr<sinks::SinkTarget> target_;
    const std::vector<Event> events_ = EventSource{}.open_small_venue();
};

TEST_F(KafkaMockTest, BeginsAtZeroAndRemembersWhatItWrote) {
    const auto opened = target_->open();
    ASSERT_TRUE(opened) << opened.error().text;
    EXPECT_EQ(*opened, SinkPosition{});
    ASSERT_TRUE(write_first());
    const auto again = target_->open();
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(*again, (SinkPosition{events_.back().sequence, journal::Epoch{1}}));
}

TEST_F(KafkaMockTest, WaitsForACoordinatorThatIsLoading) {
    ASSERT_TRUE(target_->open());
    answer_with(end_transaction_request,
                {RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
                 RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_COORDINATOR});
    EXPECT_TRUE(write_first());
}

TEST_F(KafkaMockTest, WaitsForALeaderThatMoves) {
    ASSERT_TRUE(target_->open());
    answer_with(produce_request,
                {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
                 RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS});
    EXPECT_TRUE(write_first());
}

TEST_F(KafkaMockTest, ARecordThatIsNotTakenFailsTheWholeBatch) {
    ASSERT_TRUE(target_->open());
    answer_with(produce_request, {RD_KAFKA_RESP_ERR_INVALID_RECORD});
    const auto written = write_first();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, SinkErrorKind::unavailable) << written.error().text;
    ASSERT_TRUE(target_->open());
    EXPECT_TRUE(write_first());
}

TEST_F(KafkaMockTest, MissingRightsInTheMiddleAreRefused) {
    ASSERT_TRUE(target_->open());
    answer_with(add_partitions_request, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
    const auto written = write_first();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, SinkErrorKind::refused) << written.error().text;
}

TEST_F(KafkaMockTest, MissingRightsOnTheTransactionalIdAreRefused) {
    answer_with(init_producer_id_request,
                {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED});
    const auto opened = target_->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, SinkErrorKind::refused) << opened.error().text;
}

TEST_F(KafkaMockTest, ATransactionThatTheBrokerGaveUpIsTriedAgain) {
    ASSERT_TRUE(target_->open());
    answer_with(end_transaction_request, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH});
    const auto written = write_first();
    ASSERT_FALSE(written);
    // The topics still name this target: nobody fenced it.
    EXPECT_EQ(written.error().kind, SinkErrorKind::unavailable) << written.error().text;
    EXPECT_TRUE(target_->open());
}

TEST_F(KafkaMockTest, ABrokerThatIsDownIsUnavailableWithinTheTimeAllowed) {
    ASSERT_TRUE(target_->open());
    rd_kafka_mock_broker_set_down(cluster_, 1);
    const auto start = std::chrono::steady_clock::now();
    const auto written = write_first();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, SinkErrorKind::unavailable) << written.error().text;
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2 * options_.wait_max);
    rd_kafka_mock_broker_set_up(cluster_, 1);
    EXPECT_TRUE(target_->open());
}

TEST_F(KafkaMockTest, TopicsOfSeveralPartitionsCannotHoldThePosition) {
    options_.topic_prefix = "wide.";
    rd_kafka_mock_topic_create(cluster_, "wide.position", 4, 1);
    const auto opened = sinks::make_kafka_target(options_)->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), (sinks::SinkError{SinkErrorKind::refused,
                                                "Kafka: topic wide.position has 4 partitions, it "
                                                "must have one"}));
}

}  // namespace
}  // namespace outcry::test
