#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "outcry/base/result.hpp"

namespace outcry::app {

/// Why a recorded file could not be read to its end.
struct FlowError {
    enum class Kind : std::uint8_t {
        unreadable,   // the operating system says no
        damaged,      // the bytes are not what the format says
        unsupported,  // well-formed, but not for this program
    };
    Kind kind = Kind::damaged;
    std::string what;
};

/// The exit code that the command line promises for each kind.
[[nodiscard]] constexpr int exit_code_of(FlowError::Kind kind) noexcept {
    return kind == FlowError::Kind::damaged ? 65 : 1;
}

/// Where the bytes of a recorded file come from. Used by one thread at a time.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// Fills the front of `target` and says how much; zero bytes are the end.
    [[nodiscard]] virtual Result<std::size_t, FlowError> read(std::span<char> target) = 0;
    /// How far the underlying bytes are read, in thousandths; for a progress line.
    [[nodiscard]] virtual int progress_permille() const = 0;
};

/// Opens a file; one that begins like a zstd frame is decompressed while it is read.
[[nodiscard]] Result<std::unique_ptr<ByteSource>, FlowError> open_byte_source(
    const std::string& path);

/// The bytes of a string, decompressed when they begin like a zstd frame.
[[nodiscard]] std::unique_ptr<ByteSource> byte_source_of(std::string bytes);

}  // namespace outcry::app
