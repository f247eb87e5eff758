#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry {

/// Zero-filled anonymous memory for tables that live as long as the process. From 2 MiB on it is
/// 2 MiB aligned and advised to the kernel as huge pages: cache and TLB misses decide the speed
/// of the hot path. Aborts with a message when memory cannot be had, so it is made at start-up.
/// Owned by one object; safe to read and write from where the owner says.
class Pages {
public:
    /// From this size on the memory is aligned to it and asks for huge pages.
    static constexpr std::size_t huge_page_size_bytes = std::size_t{2} << 20;

    Pages() noexcept = default;
    explicit Pages(std::size_t size_bytes) noexcept;
    Pages(Pages&& other) noexcept
        : data_{std::exchange(other.data_, nullptr)},
          size_bytes_{std::exchange(other.size_bytes_, 0)},
          mapped_size_bytes_{std::exchange(other.mapped_size_bytes_, 0)} {}
    Pages& operator=(Pages&& other) noexcept {
        Pages taken{std::move(other)};
        std::swap(data_, taken.data_);
        std::swap(size_bytes_, taken.size_bytes_);
        std::swap(mapped_size_bytes_, taken.mapped_size_bytes_);
        return *this;
    }
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;
    ~Pages();

    [[nodiscard]] std::byte* data() noexcept { return data_; }
    [[nodiscard]] const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return size_bytes_; }

    /// Makes every page resident and keeps its content, so that no page fault meets the hot path.
    /// Only while no other thread writes here.
    void touch() noexcept;

private:
    std::byte* data_ = nullptr;
    std::size_t size_bytes_ = 0;
    std::size_t mapped_size_bytes_ = 0;
};

/// A fixed number of zero-filled elements on `Pages`. Constructors of T do not run: all bytes zero
/// must be a good T. Movable; elements keep their address.
template <class T>
class HugeArray {
    static_assert(std::is_trivially_copyable_v<T>, "elements are made of zero bytes");
    static_assert(std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= 4096, "small arrays are aligned to a page only");

public:
    HugeArray() noexcept = default;
    explicit HugeArray(std::size_t count) noexcept : pages_{size_bytes_of(count)}, count_{count} {}
    HugeArray(HugeArray&& other) noexcept
        : pages_{std::move(other.pages_)}, count_{std::exchange(other.count_, 0)} {}
    HugeArray& operator=(HugeArray&& other) noexcept {
        pages_ = std::move(other.pages_);
        count_ = std::exchange(other.count_, 0);
        return *this;
    }
    HugeArray(const HugeArray&) = delete;
    HugeArray& operator=(const HugeArray&) = delete;
    ~HugeArray() = default;

    // SAFETY: trivially copyable elements come to life in mapped memory, which is aligned to at
    // least a page, and zero bytes are their value.
    /// Unchecked access, for a loop that has been measured to need it.
    [[nodiscard]] T* data() noexcept { return reinterpret_cast<T*>(pages_.data()); }
    [[nodiscard]] const T* data() const noexcept {
        return reinterpret_cast<const T*>(pages_.data());
    }

    /// An index out of range stops the process.
    [[nodiscard]] T& operator[](std::size_t index) noexcept {
        OUTCRY_ASSERT(index < count_);
        return data()[index];
    }
    [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
        OUTCRY_ASSERT(index < count_);
        return data()[index];
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] std::span<T> span() noexcept { return {data(), count_}; }
    [[nodiscard]] std::span<const T> span() const noexcept { return {data(), count_}; }

    /// See `Pages::touch`.
    void touch() noexcept { pages_.touch(); }

private:
    [[nodiscard]] static std::size_t size_bytes_of(std::size_t count) noexcept {
        OUTCRY_ASSERT(count <= std::numeric_limits<std::size_t>::max() / 2 / sizeof(T));
        return count * sizeof(T);
    }

    Pages pages_;
    std::size_t count_ = 0;
};

}  // namespace outcry
