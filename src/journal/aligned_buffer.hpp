#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

#include "outcry/platform/file.hpp"

namespace outcry::journal {

/// Zero-filled memory that direct access to a file accepts; of a fixed size, freed with its owner.
class AlignedBuffer {
public:
    explicit AlignedBuffer(std::size_t size_bytes)
        : bytes_{static_cast<std::byte*>(::operator new(size_bytes, alignment))},
          size_bytes_{size_bytes} {
        std::fill_n(bytes_.get(), size_bytes, std::byte{});
    }

    [[nodiscard]] std::span<std::byte> span() noexcept { return {bytes_.get(), size_bytes_}; }
    [[nodiscard]] std::span<const std::byte> span() const noexcept {
        return {bytes_.get(), size_bytes_};
    }

private:
    static constexpr std::align_val_t alignment{platform::direct_alignment_bytes};
    struct Free {
        void operator()(std::byte* bytes) const noexcept { ::operator delete(bytes, alignment); }
    };

    std::unique_ptr<std::byte, Free> bytes_;
    std::size_t size_bytes_;
};

}  // namespace outcry::journal
