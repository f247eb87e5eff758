#include <cstddef>
#include <cstdint>
#include <string>

#include "outcry/base/assert.hpp"

#include "app/order_flow/order_file_reader.hpp"
#include "fuzz/fuzzers.hpp"

// A recorded order file, plain or compressed: every row that is read has a known action, and the
// reader stops after at most as many rows as there can be.
int fuzz_order_flow(const std::uint8_t* data, std::size_t size) {
    using namespace outcry::app;
    // Without it hardly an input would come as far as the rows.
    const bool is_given_a_header = size > 0 && data[0] == '#';
    std::string bytes{data + (is_given_a_header ? 1 : 0), data + size};
    if (is_given_a_header) bytes = std::string{order_file_header} + "\n" + bytes;

    OrderFileReader reader{byte_source_of(std::move(bytes))};
    // Compressed bytes may stand for far more rows than there is time for.
    constexpr std::uint64_t row_count_max = 100'000;
    while (reader.row_count() < row_count_max) {
        auto row = reader.next();
        if (!row) {
            OUTCRY_ASSERT(!row.error().what.empty());
            break;
        }
        if (!*row) break;
        OUTCRY_ASSERT(std::string_view{"SNIPCRMXU"}.find(static_cast<char>((*row)->action)) !=
                      std::string_view::npos);
        OUTCRY_ASSERT(!(*row)->symbol.empty());
        OUTCRY_ASSERT((*row)->time_ns >= 0);
    }
    return 0;
}
