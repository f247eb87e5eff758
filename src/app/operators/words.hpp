#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "outcry/domain/enums.hpp"
#include "outcry/wire/enum_names.hpp"

#include "app/operators/call_fields.hpp"

namespace outcry::app {

// The words that a field may be: the stable names of the source.

inline constexpr std::array instrument_statuses{
    InstrumentStatus::trading, InstrumentStatus::post_only, InstrumentStatus::cancel_only,
    InstrumentStatus::halted, InstrumentStatus::delisted};
inline constexpr std::array account_statuses{AccountStatus::active, AccountStatus::cancel_only,
                                             AccountStatus::disabled};
inline constexpr std::array venue_statuses{VenueStatus::open, VenueStatus::cancel_only,
                                           VenueStatus::halted};
inline constexpr std::array self_trade_preventions{
    SelfTradePrevention::none, SelfTradePrevention::expire_taker, SelfTradePrevention::expire_maker,
    SelfTradePrevention::expire_both, SelfTradePrevention::decrement};
inline constexpr std::array key_types{KeyType::hmac, KeyType::ed25519, KeyType::rsa};
inline constexpr std::array sides{Side::buy, Side::sell};

inline constexpr std::size_t word_size_max = 32;

template <class Word>
[[nodiscard]] std::optional<Word> optional_word_field(CallFields& fields, std::string_view name,
                                                      std::span<const Word> words) {
    const auto text = fields.optional_text(name, word_size_max);
    if (!text) return std::nullopt;
    std::string allowed;
    for (const Word word : words) {
        if (wire::name_of(word) == *text) return word;
        allowed += (allowed.empty() ? "" : ", ") + std::string{wire::name_of(word)};
    }
    fields.refuse_field(name, "must be one of " + allowed);
    return std::nullopt;
}

template <class Word, std::size_t count>
[[nodiscard]] Word word_field(CallFields& fields, std::string_view name,
                              const std::array<Word, count>& words, Word otherwise) {
    return optional_word_field(fields, name, std::span<const Word>{words}).value_or(otherwise);
}

/// Mandatory.
template <class Word, std::size_t count>
[[nodiscard]] Word word_field(CallFields& fields, std::string_view name,
                              const std::array<Word, count>& words) {
    if (!fields.has(name)) fields.refuse({400, "missing_field", std::string{name}, "is mandatory"});
    return word_field(fields, name, words, words.front());
}

[[nodiscard]] inline std::string rate_text(std::int32_t ppm) {
    constexpr std::uint8_t decimals = 6;
    return decimal_text(Amount{ppm}, decimals);
}

}  // namespace outcry::app
