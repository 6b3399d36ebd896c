#include "interpreter/time/holiday_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bywhen/diagnostic.hpp"
#include "interpreter/time/scan.hpp"

namespace bywhen {
namespace {

using Found = std::variant<HolidayEntry, HolidayMistake>;

constexpr std::string_view blanks = " \t";
constexpr std::string_view recurring_word = "every";
constexpr std::string_view recurring_example = "write the day and the month, such as `every 25 december`";

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

/// Longer words are cut in messages.
constexpr std::size_t max_shown = 40;

std::string shown(std::string_view word) {
  if (word.size() <= max_shown) return std::string(word);
  std::size_t end = max_shown;
  // Not within a character of several bytes.
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
  return std::string(word.substr(0, end)) + "…";
}

std::string in_lower_case(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

/// Takes a line's words from the left.
class Words {
public:
  Words(std::string_view text, TextRange content) : text_(text), rest_(content) {}

  /// Empty at the end.
  TextRange next() {
    skip_blanks();
    const std::size_t end = std::min(text_.find_first_of(blanks, rest_.begin), rest_.end);
    const TextRange word{rest_.begin, end};
    rest_.begin = end;
    return word;
  }

  [[nodiscard]] std::string_view operator[](TextRange range) const {
    return text_.substr(range.begin, range.end - range.begin);
  }

  std::string rest() {
    skip_blanks();
    return std::string((*this)[rest_]);
  }

private:
  void skip_blanks() { rest_.begin = std::min(text_.find_first_not_of(blanks, rest_.begin), rest_.end); }

  std::string_view text_;
  TextRange rest_;
};

HolidayMistake mistake(TextRange range, std::string message, std::string help) {
  return {range, std::move(message), std::move(help), {}};
}

// ── One date ─────────────────────────────────────────────────────────────────────────────────────

/// Three numbers with one mark between them: the year first or last, else nothing.
struct Numbers {
  std::array<std::string_view, 3> digits;
  char mark = '-';
};

std::optional<Numbers> three_numbers(std::string_view word) {
  Scanner scanner(word);
  Numbers numbers;
  numbers.digits[0] = scanner.take_digits();
  numbers.mark = scanner.take_any("-./").value_or(' ');
  numbers.digits[1] = scanner.take_digits();
  const bool same_mark = scanner.take(numbers.mark);
  numbers.digits[2] = scanner.take_digits();
  // `3.4.2026.`, as a date ends in some languages.
  if (numbers.mark == '.') (void)scanner.take('.');
  const bool fits = std::all_of(numbers.digits.begin(), numbers.digits.end(),
                                [](std::string_view digits) { return !digits.empty() && digits.size() <= 4; });
  return same_mark && fits && scanner.at_end() ? std::optional(numbers) : std::nullopt;
}

std::optional<Date> date_of(std::string_view year, std::string_view month, std::string_view day) {
  if (year.size() != 4 || month.size() > 2 || day.size() > 2) return std::nullopt;
  const auto number = [](std::string_view digits) { return static_cast<std::int32_t>(*number_of(digits, 9999)); };
  return Date::from_ymd(number(year), number(month), number(day));
}

/// The dates that a word may mean that is none.
std::vector<Date> meant_dates(std::string_view word) {
  std::vector<std::optional<Date>> meant;
  const bool is_compact = word.size() == 8 && std::all_of(word.begin(), word.end(), is_digit);
  if (is_compact) meant.push_back(date_of(word.substr(0, 4), word.substr(4, 2), word.substr(6)));
  if (const auto numbers = three_numbers(word)) {
    const auto& [first, second, third] = numbers->digits;
    meant.push_back(date_of(first, second, third));
    // Between dots the day is first; between others either may be.
    meant.push_back(date_of(third, second, first));
    if (numbers->mark != '.') meant.push_back(date_of(third, first, second));
  }
  std::vector<Date> dates;
  for (const auto& date : meant) {
    if (date && std::find(dates.begin(), dates.end(), *date) == dates.end()) dates.push_back(*date);
  }
  return dates;
}

std::string help_for_date(std::string_view word) {
  const auto dates = meant_dates(word);
  if (dates.size() == 1) return fmt::format("write `{}`: the year, the month, the day", format_date(dates[0]));
  if (dates.size() == 2) {
    return fmt::format("write the year, the month, the day: `{}` or `{}`", format_date(dates[0]),
                       format_date(dates[1]));
  }
  if (word.size() > 10 && parse_date(word.substr(0, 10)))
    return fmt::format("write the day alone, and a blank before its name: `{}`", word.substr(0, 10));
  const std::array<std::string_view, 1> words = {recurring_word};
  if (nearest_name(in_lower_case(word), {words.begin(), words.end()})) return "did you mean `every`?";
  return "a line begins with a date such as `2026-04-03`, with `every`, or with `#`";
}

HolidayMistake no_such_date(TextRange range, std::string_view word) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return static_cast<std::int32_t>(*number_of(word.substr(at, size), 9999));
  };
  const std::int32_t year = number(0, 4);
  const std::int32_t month = number(5, 2);
  std::string help = "years go from 0001 to 9999";
  if (year != 0 && (month < 1 || month > 12)) help = "months go from 01 to 12";
  if (year != 0 && month >= 1 && month <= 12)
    help = fmt::format("the month has days 01 to {}", days_in_month(year, month));
  return mistake(range, fmt::format("there is no date `{}`", word), std::move(help));
}

Found read_single(Words& words, TextRange range) {
  const std::string_view word = words[range];
  const auto date = read_date(word);
  if (const auto* day = std::get_if<Date>(&date)) return HolidayEntry{Holiday{*day, words.rest()}, range};
  if (std::get<TimeError>(date) != TimeError::syntax) return no_such_date(range, word);
  return mistake(range, fmt::format("`{}` is not a date", shown(word)), help_for_date(word));
}

// ── The same day of each year ────────────────────────────────────────────────────────────────────

/// `december` for `dec`, `December` or `decembre`.
std::optional<std::string_view> nearest_month(std::string_view written) {
  const std::string word = in_lower_case(written);
  const std::vector<std::string_view> names(months.begin(), months.end());
  if (word.size() >= 3) {
    const auto begins = [&](std::string_view name) { return name.substr(0, word.size()) == word; };
    if (const auto name = std::find_if(names.begin(), names.end(), begins); name != names.end()) return *name;
  }
  if (word.size() > 2) return nearest_name(word, names);
  const auto number = std::all_of(word.begin(), word.end(), is_digit) ? number_of(word, 12) : std::nullopt;
  return number && *number > 0 ? std::optional(months[static_cast<std::size_t>(*number - 1)]) : std::nullopt;
}

/// 1 to 12; 0 for other words.
std::int32_t month_number(std::string_view word) {
  const auto* const place = std::find(months.begin(), months.end(), word);
  return place == months.end() ? 0 : static_cast<std::int32_t>(place - months.begin()) + 1;
}

Found unknown_month(TextRange range, std::string_view word) {
  const auto near = nearest_month(word);
  return mistake(range, fmt::format("unknown month `{}`", shown(word)),
                 near ? fmt::format("did you mean `{}`?", *near) : std::string(recurring_example));
}

/// 29 February is a day: in leap years.
std::int32_t longest(std::int32_t month) { return days_in_month(2024, month); }

Found no_such_day(TextRange range, std::int32_t month, std::string_view day) {
  const std::string_view name = months[static_cast<std::size_t>(month - 1)];
  return mistake(range, fmt::format("{} has no day {}", name, shown(day)),
                 fmt::format("write a day from 1 to {}", longest(month)));
}

Found not_a_day(TextRange range, std::string_view word, std::string_view after) {
  const bool month_first = month_number(word) != 0 && !after.empty() && is_digit(after.front());
  return mistake(
      range, fmt::format("`{}` is not a day of a month", shown(word)),
      month_first ? fmt::format("write the day first, as in `every 25 {}`", word) : std::string(recurring_example));
}

Found read_recurring(Words& words, TextRange every) {
  const TextRange day = words.next();
  const TextRange month = words.next();
  if (words[day].empty() || words[month].empty()) {
    return mistake({every.begin, std::max(every.end, day.end)}, "a day and a month must follow `every`",
                   std::string(recurring_example));
  }
  const std::string_view digits = words[day];
  if (digits.size() > 2 || !std::all_of(digits.begin(), digits.end(), is_digit))
    return not_a_day(day, digits, words[month]);
  const std::int32_t month_of_year = month_number(words[month]);
  if (month_of_year == 0) return unknown_month(month, words[month]);
  const auto day_of_month = static_cast<std::int32_t>(*number_of(digits, 99));
  const TextRange whole{every.begin, month.end};
  if (day_of_month < 1 || day_of_month > longest(month_of_year)) return no_such_day(whole, month_of_year, digits);
  return HolidayEntry{RecurringHoliday{month_of_year, day_of_month, words.rest()}, whole};
}

}  // namespace

std::optional<TextRange> content_of_line(std::string_view text, TextRange line) {
  std::string_view content = text.substr(line.begin, line.end - line.begin);
  for (std::size_t at = content.find('#'); at != std::string_view::npos; at = content.find('#', at + 1)) {
    if (at != 0 && blanks.find(content[at - 1]) == std::string_view::npos) continue;
    content = content.substr(0, at);
    break;
  }
  const std::size_t begin = content.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return std::nullopt;
  return TextRange{line.begin + begin, line.begin + content.find_last_not_of(blanks) + 1};
}

Found read_holiday(std::string_view text, TextRange content) {
  Words words(text, content);
  const TextRange first = words.next();
  return words[first] == recurring_word ? read_recurring(words, first) : read_single(words, first);
}

}  // namespace bywhen
