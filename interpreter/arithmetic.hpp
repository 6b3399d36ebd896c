#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "interpreter/value.hpp"

/// Computing with values of one kind. Exact and checked: nothing wraps, nothing saturates.
namespace bywhen {

/// left + right, or left - right: of whole numbers, decimals, percentages, amounts of one currency or durations, both
/// of one kind. Nothing where the result is beyond the bounds of its kind, and for durations where its parts would have
/// different signs or are counted in different ways (full days and others, business days of two calendars).
[[nodiscard]] std::optional<Value> add(const Value& left, const Value& right);
[[nodiscard]] std::optional<Value> subtract(const Value& left, const Value& right);

/// `count` times the value, of the same kinds. Nothing where the result is beyond the bounds of its kind.
[[nodiscard]] std::optional<Value> multiply(const Value& one, std::int64_t count);

/// The share of a count, exact for percentages with up to four decimals; else rounded half to even to a millionth.
/// Nothing beyond the bounds of decimals.
[[nodiscard]] std::optional<Decimal> share_of_count(Percent share, std::int64_t count);

/// How far values of a kind go, in words.
[[nodiscard]] std::string_view bounds_of(Kind kind);

/// Whether the values are equal. Whole numbers and decimals meet as decimals; durations are equal where no date could
/// tell them apart.
[[nodiscard]] Truth is_equal(const Value& left, const Value& right);
/// Whether the left value is less. Unknown for durations whose order hangs on the date: 1 month and 30 days.
[[nodiscard]] Truth is_less(const Value& left, const Value& right);

}  // namespace bywhen
