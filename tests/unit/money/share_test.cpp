#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "interpreter/money/money.hpp"
#include "tests/unit/money/random_numbers.hpp"

using namespace bywhen;
using test::RandomNumbers;

namespace {

constexpr std::int64_t whole_percent = 100 * Percent::scale;
constexpr std::array roundings = {MoneyRounding::down, MoneyRounding::half_down, MoneyRounding::half_even,
                                  MoneyRounding::half_up, MoneyRounding::up};

Money yen(std::int64_t amount) { return {amount, find_currency("JPY")->index}; }

std::int64_t amount_of(Percent percent, Money whole, MoneyRounding rounding) {
  return percent_of(percent, whole, rounding).value().amount.minor;
}

/// Percentages as people write them, whose shares often end in the middle, and as nobody does.
Percent random_percent(RandomNumbers& random) {
  if (random.coin()) return {random.upto(Percent::max_millionths)};
  const std::int64_t step = whole_percent / (random.coin() ? 200 : 4);
  return {(random.coin() ? 1 : -1) * random.below(400) * step};
}

Percent random_part(RandomNumbers& random) { return {std::abs(random_percent(random).millionths) % whole_percent}; }

/// The product of two numbers in decimal digits, as it is done on paper.
std::string product_on_paper(std::int64_t left, std::int64_t right) {
  const std::string a = std::to_string(std::abs(left));
  const std::string b = std::to_string(std::abs(right));
  std::string digits(a.size() + b.size(), '0');
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      const int sum = (a[i] - '0') * (b[j] - '0') + (digits[i + j + 1] - '0') + carry;
      digits[i + j + 1] = static_cast<char>('0' + sum % 10);
      carry = sum / 10;
    }
    digits[i] = static_cast<char>(digits[i] + carry);
  }
  return digits;
}

/// A share on paper: the last eight digits of the product are the hundredths of a percentage and its six decimals.
struct OnPaper {
  std::string units;
  std::string rest;

  explicit OnPaper(Percent percent, Money whole) {
    std::string product = product_on_paper(percent.millionths, whole.minor);
    product.insert(0, product.size() < 9 ? 9 - product.size() : 0, '0');
    units = product.substr(0, product.size() - 8);
    rest = product.substr(product.size() - 8);
  }

  [[nodiscard]] bool is_whole() const { return rest == "00000000"; }
  [[nodiscard]] bool is_middle() const { return rest == "50000000"; }

  [[nodiscard]] bool goes_up(MoneyRounding rounding) const {
    if (rounding == MoneyRounding::up) return !is_whole();
    if (rounding == MoneyRounding::down) return false;
    if (!is_middle()) return rest > "50000000";
    const bool odd = std::string("13579").find(units.back()) != std::string::npos;
    return rounding == MoneyRounding::half_up || (rounding == MoneyRounding::half_even && odd);
  }

  /// Without a sign, and without leading zeros; the bound is a one and fifteen zeros.
  [[nodiscard]] std::string rounded(MoneyRounding rounding) const {
    std::string number = '0' + units;
    if (goes_up(rounding)) {
      std::size_t place = number.size() - 1;
      for (; number[place] == '9'; --place) number[place] = '0';
      ++number[place];
    }
    return number.substr(std::min(number.find_first_not_of('0'), number.size() - 1));
  }

  [[nodiscard]] static bool is_beyond(const std::string& number) {
    return number.size() > 16 || (number.size() == 16 && number > "1000000000000000");
  }
};

struct Seen {
  int within = 0;
  int beyond = 0;
  int middle = 0;
  int whole = 0;
};

