#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "outcry/base/result.hpp"

#include "app/order_flow/byte_source.hpp"
#include "app/order_flow/order_row.hpp"

namespace outcry::app {

/// Longer lines cannot be rows: the numbers and the symbol have their own limits.
inline constexpr std::size_t row_size_bytes_max = 256;

/// Reads a recorded order file row by row in bounded memory. Used by one thread at a time.
class OrderFileReader {
public:
    explicit OrderFileReader(std::unique_ptr<ByteSource> bytes);

    /// The next row, or nothing at the end. The first call checks the header too. After an error,
    /// which names the row, the reader is of no further use.
    [[nodiscard]] Result<std::optional<OrderRow>, FlowError> next();

    /// Rows returned so far. While a row is handled, its own zero-based number is one less.
    [[nodiscard]] std::uint64_t row_count() const noexcept { return row_count_; }
    [[nodiscard]] int progress_permille() const { return bytes_->progress_permille(); }

private:
    [[nodiscard]] Result<std::optional<std::string_view>, FlowError> next_line();
    [[nodiscard]] Result<void, FlowError> read_header();
    [[nodiscard]] Result<void, FlowError> refill();
    [[nodiscard]] FlowError damaged_row(const std::string& what) const;

    std::unique_ptr<ByteSource> bytes_;
    std::vector<char> buffer_;
    std::size_t line_start_ = 0;
    std::size_t buffer_end_ = 0;
    std::uint64_t row_count_ = 0;
    bool has_header_ = false;
    bool is_at_end_ = false;
};

}  // namespace outcry::app
