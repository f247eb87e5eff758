#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "outcry/domain/state.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

/// What a snapshot says about itself. The journal goes on with the command after `sequence`.
struct SnapshotInfo {
    Sequence sequence;
    Timestamp time;
    JournalUuid journal{};
    Epoch epoch;
    ChainHash chain{};  // behind the last batch that was read; zero when that is not known
    std::uint64_t state_hash = 0;
    Replayability written_by;
    friend bool operator==(const SnapshotInfo&, const SnapshotInfo&) = default;
};

inline constexpr std::size_t view_name_size_max = 31;

/// Writes the state of an engine as a file: `create`, `engine.visit(writer)`, views, `finish`.
/// The file has its final name only when it is complete and durable. One thread.
class SnapshotWriter final : public StateVisitor {
public:
    [[nodiscard]] static JournalResult<SnapshotWriter> create(
        platform::FileSystem& file_system, const std::filesystem::path& directory,
        const SnapshotInfo& info);
    SnapshotWriter(SnapshotWriter&&) noexcept;
    SnapshotWriter& operator=(SnapshotWriter&&) noexcept;
    ~SnapshotWriter() override;

    void on_venue(const VenueState& venue) override;
    void on_asset(const AssetState& asset) override;
    void on_instrument(const InstrumentState& instrument) override;
    void on_account(const AccountState& account) override;
    void on_balance(const BalanceState& balance) override;
    void on_order(const OrderState& order) override;
    void on_account_rules(const AccountRulesState& rules) override;
    void on_instrument_counters(const InstrumentCountersState& counters) override;
    void on_order_terms(const OrderTermsState& terms) override;
    void on_key(const KeyState& key) override;
    void on_staged(const StagedState& staged) override;

    /// Appends bytes to the section of a view, which are nobody's business here. Chunks of one
    /// name that come one after the other are one stretch of bytes.
    void add_view(std::string_view name, std::span<const std::byte> chunk);

    /// Makes the file durable under its final name, which it returns. Fails with the first error
    /// of any call before.
    [[nodiscard]] JournalResult<std::filesystem::path> finish();

private:
    class Implementation;
    explicit SnapshotWriter(std::unique_ptr<Implementation> implementation) noexcept;
    std::unique_ptr<Implementation> implementation_;
};

/// Takes what a snapshot holds, in the order in which it was written. False: it cannot be taken.
class SnapshotReceiver {
public:
    SnapshotReceiver() = default;
    SnapshotReceiver(const SnapshotReceiver&) = delete;
    SnapshotReceiver& operator=(const SnapshotReceiver&) = delete;
    virtual ~SnapshotReceiver() = default;

    [[nodiscard]] virtual bool take(const VenueState& venue) = 0;
    [[nodiscard]] virtual bool take(const AssetState& asset) = 0;
    [[nodiscard]] virtual bool take(const InstrumentState& instrument) = 0;
    [[nodiscard]] virtual bool take(const AccountState& account) = 0;
    [[nodiscard]] virtual bool take(const BalanceState& balance) = 0;
    [[nodiscard]] virtual bool take(const OrderState& order) = 0;
    [[nodiscard]] virtual bool take(const AccountRulesState& rules) = 0;
    [[nodiscard]] virtual bool take(const InstrumentCountersState& counters) = 0;
    [[nodiscard]] virtual bool take(const OrderTermsState& terms) = 0;
    [[nodiscard]] virtual bool take(const KeyState& key) = 0;
    [[nodiscard]] virtual bool take(const StagedState& staged) = 0;
    /// In pieces of the reader's choosing. An unknown name is nothing to fail for.
    [[nodiscard]] virtual bool take_view(std::string_view name,
                                         std::span<const std::byte> piece) = 0;
};

/// Restores an engine, or anything that has its `restore`. Views go to `take_view` of a subclass.
template <class Engine>
class EngineRestorer : public SnapshotReceiver {
public:
    explicit EngineRestorer(Engine& engine) noexcept : engine_{engine} {}

    bool take(const VenueState& venue) override { return engine_.restore(venue); }
    bool take(const AssetState& asset) override { return engine_.restore(asset); }
    bool take(const InstrumentState& instrument) override { return engine_.restore(instrument); }
    bool take(const AccountState& account) override { return engine_.restore(account); }
    bool take(const BalanceState& balance) override { return engine_.restore(balance); }
    bool take(const OrderState& order) override { return engine_.restore(order); }
    bool take(const AccountRulesState& rules) override { return engine_.restore(rules); }
    bool take(const InstrumentCountersState& counters) override {
        return engine_.restore(counters);
    }
    bool take(const OrderTermsState& terms) override { return engine_.restore(terms); }
    bool take(const KeyState& key) override { return engine_.restore(key); }
    bool take(const StagedState& staged) override { return engine_.restore(staged); }
    bool take_view(std::string_view /*name*/, std::span<const std::byte> /*piece*/) override {
        return true;
    }

private:
    Engine& engine_;
};

/// Checks every byte of the file; nothing is given to anybody.
[[nodiscard]] JournalResult<SnapshotInfo> verify_snapshot(platform::FileSystem& file_system,
                                                          const std::filesystem::path& path);

/// Checks every byte of the file, and only then gives its content to the receiver.
[[nodiscard]] JournalResult<SnapshotInfo> read_snapshot(platform::FileSystem& file_system,
                                                        const std::filesystem::path& path,
                                                        SnapshotReceiver& receiver);

}  // namespace outcry::journal
