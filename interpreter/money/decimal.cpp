#include "interpreter/money/decimal.hpp"

#include "interpreter/checked.hpp"
#include "interpreter/money/number_text.hpp"

namespace bywhen {
namespace {

constexpr std::size_t decimals = 6;

std::variant<std::int64_t, NumberError> read_millionths(std::string_view text, std::int64_t limit) {
  auto number = scan_decimal_number(text);
  if (!number) return NumberError::syntax;
  number->fraction = number->fraction.substr(0, number->fraction.find_last_not_of('0') + 1);
  if (number->fraction.size() > decimals) return NumberError::too_precise;
  const auto millionths = number->scaled(decimals, limit);
  if (!millionths) return NumberError::out_of_range;
  return *millionths;
}

std::string format_millionths(std::int64_t millionths) {
  std::string text = format_scaled(millionths, decimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

template <class T>
std::variant<T, NumberError> wrap(const std::variant<std::int64_t, NumberError>& result) {
  if (const auto* error = std::get_if<NumberError>(&result)) return *error;
  return T{std::get<std::int64_t>(result)};
}

template <class T>
std::optional<T> value_of(const std::variant<T, NumberError>& result) {
  const T* value = std::get_if<T>(&result);
  return value ? std::optional(*value) : std::nullopt;
}

template <class T>
std::optional<T> bounded(std::optional<std::int64_t> millionths) {
  const auto fitting = within(millionths, T::max_millionths);
  return fitting ? std::optional(T{*fitting}) : std::nullopt;
}

}  // namespace

std::optional<Decimal> Decimal::from_integer(std::int64_t whole) {
  constexpr std::int64_t bound = max_millionths / scale;
  return whole >= -bound && whole <= bound ? std::optional(Decimal{whole * scale}) : std::nullopt;
}

std::variant<Decimal, NumberError> read_decimal(std::string_view text) {
  return wrap<Decimal>(read_millionths(text, Decimal::max_millionths));
}
std::optional<Decimal> parse_decimal(std::string_view text) { return value_of(read_decimal(text)); }
std::string format_decimal(Decimal decimal) { return format_millionths(decimal.millionths); }

std::variant<Percent, NumberError> read_percent(std::string_view text) {
  if (!text.empty() && text.back() == '%') text.remove_suffix(1);
  return wrap<Percent>(read_millionths(text, Percent::max_millionths));
}
std::optional<Percent> parse_percent(std::string_view text) { return value_of(read_percent(text)); }
std::string format_percent(Percent percent) { return format_millionths(percent.millionths) + '%'; }

std::optional<Decimal> add(Decimal left, Decimal right) {
  return bounded<Decimal>(add(left.millionths, right.millionths));
}
std::optional<Decimal> subtract(Decimal left, Decimal right) {
  return bounded<Decimal>(subtract(left.millionths, right.millionths));
}
std::optional<Decimal> multiply(Decimal one, std::int64_t count) {
  return bounded<Decimal>(multiply(one.millionths, count));
}

std::optional<Percent> add(Percent left, Percent right) {
  return bounded<Percent>(add(left.millionths, right.millionths));
}
std::optional<Percent> subtract(Percent left, Percent right) {
  return bounded<Percent>(subtract(left.millionths, right.millionths));
}
std::optional<Percent> multiply(Percent one, std::int64_t count) {
  return bounded<Percent>(multiply(one.millionths, count));
}

}  // namespace bywhen
