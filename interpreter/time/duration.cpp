#include "interpreter/time/duration.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace bywhen {
namespace {

using Limits = std::numeric_limits<std::int32_t>;

bool in_bounds(std::int64_t value, std::int64_t bound) { return value >= -bound && value <= bound; }

bool has_one_sign(const Duration& duration) {
  const bool positive = duration.months > 0 || duration.days > 0 || duration.business_days > 0 || duration.micros > 0;
  return !(positive && duration.is_negative());
}

/// Which parts are not zero, a bit each.
unsigned parts_of(const Duration& duration) {
  return (duration.months != 0 ? 1U : 0U) | (duration.days != 0 ? 2U : 0U) | (duration.business_days != 0 ? 4U : 0U) |
         (duration.micros != 0 ? 8U : 0U);
}

bool is_single(unsigned parts) { return (parts & (parts - 1)) == 0; }

/// Of the only part that is not zero.
std::int64_t only_part(const Duration& duration) {
  return std::int64_t{duration.months} + duration.days + duration.business_days + duration.micros;
}

/// A part of a sum; nothing beyond the bound.
std::optional<std::int32_t> sum(std::int32_t left, std::int32_t right, std::int32_t bound) {
  const std::int64_t total = std::int64_t{left} + right;
  return in_bounds(total, bound) ? std::optional(static_cast<std::int32_t>(total)) : std::nullopt;
}

/// False where the product is beyond the bound.
template <class Part>
bool scale(Part& part, std::int64_t count, Part bound) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(std::int64_t{part}, count, &product) || !in_bounds(product, bound)) return false;
  part = static_cast<Part>(product);
  return true;
}

bool count_alike(const Duration& left, const Duration& right) {
  const bool calendars_agree = left.calendar == right.calendar || left.business_days == 0 || right.business_days == 0;
  const bool fullness_agrees = left.full == right.full || left.is_zero() || right.is_zero();
  return calendars_agree && fullness_agrees;
}

}  // namespace

Duration Duration::operator-() const {
  // Parts beyond the bounds do not come from this library; the least number has no opposite.
  const auto opposite = [](std::int32_t part) { return part == Limits::min() ? Limits::max() : -part; };
  Duration negated = *this;
  negated.months = opposite(months);
  negated.days = opposite(days);
  negated.business_days = opposite(business_days);
  negated.micros =
      micros == std::numeric_limits<std::int64_t>::min() ? std::numeric_limits<std::int64_t>::max() : -micros;
  return negated;
}

namespace {

/// Where a unit's count goes, and how much of that it is.
struct UnitSize {
  std::int64_t size;
  std::int64_t bound;
};

UnitSize size_of(DurationUnit unit) {
  switch (unit) {
    case DurationUnit::microseconds:
      return {1, Duration::max_micros};
    case DurationUnit::seconds:
      return {1'000'000, Duration::max_micros};
    case DurationUnit::minutes:
      return {60'000'000, Duration::max_micros};
    case DurationUnit::hours:
      return {3'600'000'000, Duration::max_micros};
    case DurationUnit::days:
      return {1, Duration::max_days};
    case DurationUnit::weeks:
      return {7, Duration::max_days};
    case DurationUnit::months:
      return {1, Duration::max_months};
    case DurationUnit::years:
      return {12, Duration::max_months};
    case DurationUnit::business_days:
      break;
  }
  return {1, Duration::max_business_days};
}

Duration with_part(std::int64_t total, DurationUnit unit) {
  Duration duration;
  switch (unit) {
    case DurationUnit::days:
    case DurationUnit::weeks:
      duration.days = static_cast<std::int32_t>(total);
      break;
    case DurationUnit::months:
    case DurationUnit::years:
      duration.months = static_cast<std::int32_t>(total);
      break;
    case DurationUnit::business_days:
      duration.business_days = static_cast<std::int32_t>(total);
      break;
    default:
      duration.micros = total;
  }
  return duration;
}

}  // namespace

std::optional<Duration> make_duration(std::int64_t count, DurationUnit unit) {
  const UnitSize unit_size = size_of(unit);
  if (!in_bounds(count, unit_size.bound / unit_size.size)) return std::nullopt;
  return with_part(count * unit_size.size, unit);
}

std::optional<Duration> add(const Duration& left, const Duration& right) {
  if (!count_alike(left, right)) return std::nullopt;
  const auto months = sum(left.months, right.months, Duration::max_months);
  const auto days = sum(left.days, right.days, Duration::max_days);
  const auto business_days = sum(left.business_days, right.business_days, Duration::max_business_days);
  std::int64_t micros = 0;
  const bool overflow = __builtin_add_overflow(left.micros, right.micros, &micros);
  if (!months || !days || !business_days || overflow || !in_bounds(micros, Duration::max_micros)) return std::nullopt;
  const std::int16_t calendar = left.business_days != 0 ? left.calendar : right.calendar;
  const Duration total{*months, *days, *business_days, micros, left.full || right.full, calendar};
  return has_one_sign(total) ? std::optional(total) : std::nullopt;
}

std::optional<Duration> multiply(const Duration& duration, std::int64_t count) {
  Duration product = duration;
  const bool fits = scale(product.months, count, Duration::max_months) &&
                    scale(product.days, count, Duration::max_days) &&
                    scale(product.business_days, count, Duration::max_business_days) &&
                    scale(product.micros, count, Duration::max_micros);
  return fits ? std::optional(product) : std::nullopt;
}

namespace {

template <typename Number>
Number scaled(Number one, std::int64_t count, Number bound) {
  if (one == 0) return 0;
  const std::int64_t most = bound / one;
  return static_cast<Number>(std::clamp(count, -most, most) * one);
}

}  // namespace

Duration times_at_most(Duration one, std::int64_t count) {
  one.months = scaled(one.months, count, Duration::max_months);
  one.days = scaled(one.days, count, Duration::max_days);
  one.business_days = scaled(one.business_days, count, Duration::max_business_days);
  one.micros = scaled(one.micros, count, Duration::max_micros);
  return one;
}

std::optional<std::strong_ordering> compare(const Duration& left, const Duration& right) {
  const unsigned parts = parts_of(left) | parts_of(right);
  if (!is_single(parts) || !count_alike(left, right)) return std::nullopt;
  return only_part(left) <=> only_part(right);
}

}  // namespace bywhen
