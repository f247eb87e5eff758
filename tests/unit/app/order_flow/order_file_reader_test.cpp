#include "app/order_flow/order_file_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zstd.h>

namespace outcry::app {
namespace {

const std::string header = "ts_ns,symbol,action,order_id,side,price,qty\n";

struct ReadFile {
    std::vector<std::uint64_t> order_ids;
    std::string error;
    FlowError::Kind kind{};
};

ReadFile read_all(std::string bytes) {
    OrderFileReader reader{byte_source_of(std::move(bytes))};
    ReadFile result;
    for (;;) {
        auto row = reader.next();
        if (!row) {
            result.error = row.error().what;
            result.kind = row.error().kind;
            return result;
        }
        if (!*row) return result;
        result.order_ids.push_back((*row)->order_id);
    }
}

std::string compressed(const std::string& text) {
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), 3));
    return bytes;
}

std::string rows(int count) {
    std::string text;
    for (int id = 0; id < count; ++id) {
        text += "1,ES,N," + std::to_string(id) + ",B,10,1\n";
    }
    return text;
}

TEST(OrderFileReader, ReadsRowsInOrder) {
    const ReadFile file = read_all(header + "1,ES,N,7,B,10,1\n2,ES,C,7,B,10,1\n");
    EXPECT_EQ(file.error, "");
    EXPECT_EQ(file.order_ids, (std::vector<std::uint64_t>{7, 7}));
}

TEST(OrderFileReader, TakesCarriageReturnsAndALastLineWithoutEnd) {
    const ReadFile file = read_all(
        "ts_ns,symbol,action,order_id,side,price,qty\r\n1,ES,N,7,B,10,1\r\n2,ES,N,8,B,10,1");
    EXPECT_EQ(file.error, "");
    EXPECT_EQ(file.order_ids, (std::vector<std::uint64_t>{7, 8}));
}

TEST(OrderFileReader, ReadsAFileWithoutRows) {
    const ReadFile file = read_all(header);
    EXPECT_EQ(file.error, "");
    EXPECT_TRUE(file.order_ids.empty());
}

TEST(OrderFileReader, ReadsCompressedFilesLongerThanItsBuffers) {
    const ReadFile file = read_all(compressed(header + rows(100'000)));
    EXPECT_EQ(file.error, "");
    ASSERT_EQ(file.order_ids.size(), 100'000u);
    for (std::uint64_t id = 0; id < 100'000; ++id) ASSERT_EQ(file.order_ids[id], id);
}

TEST(OrderFileReader, ReadsSeveralFramesInARow) {
    const ReadFile file =
        read_all(compressed(header + "1,ES,N,7,B,10,1\n") + compressed("1,ES,N,8,B,10,1\n"));
    EXPECT_EQ(file.error, "");
    EXPECT_EQ(file.order_ids, (std::vector<std::uint64_t>{7, 8}));
}

TEST(OrderFileReader, NamesTheDamagedRow) {
    const ReadFile file = read_all(header + "1,ES,N,7,B,10,1\n2,ES,N,8,B,ten,1\n");
    EXPECT_EQ(file.error, "row 1 (line 3): price cannot be 'ten'");
    EXPECT_EQ(file.kind, FlowError::Kind::damaged);
    EXPECT_EQ(file.order_ids, std::vector<std::uint64_t>{7});
}

TEST(OrderFileReader, RefusesAFileWithoutItsHeader) {
    EXPECT_EQ(read_all("1,ES,N,7,B,10,1\n").error,
              "the first line is not the header 'ts_ns,symbol,action,order_id,side,price,qty'");
    EXPECT_NE(read_all("").error, "");
}

TEST(OrderFileReader, RefusesAnEmptyLine) {
    EXPECT_EQ(read_all(header + "\n1,ES,N,7,B,10,1\n").error,
              "row 0 (line 2): it has not exactly 7 columns: ");
}

TEST(OrderFileReader, RefusesALineThatNeverEnds) {
    EXPECT_EQ(read_all(header + std::string(1'000'000, '1')).error,
              "row 0 (line 2): it is too long");
}

TEST(OrderFileReader, SaysThatACompressedFileIsCutOff) {
    const std::string bytes = compressed(header + rows(1000));
    const ReadFile file = read_all(bytes.substr(0, bytes.size() - 5));
    EXPECT_NE(file.error.find("zstd: the file ends inside a frame"), std::string::npos);
    EXPECT_EQ(file.kind, FlowError::Kind::damaged);
}

TEST(OrderFileReader, SaysThatACompressedFileIsDamaged) {
    std::string bytes = compressed(header + rows(1000));
    bytes[4] = static_cast<char>(bytes[4] ^ 0x08);
    EXPECT_EQ(read_all(bytes).kind, FlowError::Kind::damaged);
}

}  // namespace
}  // namespace outcry::app
