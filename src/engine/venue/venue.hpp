#pragma once

#include <cstdint>

#include "outcry/domain/ids.hpp"
#include "outcry/domain/rules.hpp"
#include "outcry/domain/state.hpp"
#include "outcry/engine/engine.hpp"

#include "engine/book/account_counts.hpp"
#include "engine/book/account_orders.hpp"
#include "engine/book/client_id_index.hpp"
#include "engine/book/order_book.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/venue/account_standing.hpp"
#include "engine/venue/dead_man_timers.hpp"
#include "engine/venue/fee_schedule.hpp"
#include "engine/venue/idempotent_orders.hpp"
#include "engine/venue/order_lists.hpp"
#include "engine/venue/order_terms.hpp"
#include "engine/venue/registers.hpp"
#include "engine/venue/staged_orders.hpp"
#include "engine/venue/triggers.hpp"

namespace outcry::engine {

/// Which orders a mass cancel closes, and how far it has come.
struct MassAction {
    RequestId request;
    AccountId account;  // whose orders; with a wider scope, the next one to look at
    InstrumentId instrument;
    SessionId session;  // zero: of any or none
    CancelScope scope{};
    Side side{};
    CloseReason reason{};
    bool has_instrument = false;
    bool has_side = false;
    bool is_pending = false;
};

/// What the members of the batch under way have used together of the limits of one command; all
/// zero at any other time.
struct RunningBatch {
    std::size_t fill_count = 0;
    std::size_t self_trade_count = 0;
    AccountId account;
    bool is_running = false;
};

/// Pages of 64 price levels there may be at one time when the limits do not say.
[[nodiscard]] constexpr std::uint32_t price_pages_max_of(const EngineLimits& limits) noexcept {
    if (limits.price_pages_max != 0) return limits.price_pages_max;
    const std::uint32_t share = limits.orders_max / 8;
    return share < 1024 ? 1024 : share;
}

/// The whole state of the engine; every rule is a function over it.
struct Venue {
    explicit Venue(const EngineLimits& engine_limits)
        : limits{engine_limits},
          assets{engine_limits.assets_max},
          instruments{engine_limits.instruments_max},
          accounts{engine_limits.accounts_max},
          keys{engine_limits.keys_max},
          ledger{engine_limits.accounts_max, engine_limits.assets_max},
          books{{.orders_max = engine_limits.orders_max,
                 .recent_order_ids = engine_limits.recent_order_ids,
                 .price_pages_max = price_pages_max_of(engine_limits),
                 .instruments_max = engine_limits.instruments_max}},
          client_ids{engine_limits.orders_max},
          account_orders{engine_limits.accounts_max},
          terms{engine_limits.orders_max + std::size_t{1}},
          lists{order_lists_max_of(engine_limits.orders_max)},
          expiries{engine_limits.orders_max},
          triggers{engine_limits.orders_max, engine_limits.instruments_max},
          rules{engine_limits.instruments_max},
          account_counts{engine_limits.account_counts_max},
          standings{engine_limits.accounts_max, engine_limits.assets_max},
          dead_men{engine_limits.accounts_max},
          fees{engine_limits.accounts_max, engine_limits.assets_max},
          idempotent_orders{engine_limits.idempotent_orders_max, engine_limits.accounts_max} {
        terms.touch();
        rules.touch();
    }

    /// Gives an order its terms, phase `working` whatever they say.
    void set_terms(Slot slot, const TermsOfOrder& of_order) noexcept {
        OrderNode& node = books.pool().node(slot);
        node.flags = OrderFlag::has_terms;
        terms[slot] = of_order;
        terms[slot].phase = OrderPhase::working;
        if (of_order.expires_at != Timestamp{}) {
            expiries.add(slot, of_order.expires_at, node.order_id);
        }
    }
    void drop_terms(Slot slot) noexcept {
        if (terms[slot].expires_at != Timestamp{}) expiries.remove(slot);
        if (terms[slot].phase != OrderPhase::working) leave_phase(slot);
        if (terms[slot].list != 0) lists.leave(terms[slot].list, slot);
    }
    /// Where an order stands: only one with terms is anything but `working`.
    [[nodiscard]] OrderPhase phase_of(Slot slot) const noexcept {
        return books.pool().node(slot).flags == 0 ? OrderPhase::working : terms[slot].phase;
    }
    /// Puts an order that has terms and is in no queue where its new phase belongs. `rank` is its
    /// place among the ready ones; zero is the end.
    void enter_phase(Slot slot, OrderPhase phase, std::uint32_t rank = 0) noexcept;
    /// Takes it out again; it is `working` then, in no queue.
    void leave_phase(Slot slot) noexcept;

