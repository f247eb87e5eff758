#include "outcry/wire/crc32c.hpp"

#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/wire/bytes.hpp"

namespace outcry::wire {
namespace {

TEST(Crc32c, GivesTheCheckValueOfTheStandard) {
    EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
    EXPECT_EQ(crc32c_portable(bytes_of("123456789")), 0xe3069283U);
}

TEST(Crc32c, IsTheSameWithAndWithoutTheInstruction) {
    std::mt19937_64 random{7};
    for (std::size_t size = 0; size < 300; ++size) {
        std::vector<std::byte> bytes(size);
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
        ASSERT_EQ(crc32c(bytes), crc32c_portable(bytes)) << "size " << size;
    }
}

TEST(Crc32c, ContinuesAnEarlierOne) {
    EXPECT_EQ(crc32c(bytes_of("56789"), crc32c(bytes_of("1234"))), 0xe3069283U);
}

}  // namespace
}  // namespace outcry::wire
