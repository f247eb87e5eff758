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
    void on_venue_rules(const VenueRulesState& rules) override;
    void on_order_list(const OrderListState& list) override;
    void on_trigger_range(const TriggerRangeState& range) override;
    void on_instrument_rules(const InstrumentRulesState& rules) override;
    void on_account_standing(const AccountStandingState& standing) override;
    void on_account_limits(const AccountLimits& limits) override;
    void on_exposure_limit(const ExposureLimit& limit) override;
    void on_fee_tier(const FeeTier& tier) override;
    void on_account_fees(const AccountFees& fees) override;
    void on_fee_asset_rate(const FeeAssetRate& rate) override;
    void on_daily_volume(const DailyVolumeState& volume) override;
    void on_dead_man(const DeadManState& dead_man) override;
    void on_idempotency(const IdempotencyState& record) override;
    void on_staged_order(const StagedOrderState& staged) override;
    void on_key_rules(const SetKeyRules& rules) override;

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
    [[nodiscard]] virtual bool take(const VenueRulesState& rules) = 0;
    [[nodiscard]] virtual bool take(const OrderListState& list) = 0;
    [[nodiscard]] virtual bool take(const TriggerRangeState& range) = 0;
    [[nodiscard]] virtual bool take(const InstrumentRulesState& rules) = 0;
    [[nodiscard]] virtual bool take(const AccountStandingState& standing) = 0;
    [[nodiscard]] virtual bool take(const AccountLimits& limits) = 0;
    [[nodiscard]] virtual bool take(const ExposureLimit& limit) = 0;
    [[nodiscard]] virtual bool take(const FeeTier& tier) = 0;
    [[nodiscard]] virtual bool take(const AccountFees& fees) = 0;
    [[nodiscard]] virtual bool take(const FeeAssetRate& rate) = 0;
    [[nodiscard]] virtual bool take(const DailyVolumeState& volume) = 0;
    [[nodiscard]] virtual bool take(const DeadManState& dead_man) = 0;
    [[nodiscard]] virtual bool take(const IdempotencyState& record) = 0;
    [[nodiscard]] virtual bool take(const StagedOrderState& staged) = 0;
    [[nodiscard]] virtual bool take(const SetKeyRules& rules) = 0;
    /// In pieces of the reader's choosing. An unknown name is nothing to fail for.
    [[nodiscard]] virtual bool take_view(std::string_view name,
                                         std::span<const std::byte> piece) = 0;
};

/// Restores an engine, or anything that has its `restore`. Views go to `take_view` of a subclass.
template <class Engine>
class EngineRestorer : public SnapshotReceiver {
public:
    explicit EngineRestorer(Engine& engine) noexcept : engine_{engine} {}

    bool take(const VenueState& venue) override { return restore(venue); }
    bool take(const AssetState& asset) override { return restore(asset); }
    bool take(const InstrumentState& instrument) override { return restore(instrument); }
    bool take(const AccountState& account) override { return restore(account); }
    bool take(const BalanceState& balance) override { return restore(balance); }
    bool take(const OrderState& order) override { return restore(order); }
    bool take(const AccountRulesState& rules) override { return restore(rules); }
    bool take(const InstrumentCountersState& counters) override { return restore(counters); }
    bool take(const OrderTermsState& terms) override { return restore(terms); }
    bool take(const KeyState& key) override { return restore(key); }
    bool take(const StagedState& staged) override { return restore(staged); }
    bool take(const VenueRulesState& rules) override { return restore(rules); }
    bool take(const OrderListState& list) override { return restore(list); }
    bool take(const TriggerRangeState& range) override { return restore(range); }
    bool take(const InstrumentRulesState& rules) override { return restore(rules); }
    bool take(const AccountStandingState& standing) override { return restore(standing); }
    bool take(const AccountLimits& limits) override { return restore(limits); }
    bool take(const ExposureLimit& limit) override { return restore(limit); }
    bool take(const FeeTier& tier) override { return restore(tier); }
    bool take(const AccountFees& fees) override { return restore(fees); }
    bool take(const FeeAssetRate& rate) override { return restore(rate); }
    bool take(const DailyVolumeState& volume) override { return restore(volume); }
    bool take(const DeadManState& dead_man) override { return restore(dead_man); }
    bool take(const IdempotencyState& record) override { return restore(record); }
    bool take(const StagedOrderState& staged) override { return restore(staged); }
    bool take(const SetKeyRules& rules) override { return restore(rules); }
    bool take_view(std::string_view /*name*/, std::span<const std::byte> /*piece*/) override {
        return true;
    }

private:
    /// A record that the engine does not know yet cannot be restored.
    template <class Record>
    [[nodiscard]] bool restore(const Record& record) {
        if constexpr (requires { engine_.restore(record); }) {
            return engine_.restore(record);
        } else {
            return false;
        }
    }

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