    /// Adds an order to those of its account.
    void add_to_account(Slot slot) noexcept {
        const OrderNode& node = books.pool().node(slot);
        account_orders.append(node.account(), slot, books.pool());
        if (keeps_counts(node.instrument)) account_counts.add(node.account(), node.instrument);
    }

    /// Takes an order out of its queue, book or other, and of the indexes. Its reservation is the
    /// caller's business.
    void remove_order(Slot slot) noexcept {
        if (__builtin_expect(phase_of(slot) == OrderPhase::working, 1)) books.unlink(slot);
        forget_unlinked(slot);
    }
    /// The same for an order that is in no queue of the book.
    void forget_unlinked(Slot slot) noexcept {
        OrderPool& pool = books.pool();
        if (pool.node(slot).flags != 0) drop_terms(slot);
        const std::uint32_t client_bucket = pool.node(slot).client_bucket;
        if (client_bucket != 0) client_ids.erase(client_bucket, slot);
        const AccountId account = pool.node(slot).account();
        const InstrumentId instrument = pool.node(slot).instrument;
        account_orders.remove(account, slot, pool);
        if (keeps_counts(instrument)) account_counts.remove(account, instrument);
        books.forget(slot);
    }

    /// Whether the open orders of each account on the instrument are counted.
    [[nodiscard]] bool keeps_counts(InstrumentId instrument) const noexcept {
        const std::uint8_t flags = instruments[instrument].flags;
        return __builtin_expect((flags & InstrumentFlag::keeps_counts) != 0, 0);
    }

    /// The first command at this time or later is the clock's.
    [[nodiscard]] Timestamp next_deadline() const noexcept {
        return expiries.next() < dead_men.next() ? expiries.next() : dead_men.next();
    }
    /// Whether the engine has to go on with something before it takes the next command.
    [[nodiscard]] bool has_work_left() const noexcept {
        return mass_action.is_pending || next_deadline() <= time || triggers.has_work();
    }
    /// Whether every fee is the instrument's.
    [[nodiscard]] bool has_plain_fees() const noexcept {
        return __builtin_expect(own_fees_count == 0 && fees.tier_count() == 0, 1);
    }

    /// What a resting order shows to a taker.
    [[nodiscard]] Quantity offered_by(Slot slot) const noexcept {
        const OrderNode& node = books.pool().node(slot);
        if (__builtin_expect(node.flags == 0, 1)) return node.open_quantity;
        const TermsOfOrder& shown = terms[slot];
        return shown.visible_quantity == Quantity{} ? node.open_quantity
                                                    : shown.visible_open_quantity;
    }

    /// What an open order has locked, in the asset that its side pays with.
    [[nodiscard]] Amount reservation_of(Slot slot) const noexcept {
        const OrderNode& node = books.pool().node(slot);
        if (node.flags != 0 && terms[slot].reserves_nothing != 0) return {};
        return instruments[node.instrument].reserved_by(node.side(), node.price,
                                                        node.open_quantity);
    }

    EngineLimits limits;
    Sequence sequence;
    Timestamp time;
    OrderId order_id_last;
    std::uint8_t account_flags = 0;  // bits of AccountFlag that hold for all accounts
    VenueStatus status{};
    std::uint32_t own_fees_count = 0;  // accounts with fees of their own
    MassAction mass_action;
    AssetRegister assets;
    InstrumentRegister instruments;
    AccountRegister accounts;
    KeyRegister keys;
    StagedState staged;
    Ledger ledger;
    OrderBooks books;
    ClientIdIndex client_ids;
    AccountOrders account_orders;
    HugeArray<TermsOfOrder> terms;  // by slot
    OrderLists lists;
    StagedOrders staged_orders;
    RunningBatch batch;
    Expiries expiries;
    Triggers triggers;
    HugeArray<InstrumentRules> rules;  // by instrument; all zero where none are set
    /// Ranges are kept even where they reach no stop: one may begin to wait in the same command.
    bool keeps_ranges = false;
    AccountCounts account_counts;
    AccountStandings standings;
    DeadManTimers dead_men;
    FeeSchedule fees;
    IdempotentOrders idempotent_orders;

private:
    void show_next_stops(InstrumentId instrument) noexcept;
};

}  // namespace outcry::engine
