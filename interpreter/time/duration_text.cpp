#include <fmt/format.h>

#include <array>

#include "interpreter/time/duration.hpp"
#include "interpreter/time/scan.hpp"

namespace bywhen {
namespace {

struct Designator {
  char letter;
  DurationUnit unit;
};
constexpr std::array date_designators = {Designator{'Y', DurationUnit::years}, Designator{'M', DurationUnit::months},
                                         Designator{'W', DurationUnit::weeks}, Designator{'D', DurationUnit::days}};
constexpr std::array time_designators = {Designator{'H', DurationUnit::hours}, Designator{'M', DurationUnit::minutes},
                                         Designator{'S', DurationUnit::seconds}};

/// More than any unit may count, so that the bounds speak, not the reading.
constexpr std::int64_t max_count = 1'000'000'000'000'000'000;

/// Reads the text from left to right; the first mistake stops it.
class Reader {
public:
  explicit Reader(std::string_view text) : scanner_(text) {}

  std::variant<Duration, DurationError> read() {
    const bool negative = scanner_.take('-');
    if (!scanner_.take('P')) return DurationError::syntax;
    read_parts(date_designators);
    if (!error_ && scanner_.take('T')) {
      parts_ = 0;
      read_parts(time_designators);
    }
    if (error_) return *error_;
    if (!scanner_.at_end()) return DurationError::syntax;
    if (parts_ == 0) return DurationError::empty;
    return negative ? -total_ : total_;
  }

private:
  template <std::size_t size>
  void read_parts(const std::array<Designator, size>& designators) {
    std::size_t next = 0;
    while (!error_ && !scanner_.at_end() && is_digit(scanner_.rest().front())) read_part(designators, next);
  }

  /// `next` is the first designator that may still come.
  template <std::size_t size>
  void read_part(const std::array<Designator, size>& designators, std::size_t& next) {
    const std::string_view whole = scanner_.take_digits();
    const bool point = scanner_.take('.');
    const std::string_view fraction = point ? scanner_.take_digits() : std::string_view();
    if (point && fraction.empty()) return fail(DurationError::syntax);
    for (; next < size; ++next) {
      if (!scanner_.take(designators[next].letter)) continue;
      return add_part(whole, fraction, designators[next++].unit);
    }
    fail(DurationError::syntax);
  }

  void add_part(std::string_view whole, std::string_view fraction, DurationUnit unit) {
    if (!fraction.empty() && unit != DurationUnit::seconds) return fail(DurationError::fraction);
    const auto micros = millionths_of(fraction);
    if (!micros) return fail(DurationError::too_precise);
    ++parts_;
    const auto count = number_of(whole, max_count);
    add_up(count ? make_duration(*count, unit) : std::nullopt);
    if (!error_) add_up(make_duration(*micros, DurationUnit::microseconds));
  }

  void add_up(const std::optional<Duration>& part) {
    const auto total = part ? add(total_, *part) : std::nullopt;
    if (!total) return fail(DurationError::out_of_range);
    total_ = *total;
  }

  void fail(DurationError error) { error_ = error; }

  Scanner scanner_;
  Duration total_;
  int parts_ = 0;
  std::optional<DurationError> error_;
};

/// The parts of a duration as people count them, without signs.
struct Parts {
  std::int64_t years = 0;
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t business_days = 0;
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  std::int64_t seconds = 0;
  std::int64_t micros = 0;
};

std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

Parts split(const Duration& duration) {
  constexpr std::int64_t second = 1'000'000;
  const std::int64_t months = size_of(duration.months);
  const std::int64_t micros = size_of(duration.micros);
  // Whole years are told as years; 18 months stay 18 months.
  const bool whole_years = months % 12 == 0;
  return {whole_years ? months / 12 : 0, whole_years ? 0 : months,
          size_of(duration.days),        size_of(duration.business_days),
          micros / (3600 * second),      micros / (60 * second) % 60,
          micros / second % 60,          micros % second};
}

std::string format_seconds(const Parts& parts) {
  std::string text = fmt::format("{}.{:06}", parts.seconds, parts.micros);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

void append_iso(std::string& text, std::int64_t count, char designator) {
  if (count != 0) text += fmt::format("{}{}", count, designator);
}

void append_words(std::string& text, std::string_view count, std::string_view unit) {
  if (count == "0") return;
  if (!text.empty()) text += ' ';
  text += fmt::format("{} {}{}", count, unit, count == "1" ? "" : "s");
}

}  // namespace

std::variant<Duration, DurationError> read_duration(std::string_view text) { return Reader(text).read(); }

std::optional<Duration> parse_duration(std::string_view text) {
  const auto result = read_duration(text);
  const auto* duration = std::get_if<Duration>(&result);
  return duration ? std::optional(*duration) : std::nullopt;
}

std::string format_duration(const Duration& duration) {
  const Parts parts = split(duration);
  std::string text = duration.is_negative() ? "-P" : "P";
  const std::size_t introduction = text.size();
  append_iso(text, parts.years, 'Y');
  append_iso(text, parts.months, 'M');
  append_iso(text, parts.days, 'D');
  std::string time;
  append_iso(time, parts.hours, 'H');
  append_iso(time, parts.minutes, 'M');
  if (parts.seconds != 0 || parts.micros != 0) time += format_seconds(parts) + 'S';
  if (!time.empty()) text += 'T' + time;
  return text.size() == introduction ? "PT0S" : text;
}

std::string describe(const Duration& duration) {
  const Parts parts = split(duration);
  const std::string full = duration.full ? "full " : "";
  std::string text;
  append_words(text, std::to_string(parts.years), full + "year");
  append_words(text, std::to_string(parts.months), full + "month");
  append_words(text, std::to_string(parts.days), full + "day");
  append_words(text, std::to_string(parts.business_days), full + "business day");
  append_words(text, std::to_string(parts.hours), full + "hour");
  append_words(text, std::to_string(parts.minutes), full + "minute");
  append_words(text, format_seconds(parts), full + "second");
  if (text.empty()) return "0 " + full + "seconds";
  return duration.is_negative() ? "minus " + text : text;
}

}  // namespace bywhen
