#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "gateway/parameters/parameter_list.hpp"

namespace outcry::gateway {

/// The members of a JSON object as parameters: strings unescaped, numbers as they stand, null as
/// absent. An object inside is refused.
[[nodiscard]] Checked<void> read_json_object(simdjson::ondemand::value& value,
                                             ParameterList& parameters);

/// White space behind a token is no part of it.
[[nodiscard]] std::string_view trimmed_token(std::string_view token) noexcept;
/// False also for what only begins like it.
[[nodiscard]] bool is_json_null(simdjson::ondemand::value& value) noexcept;

/// Hands out the objects of a JSON array one after the other, each as parameters. What the list
/// refers to is good until the next object.
class JsonArrayReader {
public:
    /// At most `count_max` of them; then, or when the text is no such array, nothing is visited
    /// from there on and it answers false.
    template <class Visit>
    [[nodiscard]] bool read(std::string_view text, std::size_t count_max, Visit visit) {
        buffer_.assign(text.begin(), text.end());
        buffer_.resize(text.size() + simdjson::SIMDJSON_PADDING);
        simdjson::ondemand::document document;
        simdjson::ondemand::array items;
        if (parser_.iterate(buffer_.data(), text.size(), buffer_.size()).get(document) ||
            document.get_array().get(items)) {
            return false;
        }
        std::size_t count = 0;
        for (auto item : items) {
            simdjson::ondemand::value value;
            if (++count > count_max || item.get(value)) return false;
            parameters_.clear();
            const Checked<void> is_read = read_json_object(value, parameters_);
            if (!is_read && is_read.error().code == refusals::invalid_json().code) return false;
            visit(parameters_, is_read);
        }
        return count > 0 && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    }

private:
    simdjson::ondemand::parser parser_;
    std::vector<char> buffer_;
    ParameterList parameters_;
};

}  // namespace outcry::gateway
