#include "app/client/key_maker.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include <gtest/gtest.h>

#include "app/client/request_signer.hpp"

namespace outcry::app {
namespace {

bool is_name(const std::string& text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
               return std::isalnum(letter) != 0;
           });
}

TEST(KeyMaker, MakesHmacKeysThatSign) {
    const NewKey key = make_hmac_key();
    EXPECT_TRUE(is_name(key.api_key));
    EXPECT_TRUE(is_name(key.secret));
    EXPECT_NE(key.api_key, key.secret);
    EXPECT_EQ(key.public_key, "");
    const auto signer = RequestSigner::from_secret(key.secret);
    ASSERT_TRUE(signer.has_value());
    EXPECT_EQ(signer->kind(), RequestSigner::Kind::hmac);
}

TEST(KeyMaker, MakesEd25519KeysThatSign) {
    const NewKey key = make_ed25519_key();
    EXPECT_TRUE(is_name(key.api_key));
    EXPECT_TRUE(key.public_key.starts_with("-----BEGIN PUBLIC KEY-----\n"));
    const auto signer = RequestSigner::from_secret(key.secret);
    ASSERT_TRUE(signer.has_value());
    EXPECT_EQ(signer->kind(), RequestSigner::Kind::ed25519);
}

TEST(KeyMaker, MakesEachKeyAnew) { EXPECT_NE(make_hmac_key().secret, make_hmac_key().secret); }

}  // namespace
}  // namespace outcry::app
