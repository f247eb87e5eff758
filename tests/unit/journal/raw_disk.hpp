#pragma once

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "outcry/platform/file.hpp"

namespace outcry::journal::test {

/// The bytes of the files of a directory, to be damaged at will and put on a disk again.
using Files = std::map<std::string, std::vector<std::byte>>;

/// A read-only file system over `Files` for judging many damaged copies fast: nothing is copied,
/// nothing is logged.
class FrozenFileSystem final : public platform::FileSystem {
public:
    explicit FrozenFileSystem(const Files& files) : files_{files} {}

    template <class T>
    using SystemResult = platform::SystemResult<T>;

    SystemResult<std::unique_ptr<platform::File>> open(
        const Path& path, const platform::OpenOptions& options) override {
        const auto place = files_.find(path.filename().string());
        if (place == files_.end())
            return Failure{platform::SystemError{"open", path.string(), ENOENT}};
        if (options.mode != platform::OpenMode::read_only) return refused("open", path);
        return std::unique_ptr<platform::File>{std::make_unique<FrozenFile>(path, place->second)};
    }
    SystemResult<std::vector<std::string>> list(const Path& /*directory*/) override {
        std::vector<std::string> names;
        for (const auto& [name, bytes] : files_) names.push_back(name);
        return names;
    }
    SystemResult<bool> exists(const Path& path) override {
        return files_.contains(path.filename().string());
    }
    SystemResult<std::uint64_t> file_size(const Path& path) override {
        return files_.at(path.filename().string()).size();
    }
    SystemResult<std::uint64_t> free_space(const Path& /*path*/) override { return 0; }
    SystemResult<void> rename(const Path& path, const Path& /*target*/) override {
        return refused("rename", path);
    }
    SystemResult<void> remove(const Path& path) override { return refused("unlink", path); }
    SystemResult<void> sync_directory(const Path& path) override { return refused("fsync", path); }
    SystemResult<void> make_directory(const Path& path) override { return refused("mkdir", path); }
    SystemResult<std::unique_ptr<platform::FileLock>> lock(const Path& path) override {
        return refused("flock", path);
    }

private:
    [[nodiscard]] static Failure<platform::SystemError> refused(const char* call,
                                                                const Path& path) {
        return {platform::SystemError{call, path.string(), 30}};
    }

    class FrozenFile final : public platform::File {
    public:
        FrozenFile(Path path, std::span<const std::byte> bytes)
            : path_{std::move(path)}, bytes_{bytes} {}
        SystemResult<void> pwrite(std::span<const std::byte> /*source*/,
                                  std::uint64_t /*offset*/) override {
            return refused("pwrite", path_);
        }
        SystemResult<std::size_t> pread(std::span<std::byte> target,
                                        std::uint64_t offset) override {
            if (offset >= bytes_.size()) return std::size_t{0};
            const auto source = bytes_.subspan(
                offset, std::min<std::size_t>(target.size(), bytes_.size() - offset));
            std::copy(source.begin(), source.end(), target.begin());
            return source.size();
        }
        SystemResult<void> sync() override { return refused("fdatasync", path_); }
        SystemResult<std::uint64_t> size() override { return bytes_.size(); }
        SystemResult<void> truncate(std::uint64_t /*size_bytes*/) override {
            return refused("ftruncate", path_);
        }
        bool writes_are_durable() const noexcept override { return false; }
        const Path& path() const noexcept override { return path_; }

    private:
        const Path path_;
        const std::span<const std::byte> bytes_;
    };

    const Files& files_;
};

[[nodiscard]] inline Files files_of(platform::FileSystem& disk,
                                    const std::filesystem::path& place) {
    Files files;
    const auto names = disk.list(place);
    for (const std::string& name : names.value()) {
        const auto file = disk.open(place / name, {});
        std::vector<std::byte> bytes((*file)->size().value());
        const auto size = (*file)->pread(bytes, 0);
        bytes.resize(size.value());
        files.emplace(name, std::move(bytes));
    }
    return files;
}

}  // namespace outcry::journal::test
