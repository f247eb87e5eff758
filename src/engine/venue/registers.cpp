#include "engine/venue/registers.hpp"

#include <array>
#include <cstddef>

#include "outcry/base/hash.hpp"

namespace outcry::engine {
namespace {

constexpr std::uint64_t name_key = 0x6e616d65;

struct VenueAccount {
    AccountId id;
    std::string_view name;
};
constexpr std::array venue_accounts{VenueAccount{external_account, "external"},
                                    VenueAccount{fee_account, "fees"},
                                    VenueAccount{insurance_account, "insurance"}};

}  // namespace

bool AssetRegister::has_code(const AssetCode& code) const noexcept {
    for (std::uint16_t id = 0; id < count_; ++id) {
        if (assets_[id].code == code) return true;
    }
    return false;
}

bool InstrumentRegister::has_symbol(const Symbol& symbol) const noexcept {
    for (std::uint16_t id = 0; id < count_; ++id) {
        if (instruments_[id].definition.symbol == symbol) return true;
    }
    return false;
}

AccountRegister::AccountRegister(std::uint32_t accounts_max)
    : accounts_{accounts_max}, external_uids_{accounts_max}, name_hashes_{accounts_max} {
    OUTCRY_ASSERT(accounts_max > user_account_first.value());
    accounts_.touch();
    external_uids_.touch();
    name_hashes_.touch();
    for (const VenueAccount& account : venue_accounts) {
        AccountState state;
        state.id = account.id;
        state.name = FixedText<32>{account.name};
        accounts_[account.id.value()] = state;
        name_hashes_[account.id.value()] = base::hash_text(account.name, name_key);
    }
}

bool AccountRegister::is_taken(std::uint64_t external_uid, std::string_view name) const noexcept {
    const std::uint64_t name_hash = base::hash_text(name, name_key);
    const std::uint32_t end = user_account_first.value() + user_count_;
    for (std::uint32_t id = 0; id < end; ++id) {
        if (external_uid != 0 && external_uids_[id] == external_uid) return true;
        if (name.empty() || name_hashes_[id] != name_hash) continue;
        if (accounts_[id].name.view() == name) return true;
    }
    return false;
}

void AccountRegister::add(const AccountState& account) noexcept {
    OUTCRY_ASSERT(!is_full());
    OUTCRY_ASSERT(account.id == next_id());
    const std::uint32_t place = account.id.value();
    accounts_[place] = account;
    external_uids_[place] = account.external_uid;
    name_hashes_[place] = base::hash_text(account.name.view(), name_key);
    ++user_count_;
}

std::uint32_t KeyRegister::find(const KeyName& name) const noexcept {
    const std::uint64_t name_hash = base::hash_text(name.view(), name_key);
    for (std::uint32_t place = 0; place < count_; ++place) {
        if (name_hashes_[place] != name_hash) continue;
        if (keys_[place].name == name) return place;
    }
    return count_;
}

void KeyRegister::add(const KeyState& key) noexcept {
    OUTCRY_ASSERT(!is_full());
    keys_[count_] = key;
    name_hashes_[count_] = base::hash_text(key.name.view(), name_key);
    ++count_;
}

void KeyRegister::remove(std::uint32_t place) noexcept {
    OUTCRY_ASSERT(place < count_);
    --count_;
    keys_[place] = keys_[count_];
    rules_[place] = rules_[count_];
    name_hashes_[place] = name_hashes_[count_];
    keys_[count_] = {};
    rules_[count_] = {};
}

}  // namespace outcry::engine
