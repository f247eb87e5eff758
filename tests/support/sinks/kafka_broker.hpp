#pragma once

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>

#include "support/process/child_process.hpp"

namespace outcry::test {

/// A real Kafka broker (KRaft, one node) on free loopback ports, from its published jars, which
/// Maven copies once to build/kafka-libs. Removed with its data at the end.
class KafkaBroker {
public:
    /// Why there can be none here, beginning with `missing part`; empty: there can.
    [[nodiscard]] static std::string missing_part();

    /// Formats its storage, starts it and waits until it answers.
    KafkaBroker();
    KafkaBroker(const KafkaBroker&) = delete;
    KafkaBroker& operator=(const KafkaBroker&) = delete;
    ~KafkaBroker();

    /// SIGKILL; callable from another thread than the others here.
    void kill() const { process_->signal(SIGKILL); }
    /// Again on the same data and ports, unless it runs; does not wait.
    void start();
    void wait_for_end() { static_cast<void>(process_->wait()); }  // that it was killed is known
    /// Until it answers.
    void wait_until_ready() const;

    /// For everybody, with all rights.
    [[nodiscard]] std::string servers() const;
    /// With user and password (SASL PLAIN); the user `outcry`, password `right`, has no rights.
    [[nodiscard]] std::string guarded_servers() const;
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

private:
    void write_properties() const;
    void format();

    std::filesystem::path directory_;
    int port_ = 0;
    int guarded_port_ = 0;
    int controller_port_ = 0;
    std::optional<ChildProcess> process_;
};

}  // namespace outcry::test
