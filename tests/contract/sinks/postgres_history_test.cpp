#include <memory>

#include "outcry/sinks/postgres.hpp"

#include "contract/sinks/history_contract.hpp"
#include "support/sinks/postgres_server.hpp"

namespace outcry::sinks::test {
namespace {

class PostgresUnderTest final : public HistoryUnderTest {
public:
    std::unique_ptr<SinkTarget> make_target(journal::Epoch epoch) override {
        return make_postgres_target({.address = server_.address(), .epoch = epoch});
    }
    std::unique_ptr<History> open_history() override {
        return make_postgres_history(server_.address());
    }

private:
    outcry::test::PostgresServer server_;
};

std::unique_ptr<HistoryUnderTest> make_postgres(std::string& why_missing) {
    why_missing = outcry::test::missing_postgres();
    if (!why_missing.empty()) return nullptr;
    return std::make_unique<PostgresUnderTest>();
}

INSTANTIATE_TEST_SUITE_P(Postgres, HistoryContract,
                         testing::Values(HistoryKind{"postgres", make_postgres}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace outcry::sinks::test
