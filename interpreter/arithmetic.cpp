#include "interpreter/arithmetic.hpp"

#include <algorithm>

#include "interpreter/checked.hpp"

namespace bywhen {
namespace {

template <typename T>
std::optional<Value> wrapped(const std::optional<T>& result) {
  return result ? std::optional<Value>(*result) : std::nullopt;
}

std::optional<Duration> subtract(const Duration& left, const Duration& right) { return add(left, -right); }

/// Applies an operation to two values of one kind that it takes.
template <typename Operation>
std::optional<Value> apply(const Value& left, const Value& right, const Operation& operation) {
  if (const auto* a = std::get_if<std::int64_t>(&left)) return wrapped(operation(*a, std::get<std::int64_t>(right)));
  if (const auto* a = std::get_if<Decimal>(&left)) return wrapped(operation(*a, std::get<Decimal>(right)));
  if (const auto* a = std::get_if<Percent>(&left)) return wrapped(operation(*a, std::get<Percent>(right)));
  if (const auto* a = std::get_if<Money>(&left)) return wrapped(operation(*a, std::get<Money>(right)));
  return wrapped(operation(std::get<Duration>(left), std::get<Duration>(right)));
}

/// Whole numbers and decimals meet as decimals.
std::optional<std::int64_t> millionths(const Value& value) {
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->millionths;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    constexpr std::int64_t bound = std::int64_t{1} << 43;  // further out than any decimal, and its millionths still fit
    return std::clamp(*whole, -bound, bound) * Decimal::scale;
  }
  return std::nullopt;
}

bool mixed_numbers(const Value& left, const Value& right) {
  return left.index() != right.index() && millionths(left) && millionths(right);
}

}  // namespace

std::optional<Value> add(const Value& left, const Value& right) {
  return apply(left, right, [](const auto& a, const auto& b) { return add(a, b); });
}

std::optional<Value> subtract(const Value& left, const Value& right) {
  return apply(left, right, [](const auto& a, const auto& b) { return subtract(a, b); });
}

std::optional<Value> multiply(const Value& one, std::int64_t count) {
  if (const auto* value = std::get_if<std::int64_t>(&one)) return wrapped(multiply(*value, count));
  if (const auto* value = std::get_if<Decimal>(&one)) return wrapped(multiply(*value, count));
  if (const auto* value = std::get_if<Percent>(&one)) return wrapped(multiply(*value, count));
  if (const auto* value = std::get_if<Money>(&one)) return wrapped(multiply(*value, count));
  return wrapped(multiply(std::get<Duration>(one), count));
}

std::optional<Decimal> share_of_count(Percent share, std::int64_t count) {
  __extension__ using Wide = __int128;
  constexpr std::int64_t hundred = 100;
  const Wide product = Wide{share.millionths} * count;
  const Wide size = product < 0 ? -product : product;
  const Wide quotient = size / hundred;
  const Wide twice = 2 * (size % hundred);
  const Wide rounded = quotient + (twice > hundred || (twice == hundred && quotient % 2 == 1) ? 1 : 0);
  if (rounded > Decimal::max_millionths) return std::nullopt;
  const auto millionths = static_cast<std::int64_t>(rounded);
  return Decimal{product < 0 ? -millionths : millionths};
}

std::string_view bounds_of(Kind kind) {
  switch (kind) {
    case Kind::money:
      return "amounts go up to 1000000000000000 of the currency's smallest unit";
    case Kind::percent:
      return "percentages go up to 1000000%";
    case Kind::decimal:
      return "numbers with decimals go up to 1000000000000";
    case Kind::integer:
      return "whole numbers lie between -9223372036854775808 and 9223372036854775807";
    case Kind::duration:
      return "the parts of a duration have one sign, and are at most 10000 years and 100000 business days";
    default:
      return "dates go from the year 1 to the year 9999";
  }
}

Truth is_equal(const Value& left, const Value& right) {
  if (mixed_numbers(left, right)) return truth_of(*millionths(left) == *millionths(right));
  const auto* a = std::get_if<Duration>(&left);
  const auto* b = std::get_if<Duration>(&right);
  if (a == nullptr || b == nullptr) return truth_of(left == right);
  const auto order = compare(*a, *b);
  return truth_of(order ? *order == std::strong_ordering::equal : *a == *b);
}

Truth is_less(const Value& left, const Value& right) {
  if (mixed_numbers(left, right)) return truth_of(*millionths(left) < *millionths(right));
  if (const auto* a = std::get_if<Money>(&left)) return truth_of(a->minor < std::get<Money>(right).minor);
  if (const auto* a = std::get_if<Percent>(&left)) return truth_of(*a < std::get<Percent>(right));
  if (const auto* a = std::get_if<Decimal>(&left)) return truth_of(*a < std::get<Decimal>(right));
  if (const auto* a = std::get_if<std::int64_t>(&left)) return truth_of(*a < std::get<std::int64_t>(right));
  if (const auto* a = std::get_if<Date>(&left)) return truth_of(*a < std::get<Date>(right));
  if (const auto* a = std::get_if<Instant>(&left)) return truth_of(*a < std::get<Instant>(right));
  if (const auto* a = std::get_if<Duration>(&left)) {
    const auto order = compare(*a, std::get<Duration>(right));
    return order ? truth_of(*order == std::strong_ordering::less) : Truth::unknown;
  }
  return Truth::unknown;
}

}  // namespace bywhen
