#pragma once

#include <cstdint>
#include <memory>

#include "gateway/api/api.hpp"

namespace outcry::gateway {

/// Whoever sent a request and waits for its answer.
class AnswerReceiver {
public:
    AnswerReceiver() = default;
    AnswerReceiver(const AnswerReceiver&) = delete;
    AnswerReceiver& operator=(const AnswerReceiver&) = delete;
    virtual ~AnswerReceiver() = default;

    /// `ticket` is the receiver's own number of the request.
    virtual void on_answer(std::uint64_t ticket, Answer&& answer) = 0;
};

/// Where an answer goes. A receiver that has gone away meanwhile is not missed.
struct Origin {
    std::weak_ptr<AnswerReceiver> receiver;
    std::uint64_t ticket = 0;
    std::int64_t read_at_ns = 0;  // steady clock, when the request's last byte was read
};

}  // namespace outcry::gateway
