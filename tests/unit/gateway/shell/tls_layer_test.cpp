#include "gateway/session/tls_layer.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace outcry::gateway {
namespace {

/// A key and its own certificate in files of a directory that goes with it.
class CertificateFiles {
public:
    CertificateFiles() {
        std::string name = (std::filesystem::temp_directory_path() / "outcry-tls-XXXXXX").string();
        directory_ = ::mkdtemp(name.data());
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"),
                                                                      EVP_PKEY_free};
        const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        write(files().key, [&](std::FILE* file) {
            PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        write(files().certificate,
              [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
    }
    CertificateFiles(const CertificateFiles&) = delete;
    CertificateFiles& operator=(const CertificateFiles&) = delete;
    ~CertificateFiles() { std::filesystem::remove_all(directory_); }

    [[nodiscard]] TlsContext::Files files() const {
        return {(directory_ / "certificate.pem").string(), (directory_ / "key.pem").string()};
    }

private:
    template <class Write>
    static void write(const std::string& path, Write write_to) {
        std::FILE* const file = std::fopen(path.c_str(), "w");
        write_to(file);
        std::fclose(file);
    }

    std::filesystem::path directory_;
};

/// The other end, by the same library.
class TlsClient {
public:
    explicit TlsClient(int version)
        : context_{SSL_CTX_new(TLS_client_method()), SSL_CTX_free},
          session_{SSL_new(context_.get()), SSL_free},
          input_{BIO_new(BIO_s_mem())},
          output_{BIO_new(BIO_s_mem())} {
        SSL_set_min_proto_version(session_.get(), version);
        SSL_set_max_proto_version(session_.get(), version);
        SSL_set_bio(session_.get(), input_, output_);
        SSL_set_connect_state(session_.get());
    }

    void receive(const std::string& sealed) {
        if (!sealed.empty()) BIO_write(input_, sealed.data(), static_cast<int>(sealed.size()));
        char bytes[4096];
        int size = 0;
        while ((size = SSL_read(session_.get(), bytes, sizeof bytes)) > 0)
            plain.append(bytes, static_cast<std::size_t>(size));
    }
    void send(std::string_view text) {
        SSL_write(session_.get(), text.data(), static_cast<int>(text.size()));
    }
    void finish() { SSL_shutdown(session_.get()); }
    [[nodiscard]] std::string take_sealed() {
        std::string sealed(BIO_ctrl_pending(output_), '\0');
        if (!sealed.empty()) BIO_read(output_, sealed.data(), static_cast<int>(sealed.size()));
        return sealed;
    }
    [[nodiscard]] bool is_connected() const { return SSL_is_init_finished(session_.get()) == 1; }

    std::string plain;

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> session_;
    BIO* input_;
    BIO* output_;
};

class Tls : public ::testing::Test {
public:
    /// Lets both ends talk until they have nothing more to say.
    void exchange(TlsClient& client, TlsLayer& server) {
        client.receive({});
        for (int i = 0; i < 8; ++i) {
            state = server.receive(client.take_sealed(), plain);
            client.receive(server.take_sealed());
        }
    }

    CertificateFiles certificate;
    std::string reason;
    std::shared_ptr<TlsContext> context = TlsContext::load(certificate.files(), reason);
    TlsLayer::State state{};
    std::string plain;
};

TEST_F(Tls, CarriesTextBothWaysInBothVersions) {
    ASSERT_NE(context, nullptr) << reason;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsLayer server{context};
        TlsClient client{version};
        exchange(client, server);
        ASSERT_TRUE(client.is_connected());
        client.send("request");
        exchange(client, server);
        EXPECT_EQ(std::exchange(plain, {}), "request");
        const std::string answer(100'000, 'x');
        server.send(answer);
        exchange(client, server);
        EXPECT_EQ(client.plain, answer);
    }
}

TEST_F(Tls, RefusesOldVersions) {
    TlsLayer server{context};
    TlsClient client{TLS1_1_VERSION};
    exchange(client, server);
    EXPECT_FALSE(client.is_connected());
}

TEST_F(Tls, FailsOnWhatIsNoTls) {
    TlsLayer server{context};
    EXPECT_EQ(server.receive("GET / HTTP/1.1\r\n\r\n", plain), TlsLayer::State::failed);
    EXPECT_EQ(plain, "");
}

TEST_F(Tls, TellsTheEndFromSilence) {
    TlsLayer server{context};
    TlsClient client{TLS1_3_VERSION};
    exchange(client, server);
    EXPECT_EQ(state, TlsLayer::State::open);
    client.send("last words");
    client.finish();
    EXPECT_EQ(server.receive(client.take_sealed(), plain), TlsLayer::State::ended);
    EXPECT_EQ(plain, "last words");
}

TEST_F(Tls, HoldsBackWhatIsSaidBeforeTheHandshake) {
    TlsLayer server{context};
    TlsClient client{TLS1_3_VERSION};
    server.send("early");
    EXPECT_FALSE(server.has_sealed());
    exchange(client, server);
    EXPECT_EQ(client.plain, "early");
}

TEST_F(Tls, SaysWhichFileIsWrong) {
    TlsContext::Files files = certificate.files();
    std::swap(files.certificate, files.key);
    EXPECT_EQ(TlsContext::load(files, reason), nullptr);
    EXPECT_EQ(reason.substr(0, files.certificate.size()), files.certificate);
    files = certificate.files();
    files.key = "/nowhere/key.pem";
    EXPECT_EQ(TlsContext::load(files, reason), nullptr);
    EXPECT_EQ(reason.substr(0, files.key.size()), files.key);
}

}  // namespace
}  // namespace outcry::gateway
