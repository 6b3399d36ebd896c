#include "interpreter/money/money.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "interpreter/money/number_text.hpp"
#include "tests/unit/money/random_numbers.hpp"

using namespace bywhen;

namespace {

std::string money(const char* text) {
  const auto amount = parse_money(text);
  return amount ? format_money(*amount) : "refused";
}

MoneyError error_of(const char* text) { return std::get<MoneyError>(read_money(text)); }

std::string share(const char* percent, const char* whole, MoneyRounding rounding = MoneyRounding::half_even) {
  const auto part = percent_of(parse_percent(percent).value(), parse_money(whole).value(), rounding);
  return part ? format_money(part->amount) : "beyond";
}

bool rounds(const char* percent, const char* whole) {
  return percent_of(parse_percent(percent).value(), parse_money(whole).value())->rounded;
}

}  // namespace

TEST_CASE("money is read with the decimals of its currency", "[money]") {
  CHECK(money("59.90 USD") == "59.90 USD");
  CHECK(money("59.9 USD") == "59.90 USD");
  CHECK(money("59 USD") == "59.00 USD");
  CHECK(money("-0.05 EUR") == "-0.05 EUR");
  CHECK(money("0 EUR") == "0.00 EUR");
  CHECK(money("5990 JPY") == "5990 JPY");
  CHECK(money("1.234 KWD") == "1.234 KWD");
  CHECK(money("1.2345 CLF") == "1.2345 CLF");
  CHECK(parse_money("59.90 USD")->minor == 5990);
  CHECK(money("10000000000000.00 USD") == "10000000000000.00 USD");
  CHECK(money("1000000000000000 JPY") == "1000000000000000 JPY");
}

TEST_CASE("amounts are printed as they are read", "[money]") {
  test::RandomNumbers random(20260407);
  for (const char* code : {"JPY", "USD", "KWD", "UYW"}) {
    const Currency currency = find_currency(code).value();
    for (int i = 0; i < 2000; ++i) {
      const Money amount{random.upto(Money::max_minor), currency.index};
      const std::string text = format_money(amount);
      INFO(text);
      REQUIRE(parse_money(text) == amount);
      const std::string digits = text.substr(0, text.size() - 4);
      REQUIRE(std::get<Money>(read_money(digits, currency)) == amount);
      const std::size_t point = digits.find('.');
      REQUIRE((point == std::string::npos ? 0 : digits.size() - point - 1) ==
              static_cast<std::size_t>(currency.minor_units));
    }
  }
}

TEST_CASE("an amount with a decimal too many or beyond the bound is not read", "[money]") {
  test::RandomNumbers random(20260408);
  for (const char* code : {"JPY", "USD", "KWD", "UYW"}) {
    const Currency currency = find_currency(code).value();
    for (int i = 0; i < 2000; ++i) {
      const std::string printed = format_money({random.upto(Money::max_minor), currency.index});
      const std::string digits = printed.substr(0, printed.size() - 4);
      const std::string finer = digits + (currency.minor_units == 0 ? "." : "") + std::to_string(random.below(10));
      INFO(finer);
      REQUIRE(std::get<MoneyError>(read_money(finer, currency)) == MoneyError::too_precise);
      const std::size_t decimals = static_cast<std::size_t>(currency.minor_units);
      const std::string more = format_scaled(Money::max_minor + 1 + std::abs(random.upto(Money::max_minor)), decimals);
      INFO(more);
      REQUIRE(std::get<MoneyError>(read_money(more, currency)) == MoneyError::out_of_range);
      REQUIRE(std::get<MoneyError>(read_money('-' + more, currency)) == MoneyError::out_of_range);
    }
  }
}

