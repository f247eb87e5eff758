#include "gateway/authentication/listen_keys.hpp"

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

const ListenKeys::Entry& ListenKeys::open(AccountId account, const KeyName& api_key,
                                          Timestamp now) {
    Entry& entry = entries_[account];
    if (entry.name.empty() || entry.expires_at <= now) {
        if (!entry.name.empty()) replaced_.push_back(std::move(entry));
        entry = {.name = random_name(), .account = account, .api_key = api_key};
    }
    entry.expires_at = end_of_validity(now);
    return entry;
}

bool ListenKeys::extend(AccountId account, std::string_view name, Timestamp now) {
    const auto found = entries_.find(account);
    const bool is_valid =
        found != entries_.end() && found->second.name == name && now < found->second.expires_at;
    if (is_valid) found->second.expires_at = end_of_validity(now);
    return is_valid;
}

bool ListenKeys::close(AccountId account, std::string_view name) {
    const auto found = entries_.find(account);
    if (found == entries_.end() || found->second.name != name) return false;
    // Expired at once: whoever listens is told at the next look.
    found->second.expires_at = Timestamp{};
    return true;
}

const ListenKeys::Entry* ListenKeys::find(std::string_view name, Timestamp now) const {
    if (name.size() != name_size) return nullptr;
    for (const auto& [account, entry] : entries_) {
        if (entry.name == name) return now < entry.expires_at ? &entry : nullptr;
    }
    return nullptr;
}

void ListenKeys::expire_of(std::string_view api_key) {
    for (auto& [account, entry] : entries_) {
        if (entry.api_key.view() == api_key) entry.expires_at = Timestamp{};
    }
}

std::vector<ListenKeys::Entry> ListenKeys::take_expired(Timestamp now) {
    std::vector<Entry> taken = std::exchange(replaced_, {});
    std::erase_if(entries_, [&](auto& item) {
        if (now < item.second.expires_at) return false;
        taken.push_back(std::move(item.second));
        return true;
    });
    return taken;
}

}  // namespace outcry::gateway
