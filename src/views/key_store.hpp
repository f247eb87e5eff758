#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "outcry/views/venue_view.hpp"

#include "views/text_map.hpp"

namespace outcry::views {

/// API keys by name, and the bytes staged for the next one. A revoked key is remembered without
/// its material, so that its user is told; only the newest of them, since names cost nothing.
class KeyStore {
public:
    static constexpr std::size_t revoked_keys_max = 4096;

    /// A piece at offset zero starts anew; the others follow without a gap.
    void stage(std::size_t offset, std::span<const std::byte> bytes);
    void add(const KeyRegistered& event);
    void revoke(std::string_view name);
    /// Takes the place of all rules the key had; what it allows comes after it.
    void set_rules(const KeyRulesSet& event);
    void allow(const KeyAddressAllowed& event);
    void allow(const KeyInstrumentsAllowed& event);

    [[nodiscard]] const KeyView* find(std::string_view name) const noexcept;
    /// Those in force by name, then the revoked ones, oldest first.
    [[nodiscard]] std::vector<const KeyView*> all() const;
    [[nodiscard]] std::span<const std::byte> staged() const noexcept { return staged_; }

    /// For loading, in the order of `all`. False when the name is taken.
    [[nodiscard]] bool restore(KeyView key);

private:
    void remember_revoked(const KeyName& name);
    [[nodiscard]] KeyView& existing(const KeyName& name);

    TextMap<KeyView> keys_;
    std::deque<KeyName> revoked_;
    std::vector<std::byte> staged_;
};

}  // namespace outcry::views
