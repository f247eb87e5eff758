#pragma once

#include <memory>
#include <string>
#include <vector>

#include "outcry/platform/file.hpp"

namespace outcry::platform {

/// The operating system's files. Has no state; callable from any thread.
class PosixFileSystem final : public FileSystem {
public:
    [[nodiscard]] SystemResult<std::unique_ptr<File>> open(const Path& path,
                                                           const OpenOptions& options) override;
    [[nodiscard]] SystemResult<void> rename(const Path& source, const Path& target) override;
    [[nodiscard]] SystemResult<void> remove(const Path& path) override;
    [[nodiscard]] SystemResult<std::vector<std::string>> list(const Path& directory) override;
    [[nodiscard]] SystemResult<void> sync_directory(const Path& directory) override;
    [[nodiscard]] SystemResult<void> make_directory(const Path& directory) override;
    [[nodiscard]] SystemResult<bool> exists(const Path& path) override;
    [[nodiscard]] SystemResult<std::uint64_t> file_size(const Path& path) override;
    [[nodiscard]] SystemResult<std::uint64_t> free_space(const Path& path) override;
    [[nodiscard]] SystemResult<std::unique_ptr<FileLock>> lock(const Path& path) override;
};

}  // namespace outcry::platform
