#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "gateway/authentication/signature.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using ApiAuthentication = ApiFixture;

constexpr std::string_view invalid_signature =
    R"({"code":-1022,"msg":"Signature for this request is not valid."})";
constexpr std::string_view invalid_symbol = R"({"code":-1121,"msg":"Invalid symbol."})";
constexpr std::string_view rejected_key =
    R"({"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."})";
constexpr std::string_view unformed_key = R"({"code":-2014,"msg":"API-key format invalid."})";
constexpr std::string_view late =
    R"({"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."})";
constexpr std::string_view early =
    R"({"code":-1021,"msg":"Timestamp for this request was 1000ms ahead of the server's time."})";

/// The key of the examples that are published with the interface; its secret is the fixture's.
constexpr std::string_view published_key =
    "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

class PublishedExamples : public ApiFixture {
public:
    PublishedExamples() {
        register_key(alice, published_key, KeyType::hmac, 3);
        now_us = 1'499'827'319'559'000;
    }
    /// That its signature is good shows in the refusal: there is no such symbol here.
    std::string post(std::string_view query, std::string_view body) {
        return settle(request(Method::post, "/api/v3/order", query, body, published_key)).body;
    }
};

TEST_F(PublishedExamples, AcceptsTheOneInTheQuery) {
    EXPECT_EQ(post("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
                   "&recvWindow=5000&timestamp=1499827319559&signature="
                   "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71",
                   ""),
              invalid_symbol);
}

TEST_F(PublishedExamples, AcceptsTheOneInTheBody) {
    EXPECT_EQ(post("",
                   "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
                   "&recvWindow=5000&timestamp=1499827319559&signature="
                   "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"),
              invalid_symbol);
}

TEST_F(PublishedExamples, AcceptsTheOneInQueryAndBody) {
    EXPECT_EQ(post("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC",
                   "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559&signature="
                   "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77"),
              invalid_symbol);
}

TEST_F(PublishedExamples, AcceptsTheOneBeyondAscii) {
    EXPECT_EQ(post("symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY"
                   "&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000"
                   "&timestamp=1499827319559&signature="
                   "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3",
                   ""),
              invalid_symbol);
}

TEST_F(PublishedExamples, AcceptsTheOneOfTheWebSocketApi) {
    now_us = 1'645'423'376'532'000;
    const Answer answer = settle(websocket(
        R"({"id":"4885f793-e5ad-4c3b-8f6c-55d891472b71","method":"order.place","params":{)"
        R"("symbol":"BTCUSDT","side":"SELL","type":"LIMIT","timeInForce":"GTC",)"
        R"("quantity":"0.01000000","price":"52000.00","recvWindow":100,)"
        R"("timestamp":1645423376532,)"
        R"("apiKey":"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",)"
        R"("signature":"aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"}})"));
    EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(PublishedExamples, AcceptsTheOneOfTheWebSocketApiBeyondAscii) {
    now_us = 1'645'423'376'532'000;
    const Answer answer = settle(websocket(
        R"({"id":1,"method":"order.place","params":{"symbol":"１２３４５６","side":"BUY",)"
        R"("type":"LIMIT","timeInForce":"GTC","quantity":"1.00000000","price":"0.10000000",)"
        R"("recvWindow":5000,"timestamp":1645423376532,)"
        R"("apiKey":"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",)"
        R"("signature":"b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd"}})"));
    EXPECT_EQ(answer.body,
              R"({"id":1,"status":400,"error":{"code":-1121,"msg":"Invalid symbol."}})");
}

TEST_F(ApiAuthentication, FindsTheSignatureInAnyPlace) {
    const std::string first = "symbol=BTCUSDT";
    const std::string second = "timestamp=1700000000000";
    const std::string signature = "signature=" + hmac_hex(secret, first + "&" + second);
    for (const std::string& query :
         {signature + "&" + first + "&" + second, first + "&" + signature + "&" + second,
          first + "&" + second + "&" + signature}) {
        const Answer answer =
            settle(request(Method::get, "/api/v3/openOrders", query, "", alice_key));
        EXPECT_EQ(answer.body, "[]") << query;
    }
}

TEST_F(ApiAuthentication, TakesUpperCaseHexAsWell) {
    std::string signature = hmac_hex(secret, "timestamp=1700000000000");
    for (char& character : signature) {
        if (character >= 'a' && character <= 'f') character = static_cast<char>(character - 32);
    }
    const std::string query = "timestamp=1700000000000&signature=" + signature;
    EXPECT_EQ(settle(request(Method::get, "/api/v3/openOrders", query, "", alice_key)).body, "[]");
}

TEST_F(ApiAuthentication, RefusesEveryMutationOfASignedRequest) {
    const std::string payload = "symbol=BTCUSDT&timestamp=1700000000000";
    const std::string query = payload + "&signature=" + hmac_hex(secret, payload);
    for (std::size_t i = 0; i < query.size(); ++i) {
        std::string mutated = query;
        mutated[i] = mutated[i] == '0' ? '1' : '0';
        const Answer answer =
            settle(request(Method::get, "/api/v3/openOrders", mutated, "", alice_key));
        EXPECT_NE(answer.status, 200) << mutated;
    }
}

TEST_F(ApiAuthentication, RefusesTheSignatureOfAnotherSecretAndNoSignatureAtAll) {
    const std::string payload = "timestamp=1700000000000";
    const auto answer_to = [&](const std::string& query) {
        return settle(request(Method::get, "/api/v3/openOrders", query, "", alice_key));
    };
    const std::string other = payload + "&signature=" + hmac_hex("other", payload);
    EXPECT_EQ(answer_to(other).body, invalid_signature);
    EXPECT_EQ(answer_to(other).status, 400);
    EXPECT_EQ(answer_to(payload + "&signature=zz").body, invalid_signature);
    EXPECT_EQ(answer_to(payload).body,
              R"({"code":-1102,"msg":"Mandatory parameter 'signature' was not sent, was )"
              R"(empty/null, or malformed."})");
    EXPECT_EQ(answer_to("signature=00").body,
              R"({"code":-1102,"msg":"Mandatory parameter 'timestamp' was not sent, was )"
              R"(empty/null, or malformed."})");
}

