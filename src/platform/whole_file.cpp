#include "outcry/platform/whole_file.hpp"

#include <cerrno>

namespace outcry::platform {
namespace {

using Path = std::filesystem::path;

[[nodiscard]] SystemResult<void> write_new_file(FileSystem& file_system, const Path& path,
                                                std::string_view content,
                                                std::uint32_t permissions) {
    auto file = file_system.open(path, {.mode = OpenMode::create_new, .permissions = permissions});
    if (!file) return Failure{file.error()};
    auto written = file.value()->pwrite(std::as_bytes(std::span{content}), 0);
    if (!written) return written;
    return file.value()->sync();
}

}  // namespace

SystemResult<std::string> read_file(FileSystem& file_system, const Path& path,
                                    std::uint64_t size_max_bytes) {
    auto file = file_system.open(path, {.mode = OpenMode::read_only});
    if (!file) return Failure{file.error()};
    const auto size = file.value()->size();
    if (!size) return Failure{size.error()};
    if (size.value() > size_max_bytes) return Failure{SystemError{"read", path.native(), EFBIG}};

    std::string content(static_cast<std::size_t>(size.value()), '\0');
    const auto size_read = file.value()->pread(std::as_writable_bytes(std::span{content}), 0);
    if (!size_read) return Failure{size_read.error()};
    // Shorter when somebody truncates it meanwhile.
    content.resize(size_read.value());
    return content;
}

SystemResult<void> replace_file(FileSystem& file_system, const Path& path, std::string_view content,
                                std::uint32_t permissions) {
    const Path temporary = path.native() + ".new";
    // Left behind by a crash; with `create_new` its old permissions cannot survive.
    auto removed = file_system.remove(temporary);
    if (!removed && removed.error().error_number != ENOENT) return removed;
    auto written = write_new_file(file_system, temporary, content, permissions);
    if (!written) return written;
    auto renamed = file_system.rename(temporary, path);
    if (!renamed) return renamed;
    return file_system.sync_directory(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace outcry::platform
