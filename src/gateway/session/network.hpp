#pragma once

#include <memory>
#include <string>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

namespace outcry::gateway {

namespace net = boost::asio;

using tcp = net::ip::tcp;
// The executor by its type: the polymorphic one would cost an allocation and a call per operation.
using Executor = net::io_context::executor_type;
using Socket = net::basic_stream_socket<tcp, Executor>;
using ErrorCode = boost::system::error_code;

}  // namespace outcry::gateway
