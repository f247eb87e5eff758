#include "app/client/request_signer.hpp"

#include <string>

#include <gtest/gtest.h>

#include "app/client/api_request.hpp"

namespace outcry::app {
namespace {

// The keys of the public API documentation; they guard nothing.
const std::string documented_key =
    "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
const std::string documented_secret =
    "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
// RFC 8032, section 7.1, test 1, as PKCS#8.
const std::string rfc_8032_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

TEST(RequestSigner, GivesTheDocumentedHmac) {
    auto signer = RequestSigner::from_secret(documented_secret + "\n");
    ASSERT_TRUE(signer.has_value());
    EXPECT_EQ(signer->kind(), RequestSigner::Kind::hmac);
    EXPECT_EQ(signer->sign("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
                           "&recvWindow=5000&timestamp=1499827319559"),
              "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
}

TEST(RequestSigner, GivesTheEd25519SignatureOfRfc8032) {
    auto signer = RequestSigner::from_secret(rfc_8032_key);
    ASSERT_TRUE(signer.has_value()) << signer.error();
    EXPECT_EQ(signer->kind(), RequestSigner::Kind::ed25519);
    EXPECT_EQ(signer->sign(""),
              "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr"
              "0lv18FlbviRlUUFDjnoQCw==");
}

TEST(RequestSigner, RefusesWhatIsNoSecret) {
    EXPECT_FALSE(RequestSigner::from_secret(" \n").has_value());
    EXPECT_FALSE(RequestSigner::from_secret("-----BEGIN PRIVATE KEY-----\nAAAA\n").has_value());
    EXPECT_FALSE(RequestSigner::from_file("/nonexistent/secret").has_value());
}

TEST(ApiRequest, SignsItsParametersInTheOrderOfTheirNames) {
    auto signer = RequestSigner::from_secret(documented_secret);
    ASSERT_TRUE(signer.has_value());
    ApiRequest request{"order.place"};
    request.add("symbol", "BTCUSDT")
        .add("side", "SELL")
        .add("type", "LIMIT")
        .add("timeInForce", "GTC")
        .add("quantity", "0.01000000")
        .add("price", "52000.00")
        .add("newOrderRespType", "ACK")
        .add("recvWindow", "100");
    EXPECT_EQ(std::move(request).signed_text(7, documented_key, 1645423376532, *signer),
              R"({"id":7,"method":"order.place","params":{"apiKey":")" + documented_key +
                  R"(","newOrderRespType":"ACK","price":"52000.00","quantity":"0.01000000",)"
                  R"("recvWindow":"100","side":"SELL","symbol":"BTCUSDT","timeInForce":"GTC",)"
                  R"("timestamp":1645423376532,"type":"LIMIT","signature":)"
                  R"("cc15477742bd704c29492d96c7ead9414dfd8e0ec4a00f947bb5bb454ddbd08a"}})");
}

TEST(ApiRequest, HasNoParametersWhenNoneWereAdded) {
    EXPECT_EQ(ApiRequest{"ping"}.text(1), R"({"id":1,"method":"ping","params":{}})");
}

}  // namespace
}  // namespace outcry::app
