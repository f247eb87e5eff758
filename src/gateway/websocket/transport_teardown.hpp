#pragma once

#include <utility>

#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "gateway/session/transport.hpp"

namespace outcry::gateway {

// What Beast asks of the layer under a WebSocket stream, found by argument-dependent lookup. The
// connection closes the transport itself, when Beast has reported the end.

inline void teardown(boost::beast::role_type /*role*/, Transport& /*transport*/, ErrorCode& error) {
    error = {};
}

template <class Handler>
void async_teardown(boost::beast::role_type /*role*/, Transport& transport, Handler&& handler) {
    net::post(transport.get_executor(),
              boost::beast::bind_front_handler(std::forward<Handler>(handler), ErrorCode{}));
}

inline void beast_close_socket(Transport& transport) { transport.close_now(); }

}  // namespace outcry::gateway
