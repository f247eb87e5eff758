#include "app/log/log.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "app/log/distinct_lines.hpp"

namespace outcry::app {
namespace {

// Lines that wait for the disk or the terminal; beyond it the oldest are lost.
constexpr std::size_t log_lines_waiting_max = 8192;
constexpr const char* pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";

spdlog::level::level_enum level_of(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::int64_t steady_now_ns() {
    const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since_start).count();
}

}  // namespace

class Log::Implementation {
public:
    explicit Implementation(LogLevel least)
        : pool_{std::make_shared<spdlog::details::thread_pool>(log_lines_waiting_max, 1)},
          logger_{std::make_shared<spdlog::async_logger>(
              "outcry", std::make_shared<spdlog::sinks::stderr_sink_mt>(), pool_,
              spdlog::async_overflow_policy::overrun_oldest)} {
        logger_->set_formatter(
            std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
        logger_->set_level(level_of(least));
        logger_->flush_on(spdlog::level::info);
        // Standard error is gone: there is nobody left to tell.
        logger_->set_error_handler([](const std::string&) {});
    }

    void write(spdlog::level::level_enum level, std::string_view line) {
        logger_->log(level, spdlog::string_view_t{line.data(), line.size()});
    }

    void write_distinct(spdlog::level::level_enum level, std::string_view line) {
        std::optional<std::string> text;
        {
            const std::lock_guard lock{mutex_};
            text = distinct_lines_.pass(line, steady_now_ns());
        }
        if (text) write(level, *text);
    }

private:
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<spdlog::async_logger> logger_;
    std::mutex mutex_;
    DistinctLines distinct_lines_;
};

Log::Log(LogLevel least) : implementation_{std::make_unique<Implementation>(least)} {}

Log::~Log() = default;

void Log::close() { implementation_.reset(); }

void Log::info(std::string_view line) {
    if (implementation_) implementation_->write(spdlog::level::info, line);
}

void Log::warning(std::string_view line) {
    if (implementation_) implementation_->write_distinct(spdlog::level::warn, line);
}

void Log::error(std::string_view line) {
    if (implementation_) implementation_->write_distinct(spdlog::level::err, line);
}

}  // namespace outcry::app