TEST_CASE("what is no money says why", "[money]") {
  for (const char* text : {"", "59.90", "USD", "USD 59.90", "59.90USD", "59.90  USD", "59.90 USD ", " 59.90 USD",
                           "59.90 usd", "59,90 USD", "59. USD", "+1 USD", "1e2 USD", "$59.90", "59.90 USDT"}) {
    INFO(text);
    CHECK(error_of(text) == MoneyError::syntax);
  }
  CHECK(error_of("59.90 USB") == MoneyError::unknown_currency);
  CHECK(error_of("59.905 USD") == MoneyError::too_precise);
  CHECK(error_of("59.900 USD") == MoneyError::too_precise);
  CHECK(error_of("1.5 JPY") == MoneyError::too_precise);
  CHECK(error_of("10000000000000.01 USD") == MoneyError::out_of_range);
  CHECK(error_of("-1000000000000001 JPY") == MoneyError::out_of_range);
  CHECK(error_of("99999999999999999999999 JPY") == MoneyError::out_of_range);
}

TEST_CASE("a share of money rounds once", "[money]") {
  CHECK(share("20%", "59.90 USD") == "11.98 USD");
  CHECK(share("0%", "59.90 USD") == "0.00 USD");
  CHECK(share("100%", "59.90 USD") == "59.90 USD");
  CHECK(share("50%", "0.05 USD") == "0.02 USD");
  CHECK(share("50%", "0.15 USD") == "0.08 USD");
  CHECK(share("50%", "0.05 USD", MoneyRounding::half_up) == "0.03 USD");
  CHECK(share("50%", "0.05 USD", MoneyRounding::half_down) == "0.02 USD");
  CHECK(share("50%", "0.15 USD", MoneyRounding::half_down) == "0.07 USD");
  CHECK(share("0.000001%", "0.01 USD", MoneyRounding::up) == "0.01 USD");
  CHECK(share("99.999999%", "0.01 USD", MoneyRounding::down) == "0.00 USD");
  CHECK(share("0.000001%", "-0.01 USD", MoneyRounding::up) == "-0.01 USD");
  CHECK(share("99.999999%", "-0.01 USD", MoneyRounding::down) == "0.00 USD");
  CHECK(share("20%", "59.90 USD", MoneyRounding::up) == "11.98 USD");
  CHECK(share("50%", "-0.05 USD") == "-0.02 USD");
  CHECK(share("50%", "-0.05 USD", MoneyRounding::half_up) == "-0.03 USD");
  CHECK(share("50.000001%", "0.05 USD") == "0.03 USD");
  CHECK(share("49.999999%", "0.05 USD") == "0.02 USD");
  CHECK(share("-10%", "1.00 USD") == "-0.10 USD");
  CHECK(share("33.333333%", "10000 JPY") == "3333 JPY");
}

TEST_CASE("a share says whether it was rounded", "[money]") {
  CHECK_FALSE(rounds("20%", "59.90 USD"));
  CHECK_FALSE(rounds("0%", "59.90 USD"));
  CHECK_FALSE(rounds("0.000001%", "1000000.00 USD"));
  CHECK_FALSE(rounds("-2.5%", "0.40 USD"));
  CHECK(rounds("20%", "59.91 USD"));
  CHECK(rounds("50%", "0.05 USD"));
  CHECK(rounds("0.000001%", "999999.99 USD"));
  CHECK(rounds("-2.5%", "0.41 USD"));
}

TEST_CASE("a share beyond the bound is no amount", "[money]") {
  CHECK(share("100%", "-1000000000000000 JPY") == "-1000000000000000 JPY");
  CHECK(share("1000000%", "100000000000 JPY") == "1000000000000000 JPY");
  CHECK(share("1000000%", "1000000000000000 JPY") == "beyond");
  CHECK(share("-1000000%", "1000000000000000 JPY") == "beyond");
  CHECK(share("100.000001%", "1000000000000000 JPY") == "beyond");
}

TEST_CASE("sums stop at the bound", "[money]") {
  const Money most{Money::max_minor, find_currency("USD")->index};
  const Money cent{1, most.currency};
  CHECK(add(cent, cent)->minor == 2);
  CHECK_FALSE(add(most, cent).has_value());
  CHECK(subtract(most, most)->minor == 0);
  CHECK(subtract(cent, most)->minor == 1 - Money::max_minor);
  CHECK_FALSE(subtract(Money{-Money::max_minor, most.currency}, cent).has_value());
}