TEST_F(ApiAuthentication, RefusesKeysThatAreMissingUnknownOrRevoked) {
    const auto answer_to = [&](std::string_view key) {
        return call(Method::get, "/api/v3/openOrders", "", key);
    };
    EXPECT_EQ(answer_to("").body, unformed_key);
    EXPECT_EQ(answer_to("").status, 401);
    EXPECT_EQ(answer_to("with space").body, unformed_key);
    EXPECT_EQ(answer_to(std::string(65, 'a')).body, unformed_key);
    EXPECT_EQ(answer_to("nobody").body, rejected_key);
    EXPECT_EQ(answer_to("nobody").status, 401);
    EXPECT_EQ(answer_to(alice_key).body, "[]");

    Command revoke = command_of(CommandType::revoke_key);
    revoke.account = alice;
    revoke.revoked_key.name = KeyName{alice_key};
    apply(revoke);
    EXPECT_EQ(answer_to(alice_key).body, rejected_key);
}

TEST_F(ApiAuthentication, KeepsToThePermissionsOfTheKey) {
    EXPECT_EQ(call(Method::get, "/api/v3/openOrders", "", reader_key).body, "[]");
    EXPECT_EQ(call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT", reader_key).body,
              rejected_key);
    EXPECT_EQ(call(Method::get, "/api/v3/openOrders", "", withdrawer_key).body, rejected_key);
}

struct Window {
    std::int64_t offset_us;  // of the timestamp to the server's time
    std::string_view recv_window;
    std::string_view answer;
};

class ApiRecvWindow : public ApiFixture, public ::testing::WithParamInterface<Window> {};

TEST_P(ApiRecvWindow, DecideWhetherARequestIsInTime) {
    const std::string payload =
        fmt::format("timestamp={}{}", now_us + GetParam().offset_us, GetParam().recv_window);
    const std::string query = payload + "&signature=" + hmac_hex(secret, payload);
    EXPECT_EQ(settle(request(Method::get, "/api/v3/openOrders", query, "", alice_key)).body,
              GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, ApiRecvWindow,
    ::testing::Values(
        Window{999'999, "", "[]"}, Window{1'000'000, "", early}, Window{-5'000'000, "", "[]"},
        Window{-5'000'001, "", late}, Window{-60'000'000, "&recvWindow=60000", "[]"},
        Window{-60'000'001, "&recvWindow=60000", late},
        Window{0, "&recvWindow=60000.001",
               R"({"code":-1131,"msg":"recvWindow must be less than 60000"})"},
        Window{-1234, "&recvWindow=1.234", "[]"}, Window{-1235, "&recvWindow=1.234", late},
        Window{0, "&recvWindow=1.2345",
               R"({"code":-1111,"msg":"Parameter 'recvWindow' has too much precision."})"},
        Window{0, "&recvWindow=-1",
               R"({"code":-1100,"msg":"Illegal characters found in parameter 'recvWindow'; )"
               R"(legal range is '^([0-9]{1,5})(\\.[0-9]{1,3})?$'."})"},
        Window{0, "&recvWindow=", R"({"code":-1105,"msg":"Parameter 'recvWindow' was empty."})"}));

