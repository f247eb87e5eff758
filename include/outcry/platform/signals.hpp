#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "outcry/platform/system_error.hpp"

namespace outcry::platform {

/// Takes signals as events of a descriptor instead of interruptions of a thread. Made on the main
/// thread before any other thread starts, since threads inherit what is blocked; with its end the
/// signals have their old effect again on the thread that ends it.
class SignalReceiver {
public:
    /// Blocks the signals; SIGINT and SIGTERM are the orders to stop.
    [[nodiscard]] static SystemResult<std::unique_ptr<SignalReceiver>> open();
    [[nodiscard]] static SystemResult<std::unique_ptr<SignalReceiver>> open(
        const std::vector<int>& signals);

    SignalReceiver(const SignalReceiver&) = delete;
    SignalReceiver& operator=(const SignalReceiver&) = delete;
    ~SignalReceiver();

    /// The number of the next signal, if one has come.
    [[nodiscard]] std::optional<int> poll() noexcept { return wait(std::chrono::milliseconds{0}); }
    /// The same after at most this time.
    [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds time_max) noexcept;
    /// The next signal, however long it takes.
    [[nodiscard]] int wait() noexcept;
    /// Becomes readable when a signal has come; for an event loop.
    [[nodiscard]] int native_handle() const noexcept { return descriptor_; }

private:
    SignalReceiver(int descriptor, std::vector<int> unblocked_later)
        : descriptor_{descriptor}, unblocked_later_{std::move(unblocked_later)} {}

    [[nodiscard]] std::optional<int> wait_once(int time_ms) noexcept;

    const int descriptor_;
    const std::vector<int> unblocked_later_;
};

/// A reader who goes away is an error of the write, for the whole process; by default it is the
/// process's death. Call it on the main thread before anything is written.
void ignore_broken_pipes() noexcept;

}  // namespace outcry::platform
