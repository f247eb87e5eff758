#include "support/simulated_disk.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

[[nodiscard]] std::string parent_of(const std::string& path) {
    return std::filesystem::path{path}.parent_path().string();
}

}  // namespace

std::size_t Survivors::pick(std::size_t version_count) {
    OUTCRY_ASSERT(version_count > 0);
    switch (kind_) {
        case Kind::oldest: return 0;
        case Kind::newest: return version_count - 1;
        // Not a distribution of the library: those differ between implementations.
        case Kind::random: return generator_() % version_count;
    }
    OUTCRY_UNREACHABLE();
}

void SimulatedContent::write(std::span<const std::byte> source, std::uint64_t offset,
                             Durability durability) {
    const std::uint64_t end = offset + source.size();
    if (end > size_) resize(end, durability);
    // A smaller size that is still pending must not take durable bytes away.
    if (durability == Durability::at_once) {
        durable_size_ = std::max(durable_size_, end);
        std::erase_if(unsynced_sizes_, [&](std::uint64_t size) { return size < end; });
    }
    while (!source.empty()) {
        const std::uint64_t index = offset / sector_size_;
        const std::size_t start = offset % sector_size_;
        const std::size_t count = std::min(source.size(), sector_size_ - start);
        Bytes sector = copy_of(index);
        std::copy_n(source.begin(), count, sector.begin() + static_cast<std::ptrdiff_t>(start));
        write_sector(index, std::make_shared<const Bytes>(std::move(sector)), durability);
        source = source.subspan(count);
        offset += count;
    }
}

void SimulatedContent::truncate(std::uint64_t size_bytes) {
    if (size_bytes < size_) cut_off(size_bytes, Durability::when_synced);
    resize(size_bytes, Durability::when_synced);
}

void SimulatedContent::sync() {
    durable_sectors_ = sectors_;
    durable_size_ = size_;
    unsynced_sectors_.clear();
    unsynced_sizes_.clear();
}

std::size_t SimulatedContent::read(std::span<std::byte> target, std::uint64_t offset) const {
    if (offset >= size_) return 0;
    const std::size_t size_read = std::min<std::uint64_t>(target.size(), size_ - offset);
    target = target.first(size_read);
    while (!target.empty()) {
        const std::size_t start = offset % sector_size_;
        const std::size_t count = std::min(target.size(), sector_size_ - start);
        const Bytes sector = copy_of(offset / sector_size_);
        std::copy_n(sector.begin() + static_cast<std::ptrdiff_t>(start), count, target.begin());
        target = target.subspan(count);
        offset += count;
    }
    return size_read;
}

SimulatedContent SimulatedContent::after_power_loss(Survivors& survivors) const {
    SimulatedContent image{sector_size_};
    image.sectors_ = durable_sectors_;
    for (const auto& [index, versions] : unsynced_sectors_) {
        const std::size_t picked = survivors.pick(versions.size() + 1);
        if (picked > 0) image.sectors_[index] = versions[picked - 1];
    }
    const std::size_t picked = survivors.pick(unsynced_sizes_.size() + 1);
    image.size_ = picked == 0 ? durable_size_ : unsynced_sizes_[picked - 1];
    // A sector may have survived beyond the size that did; nobody can read it.
    image.cut_off(image.size_, Durability::at_once);
    image.sync();
    return image;
}

void SimulatedContent::write_sector(std::uint64_t index, Sector content, Durability durability) {
    sectors_[index] = content;
    if (durability == Durability::when_synced) {
        unsynced_sectors_[index].push_back(std::move(content));
        return;
    }
    durable_sectors_[index] = std::move(content);
    unsynced_sectors_.erase(index);
}

void SimulatedContent::resize(std::uint64_t size_bytes, Durability durability) {
    size_ = size_bytes;
    if (durability == Durability::when_synced) unsynced_sizes_.push_back(size_bytes);
}

SimulatedContent::Bytes SimulatedContent::copy_of(std::uint64_t index) const {
    const auto place = sectors_.find(index);
    return place == sectors_.end() ? Bytes(sector_size_) : *place->second;
}

void SimulatedContent::cut_off(std::uint64_t size_bytes, Durability durability) {
    // Whole sectors go with the size, of which the unsynced versions are kept.
    sectors_.erase(sectors_.lower_bound((size_bytes + sector_size_ - 1) / sector_size_),
                   sectors_.end());
    const std::size_t kept = size_bytes % sector_size_;
    const std::uint64_t last_index = size_bytes / sector_size_;
    if (kept == 0 || !sectors_.contains(last_index)) return;
    Bytes sector = copy_of(last_index);
    std::fill(sector.begin() + static_cast<std::ptrdiff_t>(kept), sector.end(), std::byte{0});
    write_sector(last_index, std::make_shared<const Bytes>(std::move(sector)), durability);
}

