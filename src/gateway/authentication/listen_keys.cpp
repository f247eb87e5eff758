#include "outcry/gateway/listen_keys.hpp"

#include <array>
#include <utility>

#include "outcry/platform/random.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t name_size = 64;
constexpr std::string_view alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
static_assert(alphabet.size() == 64);  // a random byte chooses evenly

std::string random_name() {
    std::array<std::byte, name_size> bytes;
    platform::fill_random(bytes);
    std::string name;
    for (const std::byte byte : bytes) {
        name.push_back(alphabet[static_cast<std::size_t>(byte) % alphabet.size()]);
    }
    return name;
}

Timestamp end_of_validity(Timestamp now) {
    return Timestamp{now.value() + ListenKeys::validity_us};
}

}  // namespace

void ListenKeys::erase(Entries::iterator entry) {
    by_account_.erase(entry->second.account);
    entries_.erase(entry);
}

ListenKeys::Entry* ListenKeys::find_of(AccountId account, std::string_view name, Timestamp now) {
    const auto found = entries_.find(std::string{name});
    if (found == entries_.end()) return nullptr;
    Entry& entry = found->second;
    return entry.account == account && now < entry.expires_at ? &entry : nullptr;
}

std::string ListenKeys::open(AccountId account, const KeyName& api_key, Timestamp now) {
    const std::lock_guard lock{mutex_};
    if (const auto known = by_account_.find(account); known != by_account_.end()) {
        const auto entry = entries_.find(known->second);
        if (now < entry->second.expires_at) {
            entry->second.expires_at = end_of_validity(now);
            return entry->first;
        }
        erase(entry);
    }
    const std::string name = random_name();
    entries_.emplace(name, Entry{account, api_key, now, end_of_validity(now)});
    by_account_.emplace(account, name);
    return name;
}

bool ListenKeys::extend(AccountId account, std::string_view name, Timestamp now) {
    const std::lock_guard lock{mutex_};
    Entry* const entry = find_of(account, name, now);
    if (entry != nullptr) entry->expires_at = end_of_validity(now);
    return entry != nullptr;
}

bool ListenKeys::close(AccountId account, std::string_view name, Timestamp now) {
    const std::lock_guard lock{mutex_};
    if (find_of(account, name, now) == nullptr) return false;
    erase(entries_.find(std::string{name}));
    return true;
}

std::optional<ListenKeys::Owner> ListenKeys::find(std::string_view name, Timestamp now) const {
    if (name.size() != name_size) return std::nullopt;
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(std::string{name});
    if (found == entries_.end() || now >= found->second.expires_at) return std::nullopt;
    return Owner{found->second.account, found->second.api_key};
}

std::optional<Timestamp> ListenKeys::expiry_of(std::string_view name, Timestamp now) const {
    if (name.size() != name_size) return std::nullopt;
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(std::string{name});
    if (found == entries_.end() || now >= found->second.expires_at) return std::nullopt;
    return found->second.expires_at;
}

void ListenKeys::end_of(std::string_view api_key, Timestamp revoked_at) {
    const std::lock_guard lock{mutex_};
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto place = entry++;
        const bool is_of_key = place->second.api_key.view() == api_key;
        if (is_of_key && place->second.made_at <= revoked_at) erase(place);
    }
}

void ListenKeys::drop_expired(Timestamp now) {
    const std::lock_guard lock{mutex_};
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto place = entry++;
        if (now >= place->second.expires_at) erase(place);
    }
}

std::size_t ListenKeys::count() const {
    const std::lock_guard lock{mutex_};
    return entries_.size();
}

}  // namespace outcry::gateway
