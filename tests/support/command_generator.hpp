#pragma once

#include <cstdint>
#include <deque>
#include <random>
#include <span>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::test {

/// From OUTCRY_SEED, or a fresh one: the test prints it when it fails.
[[nodiscard]] std::uint64_t seed();
/// From the environment variable, or the value to take without it.
[[nodiscard]] std::uint64_t count_from_environment(const char* name, std::uint64_t otherwise);

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
};

/// Random commands that hit every rule: mostly sensible ones around a market, with a share of
/// everything that can be refused. A function of its seed and of the events it is shown.
class CommandGenerator {
public:
    CommandGenerator(std::uint64_t seed, const GeneratorOptions& options);

    /// The next command, without sequence. First those that set the venue up.
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

    void add_setup();
    [[nodiscard]] Command random_command();
    [[nodiscard]] Command operator_command();
    [[nodiscard]] Command key_command();
    void fill_order(Command& command);
    void fill_terms(Command& command);
    void fill_budget(Command& command);
    void fill_name(ClientOrderId& text, std::uint64_t& hash, AccountId account);
    void aim(Command& command);
    void forget(OrderId id);
    [[nodiscard]] Known& find(OrderId id);
    void spoil(Command& command);
    [[nodiscard]] std::int64_t random_price(Side side);
    [[nodiscard]] std::uint64_t random_quantity();
    [[nodiscard]] AccountId random_account();
    [[nodiscard]] InstrumentId random_instrument();
    [[nodiscard]] std::uint64_t below(std::uint64_t end);
    [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }

    GeneratorOptions options_;
    std::mt19937_64 random_;
    std::deque<Command> setup_;
    std::vector<Known> known_;
    Known nobody_;
    std::int64_t time_ = 0;
};

}  // namespace outcry::test
