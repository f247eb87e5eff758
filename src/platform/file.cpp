#include "outcry/platform/file.hpp"

#include <algorithm>
#include <array>

namespace outcry::platform {
namespace {

struct alignas(direct_alignment_bytes) ZeroBlock {
    std::array<std::byte, std::size_t{256} << 10> bytes;
};

// Aligned, so that it serves direct files too. Not const: then it takes no space in the binary.
constinit ZeroBlock zero_block{};

}  // namespace

SystemResult<void> File::zero_fill(std::uint64_t offset, std::uint64_t size_bytes) {
    const std::uint64_t end = offset + size_bytes;
    while (offset < end) {
        const std::size_t chunk_size =
            std::min<std::uint64_t>(zero_block.bytes.size(), end - offset);
        auto written = pwrite(std::span{zero_block.bytes}.first(chunk_size), offset);
        if (!written) return written;
        offset += chunk_size;
    }
    return {};
}

}  // namespace outcry::platform