std::string DiskOperation::text() const {
    switch (kind) {
        case DiskOperationKind::create: return "create " + path;
        case DiskOperationKind::make_directory: return "make directory " + path;
        case DiskOperationKind::rename: return "rename " + path + " to " + target;
        case DiskOperationKind::remove: return "remove " + path;
        case DiskOperationKind::write:
            return (durability == Durability::at_once ? "direct write " : "write ") + path + " [" +
                   std::to_string(offset) + ", +" + std::to_string(bytes.size()) + ")";
        case DiskOperationKind::truncate:
            return "truncate " + path + " to " + std::to_string(offset);
        case DiskOperationKind::sync: return "sync " + path;
        case DiskOperationKind::sync_directory: return "sync directory " + path;
    }
    OUTCRY_UNREACHABLE();
}

SimulatedDisk::SimulatedDisk(std::size_t sector_size_bytes) : sector_size_{sector_size_bytes} {
    OUTCRY_ASSERT(sector_size_bytes == 512 || sector_size_bytes == 4096);
    names_["/"] = directory_id;
    durable_names_ = names_;
}

void SimulatedDisk::apply(const DiskOperation& operation) {
    switch (operation.kind) {
        case DiskOperationKind::create:
            OUTCRY_ASSERT(operation.content_id == next_content_id());
            contents_.emplace_back(sector_size_);
            return change_name({.removed = "", .added = operation.path, .id = contents_.size()});
        case DiskOperationKind::make_directory:
            return change_name({.removed = "", .added = operation.path, .id = directory_id});
        case DiskOperationKind::rename:
            return change_name(
                {.removed = operation.path, .added = operation.target, .id = operation.content_id});
        case DiskOperationKind::remove:
            return change_name({.removed = operation.path, .added = "", .id = 0});
        case DiskOperationKind::write:
            return content(operation.content_id)
                .write(operation.bytes, operation.offset, operation.durability);
        case DiskOperationKind::truncate:
            return content(operation.content_id).truncate(operation.offset);
        case DiskOperationKind::sync: return content(operation.content_id).sync();
        case DiskOperationKind::sync_directory: return sync_directory(operation.path);
    }
    OUTCRY_UNREACHABLE();
}

void SimulatedDisk::apply_in_flight(const DiskOperation& operation) {
    // What a sync in flight may have made durable is what may survive without it.
    if (operation.kind == DiskOperationKind::sync) return;
    if (operation.kind == DiskOperationKind::sync_directory) return;
    // A direct write in flight is torn: each of its sectors arrived or did not.
    DiskOperation unfinished = operation;
    unfinished.durability = Durability::when_synced;
    apply(unfinished);
}

SimulatedDisk SimulatedDisk::after_power_loss(Survivors& survivors) const {
    SimulatedDisk image{sector_size_};
    image.contents_.clear();
    for (const SimulatedContent& content : contents_)
        image.contents_.push_back(content.after_power_loss(survivors));

    Names names = durable_names_;
    for (const auto& [directory, changes] : unsynced_names_)
        for (const NameChange& change : changes)
            if (survivors.pick(2) == 1) change.apply_to(names);
    // A directory sorts before what it holds; with its own name lost, all below it is.
    for (const auto& [path, id] : names)
        if (path == "/" || image.names_.contains(parent_of(path))) image.names_[path] = id;
    image.durable_names_ = image.names_;
    return image;
}

const std::size_t* SimulatedDisk::find(const std::string& path) const {
    const auto place = names_.find(path);
    return place == names_.end() ? nullptr : &place->second;
}

std::vector<std::string> SimulatedDisk::names_in(const std::string& directory) const {
    std::vector<std::string> names;
    for (const auto& [path, id] : names_)
        if (path != "/" && parent_of(path) == directory)
            names.push_back(std::filesystem::path{path}.filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

void SimulatedDisk::NameChange::apply_to(Names& names) const {
    if (!removed.empty()) names.erase(removed);
    if (!added.empty()) names[added] = id;
}

void SimulatedDisk::change_name(NameChange change) {
    change.apply_to(names_);
    const std::string directory = parent_of(change.added.empty() ? change.removed : change.added);
    unsynced_names_[directory].push_back(std::move(change));
}

void SimulatedDisk::sync_directory(const std::string& directory) {
    const auto place = unsynced_names_.find(directory);
    if (place == unsynced_names_.end()) return;
    for (const NameChange& change : place->second) change.apply_to(durable_names_);
    unsynced_names_.erase(place);
}

}  // namespace outcry::test
