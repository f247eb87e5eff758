#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <span>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/order_limits.hpp"

namespace outcry::test {

/// From OUTCRY_SEED, or a fresh one: the test prints it when it fails.
[[nodiscard]] std::uint64_t seed();
/// From the environment variable, or the value to take without it.
[[nodiscard]] std::uint64_t count_from_environment(const char* name, std::uint64_t otherwise);

/// Bits of `GeneratorOptions::rules`: what the commands use beyond limit and market orders.
struct GeneratedRule {
    static constexpr std::uint32_t stops = 1;
    static constexpr std::uint32_t icebergs = 2;
    static constexpr std::uint32_t trailing = 4;
    static constexpr std::uint32_t lists = 8;
    static constexpr std::uint32_t batches = 16;
    static constexpr std::uint32_t band = 32;
    static constexpr std::uint32_t filters = 64;
    static constexpr std::uint32_t changes = 128;
    static constexpr std::uint32_t statuses = 256;
    static constexpr std::uint32_t mass_cancels = 512;
    static constexpr std::uint32_t timers = 1'024;
    static constexpr std::uint32_t limits = 2'048;
    static constexpr std::uint32_t idempotency = 4'096;
    static constexpr std::uint32_t fees = 8'192;
    static constexpr std::uint32_t transfers = 16'384;
    static constexpr std::uint32_t key_rules = 32'768;
    static constexpr std::uint32_t clock = 65'536;  // it jumps
    static constexpr std::uint32_t all = 131'071;
};

/// What a stream of random commands is about.
struct GeneratorOptions {
    std::uint16_t instrument_count = 3;
    std::uint32_t account_count = 6;
    std::int64_t price_middle = 1'000;
    std::int64_t price_spread = 20;  // most prices lie this close around the middle
    unsigned far_price_percent = 2;  // others lie anywhere
    unsigned passive_percent = 90;
    unsigned mass_cancel_permille = 3;  // so rarely that books fill
    unsigned sweep_every = 400;         // orders until one wants more than there is
    std::size_t known_max = 300;
    bool uses_client_ids = true;
    std::uint32_t rules = 0;          // bits of `GeneratedRule`
    std::uint64_t markets_max = 100;  // markets made while others are delisted
    unsigned stop_percent = 20;       // of new orders
    unsigned trailing_percent = 30;   // of stops
};

/// Random commands that hit every rule: mostly sensible ones around a market, with a share of
/// everything that can be refused. A function of its seed and of the events it is shown.
class CommandGenerator {
public:
    CommandGenerator(std::uint64_t seed, const GeneratorOptions& options);

    /// The next command, without sequence. First those that set the venue up. One that moves the
    /// clock says to which time.
    [[nodiscard]] Command next();
    /// The answer to the last one: what is alive can be cancelled and amended.
    void see(std::span<const Event> events);

private:
    struct Known {
        OrderId id;
        AccountId account;
        InstrumentId instrument;
        Side side;
        Price price;
        Quantity open;
        ClientOrderId name;
    };
    struct KnownList {
        OrderListId id;
        AccountId account;
        InstrumentId instrument;
        ClientOrderId name;
    };
    struct Later {
        unsigned commands_before;
        Command command;
    };

    // command_generator.cpp: traders' commands.
    void add_setup();
    [[nodiscard]] Command random_command();
    [[nodiscard]] Command trader_command(std::uint64_t kind);
    void fill_amendment(Command& command);
    void fill_order(Command& command);
    void fill_type(Command& command);
    void fill_budget(Command& command);
    void fill_name(ClientOrderId& text, std::uint64_t& hash, AccountId account);
    void aim(Command& command);
    void spoil(Command& command);

    // generated_orders.cpp: terms, lists, batches.
    [[nodiscard]] Command rule_command();
    void fill_terms(Command& command);
    void fill_stop(Command& command, OrderTerms& terms);
    void fill_pair(Command& one, Command& other, Side side);
    [[nodiscard]] Command order_list();
    [[nodiscard]] Command batch();
    [[nodiscard]] Command list_cancel();
    [[nodiscard]] Command mass_cancel();
    [[nodiscard]] Command staged_order(AccountId account, InstrumentId instrument,
                                       std::uint64_t gateway);

    // generated_rules.cpp: operators' commands.
    [[nodiscard]] Command plain_operator_command();
    [[nodiscard]] Command key_command();
    [[nodiscard]] Command clock_jump();
    [[nodiscard]] Command status_command();
    [[nodiscard]] Command instrument_command();
    [[nodiscard]] Command new_instrument(std::uint64_t number);
    [[nodiscard]] Command filters();
    [[nodiscard]] Command change();
    [[nodiscard]] Command limits();
    [[nodiscard]] Command fees();
    [[nodiscard]] Command transfer();
    [[nodiscard]] Command key_rules();
    void repeat_later(const Command& command);
    void do_later(const Command& command, unsigned commands_before);

    [[nodiscard]] Known& find(OrderId id);
    void forget(OrderId id);
    void see_instrument(const Event& event);
    /// An account that can pay for little.
    [[nodiscard]] AccountId poor_account() const {
        return AccountId{user_account_first.value() + 1};
    }
    [[nodiscard]] int128 random_amount(AccountId account);
    [[nodiscard]] bool uses(std::uint32_t rule) const { return (options_.rules & rule) != 0; }
    [[nodiscard]] std::int64_t random_price(Side side);
    [[nodiscard]] std::uint64_t random_quantity();
    [[nodiscard]] AccountId random_account();
    [[nodiscard]] InstrumentId random_instrument();
    [[nodiscard]] std::int64_t last_price(InstrumentId instrument) const;
    [[nodiscard]] std::uint64_t below(std::uint64_t end);
    [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }
    [[nodiscard]] bool rarely() { return below(500) == 0; }

    GeneratorOptions options_;
    std::mt19937_64 random_;
    std::deque<Command> setup_;
    std::vector<Later> later_;
    std::vector<Known> known_;
    std::vector<KnownList> lists_;
    std::vector<InstrumentId> markets_;
    std::map<std::uint16_t, std::int64_t> last_prices_;
    std::uint64_t instruments_made_ = 0;
    std::uint64_t symbols_made_ = 0;
    std::uint16_t staged_size_ = 0;
    Known nobody_;
    std::int64_t time_ = 0;
};

}  // namespace outcry::test
