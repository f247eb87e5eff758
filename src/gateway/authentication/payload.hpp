#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gateway/parameters/parameter_list.hpp"

namespace outcry::gateway {

/// What a REST request's signature is made over: its query and body as received, each without its
/// `signature`, one after the other. Views into the request.
class SignedPayload {
public:
    SignedPayload(std::string_view query, std::string_view body);
    [[nodiscard]] std::span<const std::string_view> pieces() const noexcept {
        return {pieces_.data(), count_};
    }

private:
    void add_without_signature(std::string_view text);
    void add(std::string_view piece);

    // A text falls into two pieces around its signature; a second one was refused before.
    static constexpr std::size_t pieces_max = 4;
    std::array<std::string_view, pieces_max> pieces_;
    std::size_t count_ = 0;
};

enum class ValueEncoding : std::uint8_t { none, percent };

/// The WebSocket API's: parameters sorted by name, `name=value` joined by '&', without `signature`.
void append_sorted_payload(std::string& output, const ParameterList& parameters,
                           ValueEncoding encoding);

}  // namespace outcry::gateway
