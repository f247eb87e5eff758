#pragma once

#include <cstdint>

#include "outcry/domain/ids.hpp"
#include "outcry/domain/rules.hpp"
#include "outcry/domain/state.hpp"
#include "outcry/engine/engine.hpp"

#include "engine/book/account_orders.hpp"
#include "engine/book/client_id_index.hpp"
#include "engine/book/order_book.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/venue/order_terms.hpp"
#include "engine/venue/registers.hpp"

namespace outcry::engine {

/// A cancel-all of which slices are left.
struct MassAction {
    RequestId request;
    AccountId account;
    InstrumentId instrument;
    bool is_pending = false;
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
          expiries{engine_limits.orders_max},
          rules{engine_limits.instruments_max} {
        terms.touch();
        rules.touch();
    }

    /// Gives a resting order its terms.
    void set_terms(Slot slot, const TermsOfOrder& of_order) noexcept {
        OrderNode& node = books.pool().node(slot);
        node.flags |= OrderFlag::has_terms;
        terms[slot] = of_order;
        if (of_order.expires_at != Timestamp{}) {
            expiries.add(slot, of_order.expires_at, node.order_id);
        }
    }
    void drop_terms(Slot slot) noexcept {
        if (terms[slot].expires_at != Timestamp{}) expiries.remove(slot);
    }

    /// Takes an order out of book and indexes. Its reservation is the caller's business.
    void remove_order(Slot slot) noexcept {
        books.unlink(slot);
        forget_unlinked(slot);
    }
    /// The same for an order that is in no queue any more.
    void forget_unlinked(Slot slot) noexcept {
        OrderPool& pool = books.pool();
        if (pool.node(slot).flags != 0) drop_terms(slot);
        const std::uint32_t client_bucket = pool.node(slot).client_bucket;
        if (client_bucket != 0) client_ids.erase(client_bucket, slot);
        account_orders.remove(pool.node(slot).account(), slot, pool);
        books.forget(slot);
    }

    /// Whether the engine has to go on with something before it takes the next command.
    [[nodiscard]] bool has_work_left() const noexcept {
        return mass_action.is_pending || expiries.next() <= time;
    }

    /// What a resting order has locked, in the asset that its side pays with.
    [[nodiscard]] Amount reservation_of(Slot slot) const noexcept {
        const OrderNode& node = books.pool().node(slot);
        return instruments[node.instrument].reserved_by(node.side(), node.price,
                                                        node.open_quantity);
    }

    EngineLimits limits;
    Sequence sequence;
    Timestamp time;
    OrderId order_id_last;
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
    Expiries expiries;
    HugeArray<InstrumentRules> rules;  // by instrument; all zero where none are set
};

}  // namespace outcry::engine
