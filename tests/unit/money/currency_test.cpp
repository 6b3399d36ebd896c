#include "interpreter/money/currency.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace bywhen;

namespace {

bool holds(const std::vector<std::string_view>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
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
}

TEST_CASE("every currency has the decimals of its own", "[money]") {
  const std::vector<std::string_view> none = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                              "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
  const std::vector<std::string_view> three = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  const std::vector<std::string_view> four = {"CLF", "UYW"};
  const auto codes = currency_codes();
  CHECK(codes.size() == 171);
  for (const auto code : codes) {
    INFO(code);
    const int expected = holds(none, code) ? 0 : holds(three, code) ? 3 : holds(four, code) ? 4 : 2;
    CHECK(find_currency(code)->minor_units == expected);
  }
  for (const auto& list : {none, three, four}) {
    for (const auto code : list) CHECK(holds(codes, code));
  }
}

TEST_CASE("what cannot be paid with is no currency", "[money]") {
  for (const char* code : {"XAG", "XAU", "XPD", "XPT", "XDR", "XSU", "XUA", "XBA", "XBB", "XBC", "XBD", "XTS", "XXX",
                           "CNH", "BTC", "DEM", "ZWD"}) {
    INFO(code);
    CHECK_FALSE(find_currency(code).has_value());
  }
}

TEST_CASE("currencies are sorted by their code", "[money]") {
  const auto codes = currency_codes();
  CHECK(std::is_sorted(codes.begin(), codes.end()));
  CHECK(std::adjacent_find(codes.begin(), codes.end()) == codes.end());
  for (const auto code : codes) CHECK(currency_at(find_currency(code)->index).code == code);
}
