#include "gateway/api/symbols.hpp"

#include <algorithm>

#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

constexpr std::string_view symbol_range = "^[A-Z0-9-_.]{1,20}$";

Refusal bad_symbol() { return {400, -1121, "Invalid symbol."}; }
constexpr UnknownWord bad_symbol_status{-1122, "Invalid symbolStatus."};
Refusal other_symbol_status() {
    return {400, -1220, "The symbol's status does not match the requested symbolStatus."};
}

/// Bytes beyond ASCII may stand in symbols: such a one is unknown, not illegal.
constexpr bool is_symbol_character(char character) noexcept {
    return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9') ||
           character == '-' || character == '_' || character == '.' ||
           static_cast<unsigned char>(character) >= 0x80;
}

const views::InstrumentView* find_symbol(ParameterReader& reader, views::VenueView& view,
                                         Parameter parameter, std::string_view symbol) {
    if (!std::all_of(symbol.begin(), symbol.end(), is_symbol_character)) {
        reader.refuse(refusals::illegal_characters(name_of(parameter), symbol_range));
        return nullptr;
    }
    const views::InstrumentView* const found =
        symbol.size() > Symbol::capacity ? nullptr : view.find_instrument(symbol);
    if (found == nullptr) reader.refuse(bad_symbol());
    return found;
}

constexpr Word<std::string_view> status_words[] = {
    {"TRADING", "TRADING"}, {"HALT", "HALT"}, {"BREAK", "BREAK"}};

}  // namespace

const views::InstrumentView* read_symbol(ParameterReader& reader, views::VenueView& view) {
    const std::string_view symbol = reader.text(Parameter::symbol);
    if (symbol.empty()) return nullptr;
    return find_symbol(reader, view, Parameter::symbol, symbol);
}

void check_symbol_status(ParameterReader& reader, const views::InstrumentView* instrument) {
    const auto status = reader.word(Parameter::symbol_status, status_words, bad_symbol_status);
    if (status && instrument != nullptr && word_of(instrument->definition.status) != *status) {
        reader.refuse(other_symbol_status());
    }
}

SymbolChoice read_symbols(ParameterReader& reader, views::VenueView& view) {
    SymbolChoice choice;
    if (reader.has(Parameter::symbol) && reader.has(Parameter::symbols)) {
        reader.refuse(refusals::bad_combination());
        return choice;
    }
    if (reader.has(Parameter::symbol)) {
        choice.is_single = true;
        const views::InstrumentView* const instrument = read_symbol(reader, view);
        check_symbol_status(reader, instrument);
        if (instrument != nullptr) choice.instruments.push_back(instrument);
        return choice;
    }
    if (reader.has(Parameter::symbols)) {
        for (const std::string_view symbol : reader.list(Parameter::symbols)) {
            const auto* const found = find_symbol(reader, view, Parameter::symbols, symbol);
            if (found == nullptr) return choice;
            const auto& chosen = choice.instruments;
            if (std::find(chosen.begin(), chosen.end(), found) != chosen.end()) {
                reader.refuse({400, -1151, "Symbol is present multiple times in the list."});
                return choice;
            }
            choice.instruments.push_back(found);
        }
    } else {
        for (const auto& instrument : view.instruments()) {
            choice.instruments.push_back(instrument.get());
        }
    }
    const auto status = reader.word(Parameter::symbol_status, status_words, bad_symbol_status);
    if (status) {
        std::erase_if(choice.instruments, [&](const views::InstrumentView* instrument) {
            return word_of(instrument->definition.status) != *status;
        });
    }
    return choice;
}

}  // namespace outcry::gateway
