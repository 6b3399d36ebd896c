#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "interpreter/checked.hpp"
#include "interpreter/money/money.hpp"
#include "tests/unit/money/random_numbers.hpp"

using namespace bywhen;
using test::RandomNumbers;

namespace {

/// Wide enough for every sum and product of two numbers.
__extension__ using Wide = __int128;

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

struct OfMoney {
  static constexpr std::int64_t bound = Money::max_minor;
  static Money make(std::int64_t number) { return {number, find_currency("KWD")->index}; }
  static std::int64_t number(Money money) { return money.minor; }
};

struct OfDecimals {
  static constexpr std::int64_t bound = Decimal::max_millionths;
  static Decimal make(std::int64_t number) { return {number}; }
  static std::int64_t number(Decimal decimal) { return decimal.millionths; }
};

struct OfPercents {
  static constexpr std::int64_t bound = Percent::max_millionths;
  static Percent make(std::int64_t number) { return {number}; }
  static std::int64_t number(Percent percent) { return percent.millionths; }
};

struct OfWholeNumbers {
  static constexpr std::int64_t bound = most;
  static std::int64_t make(std::int64_t number) { return number; }
  static std::int64_t number(std::int64_t number) { return number; }
};

/// What an operation should give, told by the exact number; says whether that was anything.
template <class Of, class T>
bool require_exact(const std::optional<T>& result, Wide exact) {
  const Wide bound = Of::bound;
  const bool fits = exact <= bound && (exact >= -bound || (bound == most && exact == least));
  REQUIRE(result.has_value() == fits);
  if (result) REQUIRE(Wide{Of::number(*result)} == exact);
  return fits;
}

}  // namespace

TEMPLATE_TEST_CASE("arithmetic is exact or has no result", "[money]", OfMoney, OfDecimals, OfPercents, OfWholeNumbers) {
  RandomNumbers random(20260409);
  int results = 0;
  int none = 0;
  const auto count = [&](bool fits) { ++(fits ? results : none); };
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t a = random.upto(TestType::bound);
    const std::int64_t b = random.upto(TestType::bound);
    const std::int64_t times = random.upto(random.coin() ? 100 : most);
    INFO(a << " and " << b << " and " << times);
    const auto left = TestType::make(a);
    const auto right = TestType::make(b);
    count(require_exact<TestType>(add(left, right), Wide{a} + b));
    count(require_exact<TestType>(subtract(left, right), Wide{a} - b));
    count(require_exact<TestType>(multiply(left, times), Wide{a} * times));
  }
  CHECK(results > 10'000);
  CHECK(none > 2000);
}

TEMPLATE_TEST_CASE("what was added can be taken away", "[money]", OfMoney, OfDecimals, OfPercents, OfWholeNumbers) {
  RandomNumbers random(20260410);
  for (int i = 0; i < 5000; ++i) {
    const auto left = TestType::make(random.upto(TestType::bound));
    const auto right = TestType::make(random.upto(TestType::bound));
    INFO(TestType::number(left) << " and " << TestType::number(right));
    if (const auto sum = add(left, right)) REQUIRE(subtract(*sum, right) == left);
    if (const auto difference = subtract(left, right)) REQUIRE(add(*difference, right) == left);
    REQUIRE(add(left, right) == add(right, left));
  }
}

TEMPLATE_TEST_CASE("multiplying is adding many times", "[money]", OfMoney, OfDecimals, OfPercents, OfWholeNumbers) {
  RandomNumbers random(20260411);
  for (int i = 0; i < 2000; ++i) {
    const auto one = TestType::make(random.upto(TestType::bound));
    const std::int64_t count = random.below(20);
    auto sum = std::optional(TestType::make(0));
    for (std::int64_t time = 0; time < count && sum; ++time) sum = add(*sum, one);
    INFO(count << " times " << TestType::number(one));
    REQUIRE(multiply(one, count) == sum);
  }
}

TEMPLATE_TEST_CASE("arithmetic reaches the bound and stops there", "[money]", OfMoney, OfDecimals, OfPercents) {
  const auto make = TestType::make;
  const std::int64_t bound = TestType::bound;
  CHECK(add(make(bound - 1), make(1)) == make(bound));
  CHECK(subtract(make(1 - bound), make(1)) == make(-bound));
  CHECK(add(make(bound), make(-bound)) == make(0));
  CHECK(multiply(make(1), bound) == make(bound));
  CHECK(multiply(make(bound), -1) == make(-bound));
  CHECK(multiply(make(bound / 2), 2) == make(bound));
  CHECK(multiply(make(0), least) == make(0));

  CHECK_FALSE(add(make(bound), make(1)).has_value());
  CHECK_FALSE(add(make(-bound), make(-1)).has_value());
  CHECK_FALSE(subtract(make(bound), make(-1)).has_value());
  CHECK_FALSE(subtract(make(-bound), make(1)).has_value());
  CHECK_FALSE(multiply(make(1), bound + 1).has_value());
  CHECK_FALSE(multiply(make(-1), bound + 1).has_value());
  CHECK_FALSE(multiply(make(bound), 2).has_value());
  CHECK_FALSE(multiply(make(bound), most).has_value());
  CHECK_FALSE(multiply(make(-1), least).has_value());
  // A product that wraps to zero, and one that wraps to a small number.
  CHECK_FALSE(multiply(make(std::int64_t{1} << 32), std::int64_t{1} << 32).has_value());
  CHECK_FALSE(multiply(make(3), 6'148'914'691'236'517'206).has_value());
}

TEST_CASE("whole numbers stop where 64 bits do", "[money]") {
  CHECK(add(most - 1, std::int64_t{1}) == most);
  CHECK(add(least, most) == -1);
  CHECK(subtract(least + 1, std::int64_t{1}) == least);
  CHECK(subtract(std::int64_t{-1}, least) == most);
  CHECK(multiply(std::int64_t{-1}, most) == least + 1);
  CHECK(multiply(std::int64_t{1} << 62, std::int64_t{-2}) == least);
  CHECK(multiply(std::int64_t{0}, least) == 0);

  CHECK_FALSE(add(most, std::int64_t{1}).has_value());
  CHECK_FALSE(add(least, std::int64_t{-1}).has_value());
  CHECK_FALSE(subtract(std::int64_t{0}, least).has_value());
  CHECK_FALSE(subtract(most, std::int64_t{-1}).has_value());
  CHECK_FALSE(multiply(std::int64_t{-1}, least).has_value());
  CHECK_FALSE(multiply(std::int64_t{1} << 62, std::int64_t{2}).has_value());
  CHECK_FALSE(multiply(std::int64_t{1} << 32, std::int64_t{1} << 32).has_value());
}

TEST_CASE("a number is within its bound on both sides", "[money]") {
  CHECK(within(7, 7) == 7);
  CHECK(within(-7, 7) == -7);
  CHECK(within(0, 0) == 0);
  CHECK_FALSE(within(8, 7).has_value());
  CHECK_FALSE(within(-8, 7).has_value());
  CHECK_FALSE(within(least, most).has_value());
  CHECK_FALSE(within(std::nullopt, most).has_value());
}
