#include <arpa/inet.h>

#include <gtest/gtest.h>

#include "gateway/authentication/authenticator.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

ClientAddress address_of(const char* text) {
    ClientAddress address;
    EXPECT_EQ(inet_pton(AF_INET6, text, address.bytes.data()), 1) << text;
    return address;
}

AddressRange range_of(const char* text, std::uint8_t prefix_bits) {
    return {.address = address_of(text).bytes, .prefix_bits = prefix_bits};
}

TEST(AddressRange, ContainsWhatSharesItsPrefix) {
    const AddressRange ten = range_of("::ffff:10.0.0.0", 104);
    EXPECT_TRUE(contains(ten, address_of("::ffff:10.255.1.2")));
    EXPECT_FALSE(contains(ten, address_of("::ffff:11.0.0.0")));
    const AddressRange odd = range_of("2001:db8::", 33);
    EXPECT_TRUE(contains(odd, address_of("2001:db8:7fff::1")));
    EXPECT_FALSE(contains(odd, address_of("2001:db8:8000::1")));
    const AddressRange one = range_of("::1", 128);
    EXPECT_TRUE(contains(one, address_of("::1")));
    EXPECT_FALSE(contains(one, address_of("::2")));
    EXPECT_TRUE(contains(range_of("::", 0), address_of("::ffff:1.2.3.4")));
}

TEST(Credential, MaySendOnlyWhatStaysOnItsMarkets) {
    Credential credential;
    Command command;
    command.instrument = InstrumentId{1};
    command.type = CommandType::place_order;
    EXPECT_TRUE(may_send(credential, command));
    credential.instruments = {InstrumentId{0}};
    EXPECT_FALSE(may_send(credential, command));
    command.instrument = InstrumentId{0};
    EXPECT_TRUE(may_send(credential, command));
    command.type = CommandType::cancel_orders;
    EXPECT_FALSE(may_send(credential, command)) << "of all markets";
    command.mass_cancel.has_instrument = 1;
    EXPECT_TRUE(may_send(credential, command));
    command.type = CommandType::set_dead_man;
    EXPECT_FALSE(may_send(credential, command));
    command.type = CommandType::transfer_balance;
    EXPECT_TRUE(may_send(credential, command));
}

class KeyRules : public ApiFixture {
protected:
    static constexpr std::string_view account = "/api/v3/account";

    Command rules() {
        Command command = command_of(CommandType::set_key_rules);
        command.key_rules.name = KeyName{alice_key};
        return command;
    }
    void list_another_market() {
        Command command = command_of(CommandType::create_instrument);
        InstrumentDefinition definition;
        definition.tick_scale = 2;
        definition.lot_scale = 5;
        definition.base_units_per_lot = 0;
        definition.quote_units_per_tick_lot = 0;
        definition.price_maximum = Price{100'000'000};
        definition.quantity_maximum = Quantity{900'000'000};
        definition.base_asset = AssetId{0};
        definition.quote_asset = AssetId{1};
        definition.symbol = Symbol{"BTCUSDX"};
        command.instrument_definition = definition;
        apply(command);
    }
    int status() { return call(Method::get, account, "").status; }
};

TEST_F(KeyRules, EndAKeyAtItsTime) {
    Command expiring = rules();
    expiring.key_rules.expires_at = Timestamp{now_us + 1};
    apply(expiring);
    EXPECT_EQ(status(), 200);
    now_us += 1;
    EXPECT_EQ(status(), 401);
    apply(rules());
    EXPECT_EQ(status(), 200);
}

TEST_F(KeyRules, LetInOnlyFromTheirNetworks) {
    Command elsewhere = rules();
    elsewhere.key_rules.address_count = 1;
    elsewhere.key_rules.addresses[0] = range_of("::ffff:10.0.0.0", 104);
    apply(elsewhere);
    EXPECT_EQ(status(), 401);  // the fixture's client is ::
    Command anywhere = elsewhere;
    anywhere.key_rules.address_count = 2;
    anywhere.key_rules.addresses[1] = range_of("::", 128);
    apply(anywhere);
    EXPECT_EQ(status(), 200);
}

TEST_F(KeyRules, TradeOnlyTheirMarkets) {
    list_another_market();
    Command restricted = rules();
    restricted.key_rules.instrument_count = 1;
    restricted.key_rules.instruments[0] = InstrumentId{1};
    apply(restricted);
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1").status, 401);
    EXPECT_EQ(status(), 200);
    restricted.key_rules.instruments[0] = InstrumentId{0};
    apply(restricted);
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=10").status,
        200);
}

TEST_F(KeyRules, AreLookedAtByStreamsToo) {
    EXPECT_TRUE(api.accepts(alice_key, {}));
    EXPECT_FALSE(api.accepts(withdrawer_key, {})) << "it may not read";
    Command expired = rules();
    expired.key_rules.expires_at = Timestamp{now_us};
    apply(expired);
    EXPECT_FALSE(api.accepts(alice_key, {}));
}

}  // namespace
}  // namespace outcry::gateway::test
