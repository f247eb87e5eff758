#include "outcry/platform/core_files.hpp"

#include <sys/prctl.h>

namespace outcry::platform {

SystemResult<void> forbid_core_files() {
    // A limit of zero would not do: a kernel that pipes core files to a program does not ask it.
    if (::prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL) != 0) return failed_call("prctl", "dumpable");
    return {};
}

}  // namespace outcry::platform
