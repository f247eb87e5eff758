#include "gateway/parameters/decimal.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace outcry::gateway::test {
namespace {

InstrumentDefinition instrument_of(std::uint64_t mantissa, std::uint8_t scale) {
    InstrumentDefinition instrument;
    instrument.tick_mantissa = mantissa;
    instrument.tick_scale = scale;
    instrument.lot_mantissa = mantissa;
    instrument.lot_scale = scale;
    return instrument;
}

std::string price_text(const InstrumentDefinition& instrument, std::int64_t ticks) {
    std::string text;
    append_price(text, instrument, Price{ticks});
    return text;
}

std::string amount_text(int128 units, int decimals) {
    std::string text;
    append_amount(text, Amount{units}, decimals);
    return text;
}

DecimalError error_of(std::string_view text) { return parse_decimal(text).error(); }

TEST(Decimal, ReadsExactlyWhatStandsThere) {
    EXPECT_EQ(parse_decimal("0.1")->mantissa, 1U);
    EXPECT_EQ(parse_decimal("0.1")->scale, 1);
    EXPECT_EQ(parse_decimal("00012.3400")->mantissa, 1234U);
    EXPECT_EQ(parse_decimal("00012.3400")->scale, 2);
    EXPECT_EQ(parse_decimal("5.000")->scale, 0);
    EXPECT_EQ(parse_decimal("0")->mantissa, 0U);
}

TEST(Decimal, RefusesWhatIsNoPlainDecimal) {
    EXPECT_EQ(error_of(""), DecimalError::empty);
    for (const std::string_view text :
         {"NaN", "inf", "1e400", "-0", "-1", "+1", " 1", "1 ", ".5", "5.", ".", "1.2.3", "0x10",
          "1,5", "123456789012345678901", "1.123456789012345678901"}) {
        EXPECT_EQ(error_of(text), DecimalError::illegal) << text;
    }
    EXPECT_EQ(error_of("99999999999999999999.99999999999999999999"), DecimalError::precise);
}

TEST(Decimal, CountsTicks) {
    const InstrumentDefinition instrument = instrument_of(5, 2);  // 0.05
    const auto ticks = [&](std::string_view text) {
        return price_of(parse_decimal(text).value(), instrument, 8);
    };
    EXPECT_EQ(ticks("1.05").value(), Price{21});
    EXPECT_EQ(ticks("100").value(), Price{2000});
    EXPECT_EQ(ticks("1.06").error(), DecimalError::off_increment);
    EXPECT_EQ(ticks("1.051").error(), DecimalError::off_increment);
    EXPECT_EQ(ticks("0.123456789").error(), DecimalError::precise);
    EXPECT_EQ(ticks("99999999999999999999").error(), DecimalError::too_large);
}

TEST(Decimal, KeepsToTheLargestPriceAndQuantity) {
    const InstrumentDefinition instrument = instrument_of(1, 0);
    const auto price = [&](std::string_view text) {
        return price_of(parse_decimal(text).value(), instrument, 8);
    };
    EXPECT_EQ(price("281474976710655").value(), price_max);
    EXPECT_EQ(price("281474976710656").error(), DecimalError::too_large);
    const auto quantity = [&](std::string_view text) {
        return quantity_of(parse_decimal(text).value(), instrument, 8);
    };
    EXPECT_EQ(quantity("1152921504606846975").value(), quantity_max);
    EXPECT_EQ(quantity("1152921504606846976").error(), DecimalError::too_large);
}

TEST(Decimal, ReadsAmountsOfEighteenDecimals) {
    const auto amount = [](std::string_view text) {
        return amount_of(parse_decimal(text).value(), 18);
    };
    EXPECT_EQ(amount("0.000000000000000001").value(), Amount{1});
    EXPECT_EQ(amount("1000000").value(), Amount{int128{1'000'000} * 1'000'000'000'000'000'000});
    EXPECT_EQ(amount("0.0000000000000000001").error(), DecimalError::precise);
    EXPECT_EQ(amount("99999999999999999999").error(), DecimalError::too_large);
}

TEST(Decimal, WritesAtLeastEightDecimals) {
    EXPECT_EQ(price_text(instrument_of(1, 2), 6'000'001), "60000.01000000");
    EXPECT_EQ(price_text(instrument_of(5, 0), 3), "15.00000000");
    EXPECT_EQ(price_text(instrument_of(1, 8), 1), "0.00000001");
    EXPECT_EQ(price_text(instrument_of(1, 10), 1), "0.0000000001");
    EXPECT_EQ(price_text(instrument_of(1, 2), 0), "0.00000000");
}

TEST(Decimal, WritesAmountsWithTheDecimalsOfTheirAsset) {
    EXPECT_EQ(amount_text(1, 8), "0.00000001");
    EXPECT_EQ(amount_text(-150'000'000, 8), "-1.50000000");
    EXPECT_EQ(amount_text(7, 0), "7");
    EXPECT_EQ(amount_text(0, 2), "0.00");
    const int128 large = int128{1'000'000'000'000'000'000} * int128{1'000'000'000'000'000'000};
    EXPECT_EQ(amount_text(large, 18), "1000000000000000000.000000000000000000");
    const int128 least = -((int128{1} << 126) - 1) * 2 - 2;
    EXPECT_EQ(amount_text(least, 0), "-170141183460469231731687303715884105728");
}

RC_GTEST_PROP(DecimalProperty, APriceThatIsWrittenIsReadBack, ()) {
    const auto ticks = *rc::gen::inRange<std::int64_t>(0, price_max.value());
    const auto mantissa = *rc::gen::inRange<std::uint64_t>(1, 1000);
    const auto scale = *rc::gen::inRange<int>(0, 13);
    const InstrumentDefinition instrument =
        instrument_of(mantissa, static_cast<std::uint8_t>(scale));
    const auto parsed = parse_decimal(price_text(instrument, ticks));
    RC_ASSERT(parsed.has_value());
    const auto price = price_of(parsed.value(), instrument, 8);
    RC_ASSERT(price.has_value());
    RC_ASSERT(price.value() == Price{ticks});
}

RC_GTEST_PROP(DecimalProperty, AnAmountThatIsWrittenIsReadBack, ()) {
    const auto low = *rc::gen::arbitrary<std::uint64_t>();
    const auto high = *rc::gen::inRange<std::uint64_t>(0, 1000);
    const auto decimals = *rc::gen::inRange<int>(0, 19);
    const Amount amount{static_cast<int128>((uint128{high} << 64) | low)};
    const auto parsed = parse_decimal(amount_text(amount.value(), decimals));
    // More than twenty digits before the point are refused by the interface's own rule.
    if (!parsed) return;
    const auto read = amount_of(parsed.value(), decimals);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read.value() == amount);
}

RC_GTEST_PROP(DecimalProperty, NoTextIsReadAsAnotherNumber, (const std::string& text)) {
    const auto parsed = parse_decimal(text);
    if (!parsed) return;
    const auto is_good = [](char character) {
        return (character >= '0' && character <= '9') || character == '.';
    };
    RC_ASSERT(std::all_of(text.begin(), text.end(), is_good));
}

}  // namespace
}  // namespace outcry::gateway::test
