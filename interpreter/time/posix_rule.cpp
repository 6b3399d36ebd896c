#include "interpreter/time/posix_rule.hpp"

#include <algorithm>

#include "interpreter/time/civil.hpp"
#include "interpreter/time/scan.hpp"

namespace bywhen {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;

bool is_leap(std::int32_t year) { return days_in_month(year, 2) == 29; }

std::int64_t first_of_month(std::int32_t year, std::int32_t month) {
  // Years outside 1 to 9999 do not come here.
  return Date::from_ymd(year, month, 1).value_or(Date{}).days;
}

std::int64_t nth_weekday(const YearlyChange& change, std::int32_t year) {
  const std::int64_t first = first_of_month(year, change.month);
  const std::int64_t first_weekday = floor_mod(first + 4, 7);
  std::int64_t day = floor_mod(change.weekday - first_weekday, 7) + std::int64_t{7} * (change.week - 1);
  if (day >= days_in_month(year, change.month)) day -= 7;
  return first + day;
}

/// Letters, or anything between angle brackets.
bool skip_name(Scanner& scanner) {
  if (scanner.take('<')) {
    while (!scanner.at_end()) {
      if (scanner.take('>')) return true;
      scanner = Scanner(scanner.rest().substr(1));
    }
    return false;
  }
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  const std::string_view rest = scanner.rest();
  const auto length = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_letter) - rest.begin());
  scanner = Scanner(rest.substr(length));
  return length >= 3;
}

std::optional<std::int32_t> scan_small(Scanner& scanner, std::int32_t low, std::int32_t high) {
  const std::string_view digits = scanner.take_digits();
  const auto number = digits.empty() ? std::nullopt : number_of(digits, high);
  if (!number || *number < low) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

/// `[+-]H[H[H]][:MM[:SS]]` in seconds.
std::optional<std::int32_t> scan_time(Scanner& scanner) {
  const auto sign = scanner.take_any("+-");
  const auto hours = scan_small(scanner, 0, 167);
  if (!hours) return std::nullopt;
  std::int32_t seconds = *hours * 3600;
  for (const std::int32_t unit : {60, 1}) {
    if (!scanner.take(':')) break;
    const auto part = scan_small(scanner, 0, 59);
    if (!part) return std::nullopt;
    seconds += *part * unit;
  }
  return sign == '-' ? -seconds : seconds;
}

/// POSIX counts offsets westwards.
std::optional<std::int32_t> scan_offset(Scanner& scanner) {
  const auto west = scan_time(scanner);
  if (!west || *west > 25 * 3600 || *west < -25 * 3600) return std::nullopt;
  return -*west;
}

bool scan_month_day(Scanner& scanner, YearlyChange& change) {
  const auto month = scan_small(scanner, 1, 12);
  if (!month || !scanner.take('.')) return false;
  const auto week = scan_small(scanner, 1, 5);
  if (!week || !scanner.take('.')) return false;
  const auto weekday = scan_small(scanner, 0, 6);
  change.month = *month;
  change.week = *week;
  change.weekday = weekday.value_or(0);
  return weekday.has_value();
}

bool scan_day(Scanner& scanner, YearlyChange& change) {
  if (scanner.take('M')) return scan_month_day(scanner, change);
  const bool julian = scanner.take('J');
  change.kind = julian ? YearlyChange::day_without_leap : YearlyChange::day_with_leap;
  const auto day = scan_small(scanner, julian ? 1 : 0, 365);
  change.day = day.value_or(0);
  return day.has_value();
}

bool scan_change(Scanner& scanner, YearlyChange& change) {
  if (!scanner.take(',') || !scan_day(scanner, change)) return false;
  if (!scanner.take('/')) return true;
  const auto time = scan_time(scanner);
  change.time = time.value_or(0);
  return time.has_value();
}

bool scan_summer(Scanner& scanner, PosixRule& rule) {
  PosixRule::Summer summer{rule.standard_offset + 3600, {}, {}};
  if (!skip_name(scanner)) return false;
  if (!scanner.at_end() && scanner.rest().front() != ',') {
    const auto offset = scan_offset(scanner);
    if (!offset) return false;
    summer.offset = *offset;
  }
  rule.summer = summer;
  return scan_change(scanner, rule.summer->begin) && scan_change(scanner, rule.summer->end);
}

}  // namespace

std::int64_t YearlyChange::local_seconds(std::int32_t year) const {
  std::int64_t date = 0;
  switch (kind) {
    case weekday_of_month:
      date = nth_weekday(*this, year);
      break;
    case day_without_leap:
      date = first_of_month(year, 1) + day - 1 + (is_leap(year) && day >= 60 ? 1 : 0);
      break;
    case day_with_leap:
      date = first_of_month(year, 1) + day;
      break;
  }
  return date * seconds_per_day + time;
}

std::vector<std::pair<std::int64_t, std::int32_t>> PosixRule::changes(std::int32_t year) const {
  if (!summer) return {};
  // Each change is told in the offset that ends with it.
  std::vector<std::pair<std::int64_t, std::int32_t>> both = {
      {summer->begin.local_seconds(year) - standard_offset, summer->offset},
      {summer->end.local_seconds(year) - summer->offset, standard_offset}};
  std::sort(both.begin(), both.end());
  return both;
}

std::optional<PosixRule> read_posix_rule(std::string_view text) {
  Scanner scanner(text);
  PosixRule rule;
  if (!skip_name(scanner)) return std::nullopt;
  const auto offset = scan_offset(scanner);
  if (!offset) return std::nullopt;
  rule.standard_offset = *offset;
  if (scanner.at_end()) return rule;
  if (!scan_summer(scanner, rule) || !scanner.at_end()) return std::nullopt;
  return rule;
}

}  // namespace bywhen
