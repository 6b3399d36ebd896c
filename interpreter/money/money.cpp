#include "interpreter/money/money.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "interpreter/checked.hpp"
#include "interpreter/money/number_text.hpp"

namespace bywhen {
namespace {

/// A percentage times an amount needs 90 bits.
__extension__ using Wide = __int128;

constexpr Wide whole_share = Wide{100} * Percent::scale;

/// Whether `quotient` + `remainder` / `whole_share`, neither negative, becomes `quotient` + 1.
bool rounds_away(Wide quotient, Wide remainder, MoneyRounding rounding) {
  const Wide twice = 2 * remainder;
  switch (rounding) {
    case MoneyRounding::half_even:
      return twice > whole_share || (twice == whole_share && quotient % 2 != 0);
    case MoneyRounding::half_up:
      return twice >= whole_share;
    case MoneyRounding::half_down:
      return twice > whole_share;
    case MoneyRounding::up:
      return remainder != 0;
    case MoneyRounding::down:
      return false;
  }
  return false;
}

std::optional<Money> bounded(std::optional<std::int64_t> minor, std::uint16_t currency) {
  const auto fitting = within(minor, Money::max_minor);
  return fitting ? std::optional(Money{*fitting, currency}) : std::nullopt;
}

}  // namespace

namespace {

std::variant<Money, MoneyError> money_of(const NumberText& number, const Currency& currency) {
  const auto decimals = static_cast<std::size_t>(currency.minor_units);
  if (number.fraction.size() > decimals) return MoneyError::too_precise;
  const auto minor = number.scaled(decimals, Money::max_minor);
  if (!minor) return MoneyError::out_of_range;
  return Money{*minor, currency.index};
}

}  // namespace

std::variant<Money, MoneyError> read_money(std::string_view amount, const Currency& currency) {
  const auto number = scan_decimal_number(amount);
  return number ? money_of(*number, currency) : MoneyError::syntax;
}

std::variant<Money, MoneyError> read_money(std::string_view text) {
  constexpr std::size_t code_size = 3;
  if (text.size() <= code_size || text[text.size() - code_size - 1] != ' ') return MoneyError::syntax;
  const std::string_view code = text.substr(text.size() - code_size);
  const auto number = scan_decimal_number(text.substr(0, text.size() - code_size - 1));
  if (!number || !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    return MoneyError::syntax;
  const auto currency = find_currency(code);
  if (!currency) return MoneyError::unknown_currency;
  return money_of(*number, *currency);
}

std::optional<Money> parse_money(std::string_view text) {
  const auto result = read_money(text);
  const auto* money = std::get_if<Money>(&result);
  return money ? std::optional(*money) : std::nullopt;
}

char* put_money(char* to, Money money) {
  const Currency currency = currency_at(money.currency);
  constexpr std::uint64_t cents = 100;
  constexpr std::array<std::uint64_t, 5> scales{1, 10, cents, 1'000, 10'000};
  const std::uint64_t scale = scales.at(static_cast<std::size_t>(currency.minor_units));
  if (money.minor < 0) *to++ = '-';
  // Unsigned, for the least number too.
  const auto size =
      money.minor < 0 ? 0 - static_cast<std::uint64_t>(money.minor) : static_cast<std::uint64_t>(money.minor);
  // Most have cents, and dividing by a number that the compiler knows costs a fraction.
  const std::uint64_t whole = scale == cents ? size / cents : size / scale;
  to = std::to_chars(to, to + longest_money_text, whole).ptr;
  if (currency.minor_units > 0) {
    *to++ = '.';
    std::uint64_t rest = size - whole * scale;
    for (int place = currency.minor_units; place-- > 0; rest /= 10) to[place] = static_cast<char>('0' + rest % 10);
    to += currency.minor_units;
  }
  *to = ' ';
  return std::copy(currency.code.begin(), currency.code.end(), to + 1);
}

std::string format_money(Money money) {
  std::array<char, longest_money_text> text;
  return {text.data(), put_money(text.data(), money)};
}

std::optional<Share> percent_of(Percent percent, Money whole, MoneyRounding rounding) {
  const Wide product = Wide{percent.millionths} * whole.minor;
  const Wide size = product < 0 ? -product : product;
  const Wide quotient = size / whole_share;
  const Wide remainder = size % whole_share;
  const Wide rounded = quotient + (rounds_away(quotient, remainder, rounding) ? 1 : 0);
  if (rounded > Money::max_minor) return std::nullopt;
  const auto minor = static_cast<std::int64_t>(rounded);
  return Share{{product < 0 ? -minor : minor, whole.currency}, remainder != 0};
}

std::optional<Money> add(Money left, Money right) { return bounded(add(left.minor, right.minor), left.currency); }
std::optional<Money> subtract(Money left, Money right) {
  return bounded(subtract(left.minor, right.minor), left.currency);
}
std::optional<Money> multiply(Money one, std::int64_t count) {
  return bounded(multiply(one.minor, count), one.currency);
}

}  // namespace bywhen
