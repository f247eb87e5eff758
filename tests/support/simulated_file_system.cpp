#include "support/simulated_file_system.hpp"

#include <cerrno>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::test {

using platform::OpenMode;
using platform::SystemError;
using platform::SystemResult;
using platform::WriteMode;

namespace {

using Path = platform::FileSystem::Path;

[[nodiscard]] std::string normal(const Path& path) {
    std::string text = (Path{"/"} / path).lexically_normal().string();
    if (text.size() > 1 && text.back() == '/') text.pop_back();
    return text;
}

[[nodiscard]] Failure<SystemError> refused(std::string_view operation, const std::string& path,
                                           int error_number) {
    return Failure{SystemError{std::string{operation}, path, error_number}};
}

[[nodiscard]] std::string name_of(DiskOperationKind kind) {
    switch (kind) {
        case DiskOperationKind::create: return "open";
        case DiskOperationKind::make_directory: return "mkdir";
        case DiskOperationKind::rename: return "rename";
        case DiskOperationKind::remove: return "unlink";
        case DiskOperationKind::write: return "pwrite";
        case DiskOperationKind::truncate: return "ftruncate";
        case DiskOperationKind::sync: return "fdatasync";
        case DiskOperationKind::sync_directory: return "fsync";
    }
    OUTCRY_UNREACHABLE();
}

}  // namespace

class SimulatedFile final : public platform::File {
public:
    SimulatedFile(SimulatedFileSystem& owner, std::size_t id, Path path,
                  const platform::OpenOptions& options)
        : owner_{owner}, id_{id}, path_{std::move(path)}, options_{options} {}

    SystemResult<void> pwrite(std::span<const std::byte> source, std::uint64_t offset) override {
        check_alignment(source.data(), source.size(), offset);
        const bool is_durable =
            writes_are_durable() && !owner_.options_.planted.loses_direct_writes;
        return change({.kind = DiskOperationKind::write,
                       .offset = offset,
                       .bytes = {source.begin(), source.end()},
                       .durability = is_durable ? Durability::at_once : Durability::when_synced});
    }
    SystemResult<std::size_t> pread(std::span<std::byte> target, std::uint64_t offset) override {
        check_alignment(target.data(), target.size(), offset);
        const std::lock_guard guard{owner_.mutex_};
        return owner_.disk_.content(id_).read(target, offset);
    }
    SystemResult<void> sync() override { return change({.kind = DiskOperationKind::sync}); }
    SystemResult<std::uint64_t> size() override {
        const std::lock_guard guard{owner_.mutex_};
        return owner_.disk_.content(id_).size();
    }
    SystemResult<void> truncate(std::uint64_t size_bytes) override {
        return change({.kind = DiskOperationKind::truncate, .offset = size_bytes});
    }
    bool writes_are_durable() const noexcept override {
        return options_.write_mode == WriteMode::direct && !owner_.options_.refuses_direct;
    }
    const Path& path() const noexcept override { return path_; }

private:
    SystemResult<void> change(DiskOperation operation) {
        operation.path = normal(path_);
        operation.content_id = id_;
        const bool is_write = operation.kind != DiskOperationKind::sync;
        if (is_write && options_.mode == OpenMode::read_only)
            return refused(name_of(operation.kind), operation.path, EBADF);
        const std::lock_guard guard{owner_.mutex_};
        return owner_.perform(std::move(operation));
    }
    void check_alignment(const void* memory, std::size_t size_bytes, std::uint64_t offset) const {
        if (options_.write_mode == WriteMode::buffered) return;
        constexpr std::size_t alignment = platform::direct_alignment_bytes;
        OUTCRY_ASSERT(reinterpret_cast<std::uintptr_t>(memory) % alignment == 0);
        OUTCRY_ASSERT(size_bytes % alignment == 0);
        OUTCRY_ASSERT(offset % alignment == 0);
    }

    SimulatedFileSystem& owner_;
    const std::size_t id_;
    const Path path_;
    const platform::OpenOptions options_;
};

class SimulatedFileLock final : public platform::FileLock {
public:
    SimulatedFileLock(SimulatedFileSystem& owner, std::size_t id) : owner_{owner}, id_{id} {}
    ~SimulatedFileLock() override {
        const std::lock_guard guard{owner_.mutex_};
        owner_.locked_ids_.erase(id_);
    }

private:
    SimulatedFileSystem& owner_;
    const std::size_t id_;
};

