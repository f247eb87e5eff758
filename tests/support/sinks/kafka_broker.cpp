#include "support/sinks/kafka_broker.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include "outcry/base/assert.hpp"

#include "support/source_folder.hpp"

namespace outcry::test {
namespace {

namespace fs = std::filesystem;

const fs::path libraries = source_folder() / "build" / "kafka-libs";

fs::path make_directory() {
    std::string name = fs::temp_directory_path() / "outcry-kafka-XXXXXX";
    OUTCRY_ASSERT(::mkdtemp(name.data()) != nullptr);
    return name;
}

/// Programs of several runs at a time copy the jars one after the other.
void copy_jars() {
    fs::create_directories(libraries.parent_path());
    const int lock =
        ::open((libraries.string() + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    ::flock(lock, LOCK_EX);
    const fs::path finished = libraries / "finished";
    if (!fs::exists(finished)) {
        const fs::path pom = source_folder() / "tests/support/kafka/pom.xml";
        ChildProcess maven{{.arguments = {"/usr/bin/timeout", "180", "mvn", "-q", "-B", "-f", pom,
                                          "dependency:copy-dependencies",
                                          "-DoutputDirectory=" + libraries.string()},
                            .directory = libraries.parent_path(),
                            .log = libraries.string() + ".log"}};
        if (maven.wait() == 0) std::ofstream{finished} << "\n";
    }
    ::close(lock);
}

std::vector<std::string> java(const std::string& heap, const std::string& program) {
    return {
        "/usr/bin/env", "java", heap, "-XX:TieredStopAtLevel=1", "-cp", libraries.string() + "/*",
        program};
}

}  // namespace

std::string KafkaBroker::missing_part() {
    for (const char* program : {"java", "mvn"}) {
        ChildProcess asked{
            {.arguments = {"/usr/bin/which", program}, .directory = "/", .log = "/dev/null"}};
        if (asked.wait() != 0) return fmt::format("missing part: {}", program);
    }
    copy_jars();
    if (!fs::exists(libraries / "finished")) {
        return "missing part: the jars of the Kafka broker cannot be fetched";
    }
    return {};
}

KafkaBroker::KafkaBroker()
    : directory_{make_directory()},
      port_{free_port()},
      guarded_port_{free_port()},
      controller_port_{free_port()} {
    write_properties();
    format();
    start();
    wait_until_ready();
}

KafkaBroker::~KafkaBroker() {
    process_.reset();
    std::error_code ignored;  // a directory left behind fails no test
    fs::remove_all(directory_, ignored);
}

void KafkaBroker::write_properties() const {
    std::ofstream file{directory_ / "server.properties"};
    file << fmt::format(
        "process.roles=broker,controller\nnode.id=1\n"
        "listeners=PLAINTEXT://127.0.0.1:{0},GUARDED://127.0.0.1:{1},CONTROLLER://127.0.0.1:{2}\n"
        "advertised.listeners=PLAINTEXT://127.0.0.1:{0},GUARDED://127.0.0.1:{1}\n"
        "controller.quorum.bootstrap.servers=127.0.0.1:{2}\n"
        "controller.listener.names=CONTROLLER\n"
        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,"
        "GUARDED:SASL_PLAINTEXT\n"
        "sasl.enabled.mechanisms=PLAIN\n"
        "listener.name.guarded.plain.sasl.jaas.config=org.apache.kafka.common.security.plain."
        "PlainLoginModule required user_outcry=\"right\";\n"
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n"
        "super.users=User:ANONYMOUS\n"
        "auto.create.topics.enable=false\n"
        "log.dirs={3}/logs\n",
        port_, guarded_port_, controller_port_, directory_.string());
    file << "offsets.topic.replication.factor=1\ntransaction.state.log.replication.factor=1\n"
            "transaction.state.log.min.isr=1\nshare.coordinator.state.topic.replication.factor=1\n"
            "share.coordinator.state.topic.min.isr=1\ngroup.initial.rebalance.delay.ms=0\n"
            "transaction.state.log.num.partitions=1\noffsets.topic.num.partitions=1\n";
}

void KafkaBroker::format() {
    std::vector<std::string> words = java("-Xmx128m", "kafka.tools.StorageTool");
    for (const char* word : {"format", "--standalone", "-t", "b3V0Y3J5LXRlc3RzLTAwMQ", "-c"}) {
        words.emplace_back(word);
    }
    words.push_back(directory_ / "server.properties");
    run_to_end({.arguments = words, .directory = directory_, .log = directory_ / "format.log"});
}

void KafkaBroker::start() {
    if (process_.has_value() && process_->is_running()) return;
    std::vector<std::string> words = java("-Xmx384m", "kafka.Kafka");
    words.push_back(directory_ / "server.properties");
    process_.emplace(ChildProcess::Options{
        .arguments = words, .directory = directory_, .log = directory_ / "broker.log"});
}

void KafkaBroker::wait_until_ready() const {
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", servers().c_str(), nullptr, 0);
    rd_kafka_conf_set(configuration, "log_level", "0", nullptr, 0);
    rd_kafka_t* const client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{120};
    bool is_ready = false;
    while (!is_ready && std::chrono::steady_clock::now() < deadline) {
        const rd_kafka_metadata_t* metadata = nullptr;
        is_ready =
            rd_kafka_metadata(client, 1, nullptr, &metadata, 1000) == RD_KAFKA_RESP_ERR_NO_ERROR;
        if (is_ready) rd_kafka_metadata_destroy(metadata);
    }
    rd_kafka_destroy(client);
    if (!is_ready) throw std::runtime_error{"the broker does not answer"};
}

std::string KafkaBroker::servers() const { return fmt::format("127.0.0.1:{}", port_); }

std::string KafkaBroker::guarded_servers() const {
    return fmt::format("127.0.0.1:{}", guarded_port_);
}

}  // namespace outcry::test
