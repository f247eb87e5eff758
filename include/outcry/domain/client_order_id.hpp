#pragma once

#include "outcry/base/fixed_text.hpp"

namespace outcry {

/// The client's own name of an order, at most 36 bytes; empty when it has none.
/// The gateway checks its characters; the engine only compares it.
using ClientOrderId = FixedText<36>;
static_assert(sizeof(ClientOrderId) == 37);

using Symbol = FixedText<20>;     // as on the wire: BTCUSDT
using AssetCode = FixedText<10>;  // BTC
using KeyName = FixedText<64>;    // the public part of an API key, as in X-MBX-APIKEY

}  // namespace outcry
