#pragma once

#include <string>
#include <string_view>

#include "outcry/views/venue_view.hpp"

namespace outcry::gateway {

/// `GET /`: a plain page with links to markets, streams and documentation. `host` is what the
/// client called us; only a plausible one is repeated.
[[nodiscard]] std::string encode_start_page(const views::VenueView& view, std::string_view host);

}  // namespace outcry::gateway
