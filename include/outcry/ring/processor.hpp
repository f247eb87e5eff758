#pragma once

#include <atomic>
#include <cstddef>

namespace outcry::ring {

/// Distance that keeps two threads' words apart: the processor fetches cache lines in pairs.
inline constexpr std::size_t separation_size_bytes = 128;

/// Tells the core that this is a waiting loop: its sibling thread and its memory order buffer gain.
inline void pause_processor() noexcept { __builtin_ia32_pause(); }

#pragma GCC diagnostic push
// ThreadSanitizer does not model fences. Nothing here needs it to: the data of a ring is handed
// over by release and acquire of its indexes, the fence only decides who sees whose flag first.
#if defined(__SANITIZE_THREAD__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wtsan"
#endif
/// Orders what this thread has stored before what it is about to load, for both halves of the
/// handshakes in `Doorbell` and `RoomSignal`.
inline void full_fence() noexcept {
    // Seq_cst: a store followed by a load of another word is the one order that no weaker gives.
    std::atomic_thread_fence(std::memory_order_seq_cst);
}
#pragma GCC diagnostic pop

}  // namespace outcry::ring
