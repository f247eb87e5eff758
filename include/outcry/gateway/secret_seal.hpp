#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outcry::gateway {

/// A key of the venue that secrets of API keys are sealed with. Overwritten when it goes.
class SealKey {
public:
    static constexpr std::size_t size_bytes = 32;
    static constexpr std::size_t id_size_bytes = 8;
    using Id = std::array<std::byte, id_size_bytes>;

    explicit SealKey(std::span<const std::byte, size_bytes> bytes);
    SealKey(const SealKey&) = default;
    SealKey& operator=(const SealKey&) = default;
    ~SealKey();

    [[nodiscard]] std::span<const std::byte, size_bytes> bytes() const noexcept { return bytes_; }
    /// The start of the key's SHA-256: names it in sealed records and says nothing of it.
    [[nodiscard]] const Id& id() const noexcept { return id_; }

private:
    std::array<std::byte, size_bytes> bytes_;
    Id id_;
};

/// What a secret belongs to; authenticated with it, so that it opens for nothing else.
struct SecretOwner {
    std::string_view key_name;
    std::uint8_t permissions = 0;
};

/// Seals and opens the HMAC secrets of API keys: AES-256-GCM with a random nonce.
/// Record: version (1), id of the seal key (8), nonce (12), ciphertext, tag (16).
/// Immutable after construction, so any thread may call it.
class SecretSeal {
public:
    static constexpr std::size_t overhead_bytes = 1 + SealKey::id_size_bytes + 12 + 16;

    /// The first key seals; every key opens what it has sealed. At least one.
    explicit SecretSeal(std::vector<SealKey> keys);

    [[nodiscard]] std::vector<std::byte> seal(const SecretOwner& owner,
                                              std::string_view secret) const;
    /// Nothing when no loaded key opens it or a bit of it, of the name or of the permissions
    /// differs. The caller cleanses the text (`cleanse`).
    [[nodiscard]] std::optional<std::string> unseal(const SecretOwner& owner,
                                                    std::span<const std::byte> sealed) const;

private:
    std::vector<SealKey> keys_;
};

/// Overwrites a secret in a way that no optimiser removes.
void cleanse(std::string& secret) noexcept;

}  // namespace outcry::gateway
