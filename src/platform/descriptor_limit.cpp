#include "outcry/platform/descriptor_limit.hpp"

#include <sys/resource.h>

namespace outcry::platform {

SystemResult<std::uint64_t> raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return failed_call("getrlimit", "descriptors");
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return failed_call("setrlimit", "descriptors");
    return std::uint64_t{limit.rlim_max};
}

}  // namespace outcry::platform
