#pragma once

#include <filesystem>
#include <utility>

#include "outcry/platform/file.hpp"

#include "platform/file_descriptor.hpp"

namespace outcry::platform {

/// An open file of the operating system.
class PosixFile final : public File {
public:
    PosixFile(FileDescriptor descriptor, std::filesystem::path path, WriteMode requested,
              WriteMode obtained) noexcept
        : descriptor_{std::move(descriptor)},
          path_{std::move(path)},
          requested_{requested},
          obtained_{obtained} {}

    [[nodiscard]] SystemResult<void> pwrite(std::span<const std::byte> source,
                                            std::uint64_t offset) override;
    [[nodiscard]] SystemResult<std::size_t> pread(std::span<std::byte> target,
                                                  std::uint64_t offset) override;
    [[nodiscard]] SystemResult<void> sync() override;
    [[nodiscard]] SystemResult<std::uint64_t> size() override;
    [[nodiscard]] SystemResult<void> truncate(std::uint64_t size_bytes) override;
    [[nodiscard]] bool writes_are_durable() const noexcept override {
        return obtained_ == WriteMode::direct;
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept override { return path_; }

private:
    [[nodiscard]] Failure<SystemError> failed(std::string_view operation) const;
    void check_alignment(const void* memory, std::size_t size_bytes, std::uint64_t offset) const;

    FileDescriptor descriptor_;
    const std::filesystem::path path_;
    const WriteMode requested_;
    const WriteMode obtained_;
};

}  // namespace outcry::platform
