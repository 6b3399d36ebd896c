#include "interpreter/money/decimal.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace bywhen;

namespace {

std::string decimal(const char* text) {
  const auto number = parse_decimal(text);
  return number ? format_decimal(*number) : "refused";
}

std::string percent(const char* text) {
  const auto number = parse_percent(text);
  return number ? format_percent(*number) : "refused";
}

}  // namespace

TEST_CASE("decimals are exact", "[money]") {
  CHECK(decimal("12.5") == "12.5");
  CHECK(decimal("12.500") == "12.5");
  CHECK(decimal("-3") == "-3");
  CHECK(decimal("-0.000001") == "-0.000001");
  CHECK(decimal("-0") == "0");
  CHECK(decimal("100") == "100");
  CHECK(decimal("007") == "7");
  CHECK(decimal("1.00000000") == "1");
  CHECK(decimal("1000000000000") == "1000000000000");
  CHECK(parse_decimal("0.1")->millionths == 100'000);
  CHECK(*parse_decimal("2.5") < *parse_decimal("2.50001"));
  CHECK(Decimal::from_integer(7) == parse_decimal("7"));
}

TEST_CASE("what is no decimal says why", "[money]") {
  for (const char* text : {"", "-", ".5", "5.", "+5", "1e3", " 1", "1 ", "1,5", "--1", "1.-5", "0x10", "nan"}) {
    INFO(text);
    CHECK(std::get<NumberError>(read_decimal(text)) == NumberError::syntax);
  }
  CHECK(std::get<NumberError>(read_decimal("0.0000001")) == NumberError::too_precise);
  CHECK(std::get<NumberError>(read_decimal("1000000000000.000001")) == NumberError::out_of_range);
  CHECK(std::get<NumberError>(read_decimal("-99999999999999999999999999")) == NumberError::out_of_range);
  CHECK_FALSE(Decimal::from_integer(1'000'000'000'001).has_value());
  CHECK_FALSE(Decimal::from_integer(std::numeric_limits<std::int64_t>::min()).has_value());
}

TEST_CASE("percentages are exact", "[money]") {
  CHECK(percent("20%") == "20%");
  CHECK(percent("2.5%") == "2.5%");
  CHECK(percent("2.50") == "2.5%");
  CHECK(percent("-5%") == "-5%");
  CHECK(percent("1000000%") == "1000000%");
  CHECK(percent("1000000.000001%") == "refused");
  CHECK(percent("0.0000001%") == "refused");
  CHECK(percent("%") == "refused");
  CHECK(percent("20%%") == "refused");
  CHECK(percent("20 %") == "refused");
  CHECK(parse_percent("20%")->millionths == 20'000'000);
}
