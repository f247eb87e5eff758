#include "app/order_flow/order_file_reader.hpp"

#include <cstring>
#include <span>
#include <string>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t buffer_size_bytes = std::size_t{256} << 10;
static_assert(buffer_size_bytes > 2 * row_size_bytes_max);

}  // namespace

OrderFileReader::OrderFileReader(std::unique_ptr<ByteSource> bytes)
    : bytes_{std::move(bytes)}, buffer_(buffer_size_bytes) {}

Result<std::optional<OrderRow>, FlowError> OrderFileReader::next() {
    if (!has_header_) {
        Result<void, FlowError> header = read_header();
        if (!header) return Failure{header.error()};
    }
    Result<std::optional<std::string_view>, FlowError> line = next_line();
    if (!line) return Failure{line.error()};
    if (!*line) return std::optional<OrderRow>{};

    Result<OrderRow, std::string> row = parse_order_row(**line);
    if (!row) return Failure{damaged_row(row.error())};
    ++row_count_;
    return std::optional{*row};
}

Result<void, FlowError> OrderFileReader::read_header() {
    Result<std::optional<std::string_view>, FlowError> line = next_line();
    if (!line) return Failure{line.error()};
    if (*line != order_file_header) {
        return Failure{
            FlowError{FlowError::Kind::damaged,
                      "the first line is not the header '" + std::string{order_file_header} + "'"}};
    }
    has_header_ = true;
    return {};
}

Result<std::optional<std::string_view>, FlowError> OrderFileReader::next_line() {
    for (;;) {
        const char* const start = buffer_.data() + line_start_;
        const std::size_t size = buffer_end_ - line_start_;
        const void* const found = std::memchr(start, '\n', size);
        // The last line may end with the file, as RFC 4180 has it.
        if (found != nullptr || (is_at_end_ && size > 0)) {
            const std::size_t line_size =
                found == nullptr
                    ? size
                    : static_cast<std::size_t>(static_cast<const char*>(found) - start);
            line_start_ += line_size + (found == nullptr ? 0 : 1);
            if (line_size > row_size_bytes_max) return Failure{damaged_row("it is too long")};
            std::string_view line{start, line_size};
            if (line.ends_with('\r')) line.remove_suffix(1);
            return std::optional{line};
        }
        if (is_at_end_) return std::optional<std::string_view>{};
        if (size > row_size_bytes_max) return Failure{damaged_row("it is too long")};
        Result<void, FlowError> refilled = refill();
        if (!refilled) return Failure{refilled.error()};
    }
}

Result<void, FlowError> OrderFileReader::refill() {
    const std::size_t kept = buffer_end_ - line_start_;
    OUTCRY_ASSERT(kept < buffer_.size());
    std::memmove(buffer_.data(), buffer_.data() + line_start_, kept);
    line_start_ = 0;
    buffer_end_ = kept;
    Result<std::size_t, FlowError> size = bytes_->read(std::span{buffer_}.subspan(kept));
    if (!size) {
        FlowError error = size.error();
        error.what += " (after row " + std::to_string(row_count_) + ")";
        return Failure{std::move(error)};
    }
    buffer_end_ += *size;
    is_at_end_ = *size == 0;
    return {};
}

FlowError OrderFileReader::damaged_row(const std::string& what) const {
    if (!has_header_) return {FlowError::Kind::damaged, "the header: " + what};
    // Rows count from zero as in trades files, lines from one as in editors.
    return {FlowError::Kind::damaged, "row " + std::to_string(row_count_) + " (line " +
                                          std::to_string(row_count_ + 2) + "): " + what};
}

}  // namespace outcry::app
