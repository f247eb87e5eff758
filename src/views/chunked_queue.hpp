#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::views {

/// A queue with access by index whose memory follows its size, chunk by chunk; elements keep
/// their address. One spare chunk is kept, so that a full history that moves on does not allocate.
template <class T, std::size_t chunk_size = 64>
class ChunkedQueue {
public:
    void push_back(const T& value) {
        if (front_ + size_ == chunks_.size() * chunk_size) {
            chunks_.push_back(spare_ ? std::move(spare_) : std::make_unique<Chunk>());
        }
        ++size_;
        (*this)[size_ - 1] = value;
    }

    void pop_front() {
        OUTCRY_ASSERT(size_ > 0);
        --size_;
        if (++front_ < chunk_size) return;
        spare_ = std::move(chunks_.front());
        chunks_.pop_front();
        front_ = 0;
    }

    [[nodiscard]] T& operator[](std::size_t index) noexcept {
        OUTCRY_ASSERT(index < size_);
        return (*chunks_[(front_ + index) / chunk_size])[(front_ + index) % chunk_size];
    }
    [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
        OUTCRY_ASSERT(index < size_);
        return (*chunks_[(front_ + index) / chunk_size])[(front_ + index) % chunk_size];
    }
    [[nodiscard]] const T& front() const noexcept { return (*this)[0]; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

private:
    using Chunk = std::array<T, chunk_size>;
    std::deque<std::unique_ptr<Chunk>> chunks_;
    std::unique_ptr<Chunk> spare_;
    std::size_t front_ = 0;  // of the first chunk
    std::size_t size_ = 0;
};

}  // namespace outcry::views
