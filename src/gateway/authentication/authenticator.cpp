#include "gateway/authentication/authenticator.hpp"

#include <algorithm>
#include <optional>

#include "outcry/gateway/secret_seal.hpp"

namespace outcry::gateway {
namespace {

bool can_be_a_key(std::string_view name) noexcept {
    return !name.empty() && name.size() <= KeyName::capacity &&
           std::all_of(name.begin(), name.end(),
                       [](char character) { return character > ' ' && character < 127; });
}

bool is_same(const Credential& credential, const views::KeyView& key) noexcept {
    return credential.account == key.account && credential.type == key.type &&
           credential.permissions == key.permissions && credential.material == key.material &&
           credential.instruments == key.instruments;
}

bool allows(const views::KeyView& key, const KeyUse& use) noexcept {
    if (key.expires_at != Timestamp{} && use.now >= key.expires_at) return false;
    return key.addresses.empty() ||
           std::any_of(key.addresses.begin(), key.addresses.end(),
                       [&](const AddressRange& range) { return contains(range, use.client); });
}

}  // namespace

Checked<Credential*> Authenticator::find(std::string_view api_key, const KeyUse& use) {
    if (!can_be_a_key(api_key)) return Failure{refusals::key_format_invalid()};
    const views::KeyView* const key = view_.find_key(api_key);
    if (key == nullptr || key->is_revoked) {
        forget(api_key);
        return Failure{refusals::key_rejected()};
    }
    if (!allows(*key, use)) return Failure{refusals::key_rejected()};
    const auto kept = credentials_.find(api_key);
    if (kept != credentials_.end() && is_same(*kept->second, *key)) return kept->second.get();

    std::unique_ptr<Credential> made = make(*key);
    if (!made) return Failure{refusals::key_rejected()};
    Credential* const result = made.get();
    credentials_.insert_or_assign(std::string{api_key}, std::move(made));
    return result;
}

void Authenticator::forget(std::string_view api_key) {
    const auto kept = credentials_.find(api_key);
    if (kept != credentials_.end()) credentials_.erase(kept);
}

/// Null when the secret cannot be opened with the keys at hand, or the public key is none.
std::unique_ptr<Credential> Authenticator::make(const views::KeyView& key) const {
    auto made = std::make_unique<Credential>();
    made->name = key.name;
    made->account = key.account;
    made->type = key.type;
    made->permissions = key.permissions;
    made->material = key.material;
    made->instruments = key.instruments;
    if (key.type == KeyType::hmac) {
        std::optional<std::string> secret =
            seal_.unseal({key.name.view(), key.permissions}, key.material);
        if (!secret) return nullptr;
        made->verifier = make_hmac_verifier(*secret);
        cleanse(*secret);
    } else {
        made->verifier = make_public_key_verifier(key.type, key.material);
    }
    return made->verifier ? std::move(made) : nullptr;
}

bool contains(const AddressRange& range, const ClientAddress& address) noexcept {
    const std::size_t whole_bytes = range.prefix_bits / 8U;
    const unsigned rest_bits = range.prefix_bits % 8U;
    if (!std::equal(range.address.begin(),
                    range.address.begin() + static_cast<std::ptrdiff_t>(whole_bytes),
                    address.bytes.begin()))
        return false;
    if (rest_bits == 0) return true;
    const unsigned mask = 0xff00U >> rest_bits & 0xffU;
    return ((range.address[whole_bytes] ^ address.bytes[whole_bytes]) & mask) == 0;
}

bool may_send(const Credential& credential, const Command& command) noexcept {
    if (credential.instruments.empty()) return true;
    const auto has = [&](InstrumentId instrument) {
        return std::find(credential.instruments.begin(), credential.instruments.end(),
                         instrument) != credential.instruments.end();
    };
    switch (command.type) {
        case CommandType::place_order:
        case CommandType::cancel_order:
        case CommandType::amend_order:
        case CommandType::replace_order:
        case CommandType::cancel_all_orders:
        case CommandType::stage_order:
        case CommandType::stage_cancel:
        case CommandType::place_order_list:
        case CommandType::apply_batch:
        case CommandType::cancel_order_list: return has(command.instrument);
        case CommandType::cancel_orders:
            return command.mass_cancel.has_instrument != 0 && has(command.instrument);
        case CommandType::set_dead_man: return false;
        default: return true;
    }
}

Checked<void> check_timing(const RequestTiming& timing) {
    const std::int64_t now = timing.now.value();
    const std::int64_t timestamp = timing.timestamp.value();
    if (timestamp >= now + timing.clock_ahead_us_max) return Failure{refusals::ahead_of_server()};
    if (now - timestamp > timing.recv_window_us) return Failure{refusals::outside_recv_window()};
    return {};
}

namespace refusals {

Refusal key_format_invalid() { return {401, -2014, "API-key format invalid."}; }

Refusal key_rejected() { return {401, -2015, "Invalid API-key, IP, or permissions for action."}; }

Refusal signature_invalid() { return {400, -1022, "Signature for this request is not valid."}; }

Refusal outside_recv_window() {
    return {400, -1021, "Timestamp for this request is outside of the recvWindow."};
}

Refusal ahead_of_server() {
    return {400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."};
}

}  // namespace refusals
}  // namespace outcry::gateway
