#pragma once

#include <cstdint>

namespace outcry::wire {

/// Raised with every change that can make the engine decide differently. A journal is replayed by
/// the version that wrote it: recovery refuses the tail of another one and names both.
#ifdef OUTCRY_ENGINE_VERSION
inline constexpr std::uint32_t engine_version = OUTCRY_ENGINE_VERSION;  // tests of an upgrade
#else
inline constexpr std::uint32_t engine_version = 4;
#endif

}  // namespace outcry::wire
