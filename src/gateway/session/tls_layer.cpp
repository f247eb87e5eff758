#include "gateway/session/tls_layer.hpp"

#include <array>
#include <utility>

#include <openssl/err.h>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t record_size_max = 16 * 1024;

}  // namespace

TlsLayer::TlsLayer(const std::shared_ptr<TlsContext>& context)
    : context_{context},
      session_{SSL_new(context->native())},
      input_{BIO_new(BIO_s_mem())},
      output_{BIO_new(BIO_s_mem())} {
    OUTCRY_ASSERT(session_ != nullptr);
    OUTCRY_ASSERT(input_ != nullptr);
    OUTCRY_ASSERT(output_ != nullptr);
    // An empty memory is "come again", not the end.
    BIO_set_mem_eof_return(input_, -1);
    BIO_set_mem_eof_return(output_, -1);
    SSL_set_bio(session_.get(), input_, output_);
    SSL_set_accept_state(session_.get());
}

TlsLayer::State TlsLayer::receive(std::string_view sealed, std::string& plain) {
    // Memory takes all of it.
    if (!sealed.empty()) BIO_write(input_, sealed.data(), static_cast<int>(sealed.size()));
    std::array<char, record_size_max> record;
    while (true) {
        ERR_clear_error();
        const int size = SSL_read(session_.get(), record.data(), static_cast<int>(record.size()));
        if (size > 0) {
            plain.append(record.data(), static_cast<std::size_t>(size));
            continue;
        }
        const int error = SSL_get_error(session_.get(), size);
        write_waiting();
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return State::open;
        ERR_clear_error();
        return error == SSL_ERROR_ZERO_RETURN ? State::ended : State::failed;
    }
}

void TlsLayer::send(std::string_view plain) {
    waiting_.append(plain);
    write_waiting();
}

void TlsLayer::write_waiting() {
    if (waiting_.empty() || SSL_is_init_finished(session_.get()) != 1) return;
    // A memory below takes all of it at once.
    const int size = SSL_write(session_.get(), waiting_.data(), static_cast<int>(waiting_.size()));
    ERR_clear_error();
    if (size > 0) waiting_.erase(0, static_cast<std::size_t>(size));
}

void TlsLayer::finish() {
    if (SSL_is_init_finished(session_.get()) == 1) SSL_shutdown(session_.get());
    ERR_clear_error();
}

bool TlsLayer::has_sealed() const noexcept { return BIO_ctrl_pending(output_) > 0; }

std::string TlsLayer::take_sealed() {
    std::string sealed(BIO_ctrl_pending(output_), '\0');
    if (sealed.empty()) return sealed;
    const int size = BIO_read(output_, sealed.data(), static_cast<int>(sealed.size()));
    sealed.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return sealed;
}

}  // namespace outcry::gateway
