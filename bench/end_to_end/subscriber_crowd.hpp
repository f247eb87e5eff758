#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outcry::bench {

/// Many WebSocket subscribers on one thread. Each message has a number, which must be one more than
/// that of the message before it on the same connection.
class SubscriberCrowd {
public:
    /// Connects all of them. `number_name` is the member that holds the number, as `"t":`.
    SubscriberCrowd(std::uint16_t port, std::string_view target, std::size_t count,
                    std::string_view number_name);
    SubscriberCrowd(const SubscriberCrowd&) = delete;
    SubscriberCrowd& operator=(const SubscriberCrowd&) = delete;
    ~SubscriberCrowd();

    /// Reads until each of them has so many more messages; false when a number was missing, a
    /// connection ended, or it took more than a minute.
    [[nodiscard]] bool receive(std::size_t count_each);
    [[nodiscard]] std::uint64_t received_size_bytes() const noexcept {
        return received_size_bytes_;
    }

private:
    struct Subscriber {
        int descriptor = -1;
        std::string input;
        std::uint64_t number = 0;  // of the last message; zero: none yet
        std::size_t missing_count = 0;
    };
    [[nodiscard]] bool read(Subscriber& subscriber);
    [[nodiscard]] bool take_frames(Subscriber& subscriber);
    [[nodiscard]] bool take(Subscriber& subscriber, std::string_view payload);

    const std::string number_name_;
    int poll_ = -1;
    std::vector<Subscriber> subscribers_;
    std::size_t waiting_count_ = 0;
    std::uint64_t received_size_bytes_ = 0;
};

}  // namespace outcry::bench
