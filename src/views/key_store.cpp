#include "views/key_store.hpp"

#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::views {

void KeyStore::stage(std::size_t offset, std::span<const std::byte> bytes) {
    OUTCRY_ASSERT(offset <= staged_.size());
    OUTCRY_ASSERT(offset + bytes.size() <= staged_size_max);
    staged_.resize(offset);
    staged_.insert(staged_.end(), bytes.begin(), bytes.end());
}

void KeyStore::add(const KeyRegistered& event) {
    OUTCRY_ASSERT(event.material_size <= staged_.size());
    // The name may have been revoked before: then it lives again.
    std::erase(revoked_, event.name);
    keys_.insert_or_assign(
        std::string{event.name.view()},
        KeyView{.name = event.name,
                .account = event.account,
                .type = event.type,
                .permissions = event.permissions,
                .material = {staged_.begin(), staged_.begin() + event.material_size},
                .is_revoked = false,
                .expires_at = {},
                .addresses = {},
                .instruments = {}});
    staged_.clear();
}

void KeyStore::revoke(std::string_view name) {
    KeyView& key = existing(KeyName{name});
    if (key.is_revoked) return;
    key.is_revoked = true;
    key.material = {};
    remember_revoked(key.name);
}

void KeyStore::set_rules(const KeyRulesSet& event) {
    KeyView& key = existing(event.name);
    key.expires_at = event.expires_at;
    key.addresses.clear();
    key.instruments.clear();
}

void KeyStore::allow(const KeyAddressAllowed& event) {
    KeyView& key = existing(event.name);
    OUTCRY_ASSERT(key.addresses.size() < key_addresses_max);
    key.addresses.push_back(event.range);
}

void KeyStore::allow(const KeyInstrumentsAllowed& event) {
    OUTCRY_ASSERT(event.count <= key_instruments_max);
    existing(event.name)
        .instruments.assign(event.instruments.begin(), event.instruments.begin() + event.count);
}

KeyView& KeyStore::existing(const KeyName& name) {
    const auto found = keys_.find(name.view());
    OUTCRY_ASSERT(found != keys_.end());
    return found->second;
}

void KeyStore::remember_revoked(const KeyName& name) {
    revoked_.push_back(name);
    if (revoked_.size() <= revoked_keys_max) return;
    keys_.erase(keys_.find(revoked_.front().view()));
    revoked_.pop_front();
}

const KeyView* KeyStore::find(std::string_view name) const noexcept {
    const auto found = keys_.find(name);
    return found == keys_.end() ? nullptr : &found->second;
}

std::vector<const KeyView*> KeyStore::all() const {
    std::vector<const KeyView*> result;
    for (const auto& [name, key] : keys_) {
        if (!key.is_revoked) result.push_back(&key);
    }
    std::ranges::sort(result, {}, [](const KeyView* key) { return key->name; });
    for (const KeyName& name : revoked_) result.push_back(find(name.view()));
    return result;
}

bool KeyStore::restore(KeyView key) {
    const KeyName name = key.name;
    const bool is_revoked = key.is_revoked;
    if (!keys_.try_emplace(std::string{name.view()}, std::move(key)).second) return false;
    if (is_revoked) remember_revoked(name);
    return true;
}

}  // namespace outcry::views
