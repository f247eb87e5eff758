#include <algorithm>
#include <string>
#include <string_view>

#include "outcry/base/assert.hpp"

#include "fuzz/fuzzers.hpp"
#include "gateway/authentication/payload.hpp"
#include "gateway/parameters/decimal.hpp"
#include "gateway/parameters/parameter_list.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {
namespace {

InstrumentDefinition instrument() {
    InstrumentDefinition definition;
    definition.tick_mantissa = 5;
    definition.tick_scale = 2;
    definition.lot_mantissa = 1;
    definition.lot_scale = 5;
    return definition;
}

/// What was read as a price is written as a number that is read as the same price.
void check_price(ParameterReader& reader) {
    const auto price = reader.price(Parameter::price, instrument(), 8);
    if (!price) return;
    OUTCRY_ASSERT(*price >= Price{0});
    OUTCRY_ASSERT(*price <= price_max);
    std::string text;
    append_price(text, instrument(), *price);
    const auto parsed = parse_decimal(text);
    OUTCRY_ASSERT(parsed.has_value());
    OUTCRY_ASSERT(price_of(parsed.value(), instrument(), 8).value() == *price);
}

void read_everything(const ParameterList& list) {
    for (std::size_t i = 0; i < parameter_kind_count; ++i) {
        const auto parameter = static_cast<Parameter>(i);
        ParameterReader reader{list};
        static_cast<void>(reader.text(parameter));
        static_cast<void>(reader.boolean(parameter, false));
        static_cast<void>(reader.list(parameter));
        const auto number = reader.integer(parameter);
        OUTCRY_ASSERT(!number || *number >= 0);
        static_cast<void>(reader.amount(parameter, 18));
        const auto quantity = reader.quantity(parameter, instrument(), 8);
        OUTCRY_ASSERT(!quantity || *quantity <= quantity_max);
        const ClientOrderId id = reader.client_order_id(parameter);
        OUTCRY_ASSERT(id.view().find_first_of("\"\\ ") == std::string_view::npos);
    }
}

}  // namespace
}  // namespace outcry::gateway

/// The first line is a query, the rest a body.
int fuzz_parameters(const std::uint8_t* data, std::size_t size) {
    using namespace outcry::gateway;
    // SAFETY: bytes may be looked at as characters.
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view query = text.substr(0, end);
    const std::string_view body = text.substr(std::min(end + 1, text.size()));

    std::size_t payload_size = 0;
    const SignedPayload payload{query, body};
    for (const std::string_view piece : payload.pieces()) payload_size += piece.size();
    OUTCRY_ASSERT(payload_size <= size);

    static ParameterList list;
    if (!list.read_form(query, body)) return 0;
    OUTCRY_ASSERT(list.entries().size() <= ParameterList::count_max);
    read_everything(list);
    ParameterReader reader{list};
    check_price(reader);
    std::string sorted;
    append_sorted_payload(sorted, list, ValueEncoding::percent);
    return 0;
}