void compare_with_paper(Percent percent, Money whole, MoneyRounding rounding, Seen& seen) {
  INFO(format_percent(percent) << " of " << format_money(whole) << ", rounding " << static_cast<int>(rounding));
  const OnPaper paper(percent, whole);
  const std::string expected = paper.rounded(rounding);
  const auto share = percent_of(percent, whole, rounding);
  const bool beyond = OnPaper::is_beyond(expected);
  REQUIRE(share.has_value() != beyond);
  ++(beyond ? seen.beyond : seen.within);
  if (!share) return;
  seen.middle += paper.is_middle() ? 1 : 0;
  seen.whole += paper.is_whole() ? 1 : 0;
  REQUIRE(std::to_string(std::abs(share->amount.minor)) == expected);
  REQUIRE(share->rounded == !paper.is_whole());
  REQUIRE(share->amount.currency == whole.currency);
  const bool negative = (percent.millionths < 0) != (whole.minor < 0);
  REQUIRE((share->amount.minor == 0 || (share->amount.minor < 0) == negative));
}

}  // namespace

TEST_CASE("a share is what paper and pencil make it", "[money]") {
  RandomNumbers random(20260401);
  Seen seen;
  for (int i = 0; i < 8000; ++i) {
    const Percent percent = random_percent(random);
    const Money whole = yen(random.upto(Money::max_minor));
    for (const auto rounding : roundings) compare_with_paper(percent, whole, rounding, seen);
  }
  CHECK(seen.within > 20'000);
  CHECK(seen.beyond > 2000);
  CHECK(seen.middle > 1000);
  CHECK(seen.whole > 2000);
}

TEST_CASE("roundings stand in one order, at most a minor unit apart", "[money]") {
  RandomNumbers random(20260402);
  int apart = 0;
  for (int i = 0; i < 8000; ++i) {
    const Percent part = random_part(random);
    const Money whole = yen(random.upto(Money::max_minor));
    std::array<std::int64_t, roundings.size()> sizes = {};
    std::transform(roundings.begin(), roundings.end(), sizes.begin(),
                   [&](MoneyRounding rounding) { return std::abs(amount_of(part, whole, rounding)); });
    INFO(format_percent(part) << " of " << format_money(whole));
    REQUIRE(std::is_sorted(sizes.begin(), sizes.end()));
    REQUIRE(sizes.back() - sizes.front() == (percent_of(part, whole)->rounded ? 1 : 0));
    apart += sizes.back() != sizes.front() ? 1 : 0;
  }
  CHECK(apart > 2000);
}

TEST_CASE("a share and what is left of the whole add up to it", "[money]") {
  RandomNumbers random(20260403);
  for (int i = 0; i < 8000; ++i) {
    const Percent part = random_part(random);
    const Percent other = subtract(Percent{whole_percent}, part).value();
    const Money whole = yen(random.upto(Money::max_minor));
    INFO(format_percent(part) << " of " << format_money(whole));
    for (const auto rounding : roundings) {
      const Money share = percent_of(part, whole, rounding)->amount;
      const Money rest = subtract(whole, share).value();
      REQUIRE(add(share, rest) == whole);
      REQUIRE(std::abs(rest.minor) <= std::abs(whole.minor));
      REQUIRE(std::abs(rest.minor - amount_of(other, whole, rounding)) <= 1);
    }
  }
}

TEST_CASE("what one rounding gives away, its opposite leaves", "[money]") {
  using enum MoneyRounding;
  RandomNumbers random(20260404);
  for (int i = 0; i < 8000; ++i) {
    const Percent part = random_part(random);
    const Percent other = subtract(Percent{whole_percent}, part).value();
    const Money whole = yen(random.upto(Money::max_minor));
    INFO(format_percent(part) << " of " << format_money(whole));
    REQUIRE(amount_of(part, whole, up) + amount_of(other, whole, down) == whole.minor);
    REQUIRE(amount_of(part, whole, half_up) + amount_of(other, whole, half_down) == whole.minor);
    // Where the whole is odd, both middles go to the even neighbour and are one apart.
    const std::int64_t even = whole.minor - whole.minor % 2;
    REQUIRE(amount_of(part, yen(even), half_even) + amount_of(other, yen(even), half_even) == even);
  }
}

TEST_CASE("an amount and its reversal round alike", "[money]") {
  RandomNumbers random(20260405);
  for (int i = 0; i < 4000; ++i) {
    const Percent percent = random_percent(random);
    const Money whole = yen(random.upto(Money::max_minor / 10'000));
    INFO(format_percent(percent) << " of " << format_money(whole));
    for (const auto rounding : roundings) {
      const std::int64_t amount = amount_of(percent, whole, rounding);
      REQUIRE(amount_of(percent, yen(-whole.minor), rounding) == -amount);
      REQUIRE(amount_of(Percent{-percent.millionths}, whole, rounding) == -amount);
    }
  }
}

TEST_CASE("parts add up where the last is what is left", "[money]") {
  RandomNumbers random(20260406);
  for (int i = 0; i < 4000; ++i) {
    const Money whole = yen(random.upto(Money::max_minor));
    const std::int64_t parts = 2 + random.below(12);
    const auto rounding = roundings[static_cast<std::size_t>(random.below(5))];
    Money rest = whole;
    Money sum = yen(0);
    std::int64_t left = whole_percent;
    for (std::int64_t part = 1; part < parts; ++part) {
      const Percent percent{random.below(left + 1)};
      left -= percent.millionths;
      const Money share = percent_of(percent, whole, rounding)->amount;
      rest = subtract(rest, share).value();
      sum = add(sum, share).value();
    }
    INFO(parts << " parts of " << format_money(whole));
    REQUIRE(add(sum, rest) == whole);
    REQUIRE(std::abs(rest.minor - amount_of(Percent{left}, whole, rounding)) <= parts);
  }
}

TEST_CASE("a share of a share rounds at each step", "[money]") {
  const Money whole = yen(15);
  const Money half = percent_of(Percent{whole_percent / 2}, whole)->amount;
  CHECK(half == yen(8));
  CHECK(percent_of(Percent{whole_percent / 2}, half) == Share{yen(4), false});
  CHECK(percent_of(Percent{whole_percent / 4}, whole) == Share{yen(4), true});
}

TEST_CASE("a share beyond the bound is none, by however little", "[money]") {
  const Money most = yen(Money::max_minor);
  const Percent all{whole_percent};
  for (const auto rounding : roundings) {
    INFO(static_cast<int>(rounding));
    CHECK(percent_of(all, most, rounding) == Share{most, false});
    CHECK(percent_of(Percent{-all.millionths}, most, rounding) == Share{yen(-Money::max_minor), false});
    CHECK(percent_of(all, yen(-Money::max_minor), rounding) == Share{yen(-Money::max_minor), false});
    CHECK_FALSE(percent_of(Percent{all.millionths + 1}, most, rounding).has_value());
    CHECK_FALSE(percent_of(Percent{-all.millionths - 1}, most, rounding).has_value());
    CHECK_FALSE(percent_of(Percent{Percent::max_millionths}, most, rounding).has_value());
    CHECK_FALSE(percent_of(Percent{-Percent::max_millionths}, yen(-Money::max_minor), rounding).has_value());
  }
}

TEST_CASE("rounding may lead to the bound, and beyond it", "[money]") {
  using enum MoneyRounding;
  const Percent nearly{160'000'002};
  const Money short_of = yen(624'999'992'187'500);  // 0.15625 short of the bound
  for (const auto rounding : {half_even, half_up, half_down, up}) {
    CHECK(percent_of(nearly, short_of, rounding) == Share{yen(Money::max_minor), true});
  }
  CHECK(percent_of(nearly, short_of, down) == Share{yen(Money::max_minor - 1), true});

  const Percent half_more{whole_percent * 3 / 2};
  const Money past = yen(666'666'666'666'667);  // half a unit past the bound
  for (const auto rounding : {half_even, half_down, down}) {
    CHECK(percent_of(half_more, past, rounding) == Share{yen(Money::max_minor), true});
  }
  for (const auto rounding : {half_up, up}) {
    CHECK_FALSE(percent_of(half_more, past, rounding).has_value());
    CHECK_FALSE(percent_of(half_more, yen(-past.minor), rounding).has_value());
  }
}
