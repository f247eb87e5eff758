#include "outcry/admin/admin_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace outcry::admin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// A blocking connection that gives up after a while.
class Connection {
public:
    explicit Connection(std::uint16_t port) : descriptor_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        // SAFETY: the socket interface wants every address as a sockaddr.
        const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
        EXPECT_EQ(::connect(descriptor_, generic, sizeof address), 0);
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { ::close(descriptor_); }

    void send(std::string_view bytes) const {
        (void)!::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    /// Until the text has come or the connection has ended.
    std::string receive_until(std::string_view text) const {
        std::array<char, 4096> bytes;
        std::string received;
        while (received.find(text) == std::string::npos) {
            const ssize_t size = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
            if (size <= 0) break;
            received.append(bytes.data(), static_cast<std::size_t>(size));
        }
        return received;
    }
    std::string receive_all() const { return receive_until(std::string_view{"\0end\0", 5}); }

private:
    int descriptor_;
};

std::vector<AdminRoute> routes() {
    return {
        {"GET", "/healthz", Access::open,
         [](const AdminRequest&) { return AdminAnswer{.body = "alive"}; }},
        {"POST", "/admin/do", Access::token,
         [](const AdminRequest& request) { return AdminAnswer{.body = "did " + request.body}; }},
        {"GET", "/later", Access::open,
         [](const AdminRequest&) {
             return PendingAnswer{[polls = 0]() mutable {
                 return ++polls < 20 ? std::nullopt
                                     : std::optional{AdminAnswer{.body = "in the end"}};
             }};
         }},
        {"GET", "/never", Access::open,
         [](const AdminRequest&) {
             return PendingAnswer{[] { return std::optional<AdminAnswer>{}; }};
         }},
        {"GET", "/who", Access::open, [](const AdminRequest& request) {
             return AdminAnswer{.body = request.caller + " from " + request.peer};
         }}};
}

AdminOptions options() { return {.token = "secret"}; }

TEST(AdminServer, AnswersOneRequestAfterTheOther) {
    const AdminServer server{options(), routes()};
    const Connection connection{server.port()};
    for (int i = 0; i < 2; ++i) {
        connection.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_THAT(connection.receive_until("alive"), StartsWith("HTTP/1.1 200 OK\r\n"));
    }
    connection.send(
        "POST /admin/do HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n"
        "Connection: close\r\nContent-Length: 2\r\n\r\nit");
    EXPECT_THAT(connection.receive_all(), EndsWith("did it"));
}

TEST(AdminServer, AnswersLaterWhatIsPending) {
    const AdminServer server{options(), routes()};
    const Connection connection{server.port()};
    connection.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(connection.receive_until("end"), EndsWith("in the end"));
}

TEST(AdminServer, ServesOthersWhileACallWaits) {
    const AdminServer server{options(), routes()};
    const Connection waiting{server.port()};
    waiting.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    const Connection other{server.port()};
    other.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(other.receive_until("alive"), HasSubstr("alive"));
}

TEST(AdminServer, KnowsWhoSaysToBeCalling) {
    const AdminServer server{options(), routes()};
    const Connection connection{server.port()};
    connection.send("GET /who HTTP/1.1\r\nHost: a\r\nX-Operator: ann\r\n\r\n");
    EXPECT_THAT(connection.receive_until("127.0.0.1"), EndsWith("ann from 127.0.0.1"));
}

TEST(AdminServer, RefusesWithoutTheToken) {
    const AdminServer server{options(), routes()};
    const Connection connection{server.port()};
    connection.send("POST /admin/do HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(connection.receive_all(), StartsWith("HTTP/1.1 401 "));
}

TEST(AdminServer, RefusesWhatIsNoHttpOrTooLarge) {
    AdminOptions small = options();
    small.request_size_max = 1024;
    const AdminServer server{small, routes()};
    const Connection nonsense{server.port()};
    nonsense.send("\x01\x02\r\n\r\n");
    EXPECT_THAT(nonsense.receive_all(), StartsWith("HTTP/1.1 400 "));
    const Connection large{server.port()};
    large.send("POST /admin/do HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
    EXPECT_THAT(large.receive_all(), StartsWith("HTTP/1.1 400 "));
}

TEST(AdminServer, CutsOffWhoIsSilentOrTooMany) {
    AdminOptions strict = options();
    strict.connections_max = 1;
    strict.request_time_max = std::chrono::milliseconds{200};
    const AdminServer server{strict, routes()};
    const Connection silent{server.port()};
    silent.send("GET /hea");
    const Connection second{server.port()};
    EXPECT_THAT(second.receive_all(), IsEmpty());
    EXPECT_THAT(silent.receive_all(), IsEmpty());
    const Connection later{server.port()};
    later.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(later.receive_until("alive"), HasSubstr("alive"));
}

TEST(AdminServer, SaysThatItsPortIsTaken) {
    const AdminServer server{options(), routes()};
    AdminOptions same = options();
    same.listen_port = server.port();
    EXPECT_THROW((AdminServer{same, routes()}), std::system_error);
}

}  // namespace
}  // namespace outcry::admin
