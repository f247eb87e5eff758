#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "outcry/base/strong_integer.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"

namespace pqxx::internal {
class TypedCopyEscaper;
}

namespace outcry::sinks::postgres {

/// Microseconds since 1970 as `2025-11-25 13:45:00.123456+00`.
void append_time(std::string& text, Timestamp time);
/// What Postgres takes as text: valid UTF-8 without zero bytes. Anything else has its bytes above
/// ASCII, and the zero bytes, replaced by a question mark: a name must not stop the sink.
[[nodiscard]] std::string storable_text(std::string_view text);

/// Lines in the text format of `COPY … FROM STDIN`, field by field.
class CopyText {
public:
    void add(std::int64_t number);
    void add(std::uint64_t number);
    void add(Amount amount);
    void add(Timestamp time);
    void add(std::string_view text);
    void add_bytes(std::span<const std::byte> bytes);
    void add_null();
    template <class Tag, std::integral Rep>
    void add(StrongInteger<Tag, Rep> value) {
        add(static_cast<std::conditional_t<std::signed_integral<Rep>, std::int64_t, std::uint64_t>>(
            value.value()));
    }
    void end_row();

    [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// Whole rows; the last line end is left to `stream_to`.
    [[nodiscard]] std::string_view rows() const noexcept;
    void clear() noexcept { text_.clear(); }

private:
    void separate();

    std::string text_;
    bool row_is_empty_ = true;
};

/// `stream_to << rows` finds this by its argument, instead of pqxx's own that escapes field by
/// field into a string each: the rows are escaped already.
[[nodiscard]] std::string separated_list(const char* separator, const CopyText& rows,
                                         const pqxx::internal::TypedCopyEscaper& escaper);

}  // namespace outcry::sinks::postgres
