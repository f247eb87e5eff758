#include "outcry/gateway/secret_seal.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace outcry::gateway::test {
namespace {

SealKey key_of(unsigned char filling) {
    std::array<std::byte, SealKey::size_bytes> bytes;
    bytes.fill(std::byte{filling});
    return SealKey{bytes};
}

constexpr SecretOwner owner{.key_name = "trader", .permissions = 3};

TEST(SecretSeal, OpensWhatItHasSealed) {
    const SecretSeal seal{{key_of(1)}};
    for (const std::string& secret : {std::string{}, std::string{"s"}, std::string(512, 'x')}) {
        const std::vector<std::byte> record = seal.seal(owner, secret);
        EXPECT_EQ(record.size(), secret.size() + SecretSeal::overhead_bytes);
        EXPECT_EQ(seal.unseal(owner, record), secret);
    }
}

TEST(SecretSeal, NeverSealsTheSameWayTwice) {
    const SecretSeal seal{{key_of(1)}};
    EXPECT_NE(seal.seal(owner, "secret"), seal.seal(owner, "secret"));
}

TEST(SecretSeal, OpensForNoOtherOwner) {
    const SecretSeal seal{{key_of(1)}};
    const std::vector<std::byte> record = seal.seal(owner, "secret");
    EXPECT_EQ(seal.unseal({"other", 3}, record), std::nullopt);
    EXPECT_EQ(seal.unseal({"trader", 7}, record), std::nullopt);
}

TEST(SecretSeal, NoticesEveryFlippedBit) {
    const SecretSeal seal{{key_of(1)}};
    const std::vector<std::byte> record = seal.seal(owner, "secret");
    for (std::size_t i = 0; i < 8 * record.size(); ++i) {
        std::vector<std::byte> damaged = record;
        damaged[i / 8] ^= std::byte{1} << (i % 8);
        EXPECT_EQ(seal.unseal(owner, damaged), std::nullopt) << i;
    }
}

TEST(SecretSeal, NoticesEveryMissingByte) {
    const SecretSeal seal{{key_of(1)}};
    const std::vector<std::byte> record = seal.seal(owner, "secret");
    for (std::size_t size = 0; size < record.size(); ++size) {
        EXPECT_EQ(seal.unseal(owner, std::span{record}.first(size)), std::nullopt) << size;
    }
}

TEST(SecretSeal, ChoosesTheKeyThatTheRecordNames) {
    const SecretSeal old_seal{{key_of(1)}};
    const SecretSeal new_seal{{key_of(2), key_of(1)}};
    const SecretSeal other_seal{{key_of(3)}};
    const std::vector<std::byte> record = old_seal.seal(owner, "secret");
    EXPECT_EQ(new_seal.unseal(owner, record), "secret");
    EXPECT_EQ(other_seal.unseal(owner, record), std::nullopt);
    EXPECT_EQ(old_seal.unseal(owner, new_seal.seal(owner, "secret")), std::nullopt);
}

}  // namespace
}  // namespace outcry::gateway::test
