#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/domain/state.hpp"

namespace outcry::engine {

/// How much an engine may hold; its memory is taken and touched at construction, never later.
/// What happens at each of these is said in docs/limits.md: the command is refused, by name.
struct EngineLimits {
    std::uint32_t orders_max = 1U << 20;        // resting at one time, over all instruments
    std::uint32_t price_pages_max = 0;          // of 64 adjacent prices; zero: orders_max / 8
    std::uint32_t recent_order_ids = 1U << 24;  // power of two; ids found without hashing
    std::uint32_t accounts_max = 1U << 16;
    std::uint16_t assets_max = 64;
    std::uint16_t instruments_max = 1024;
    std::uint32_t keys_max = 4096;
    std::uint32_t open_orders_per_account_max = 10'000;
    /// Pairs of account and instrument of which open orders are counted, where rules ask for it.
    std::uint32_t account_counts_max = 1U << 16;
    /// Idempotent orders of the last 24 hours: of the venue, of one account.
    std::uint32_t idempotent_orders_max = 1U << 18;
    std::uint32_t idempotent_orders_per_account_max = 1U << 14;
};

/// State x Command -> Events: order books, matching, ledger and risk of the whole venue.
///
/// A function of its commands: no clock, no randomness, no I/O, no heap after construction, no
/// exceptions. The same commands give the same events and the same state hash on every machine.
/// Owned by one thread at a time; not thread-safe.
class Engine {
public:
    explicit Engine(const EngineLimits& limits);
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    /// Applies one command, whose sequence must be the one after the last, and writes at least one
    /// event. A refused command makes `CommandRefused` events and changes nothing but the sequence
    /// and the time.
    void apply(const Command& command, EventBuffer& events) noexcept;

    /// Prefetches what the commands behind `position` will need. `batch` is what waits in the ring,
    /// in order; call it once before each `apply(batch[position])`, from position zero on. Changes
    /// no state.
    void look_ahead(std::span<const Command> batch, std::size_t position) const noexcept;

    /// While true, the next command must be `continue_mass_action`: the sequencer makes it. Also
    /// when orders are left that have expired.
    [[nodiscard]] bool mass_action_is_pending() const noexcept;
    /// The first command at this time or later must be `advance_clock`: an order ends then. The
    /// largest time there is when no order does.
    [[nodiscard]] Timestamp next_deadline() const noexcept;

    [[nodiscard]] Sequence sequence() const noexcept;
    [[nodiscard]] Timestamp time() const noexcept;
    [[nodiscard]] bool is_empty() const noexcept;  // no asset, no account yet

    /// The whole state: venue, assets, instruments, their counters, accounts (with the venue's
    /// own), their rules, balances that are not zero, orders (by instrument, then bids from the
    /// best, then asks from the best, then queue), their terms, keys, staged bytes.
    void visit(StateVisitor& visitor) const;
    /// A hash over every record that `visit` gives.
    [[nodiscard]] std::uint64_t state_hash() const;

    /// Takes a record of a snapshot, in the order of `visit`, into a fresh engine.
    /// False when it cannot be: a limit smaller than the snapshot needs, or a record that
    /// contradicts an earlier one. Then the engine is not usable.
    [[nodiscard]] bool restore(const VenueState& venue);
    [[nodiscard]] bool restore(const AssetState& asset);
    [[nodiscard]] bool restore(const InstrumentState& instrument);
    [[nodiscard]] bool restore(const AccountState& account);
    [[nodiscard]] bool restore(const AccountRulesState& rules);
    [[nodiscard]] bool restore(const InstrumentCountersState& counters);
    [[nodiscard]] bool restore(const BalanceState& balance);
    [[nodiscard]] bool restore(const OrderState& order);
    [[nodiscard]] bool restore(const OrderTermsState& terms);
    [[nodiscard]] bool restore(const OrderListState& list);
    [[nodiscard]] bool restore(const StagedOrderState& staged);
    [[nodiscard]] bool restore(const KeyState& key);
    [[nodiscard]] bool restore(const StagedState& staged);
    [[nodiscard]] bool restore(const InstrumentRulesState& rules);
    [[nodiscard]] bool restore(const VenueRulesState& rules);
    [[nodiscard]] bool restore(const TriggerRangeState& range);
    [[nodiscard]] bool restore(const AccountStandingState& standing);
    [[nodiscard]] bool restore(const AccountLimits& limits);
    [[nodiscard]] bool restore(const ExposureLimit& limit);
    [[nodiscard]] bool restore(const FeeTier& tier);
    [[nodiscard]] bool restore(const AccountFees& fees);
    [[nodiscard]] bool restore(const FeeAssetRate& rate);
    [[nodiscard]] bool restore(const DailyVolumeState& volume);
    [[nodiscard]] bool restore(const DeadManState& dead_man);
    [[nodiscard]] bool restore(const IdempotencyState& record);
    [[nodiscard]] bool restore(const SetKeyRules& rules);

    /// Checks every invariant over the whole state; the name of the first broken one, or null.
    /// Slow: for tests, the follower and after recovery.
    [[nodiscard]] const char* broken_invariant() const;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::engine
