#include "interpreter/money/money.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace bywhen;

namespace {

std::string money(const char* text) {
  const auto amount = parse_money(text);
  return amount ? format_money(*amount) : "refused";
}

MoneyError error_of(const char* text) { return std::get<MoneyError>(read_money(text)); }

std::string share(const char* percent, const char* whole, MoneyRounding rounding = MoneyRounding::half_even) {
  return format_money(percent_of(parse_percent(percent).value(), parse_money(whole).value(), rounding));
}

}  // namespace

TEST_CASE("currencies are found by their code", "[money]") {
  CHECK(find_currency("USD")->minor_units == 2);
  CHECK(find_currency("JPY")->minor_units == 0);
  CHECK(find_currency("KWD")->minor_units == 3);
  CHECK(find_currency("UYW")->minor_units == 4);
  CHECK(find_currency("AED").has_value());
  CHECK(find_currency("ZWL").has_value());
  for (const char* code : {"", "US", "usd", "USDX", "XXX", "XAU", "AAA", "ZZZ"}) {
    INFO(code);
    CHECK_FALSE(find_currency(code).has_value());
  }
  const auto codes = currency_codes();
  CHECK(std::is_sorted(codes.begin(), codes.end()));
  CHECK(std::adjacent_find(codes.begin(), codes.end()) == codes.end());
  for (const auto code : codes) CHECK(currency_at(find_currency(code)->index).code == code);
}

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
  CHECK(share("50%", "-0.05 USD") == "-0.02 USD");
  CHECK(share("50%", "-0.05 USD", MoneyRounding::half_up) == "-0.03 USD");
  CHECK(share("50.000001%", "0.05 USD") == "0.03 USD");
  CHECK(share("49.999999%", "0.05 USD") == "0.02 USD");
  CHECK(share("-10%", "1.00 USD") == "-0.10 USD");
  CHECK(share("33.333333%", "10000 JPY") == "3333 JPY");
}

TEST_CASE("the largest share of the largest amount is the bound", "[money]") {
  CHECK(share("1000000%", "1000000000000000 JPY") == "1000000000000000 JPY");
  CHECK(share("-1000000%", "1000000000000000 JPY") == "-1000000000000000 JPY");
  CHECK(share("100%", "-1000000000000000 JPY") == "-1000000000000000 JPY");
  CHECK(share("100.000001%", "1000000000000000 JPY") == "1000000000000000 JPY");
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
