#include "interpreter/money/money.hpp"

#include <algorithm>

#include "interpreter/money/number_text.hpp"

namespace bywhen {
namespace {

/// A share times an amount needs 90 bits.
__extension__ using Wide = __int128;

constexpr Wide whole_share = Wide{100} * Percent::scale;

bool rounds_away(Wide quotient, Wide remainder, MoneyRounding rounding) {
  const Wide twice = 2 * remainder;
  if (twice != whole_share) return twice > whole_share;
  return rounding == MoneyRounding::half_up || (rounding == MoneyRounding::half_even && quotient % 2 != 0);
}

std::optional<Money> bounded(std::int64_t minor, std::uint16_t currency) {
  const bool fits = minor >= -Money::max_minor && minor <= Money::max_minor;
  return fits ? std::optional(Money{minor, currency}) : std::nullopt;
}

}  // namespace

std::variant<Money, MoneyError> read_money(std::string_view amount, const Currency& currency) {
  const auto number = scan_decimal_number(amount);
  if (!number) return MoneyError::syntax;
  const auto decimals = static_cast<std::size_t>(currency.minor_units);
  if (number->fraction.size() > decimals) return MoneyError::too_precise;
  const auto minor = number->scaled(decimals, Money::max_minor);
  if (!minor) return MoneyError::out_of_range;
  return Money{*minor, currency.index};
}

std::variant<Money, MoneyError> read_money(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return MoneyError::syntax;
  const std::string_view code = text.substr(space + 1);
  const bool looks_like_code =
      code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!looks_like_code || !scan_decimal_number(text.substr(0, space))) return MoneyError::syntax;
  const auto currency = find_currency(code);
  if (!currency) return MoneyError::unknown_currency;
  return read_money(text.substr(0, space), *currency);
}

std::optional<Money> parse_money(std::string_view text) {
  const auto result = read_money(text);
  const auto* money = std::get_if<Money>(&result);
  return money ? std::optional(*money) : std::nullopt;
}

std::string format_money(Money money) {
  const Currency currency = currency_at(money.currency);
  return format_scaled(money.minor, static_cast<std::size_t>(currency.minor_units)) + ' ' + std::string(currency.code);
}

Money percent_of(Percent share, Money whole, MoneyRounding rounding) {
  const Wide product = Wide{share.millionths} * whole.minor;
  const Wide size = product < 0 ? -product : product;
  const Wide quotient = size / whole_share;
  const Wide rounded = quotient + (rounds_away(quotient, size % whole_share, rounding) ? 1 : 0);
  const auto minor = static_cast<std::int64_t>(std::min(rounded, Wide{Money::max_minor}));
  return {product < 0 ? -minor : minor, whole.currency};
}

// Two amounts within the bound are far from overflow.
std::optional<Money> add(Money left, Money right) { return bounded(left.minor + right.minor, left.currency); }
std::optional<Money> subtract(Money left, Money right) { return bounded(left.minor - right.minor, left.currency); }

}  // namespace bywhen