SimulatedFileSystem::SimulatedFileSystem(const SimulatedFileSystemOptions& options)
    : options_{options},
      initial_{options.sector_size_bytes},
      disk_{initial_},
      replay_{initial_, 0} {}

SimulatedFileSystem::~SimulatedFileSystem() = default;

SystemResult<std::unique_ptr<platform::File>> SimulatedFileSystem::open(
    const Path& path, const platform::OpenOptions& options) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(path);
    const std::size_t* id = disk_.find(place);
    const bool may_create =
        options.mode == OpenMode::create_new || options.mode == OpenMode::create_or_open;
    if (id != nullptr && *id == SimulatedDisk::directory_id) return refused("open", place, EISDIR);
    if (id != nullptr && options.mode == OpenMode::create_new)
        return refused("open", place, EEXIST);
    if (id == nullptr) {
        if (!may_create) return refused("open", place, ENOENT);
        auto parent = check_parent("open", place);
        if (!parent) return Failure{parent.error()};
        auto created = perform({.kind = DiskOperationKind::create,
                                .path = place,
                                .content_id = disk_.next_content_id()});
        if (!created) return Failure{created.error()};
        id = disk_.find(place);
    }
    return std::unique_ptr<File>{std::make_unique<SimulatedFile>(*this, *id, path, options)};
}

SystemResult<void> SimulatedFileSystem::rename(const Path& source, const Path& target) {
    const std::lock_guard guard{mutex_};
    const std::string from = normal(source);
    const std::string to = normal(target);
    const std::size_t* const id = disk_.find(from);
    const std::size_t* const replaced = disk_.find(to);
    if (id == nullptr) return refused("rename", from, ENOENT);
    OUTCRY_ASSERT(*id != SimulatedDisk::directory_id);
    if (replaced != nullptr && *replaced == SimulatedDisk::directory_id)
        return refused("rename", to, EISDIR);
    if (Path{from}.parent_path() != Path{to}.parent_path()) return refused("rename", from, EXDEV);
    return perform(
        {.kind = DiskOperationKind::rename, .path = from, .target = to, .content_id = *id});
}

SystemResult<void> SimulatedFileSystem::remove(const Path& path) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(path);
    const std::size_t* const id = disk_.find(place);
    if (id == nullptr) return refused("unlink", place, ENOENT);
    if (*id == SimulatedDisk::directory_id) return refused("unlink", place, EISDIR);
    return perform({.kind = DiskOperationKind::remove, .path = place});
}

SystemResult<std::vector<std::string>> SimulatedFileSystem::list(const Path& directory) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(directory);
    const std::size_t* const id = disk_.find(place);
    if (id == nullptr) return refused("readdir", place, ENOENT);
    if (*id != SimulatedDisk::directory_id) return refused("readdir", place, ENOTDIR);
    return disk_.names_in(place);
}

SystemResult<void> SimulatedFileSystem::sync_directory(const Path& directory) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(directory);
    const std::size_t* const id = disk_.find(place);
    if (id == nullptr) return refused("open", place, ENOENT);
    if (*id != SimulatedDisk::directory_id) return refused("open", place, ENOTDIR);
    return perform({.kind = DiskOperationKind::sync_directory, .path = place});
}

SystemResult<void> SimulatedFileSystem::make_directory(const Path& directory) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(directory);
    if (const std::size_t* const id = disk_.find(place)) {
        if (*id == SimulatedDisk::directory_id) return {};
        return refused("mkdir", place, EEXIST);
    }
    auto parent = check_parent("mkdir", place);
    if (!parent) return parent;
    return perform({.kind = DiskOperationKind::make_directory, .path = place});
}

SystemResult<bool> SimulatedFileSystem::exists(const Path& path) {
    const std::lock_guard guard{mutex_};
    return disk_.find(normal(path)) != nullptr;
}

SystemResult<std::uint64_t> SimulatedFileSystem::file_size(const Path& path) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(path);
    const std::size_t* const id = disk_.find(place);
    if (id == nullptr) return refused("stat", place, ENOENT);
    if (*id == SimulatedDisk::directory_id) return std::uint64_t{0};
    return disk_.content(*id).size();
}

SystemResult<std::uint64_t> SimulatedFileSystem::free_space(const Path& path) {
    const std::lock_guard guard{mutex_};
    const std::string place = normal(path);
    if (disk_.find(place) == nullptr) return refused("statvfs", place, ENOENT);
    return free_space_;
}

