#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace outcry::test {

/// Decides what of the unsynced state a power loss leaves: for each sector, size and name one of
/// its versions, the last durable one first, the newest last.
class Survivors {
public:
    /// Only what a completed sync covers.
    [[nodiscard]] static Survivors nothing_unsynced() { return Survivors{Kind::oldest, 0}; }
    /// As if the disk had been fast; what a SIGKILL leaves.
    [[nodiscard]] static Survivors everything() { return Survivors{Kind::newest, 0}; }
    /// An arbitrary mixture, the same for the same seed.
    [[nodiscard]] static Survivors random(std::uint64_t seed) {
        return Survivors{Kind::random, seed};
    }

    /// Index of the version that survives, below `version_count`.
    [[nodiscard]] std::size_t pick(std::size_t version_count);

private:
    enum class Kind : std::uint8_t { oldest, newest, random };
    Survivors(Kind kind, std::uint64_t seed) : kind_{kind}, generator_{seed} {}

    Kind kind_;
    std::mt19937_64 generator_;
};

enum class Durability : std::uint8_t { when_synced, at_once };

/// Content of one file: what is on the disk, what is in the cache, and every version between.
class SimulatedContent {
public:
    explicit SimulatedContent(std::size_t sector_size_bytes) : sector_size_{sector_size_bytes} {}

    void write(std::span<const std::byte> source, std::uint64_t offset, Durability durability);
    void truncate(std::uint64_t size_bytes);
    void sync();
    /// What the running system reads; answers the number of bytes.
    [[nodiscard]] std::size_t read(std::span<std::byte> target, std::uint64_t offset) const;
    [[nodiscard]] std::uint64_t size() const { return size_; }

    [[nodiscard]] SimulatedContent after_power_loss(Survivors& survivors) const;

private:
    using Bytes = std::vector<std::byte>;
    using Sector = std::shared_ptr<const Bytes>;      // shared between versions and images
    using Sectors = std::map<std::uint64_t, Sector>;  // a sector that is missing holds zeros

    void write_sector(std::uint64_t index, Sector content, Durability durability);
    void resize(std::uint64_t size_bytes, Durability durability);
    [[nodiscard]] Bytes copy_of(std::uint64_t index) const;
    void cut_off(std::uint64_t size_bytes, Durability durability);

    std::size_t sector_size_;
    Sectors sectors_;
    std::uint64_t size_ = 0;
    Sectors durable_sectors_;
    std::uint64_t durable_size_ = 0;
    std::map<std::uint64_t, std::vector<Sector>> unsynced_sectors_;
    std::vector<std::uint64_t> unsynced_sizes_;
};

enum class DiskOperationKind : std::uint8_t {
    create,
    make_directory,
    rename,
    remove,
    write,
    truncate,
    sync,
    sync_directory,
};

/// One step that changes the disk or makes a change durable; what the log of a test run holds.
struct DiskOperation {
    DiskOperationKind kind{};
    std::string path;          // of the file or directory
    std::string target{};      // rename: the new path
    std::size_t content_id{};  // of the file, whatever its name
    std::uint64_t offset = 0;  // write: the place; truncate: the size
    std::vector<std::byte> bytes{};
    Durability durability = Durability::when_synced;

    /// For the message of a failed test.
    [[nodiscard]] std::string text() const;
};

/// Files, directories and names, with what of them would survive. Paths are absolute and normal.
class SimulatedDisk {
public:
    static constexpr std::size_t directory_id = 0;  // in the place of a content's id

    explicit SimulatedDisk(std::size_t sector_size_bytes);

    void apply(const DiskOperation& operation);
    /// The power fails during the operation: each part of it is done or not. Followed by
    /// `after_power_loss` only.
    void apply_in_flight(const DiskOperation& operation);
    [[nodiscard]] SimulatedDisk after_power_loss(Survivors& survivors) const;

    /// The id of the content at the path, or none.
    [[nodiscard]] const std::size_t* find(const std::string& path) const;
    [[nodiscard]] std::vector<std::string> names_in(const std::string& directory) const;
    [[nodiscard]] SimulatedContent& content(std::size_t id) { return contents_.at(id - 1); }
    [[nodiscard]] const SimulatedContent& content(std::size_t id) const {
        return contents_.at(id - 1);
    }
    [[nodiscard]] std::size_t next_content_id() const { return contents_.size() + 1; }

private:
    using Names = std::map<std::string, std::size_t>;

    struct NameChange {
        std::string removed;  // empty: none
        std::string added;    // empty: none
        std::size_t id;

        void apply_to(Names& names) const;
    };

    void change_name(NameChange change);
    void sync_directory(const std::string& directory);

    std::size_t sector_size_;
    std::vector<SimulatedContent> contents_;
    Names names_;
    Names durable_names_;
    std::map<std::string, std::vector<NameChange>> unsynced_names_;  // by directory
};

}  // namespace outcry::test
