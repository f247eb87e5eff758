#include "app/operators/audit_trail.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

class AuditTrailTest : public testing::Test {
protected:
    AuditTrailTest() { std::filesystem::remove(file_); }
    ~AuditTrailTest() override { std::filesystem::remove(file_); }

    [[nodiscard]] std::string content() const {
        std::ifstream stream{file_, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    void write(const std::string& call) const {
        auto trail = AuditTrail::open(file_);
        ASSERT_TRUE(trail);
        EXPECT_TRUE(trail->write({{"call", call}}));
    }

    const std::filesystem::path file_ =
        std::filesystem::temp_directory_path() /
        ("audit_trail_test." + std::to_string(::getpid()) + ".jsonl");
};

TEST_F(AuditTrailTest, GoesOnWhereItEndedAndVerifies) {
    write("first");
    write("second");
    write("third");
    EXPECT_EQ(*verify_audit_trail(content()), 3U);
    struct stat status{};
    ASSERT_EQ(::stat(file_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(AuditTrailTest, ShowsALineThatWasChangedOrTakenOut) {
    write("first");
    write("second");
    write("third");
    std::string changed = content();
    changed.replace(changed.find("second"), 6, "SECOND");
    EXPECT_EQ(verify_audit_trail(changed).error(), 3U);
    const std::string whole = content();
    const std::size_t second = whole.find('\n') + 1;
    const std::size_t third = whole.find('\n', second) + 1;
    const std::string without = whole.substr(0, second) + whole.substr(third);
    EXPECT_EQ(verify_audit_trail(without).error(), 2U);
}

TEST_F(AuditTrailTest, ClosesATornLineAndGoesOnBehindIt) {
    write("first");
    { std::ofstream{file_, std::ios::app} << "{\"call\":\"to"; }
    write("second");
    EXPECT_EQ(*verify_audit_trail(content()), 3U);
    std::string changed = content();
    changed.replace(changed.find("\"to\n"), 3, "\"do");
    EXPECT_EQ(verify_audit_trail(changed).error(), 3U);
}

}  // namespace
}  // namespace outcry::app
