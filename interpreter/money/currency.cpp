#include "interpreter/money/currency.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace bywhen {
namespace {

struct Entry {
  std::string_view code;
  int minor_units;
};

/// ISO 4217 as of 2026-01-01, sorted by code. Metals, funds units without decimals of their own and the codes for
/// testing and for "no currency" are left out: nobody pays with them. Codes withdrawn since 2021 (ANG, BGN, CUC, HRK,
/// SLL, ZWL) are kept: orders of that time still have to be decided.
///
/// Compared, code by code and digit by digit, with the list that the standard's maintenance agency published for that
/// date, with Debian's list of ISO codes, and for the withdrawn ones with the agency's list of 2018-08-29. They agree.
/// The Unicode CLDR knows all of these but XAD, and has other digits for AFN, ALL, IQD, IRR, KPW, LAK, LBP, MGA, MMK,
/// RSD, SLL, SOS, SYP and YER: none, as prices are shown there. The standard's are used, as amounts are booked.
constexpr std::array entries = std::to_array<Entry>({
    // clang-format off
    {"AED", 2}, {"AFN", 2}, {"ALL", 2}, {"AMD", 2}, {"ANG", 2}, {"AOA", 2}, {"ARS", 2}, {"AUD", 2},
    {"AWG", 2}, {"AZN", 2}, {"BAM", 2}, {"BBD", 2}, {"BDT", 2}, {"BGN", 2}, {"BHD", 3}, {"BIF", 0},
    {"BMD", 2}, {"BND", 2}, {"BOB", 2}, {"BOV", 2}, {"BRL", 2}, {"BSD", 2}, {"BTN", 2}, {"BWP", 2},
    {"BYN", 2}, {"BZD", 2}, {"CAD", 2}, {"CDF", 2}, {"CHE", 2}, {"CHF", 2}, {"CHW", 2}, {"CLF", 4},
    {"CLP", 0}, {"CNY", 2}, {"COP", 2}, {"COU", 2}, {"CRC", 2}, {"CUC", 2}, {"CUP", 2}, {"CVE", 2},
    {"CZK", 2}, {"DJF", 0}, {"DKK", 2}, {"DOP", 2}, {"DZD", 2}, {"EGP", 2}, {"ERN", 2}, {"ETB", 2},
    {"EUR", 2}, {"FJD", 2}, {"FKP", 2}, {"GBP", 2}, {"GEL", 2}, {"GHS", 2}, {"GIP", 2}, {"GMD", 2},
    {"GNF", 0}, {"GTQ", 2}, {"GYD", 2}, {"HKD", 2}, {"HNL", 2}, {"HRK", 2}, {"HTG", 2}, {"HUF", 2},
    {"IDR", 2}, {"ILS", 2}, {"INR", 2}, {"IQD", 3}, {"IRR", 2}, {"ISK", 0}, {"JMD", 2}, {"JOD", 3},
    {"JPY", 0}, {"KES", 2}, {"KGS", 2}, {"KHR", 2}, {"KMF", 0}, {"KPW", 2}, {"KRW", 0}, {"KWD", 3},
    {"KYD", 2}, {"KZT", 2}, {"LAK", 2}, {"LBP", 2}, {"LKR", 2}, {"LRD", 2}, {"LSL", 2}, {"LYD", 3},
    {"MAD", 2}, {"MDL", 2}, {"MGA", 2}, {"MKD", 2}, {"MMK", 2}, {"MNT", 2}, {"MOP", 2}, {"MRU", 2},
    {"MUR", 2}, {"MVR", 2}, {"MWK", 2}, {"MXN", 2}, {"MXV", 2}, {"MYR", 2}, {"MZN", 2}, {"NAD", 2},
    {"NGN", 2}, {"NIO", 2}, {"NOK", 2}, {"NPR", 2}, {"NZD", 2}, {"OMR", 3}, {"PAB", 2}, {"PEN", 2},
    {"PGK", 2}, {"PHP", 2}, {"PKR", 2}, {"PLN", 2}, {"PYG", 0}, {"QAR", 2}, {"RON", 2}, {"RSD", 2},
    {"RUB", 2}, {"RWF", 0}, {"SAR", 2}, {"SBD", 2}, {"SCR", 2}, {"SDG", 2}, {"SEK", 2}, {"SGD", 2},
    {"SHP", 2}, {"SLE", 2}, {"SLL", 2}, {"SOS", 2}, {"SRD", 2}, {"SSP", 2}, {"STN", 2}, {"SVC", 2},
    {"SYP", 2}, {"SZL", 2}, {"THB", 2}, {"TJS", 2}, {"TMT", 2}, {"TND", 3}, {"TOP", 2}, {"TRY", 2},
    {"TTD", 2}, {"TWD", 2}, {"TZS", 2}, {"UAH", 2}, {"UGX", 0}, {"USD", 2}, {"USN", 2}, {"UYI", 0},
    {"UYU", 2}, {"UYW", 4}, {"UZS", 2}, {"VED", 2}, {"VES", 2}, {"VND", 0}, {"VUV", 0}, {"WST", 2},
    {"XAD", 2}, {"XAF", 0}, {"XCD", 2}, {"XCG", 2}, {"XOF", 0}, {"XPF", 0}, {"YER", 2}, {"ZAR", 2},
    {"ZMW", 2}, {"ZWG", 2}, {"ZWL", 2},
    // clang-format on
});

constexpr bool before(const Entry& entry, std::string_view code) { return entry.code < code; }

static_assert(std::is_sorted(entries.begin(), entries.end(),
                             [](const Entry& left, const Entry& right) { return before(left, right.code); }));

constexpr std::size_t letters = 26;

/// Where the codes with each first letter begin, and behind them where the last ones end.
constexpr std::array<std::uint8_t, letters + 1> starts = [] {
  std::array<std::uint8_t, letters + 1> all{};
  for (const Entry& entry : entries) {
    for (std::size_t letter = static_cast<std::size_t>(entry.code[0] - 'A') + 1; letter < all.size(); ++letter)
      ++all[letter];
  }
  return all;
}();

}  // namespace

std::optional<Currency> find_currency(std::string_view code) {
  if (code.size() != 3 || code[0] < 'A' || code[0] > 'Z') return std::nullopt;
  const auto letter = static_cast<std::size_t>(code[0] - 'A');
  for (std::uint16_t place = starts[letter]; place < starts[letter + 1]; ++place) {
    if (entries[place].code[1] == code[1] && entries[place].code[2] == code[2]) return currency_at(place);
  }
  return std::nullopt;
}

Currency currency_at(std::uint16_t index) {
  const Entry& entry = entries[index];
  return {index, entry.code, entry.minor_units};
}

std::string_view currency_code(std::uint16_t index) { return entries[index].code; }

std::vector<std::string_view> currency_codes() {
  std::vector<std::string_view> codes;
  codes.reserve(entries.size());
  for (const Entry& entry : entries) codes.push_back(entry.code);
  return codes;
}

}  // namespace bywhen
