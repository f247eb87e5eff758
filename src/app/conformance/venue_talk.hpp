#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

#include "app/client/http_client.hpp"
#include "app/client/server_address.hpp"

namespace outcry::app {

/// Speaks to a server one step at a time: each call blocks until it is done or five seconds are
/// over. One thread.
class VenueTalk {
public:
    explicit VenueTalk(ServerAddress server);
    VenueTalk(const VenueTalk&) = delete;
    VenueTalk& operator=(const VenueTalk&) = delete;
    ~VenueTalk();

    struct Call {
        std::string_view method;
        std::string target;   // path and query
        std::string api_key;  // empty: none is named
    };
    [[nodiscard]] Result<HttpAnswer, std::string> call(const Call& call);

    /// Connections of WebSocket have names; a second one of the same name takes its place.
    [[nodiscard]] Result<void, std::string> connect(const std::string& name,
                                                    const std::string& target);
    [[nodiscard]] Result<void, std::string> send(const std::string& name, const std::string& text);
    /// The next message.
    [[nodiscard]] Result<std::string, std::string> receive(const std::string& name);

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::app
