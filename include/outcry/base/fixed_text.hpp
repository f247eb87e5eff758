#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "outcry/base/assert.hpp"

namespace outcry {

/// Text of at most `size_max` bytes, held in place, zero-filled behind its end so that equal texts
/// are equal bytes. Trivially copyable, no padding: it may stand in journaled structs.
template <std::size_t size_max>
class FixedText {
    static_assert(size_max < 256);

public:
    static constexpr std::size_t capacity = size_max;

    constexpr FixedText() noexcept = default;
    /// `text` must fit: the caller has checked what came from outside.
    constexpr explicit FixedText(std::string_view text) noexcept {
        OUTCRY_ASSERT(text.size() <= size_max);
        std::copy(text.begin(), text.end(), bytes_.begin());
        size_ = static_cast<std::uint8_t>(text.size());
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept {
        return {bytes_.data(), size_};
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

    friend constexpr bool operator==(const FixedText&, const FixedText&) noexcept = default;
    friend constexpr auto operator<=>(const FixedText&, const FixedText&) noexcept = default;

private:
    std::array<char, size_max> bytes_{};
    std::uint8_t size_ = 0;
};

}  // namespace outcry
