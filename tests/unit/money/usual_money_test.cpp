#include "interpreter/money/usual_money.hpp"

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace bywhen;

namespace {

/// As it stands in a text, with room behind it.
std::string roomy(const std::string& text) { return text + std::string(UsualMoney::room, '\0'); }

/// Reads of all of it what the other reader reads, or nothing.
bool reads(const UsualMoney& usual, const std::string& quoted) {
  const std::string text = roomy(quoted);
  Money money;
  const char* end = usual.read(text.data(), money);
  if (end == nullptr) return false;
  INFO(quoted);
  REQUIRE(end == text.data() + text.find('"', 1) + 1);
  REQUIRE(parse_money(text.substr(1, text.find('"', 1) - 1)) == money);
  return true;
}

}  // namespace

TEST_CASE("usual money: reads what is written, of currencies with two decimals and with none") {
  std::mt19937_64 random(1);
  for (const std::string_view code : {"USD", "EUR", "JPY", "KWD", "UYW"}) {
    const Currency currency = find_currency(code).value();
    const UsualMoney usual(currency.index);
    const bool usually = currency.minor_units == 0 || currency.minor_units == 2;
    for (int i = 0; i < 20'000; ++i) {
      const std::int64_t most = currency.minor_units == 0 ? 9'999'999 : 999'999'999;
      const Money money{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most) >> random() % 30),
                        currency.index};
      REQUIRE(reads(usual, '"' + format_money(money) + '"') == usually);
    }
  }
}

TEST_CASE("usual money: leaves to the other reader what is otherwise") {
  const UsualMoney usual(find_currency("USD")->index);
  for (const std::string text : {"", "\"", "\" USD\"", "\".50 USD\"", "\"-1.50 USD\"", "\"1.5 USD\"", "\"1 USD\"",
                                 "\"1.500 USD\"", "\"1.50 EUR\"", "\"1.50 USD", "\"1.50  USD\"", "'1.50 USD\"",
                                 "\"12345678.00 USD\"", "\"1234567890123.00 USD\""})
    CHECK_FALSE(reads(usual, text));
  CHECK(reads(usual, "\"1234567.89 USD\""));
  CHECK(reads(usual, "\"007.00 USD\""));
  std::mt19937_64 random(2);
  const std::string_view others = "0123456789-+.\" USDE\x7F\xB0\xC3";
  std::size_t read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = "\"4711.95 USD\"";
    for (std::size_t changes = random() % 3; changes > 0; --changes)
      text[random() % text.size()] = others[random() % others.size()];
    if (reads(usual, text)) ++read;
  }
  CHECK(read > 60'000);
}

TEST_CASE("usual money: every amount is written with the decimals of its currency") {
  std::array<char, longest_money_text> room{};
  for (const std::string_view code : currency_codes()) {
    const Currency currency = find_currency(code).value();
    const std::int64_t scale =
        std::array<std::int64_t, 5>{1, 10, 100, 1'000, 10'000}.at(static_cast<std::size_t>(currency.minor_units));
    for (const std::int64_t minor : {0LL, 1LL, 9LL, 10LL, 99LL, 100LL, 101LL, 9'999LL, 10'000LL, 12'345'678'901LL}) {
      for (const std::int64_t sign : {1, -1}) {
        std::string expected = (minor != 0 && sign < 0 ? "-" : "") + std::to_string(minor / scale);
        if (scale > 1) expected += fmt::format(".{:0{}}", minor % scale, currency.minor_units);
        const Money money{sign * minor, currency.index};
        CHECK(std::string_view(room.data(), put_money(room.data(), money)) == fmt::format("{} {}", expected, code));
      }
    }
  }
}
