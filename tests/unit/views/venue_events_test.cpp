#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"

namespace outcry::views::test {
namespace {

TEST(VenueView, KnowsAssetsInstrumentsAndAccounts) {
    Venue venue;
    ASSERT_EQ(venue.view.assets().size(), 2u);
    EXPECT_EQ(venue.view.assets()[1].code.view(), "USDT");
    EXPECT_EQ(venue.view.find_asset("BTC")->id, btc);
    EXPECT_EQ(venue.view.find_asset("XRP"), nullptr);

    const InstrumentView* instrument = venue.view.find_instrument("ETHUSDT");
    ASSERT_NE(instrument, nullptr);
    EXPECT_EQ(instrument->definition.id, ethusdt);
    EXPECT_EQ(instrument->definition.base_units_per_lot, 10'000u);
    EXPECT_EQ(instrument->definition.quote_units_per_tick_lot, 100u);
    EXPECT_EQ(instrument->definition.maker_fee_ppm, 1000u);
    EXPECT_EQ(venue.view.find_instrument("XRPUSDT"), nullptr);

    EXPECT_EQ(venue.view.account_count(), 3u);
    EXPECT_EQ(venue.view.find_account_named("bob")->id, bob);
    EXPECT_EQ(venue.view.find_account(bob)->external_uid, 1017u);
    EXPECT_EQ(venue.view.find_account(AccountId{19}), nullptr);
    EXPECT_EQ(venue.view.find_account(AccountId{5}), nullptr);
    EXPECT_NE(venue.view.find_account(fee_account), nullptr);
    EXPECT_EQ(venue.view.find_account_named("dave"), nullptr);
}

TEST(VenueView, BooksAdjustmentsAgainstTheWorldOutside) {
    Venue venue;
    venue.script.adjust(alice, btc, 500);
    venue.script.adjust(alice, btc, -200);
    EXPECT_EQ(venue.view.balance(alice, btc).free, Amount{1'000'000'000'000'300});
    EXPECT_EQ(venue.view.balance(external_account, btc).free, Amount{-3'000'000'000'000'300});
    EXPECT_EQ(venue.view.find_account(alice)->updated_at, Timestamp{150});
    const std::vector<BalanceRecord> balances = venue.view.balances(alice);
    ASSERT_EQ(balances.size(), 2u);
    EXPECT_EQ(balances[0].asset, btc);
    EXPECT_EQ(balances[1].asset, usdt);
    EXPECT_TRUE(venue.view.balances(insurance_account).empty());
}

TEST(VenueViewDeathTest, StopsWhenTheEngineSaysAnotherBalance) {
    Venue venue;
    Event event;
    event.sequence = Sequence{14};
    event.type = EventType::balance_adjusted;
    event.adjusted.account = alice;
    event.adjusted.asset = btc;
    event.adjusted.amount = Amount{1};
    event.adjusted.kind = AdjustmentKind::deposit;
    event.adjusted.free_after = Amount{1};
    EXPECT_DEATH(venue.view.apply(event), "");
}

TEST(VenueView, FollowsStatusAndFees) {
    Venue venue;
    Event& status = venue.script.append(EventType::instrument_status_changed, ethusdt);
    status.status = {.before = InstrumentStatus::trading, .after = InstrumentStatus::halted};
    venue.script.finish();
    Event& fees = venue.script.append(EventType::fees_changed, btcusdt);
    fees.fees = {.maker_fee_ppm = 5, .taker_fee_ppm = 7};
    venue.script.finish();
    EXPECT_EQ(venue.view.instruments()[1]->definition.status, InstrumentStatus::halted);
    EXPECT_EQ(venue.view.instruments()[0]->definition.status, InstrumentStatus::trading);
    EXPECT_EQ(venue.view.instruments()[0]->definition.maker_fee_ppm, 5u);
    EXPECT_EQ(venue.view.instruments()[0]->definition.taker_fee_ppm, 7u);
    EXPECT_EQ(venue.view.instruments()[1]->definition.taker_fee_ppm, 2000u);
}

void stage(EventScript& script, std::size_t offset, std::string_view text) {
    BytesStaged& staged = script.append(EventType::bytes_staged).staged;
    staged.offset = static_cast<std::uint16_t>(offset);
    staged.size = static_cast<std::uint16_t>(text.size());
    std::memcpy(staged.bytes.data(), text.data(), text.size());
}

void register_key(EventScript& script, std::string_view name, std::size_t material_size) {
    KeyRegistered& key = script.append(EventType::key_registered).key;
    key.account = alice;
    key.material_size = static_cast<std::uint16_t>(material_size);
    key.name = KeyName{name};
    key.type = KeyType::ed25519;
    key.permissions = 3;
    script.finish();
}

void revoke_key(EventScript& script, std::string_view name) {
    KeyRevoked& revoked = script.append(EventType::key_revoked).key_revoked;
    revoked.account = alice;
    revoked.name = KeyName{name};
    script.finish();
}

std::string material_of(const KeyView& key) {
    return {reinterpret_cast<const char*>(key.material.data()), key.material.size()};
}

TEST(VenueView, MakesKeysOfStagedPieces) {
    Venue venue;
    stage(venue.script, 0, "abandoned");
    venue.script.finish();
    stage(venue.script, 0, "first-");
    stage(venue.script, 6, "second-");
    venue.script.finish();
    stage(venue.script, 13, "third");
    venue.script.finish();
    register_key(venue.script, "key-of-alice", 18);
    const KeyView* key = venue.view.find_key("key-of-alice");
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(material_of(*key), "first-second-third");
    EXPECT_EQ(key->account, alice);
    EXPECT_EQ(key->type, KeyType::ed25519);
    EXPECT_EQ(key->permissions, 3);
    EXPECT_FALSE(key->is_revoked);
    EXPECT_EQ(venue.view.find_key("other"), nullptr);
}

TEST(VenueView, RemembersARevokedKeyWithoutItsMaterial) {
    Venue venue;
    stage(venue.script, 0, "secret");
    register_key(venue.script, "k", 6);
    revoke_key(venue.script, "k");
    ASSERT_NE(venue.view.find_key("k"), nullptr);
    EXPECT_TRUE(venue.view.find_key("k")->is_revoked);
    EXPECT_TRUE(venue.view.find_key("k")->material.empty());

    stage(venue.script, 0, "again");
    register_key(venue.script, "k", 5);
    EXPECT_FALSE(venue.view.find_key("k")->is_revoked);
    EXPECT_EQ(material_of(*venue.view.find_key("k")), "again");
}

TEST(VenueView, ForgetsTheOldestRevokedKeyAtTheLimit) {
    Venue venue;
    constexpr int revoked_keys_max = 4096;
    for (int number = 0; number <= revoked_keys_max; ++number) {
        stage(venue.script, 0, "s");
        register_key(venue.script, "k" + std::to_string(number), 1);
        revoke_key(venue.script, "k" + std::to_string(number));
    }
    EXPECT_EQ(venue.view.find_key("k0"), nullptr);
    EXPECT_NE(venue.view.find_key("k1"), nullptr);
    EXPECT_NE(venue.view.find_key("k4096"), nullptr);
}

}  // namespace
}  // namespace outcry::views::test
