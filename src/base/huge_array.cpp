#include "outcry/base/huge_array.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace outcry {
namespace {

constexpr std::size_t small_page_size_bytes = 4096;

[[nodiscard]] constexpr std::size_t round_up(std::size_t value, std::size_t unit) noexcept {
    return (value + unit - 1) / unit * unit;
}

[[nodiscard]] std::byte* map_zeroed(std::size_t size_bytes) noexcept {
    void* const memory =
        ::mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const bool memory_was_granted = memory != MAP_FAILED;
    if (!memory_was_granted)
        std::fprintf(stderr, "outcry: no memory for %zu bytes: %s\n", size_bytes,
                     std::strerror(errno));
    OUTCRY_ASSERT(memory_was_granted);
    return static_cast<std::byte*>(memory);
}

void unmap(std::byte* memory, std::size_t size_bytes) noexcept {
    if (size_bytes == 0) return;
    const int outcome = ::munmap(memory, size_bytes);
    OUTCRY_ASSERT(outcome == 0);
}

/// Maps one huge page more than needed and gives back what lies before and behind the aligned part.
[[nodiscard]] std::byte* map_aligned(std::size_t size_bytes) noexcept {
    std::byte* const memory = map_zeroed(size_bytes + Pages::huge_page_size_bytes);
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    const std::size_t skipped_size = round_up(address, Pages::huge_page_size_bytes) - address;
    unmap(memory, skipped_size);
    unmap(memory + skipped_size + size_bytes, Pages::huge_page_size_bytes - skipped_size);
    return memory + skipped_size;
}

}  // namespace

Pages::Pages(std::size_t size_bytes) noexcept : size_bytes_{size_bytes} {
    if (size_bytes == 0) return;
    if (size_bytes < huge_page_size_bytes) {
        mapped_size_bytes_ = round_up(size_bytes, small_page_size_bytes);
        data_ = map_zeroed(mapped_size_bytes_);
        return;
    }
    mapped_size_bytes_ = round_up(size_bytes, huge_page_size_bytes);
    data_ = map_aligned(mapped_size_bytes_);
    // Advice only: a kernel without transparent huge pages refuses it, and small pages still serve.
    (void)::madvise(data_, mapped_size_bytes_, MADV_HUGEPAGE);
}

Pages::~Pages() { unmap(data_, mapped_size_bytes_); }

void Pages::touch() noexcept {
    // Volatile, and a write: reading alone would map the shared zero page and fault again later.
    for (std::size_t offset = 0; offset < size_bytes_; offset += small_page_size_bytes) {
        volatile std::byte& first_of_page = data_[offset];
        first_of_page = first_of_page;
    }
}

}  // namespace outcry