SystemResult<std::unique_ptr<platform::FileLock>> SimulatedFileSystem::lock(const Path& path) {
    const auto file = open(path, {.mode = OpenMode::create_or_open});
    if (!file) return Failure{file.error()};
    const std::lock_guard guard{mutex_};
    const std::string place = normal(path);
    const std::size_t id = *disk_.find(place);
    if (!locked_ids_.insert(id).second) return refused("flock", place, EWOULDBLOCK);
    return std::unique_ptr<FileLock>{std::make_unique<SimulatedFileLock>(*this, id)};
}

std::size_t SimulatedFileSystem::operation_count() const {
    const std::lock_guard guard{mutex_};
    return log_.size();
}

DiskOperation SimulatedFileSystem::operation(std::size_t index) const {
    const std::lock_guard guard{mutex_};
    return log_.at(index);
}

std::unique_ptr<SimulatedFileSystem> SimulatedFileSystem::crash_image(std::size_t completed_count,
                                                                      Survivors survivors) const {
    const std::lock_guard guard{mutex_};
    OUTCRY_ASSERT(completed_count <= log_.size());
    if (completed_count < replay_.completed_count) replay_ = {initial_, 0};
    while (replay_.completed_count < completed_count)
        replay_.disk.apply(log_[replay_.completed_count++]);

    SimulatedDisk cut = replay_.disk;
    if (completed_count < log_.size()) cut.apply_in_flight(log_[completed_count]);
    auto image = std::make_unique<SimulatedFileSystem>(options_);
    image->initial_ = cut.after_power_loss(survivors);
    image->disk_ = image->initial_;
    image->replay_ = {image->initial_, 0};
    image->free_space_ = free_space_;
    return image;
}

void SimulatedFileSystem::fail(DiskOperationKind kind, int error_number,
                               std::size_t skipped_count) {
    const std::lock_guard guard{mutex_};
    planned_failures_[kind] = {error_number, skipped_count};
}

void SimulatedFileSystem::set_free_space(std::uint64_t size_bytes) {
    const std::lock_guard guard{mutex_};
    free_space_ = size_bytes;
}

void SimulatedFileSystem::flip(const Path& path, std::uint64_t offset, std::byte mask) {
    const std::lock_guard guard{mutex_};
    const std::size_t* const id = disk_.find(normal(path));
    OUTCRY_ASSERT(id != nullptr);
    std::byte damaged{};
    const std::size_t size_read = disk_.content(*id).read({&damaged, 1}, offset);
    OUTCRY_ASSERT(size_read == 1);
    log_.push_back({.kind = DiskOperationKind::write,
                    .path = normal(path),
                    .content_id = *id,
                    .offset = offset,
                    .bytes = {damaged ^ mask},
                    .durability = Durability::at_once});
    disk_.apply(log_.back());
}

SystemResult<void> SimulatedFileSystem::perform(DiskOperation operation) {
    if (const std::optional<int> error_number = planned_error(operation.kind))
        return refused(name_of(operation.kind), operation.path, *error_number);
    const PlantedFaults& planted = options_.planted;
    const bool is_ignored =
        (planted.ignores_file_sync && operation.kind == DiskOperationKind::sync) ||
        (planted.ignores_directory_sync && operation.kind == DiskOperationKind::sync_directory);
    // Neither done nor logged: the code of a test that fails on this has lost its sync.
    if (is_ignored) return {};
    disk_.apply(operation);
    log_.push_back(std::move(operation));
    return {};
}

std::optional<int> SimulatedFileSystem::planned_error(DiskOperationKind kind) {
    const auto plan = planned_failures_.find(kind);
    if (plan == planned_failures_.end()) return std::nullopt;
    if (plan->second.skipped_count > 0) {
        --plan->second.skipped_count;
        return std::nullopt;
    }
    const int error_number = plan->second.error_number;
    planned_failures_.erase(plan);
    return error_number;
}

SystemResult<void> SimulatedFileSystem::check_parent(std::string_view operation,
                                                     const std::string& path) const {
    const std::size_t* const parent = disk_.find(Path{path}.parent_path().string());
    if (parent == nullptr) return refused(operation, path, ENOENT);
    if (*parent != SimulatedDisk::directory_id) return refused(operation, path, ENOTDIR);
    return {};
}

}  // namespace outcry::test