TEST_F(ApiAuthentication, RefusesTimestampsThatAreNoTimes) {
    const auto answer_to = [&](std::string_view timestamp) {
        const std::string payload = fmt::format("timestamp={}", timestamp);
        const std::string query = payload + "&signature=" + hmac_hex(secret, payload);
        return settle(request(Method::get, "/api/v3/openOrders", query, "", alice_key)).body;
    };
    EXPECT_EQ(answer_to("0"), late);
    EXPECT_EQ(answer_to("9223372036854775807"), early);
    EXPECT_EQ(answer_to("9223372036854775808"),
              R"({"code":-1108,"msg":"Parameter 'timestamp' overflowed."})");
    EXPECT_EQ(answer_to("-1"),
              R"({"code":-1100,"msg":"Illegal characters found in parameter 'timestamp'; legal )"
              R"(range is '^[0-9]{1,20}$'."})");
}

TEST_F(ApiAuthentication, TakesEd25519InBase64) {
    const std::string payload = "timestamp=1700000000000";
    const std::string signature = Ed25519Signer::sign(payload);
    const auto answer_to = [&](const std::string& text) {
        return settle(request(Method::get, "/api/v3/openOrders", payload + "&signature=" + text, "",
                              session_key))
            .body;
    };
    EXPECT_EQ(answer_to(percent_encoded(signature)), "[]");
    EXPECT_EQ(answer_to(percent_encoded(Ed25519Signer::sign("other"))), invalid_signature);
    EXPECT_EQ(answer_to("AAAA"), invalid_signature);
    EXPECT_EQ(answer_to("===="), invalid_signature);
}

TEST(PublicKeyVerifier, TakesRsaWithSha256) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_RSA_gen(2048), EVP_PKEY_free};
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), BIO_free};
    ASSERT_EQ(PEM_write_bio_PUBKEY(bio.get(), key.get()), 1);
    char* pem = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(bio.get(), &pem));
    const auto material = std::as_bytes(std::span{pem, size});

    const std::string payload = "timestamp=1700000000000";
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free};
    std::vector<unsigned char> signature(256);
    std::size_t length = signature.size();
    // SAFETY: characters may be looked at as unsigned characters.
    const auto* const bytes = reinterpret_cast<const unsigned char*>(payload.data());
    ASSERT_EQ(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()), 1);
    ASSERT_EQ(EVP_DigestSign(context.get(), signature.data(), &length, bytes, payload.size()), 1);
    std::vector<unsigned char> text(400);
    const int text_size = EVP_EncodeBlock(text.data(), signature.data(), static_cast<int>(length));
    const std::string base64{text.begin(), text.begin() + text_size};

    const auto verifier = make_public_key_verifier(KeyType::rsa, material);
    ASSERT_NE(verifier, nullptr);
    // In two pieces, as a query and a body are.
    const std::vector<std::string_view> good{"timestamp=", "1700000000000"};
    const std::vector<std::string_view> bad{"timestamp=", "1700000000001"};
    EXPECT_TRUE(verifier->verify(good, base64));
    EXPECT_FALSE(verifier->verify(bad, base64));
    EXPECT_EQ(make_public_key_verifier(KeyType::ed25519, material), nullptr);
}

TEST(PublicKeyVerifier, IsNotMadeOfOtherThings) {
    const std::string text = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
    const auto bytes = std::as_bytes(std::span{text});
    EXPECT_EQ(make_public_key_verifier(KeyType::ed25519, bytes), nullptr);
    EXPECT_EQ(make_public_key_verifier(KeyType::rsa, bytes.first(0)), nullptr);
}

TEST(HmacVerifier, HashesSecretsThatAreLongerThanABlock) {
    const std::string secret(100, 's');
    const auto verifier = make_hmac_verifier(secret);
    const std::vector<std::string_view> payload{"a=1"};
    EXPECT_TRUE(verifier->verify(payload, hmac_hex(secret, "a=1")));
    EXPECT_FALSE(verifier->verify(payload, hmac_hex(secret, "a=2")));
}

}  // namespace
}  // namespace outcry::gateway::test
