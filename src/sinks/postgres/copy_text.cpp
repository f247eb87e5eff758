#include "sinks/postgres/copy_text.hpp"

#include <array>
#include <iterator>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::sinks::postgres {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

struct CivilDate {
    std::int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
};

/// Days since 1970-01-01 to the proleptic Gregorian calendar, by eras of 400 years from March on.
constexpr CivilDate civil_date(std::int64_t days) noexcept {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<unsigned>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    const auto month =
        static_cast<unsigned>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0), .month = month, .day = day};
}

/// `width` digits of a number that has no more.
char* put_digits(char* target, std::uint64_t number, int width) noexcept {
    for (int i = width - 1; i >= 0; --i) {
        target[i] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return target + width;
}

/// The length of the UTF-8 sequence that begins with `text`; zero when it is none.
std::size_t sequence_size(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return first == 0 ? 0 : 1;
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    // Overlong forms, surrogates and what lies beyond Unicode.
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) >= 0xA0) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) >= 0x90) return 0;
    return size;
}

bool is_storable(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t size = sequence_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

constexpr std::array<char, 512> make_hex_pairs() noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 512> pairs{};
    for (std::size_t i = 0; i < 256; ++i) {
        pairs[2 * i] = digits[i >> 4];
        pairs[2 * i + 1] = digits[i & 15];
    }
    return pairs;
}
constexpr std::array<char, 512> hex_pairs = make_hex_pairs();

}  // namespace

void append_time(std::string& text, Timestamp time) {
    std::int64_t days = time.value() / microseconds_per_day;
    std::int64_t rest = time.value() % microseconds_per_day;
    if (rest < 0) {
        rest += microseconds_per_day;
        --days;
    }
    const CivilDate date = civil_date(days);
    const auto of_day = static_cast<std::uint64_t>(rest);
    const std::uint64_t seconds = of_day / 1'000'000;
    std::array<char, 24> clock{};
    char* end = clock.data();
    *end++ = ' ';
    end = put_digits(end, seconds / 3'600, 2);
    *end++ = ':';
    end = put_digits(end, seconds / 60 % 60, 2);
    *end++ = ':';
    end = put_digits(end, seconds % 60, 2);
    *end++ = '.';
    end = put_digits(end, of_day % 1'000'000, 6);
    if (date.year >= 1'000 && date.year <= 9'999) {
        std::array<char, 10> day{};
        char* to = put_digits(day.data(), static_cast<std::uint64_t>(date.year), 4);
        *to++ = '-';
        to = put_digits(to, date.month, 2);
        *to++ = '-';
        put_digits(to, date.day, 2);
        text.append(day.data(), day.size());
    } else {
        fmt::format_to(std::back_inserter(text), "{:04}-{:02}-{:02}", date.year, date.month,
                       date.day);
    }
    text.append(clock.data(), end);
    text += "+00";
}

std::string storable_text(std::string_view text) {
    std::string result{text};
    if (is_storable(text)) return result;
    for (char& character : result) {
        if (character == '\0' || static_cast<unsigned char>(character) >= 0x80) character = '?';
    }
    return result;
}

void CopyText::add(std::int64_t number) {
    separate();
    const fmt::format_int digits{number};
    text_.append(digits.data(), digits.size());
}

void CopyText::add(std::uint64_t number) {
    separate();
    const fmt::format_int digits{number};
    text_.append(digits.data(), digits.size());
}

void CopyText::add(Amount amount) {
    const int128 value = amount.value();
    if (value >= INT64_MIN && value <= INT64_MAX) return add(static_cast<std::int64_t>(value));
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", value);
}

void CopyText::add(Timestamp time) {
    separate();
    append_time(text_, time);
}

void CopyText::add(std::string_view text) {
    separate();
    const std::string storable = storable_text(text);
    for (const char character : storable) {
        switch (character) {
            case '\\': text_ += "\\\\"; break;
            case '\t': text_ += "\\t"; break;
            case '\n': text_ += "\\n"; break;
            case '\r': text_ += "\\r"; break;
            default: text_ += character;
        }
    }
}

void CopyText::add_bytes(std::span<const std::byte> bytes) {
    separate();
    text_ += "\\\\x";
    const std::size_t begin = text_.size();
    text_.resize(begin + 2 * bytes.size());
    char* target = text_.data() + begin;
    for (const std::byte byte : bytes) {
        const char* const pair = hex_pairs.data() + 2 * std::to_integer<std::size_t>(byte);
        *target++ = pair[0];
        *target++ = pair[1];
    }
}

void CopyText::add_null() {
    separate();
    text_ += "\\N";
}

void CopyText::end_row() {
    OUTCRY_ASSERT(!row_is_empty_);
    text_ += '\n';
    row_is_empty_ = true;
}

std::string_view CopyText::rows() const noexcept {
    OUTCRY_ASSERT(row_is_empty_);
    return std::string_view{text_}.substr(0, text_.empty() ? 0 : text_.size() - 1);
}

void CopyText::separate() {
    if (!row_is_empty_) text_ += '\t';
    row_is_empty_ = false;
}

std::string separated_list(const char*, const CopyText& rows,
                           const pqxx::internal::TypedCopyEscaper&) {
    return std::string{rows.rows()};
}

}  // namespace outcry::sinks::postgres
