#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grammar/syntax.hpp"
#include "tests/naive/value.hpp"

namespace bywhen::naive {

/// What a policy says about business days.
struct BusinessDays {
  std::string name;
  std::set<unsigned> weekend;
  /// With what they are called.
  std::map<Day, std::string> holidays;
  int first_year = 0;
  int last_year = 0;

  [[nodiscard]] bool is_open(Day day) const;
  /// Does the calendar say anything about the day's year?
  [[nodiscard]] bool covers(Day day) const;
  [[nodiscard]] Day first_covered() const;
  [[nodiscard]] Day last_covered() const;
  /// `2026-12-25 (Christmas)`
  [[nodiscard]] std::string call(Day day) const;
};

/// A policy's calendars by their names, those made of others made.
[[nodiscard]] std::map<std::string, BusinessDays> business_days_of(
    const std::vector<const syntax::CalendarDecl*>& calendars);

}  // namespace bywhen::naive
