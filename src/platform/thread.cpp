#include "outcry/platform/thread.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

namespace outcry::platform {
namespace {

/// The processors of one thread; zero is the calling one.
[[nodiscard]] SystemResult<std::vector<int>> cpus_of(pid_t thread) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(thread, sizeof set, &set) != 0)
        return failed_call("sched_getaffinity", std::to_string(thread));
    std::vector<int> cpus;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
        if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
    return cpus;
}

}  // namespace

SystemResult<std::vector<int>> usable_cpus() {
    // The main thread is never pinned by us, and its id is the process's.
    return cpus_of(::getpid());
}

SystemResult<std::vector<int>> thread_cpus() { return cpus_of(0); }

SystemResult<void> pin_thread(int cpu) {
    const std::string subject = "cpu " + std::to_string(cpu);
    if (cpu < 0 || cpu >= CPU_SETSIZE)
        return Failure{SystemError{"sched_setaffinity", subject, EINVAL}};
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (::sched_setaffinity(0, sizeof set, &set) != 0)
        return failed_call("sched_setaffinity", subject);
    return {};
}

SystemResult<void> name_thread(std::string_view name) {
    constexpr std::size_t name_length_max = 15;
    const std::string kept{name.substr(0, name_length_max)};
    const int error_number = ::pthread_setname_np(::pthread_self(), kept.c_str());
    if (error_number != 0) return Failure{SystemError{"pthread_setname_np", kept, error_number}};
    return {};
}

SystemResult<void> set_thread_nice(int nice) {
    // Linux keeps a value per thread, and takes a thread's id for a process's.
    if (::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice) != 0)
        return failed_call("setpriority", "nice " + std::to_string(nice));
    return {};
}

SystemResult<void> set_thread_realtime(int priority) {
    sched_param parameters{};
    parameters.sched_priority = priority;
    if (::sched_setscheduler(0, SCHED_FIFO, &parameters) != 0)
        return failed_call("sched_setscheduler", "SCHED_FIFO " + std::to_string(priority));
    return {};
}

std::vector<SystemError> place_thread(const ThreadPlacement& placement) {
    std::vector<SystemError> refusals;
    const auto note = [&](const SystemResult<void>& outcome) {
        if (!outcome) refusals.push_back(outcome.error());
    };
    if (placement.cpu) note(pin_thread(*placement.cpu));
    if (placement.nice) note(set_thread_nice(*placement.nice));
    if (placement.realtime_priority) note(set_thread_realtime(*placement.realtime_priority));
    return refusals;
}

}  // namespace outcry::platform
