#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "outcry/base/assert.hpp"

namespace outcry::wire {

static_assert(std::endian::native == std::endian::little, "structs go to disk as they lie");

/// What may go to disk or to a peer as it lies in memory. Not an array: a literal would bring its
/// terminator.
template <class T>
concept WireStruct = !std::is_array_v<T> && std::is_trivially_copyable_v<T> &&
                     std::has_unique_object_representations_v<T>;

/// Text as it lies in memory, seen as bytes.
[[nodiscard]] inline std::span<const std::byte> bytes_of(std::string_view text) noexcept {
    return std::as_bytes(std::span{text.data(), text.size()});
}

template <WireStruct T>
[[nodiscard]] std::span<const std::byte> bytes_of(const T& value) noexcept {
    return std::as_bytes(std::span{&value, std::size_t{1}});
}

/// Writes one after the other into memory of the caller, who has made it large enough.
class ByteWriter {
public:
    explicit ByteWriter(std::span<std::byte> target) noexcept : target_{target} {}

    template <WireStruct T>
    void put(const T& value) noexcept {
        put_bytes(bytes_of(value));
    }
    void put_text(std::string_view text) noexcept { put_bytes(bytes_of(text)); }
    void put_bytes(std::span<const std::byte> bytes) noexcept {
        OUTCRY_ASSERT(bytes.size() <= target_.size() - size_);
        if (!bytes.empty()) std::memcpy(target_.data() + size_, bytes.data(), bytes.size());
        size_ += bytes.size();
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    std::span<std::byte> target_;
    std::size_t size_ = 0;
};

/// Reads one after the other from bytes that nobody has checked; false when too few remain.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> source) noexcept : source_{source} {}

    template <WireStruct T>
    [[nodiscard]] bool take(T& value) noexcept {
        if (remaining() < sizeof(T)) return false;
        std::memcpy(static_cast<void*>(&value), source_.data() + offset_, sizeof(T));
        offset_ += sizeof(T);
        return true;
    }
    [[nodiscard]] bool take_bytes(std::size_t size, std::span<const std::byte>& bytes) noexcept {
        if (remaining() < size) return false;
        bytes = source_.subspan(offset_, size);
        offset_ += size;
        return true;
    }
    [[nodiscard]] bool take_text(std::size_t size, std::string_view& text) noexcept {
        std::span<const std::byte> bytes;
        if (!take_bytes(size, bytes)) return false;
        // SAFETY: char may alias any object.
        text = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
        return true;
    }

    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
    [[nodiscard]] std::size_t remaining() const noexcept { return source_.size() - offset_; }

private:
    std::span<const std::byte> source_;
    std::size_t offset_ = 0;
};

}  // namespace outcry::wire
