#pragma once

#include <variant>
#include <vector>

#include "interpreter/expression.hpp"
#include "interpreter/time/shift.hpp"

/// What a reader of the answer should be told of a computation: not its result, but what was done on the way.
namespace bywhen {

/// Counting met a change of the clocks, a month without the day, or a last day that is no business day.
struct ShiftRemark {
  Shifted shifted;
  Zone zone;
  MonthRounding rounding = MonthRounding::down;
  /// Counted as a European time limit or in full days, which round months in their own way.
  bool by_law = false;
  /// Counted backwards.
  bool before = false;
  /// The calendar by which the last day was moved; -1: none was.
  int calendar = -1;
};

/// A share of an amount was rounded.
struct RoundingRemark {
  Percent share;
  Money whole;
  Money result;
};

/// Which of several records came last or first.
struct GatherRemark {
  FactId list = 0;
  bool latest = false;
  std::uint32_t record = 0;
  /// How many there are of those that are meant.
  std::uint32_t records = 0;
};

using Remark = std::variant<ShiftRemark, RoundingRemark, GatherRemark>;
using Remarks = std::vector<Remark>;

}  // namespace bywhen
