#include "tests/naive/arithmetic.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <stdexcept>

namespace bywhen::naive {
namespace {

constexpr Wide million = 1'000'000;

Wide size_of(Wide number) { return number < 0 ? -number : number; }

std::optional<Value> number(Wide millionths, bool whole) {
  const Wide bound = whole ? Wide{std::numeric_limits<std::int64_t>::max()} * million : million * million * million;
  const bool lowest = whole && millionths == Wide{std::numeric_limits<std::int64_t>::min()} * million;
  if (size_of(millionths) > bound && !lowest) return std::nullopt;
  return Number{millionths, whole};
}

std::optional<Value> share(Wide millionths) {
  if (size_of(millionths) > million * million) return std::nullopt;
  return Share{static_cast<std::int64_t>(millionths)};
}

std::optional<Money> money(Wide minor, const std::string& currency) {
  if (size_of(minor) > million * million * 1000) return std::nullopt;
  return Money{static_cast<std::int64_t>(minor), currency};
}

/// A length's parts, largest first.
using Parts = std::array<Wide, 4>;
constexpr Parts furthest = {10'000 * 12, 3'660'000, 100'000, Wide{3'660'000} * 86'400 * million};

Parts parts_of(const Length& length) { return {length.months, length.days, length.business_days, length.micros}; }

bool is_nothing(const Length& length) { return parts_of(length) == Parts{}; }

std::optional<Value> length(const Parts& parts, const Length& like) {
  bool positive = false;
  bool negative = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (size_of(parts[i]) > furthest[i]) return std::nullopt;
    positive = positive || parts[i] > 0;
    negative = negative || parts[i] < 0;
  }
  if (positive && negative) return std::nullopt;
  Length result = like;
  result.months = static_cast<std::int64_t>(parts[0]);
  result.days = static_cast<std::int64_t>(parts[1]);
  result.business_days = static_cast<std::int64_t>(parts[2]);
  result.micros = static_cast<std::int64_t>(parts[3]);
  return result;
}

bool counted_alike(const Length& left, const Length& right) {
  if (left.full != right.full && !is_nothing(left) && !is_nothing(right)) return false;
  return left.business_days == 0 || right.business_days == 0 || left.calendar == right.calendar;
}

std::optional<Value> sum_of_lengths(const Length& left, const Length& right, Wide sign) {
  if (!counted_alike(left, right)) return std::nullopt;
  Parts parts = parts_of(left);
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] += sign * parts_of(right)[i];
  Length like = left.business_days != 0 ? left : right;
  like.full = left.full || right.full;
  return length(parts, like);
}

}  // namespace

std::optional<Value> sum(const Value& left, const Value& right, bool taken_away) {
  const Wide sign = taken_away ? -1 : 1;
  if (const auto* a = std::get_if<Number>(&left)) {
    const auto& b = std::get<Number>(right);
    return number(a->millionths + sign * b.millionths, a->whole && b.whole);
  }
  if (const auto* a = std::get_if<Share>(&left)) return share(a->millionths + sign * std::get<Share>(right).millionths);
  if (const auto* a = std::get_if<Money>(&left))
    return money(a->minor + sign * std::get<Money>(right).minor, a->currency);
  return sum_of_lengths(std::get<Length>(left), std::get<Length>(right), sign);
}

std::optional<Value> product(Wide count, const Value& one) {
  if (const auto* value = std::get_if<Number>(&one)) {
    // In whole numbers first: a product of two of the largest has no room for millionths.
    if (!value->whole) return number(count * value->millionths, false);
    const Wide whole = count * (value->millionths / million);
    return size_of(whole) > Wide{std::numeric_limits<std::int64_t>::max()} + 1 ? std::nullopt
                                                                               : number(whole * million, true);
  }
  if (const auto* value = std::get_if<Share>(&one)) return share(count * value->millionths);
  if (const auto* value = std::get_if<Money>(&one)) return money(count * value->minor, value->currency);
  const auto& value = std::get<Length>(one);
  Parts parts = parts_of(value);
  for (Wide& part : parts) part *= count;
  // Signs change all together, so that there is no mixture where there was none.
  return length(parts, value);
}

namespace {

/// Which of the two neighbours of a number between them is taken; the number lies `over` above the lower one, out of
/// `unit`.
Wide neighbour(Wide lower, Wide over, Wide unit, const syntax::MoneyDecl& rounding) {
  using Way = syntax::MoneyDecl::Way;
  const Wide upper = lower + 1;
  const Wide further = lower < 0 ? lower : upper;
  const Wide nearer = lower < 0 ? upper : lower;
  const Wide to_lower = over;
  const Wide to_upper = unit - over;
  if (rounding.half && to_lower < to_upper) return lower;
  if (rounding.half && to_upper < to_lower) return upper;
  if (rounding.way == Way::even) return lower % 2 == 0 ? lower : upper;
  return rounding.way == Way::up ? further : nearer;
}

}  // namespace

Part part_of(Share share, const Money& whole, const syntax::MoneyDecl& rounding) {
  const Wide unit = 100 * million;
  const Wide exact = Wide{share.millionths} * whole.minor;
  Part part;
  part.exact = without_trailing_zeros(write_scaled(exact, 8 + decimals_of(whole.currency))) + " " + whole.currency;
  const Wide over = ((exact % unit) + unit) % unit;
  const Wide lower = (exact - over) / unit;
  part.rounded = over != 0;
  part.money = money(part.rounded ? neighbour(lower, over, unit, rounding) : lower, whole.currency);
  return part;
}

std::string words_of(const syntax::MoneyDecl& rounding) {
  using Way = syntax::MoneyDecl::Way;
  const std::string way = rounding.way == Way::even ? "to even" : rounding.way == Way::up ? "up" : "down";
  return rounding.half ? "half " + way : way;
}

namespace {

int sign_of(Wide number) { return number < 0 ? -1 : number > 0 ? 1 : 0; }

struct Size {
  Wide operator()(const Number& value) const { return value.millionths; }
  Wide operator()(const Share& value) const { return value.millionths; }
  Wide operator()(const Instant& value) const { return value.micros; }
  Wide operator()(const Day& value) const { return value.time_since_epoch().count(); }
  Wide operator()(const Money& value) const { return value.minor; }
  template <typename Other>
  Wide operator()(const Other&) const {
    throw std::logic_error("no order among these");
  }
};

/// Only lengths of one and the same unit are told apart without a date.
std::optional<int> order_of_lengths(const Length& left, const Length& right) {
  if (!counted_alike(left, right)) return std::nullopt;
  int units = 0;
  int order = 0;
  for (std::size_t i = 0; i < Parts{}.size(); ++i) {
    const Wide a = parts_of(left)[i];
    const Wide b = parts_of(right)[i];
    if (a == 0 && b == 0) continue;
    ++units;
    order = sign_of(a - b);
  }
  return units > 1 ? std::nullopt : std::optional(order);
}

}  // namespace

std::optional<int> order_of(const Value& left, const Value& right) {
  const auto* length = std::get_if<Length>(&left);
  if (length) return order_of_lengths(*length, std::get<Length>(right));
  return sign_of(std::visit(Size{}, left) - std::visit(Size{}, right));
}

}  // namespace bywhen::naive
