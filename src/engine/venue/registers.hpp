#pragma once

#include <cstdint>
#include <string_view>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/state.hpp"

#include "engine/venue/instrument.hpp"

namespace outcry::engine {

/// Assets, by dense ids.
class AssetRegister {
public:
    explicit AssetRegister(std::uint16_t assets_max) : assets_{assets_max} { assets_.touch(); }

    [[nodiscard]] std::uint16_t count() const noexcept { return count_; }
    [[nodiscard]] bool is_full() const noexcept { return count_ == assets_.count(); }
    [[nodiscard]] bool has(AssetId id) const noexcept { return id.value() < count_; }
    [[nodiscard]] bool has_code(const AssetCode& code) const noexcept;
    [[nodiscard]] const AssetState& operator[](AssetId id) const noexcept {
        return assets_[id.value()];
    }
    void add(const AssetState& asset) noexcept { assets_[count_++] = asset; }

private:
    HugeArray<AssetState> assets_;
    std::uint16_t count_ = 0;
};

/// Instruments, by dense ids.
class InstrumentRegister {
public:
    explicit InstrumentRegister(std::uint16_t instruments_max) : instruments_{instruments_max} {
        instruments_.touch();
    }

    [[nodiscard]] std::uint16_t count() const noexcept { return count_; }
    [[nodiscard]] bool is_full() const noexcept { return count_ == instruments_.count(); }
    [[nodiscard]] bool has(InstrumentId id) const noexcept { return id.value() < count_; }
    [[nodiscard]] bool has_symbol(const Symbol& symbol) const noexcept;
    [[nodiscard]] Instrument& operator[](InstrumentId id) noexcept {
        return instruments_.data()[id.value()];
    }
    [[nodiscard]] const Instrument& operator[](InstrumentId id) const noexcept {
        return instruments_.data()[id.value()];
    }
    void add(const Instrument& instrument) noexcept { instruments_[count_++] = instrument; }

private:
    HugeArray<Instrument> instruments_;
    std::uint16_t count_ = 0;
};

/// Accounts: the venue's own three, and users with dense ids from `user_account_first`.
class AccountRegister {
public:
    explicit AccountRegister(std::uint32_t accounts_max);

    [[nodiscard]] std::uint32_t user_count() const noexcept { return user_count_; }
    [[nodiscard]] bool is_full() const noexcept {
        return user_account_first.value() + user_count_ >= accounts_.count();
    }
    /// Accounts of users alone may trade.
    [[nodiscard]] bool is_user(AccountId id) const noexcept {
        return id.value() - user_account_first.value() < user_count_;
    }
    [[nodiscard]] bool has(AccountId id) const noexcept {
        return is_user(id) || id.value() <= insurance_account.value();
    }
    [[nodiscard]] AccountId next_id() const noexcept {
        return AccountId{user_account_first.value() + user_count_};
    }
    [[nodiscard]] bool is_taken(std::uint64_t external_uid, std::string_view name) const noexcept;
    [[nodiscard]] const AccountState& operator[](AccountId id) const noexcept {
        return accounts_[id.value()];
    }
    void add(const AccountState& account) noexcept;

    template <class Visit>
    void for_each(Visit visit) const {
        for (std::uint32_t id = 0; id <= insurance_account.value(); ++id) visit(accounts_[id]);
        for (std::uint32_t user = 0; user < user_count_; ++user) {
            visit(accounts_[user_account_first.value() + user]);
        }
    }

private:
    HugeArray<AccountState> accounts_;
    // Beside the records, so that looking for a twin among many accounts reads little memory.
    HugeArray<std::uint64_t> external_uids_;
    HugeArray<std::uint64_t> name_hashes_;
    std::uint32_t user_count_ = 0;
};

/// API keys, in no particular order but one that snapshots keep.
class KeyRegister {
public:
    explicit KeyRegister(std::uint32_t keys_max)
        : keys_{keys_max}, rules_{keys_max}, name_hashes_{keys_max} {}

    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
    [[nodiscard]] std::size_t keys_max() const noexcept { return keys_.count(); }
    [[nodiscard]] bool is_full() const noexcept { return count_ == keys_.count(); }
    /// The place of a key, or `count()`.
    [[nodiscard]] std::uint32_t find(const KeyName& name) const noexcept;
    [[nodiscard]] const KeyState& operator[](std::uint32_t place) const noexcept {
        return keys_[place];
    }
    /// Its name is empty while the key has none.
    [[nodiscard]] const SetKeyRules& rules(std::uint32_t place) const noexcept {
        return rules_[place];
    }
    void set_rules(std::uint32_t place, const SetKeyRules& rules) noexcept {
        rules_[place] = rules;
    }
    void add(const KeyState& key) noexcept;
    void remove(std::uint32_t place) noexcept;

private:
    HugeArray<KeyState> keys_;
    HugeArray<SetKeyRules> rules_;
    HugeArray<std::uint64_t> name_hashes_;
    std::uint32_t count_ = 0;
};

}  // namespace outcry::engine
