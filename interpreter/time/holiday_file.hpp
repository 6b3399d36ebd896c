#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "interpreter/time/calendar.hpp"

/// Files of holidays, a line each:
///
///     # Public holidays
///     2026-04-03         Good Friday
///     every 25 december  Christmas Day    # in all years
///
/// A name may follow the date. `#` begins a comment, at the start of a line or after a blank.
namespace bywhen {

/// After so many mistakes of one file no more are told.
inline constexpr std::size_t max_holiday_mistakes = 100;

/// The bytes `[begin, end)` of a text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const TextRange&, const TextRange&) = default;
};

struct HolidayEntry {
  std::variant<Holiday, RecurringHoliday> holiday;
  /// Where its date stands: `2026-04-03`, `every 25 december`.
  TextRange date;
};

struct HolidayMistake {
  TextRange range;
  std::string message;
  /// What to write; may be empty.
  std::string help;
  /// Of a date that stands there twice: the first time.
  std::optional<TextRange> first;
};

struct HolidayFile {
  /// In the order of the text, without the lines that have mistakes.
  std::vector<HolidayEntry> entries;
  /// In the order of the text, at most `max_holiday_mistakes`.
  std::vector<HolidayMistake> mistakes;
  /// How many more there are.
  std::size_t untold_mistakes = 0;
};

/// Reads a whole file, with line ends of any system and without a byte order mark. Never fails: what cannot be read is
/// a mistake of the result. A text that is not UTF-8 is read up to there.
[[nodiscard]] HolidayFile read_holiday_file(std::string_view text);

}  // namespace bywhen
