#include "integration/sinks/kafka_copy.hpp"

#include <array>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sinks/kafka/event_mapper.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/kafka_records.hpp"

namespace outcry::test {
namespace {

using sinks::kafka::Record;
using sinks::kafka::Topic;

constexpr int failures_max = 200;

/// The command behind the position, or the end.
std::size_t first_after(std::span<const std::span<const Event>> commands, Sequence sequence) {
    std::size_t i = 0;
    while (i < commands.size() && commands[i].front().sequence <= sequence) ++i;
    return i;
}

std::span<const Event> batch_of(std::span<const std::span<const Event>> commands) {
    const Event* const begin = commands.front().data();
    const Event* const end = commands.back().data() + commands.back().size();
    return {begin, end};
}

sinks::SinkResult<void> write_from(sinks::SinkTarget& target, Sequence position,
                                   std::span<const std::span<const Event>> commands,
                                   const std::function<void()>& before_write) {
    for (std::size_t i = first_after(commands, position); i < commands.size();
         i += commands_per_batch) {
        const auto batch = commands.subspan(i, std::min(commands_per_batch, commands.size() - i));
        before_write();
        auto written =
            target.write(batch_of(batch), {batch.back().front().sequence, journal::Epoch{1}});
        if (!written) return written;
    }
    return {};
}

}  // namespace

std::vector<Event> events_to_copy(std::size_t command_count) {
    return EventSource{}.random_events(7, command_count);
}

sinks::KafkaOptions options_for(const std::string& servers, const std::string& prefix) {
    sinks::KafkaOptions options;
    options.bootstrap_servers = servers;
    options.topic_prefix = prefix;
    options.transactional_id = prefix + "writer";
    options.partition_count = 3;
    options.replication_factor = 1;
    options.wait_max = std::chrono::seconds{20};
    return options;
}

std::string copy_all(sinks::SinkTarget& target, std::span<const Event> events,
                     const CopyHooks& hooks) {
    const auto commands = commands_of(events);
    std::string last_error;
    for (int attempt = 0; attempt < failures_max; ++attempt) {
        hooks.before_open();
        const auto position = target.open();
        auto done = position ? write_from(target, position->sequence, commands, hooks.before_write)
                             : sinks::SinkResult<void>{Failure{position.error()}};
        if (done) return {};
        last_error = done.error().text;
        if (done.error().kind == sinks::SinkErrorKind::refused) return last_error;
    }
    return "too many failures, the last one: " + last_error;
}

void expect_copied(const std::string& servers, const std::string& prefix,
                   std::span<const Event> events) {
    sinks::kafka::EventMapper mapper;
    sinks::kafka::RecordList records;
    for (const Event& event : events) ASSERT_TRUE(mapper.map(event, records));
    std::array<KafkaRecords, sinks::kafka::topic_count> expected;
    for (const Record& record : records.records()) {
        expected[static_cast<std::size_t>(record.topic)][record.key].push_back(
            {fmt::format("{}-{}", record.sequence.value(), record.index), record.value});
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto topic = static_cast<Topic>(i);
        if (topic == Topic::position) continue;
        const std::string name = prefix + std::string{name_of(topic)};
        const KafkaRecords seen = read_committed(servers, name);
        EXPECT_EQ(seen.size(), expected[i].size()) << name;
        for (const auto& [key, list] : expected[i]) {
            const auto found = seen.find(key);
            ASSERT_NE(found, seen.end()) << name << " " << key;
            EXPECT_TRUE(found->second == list) << name << " " << key << ": " << found->second.size()
                                               << " records, " << list.size() << " expected";
        }
    }
}

}  // namespace outcry::test
