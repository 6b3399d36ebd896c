#include <fmt/format.h>

#include <array>
#include <span>

#include "interpreter/time/duration.hpp"
#include "interpreter/time/scan.hpp"

namespace bywhen {
namespace {

struct Designator {
  char letter;
  DurationUnit unit;
};
constexpr std::array date_designators = {Designator{'Y', DurationUnit::years}, Designator{'M', DurationUnit::months},
                                         Designator{'D', DurationUnit::days}};
constexpr std::array time_designators = {Designator{'H', DurationUnit::hours}, Designator{'M', DurationUnit::minutes},
                                         Designator{'S', DurationUnit::seconds}};

/// More than any unit may count, so that the bounds speak, not the reading.
constexpr std::int64_t max_count = 1'000'000'000'000'000'000;

/// Reads the text from left to right, as freely as ISO 8601 is taken elsewhere, so that it can say what is wrong. A
/// text that no freedom covers stops it; else the first thing that is not in RFC 3339 is its error.
class Reader {
public:
  explicit Reader(std::string_view text) : scanner_(text) {}

  void read() {
    if (scanner_.take_any("+-")) note(DurationError::sign);
    if (!scanner_.take('P')) return stop(DurationError::syntax);
    read_parts(date_designators);
    if (!stopped_ && scanner_.take('T')) {
      in_time_ = true;
      parts_of_section_ = 0;
      read_parts(time_designators);
    }
    if (stopped_) return;
    if (!scanner_.at_end()) return stop(DurationError::syntax);
    if (parts_of_section_ == 0) return stop(DurationError::empty);
    if (weeks_ && parts_ > 1) note(DurationError::mixed_weeks);
  }

  [[nodiscard]] const std::optional<DurationError>& error() const { return error_; }
  /// What was read, signs and fractions left out.
  [[nodiscard]] const Duration& total() const { return total_; }
  /// Is the total all that the text says?
  [[nodiscard]] bool is_whole() const { return !stopped_ && !lossy_; }

private:
  using Designators = std::array<Designator, 3>;

  void read_parts(const Designators& designators) {
    std::size_t next = 0;
    while (!stopped_ && !scanner_.at_end() && is_digit(scanner_.rest().front())) read_part(designators, next);
  }

  /// `next` is the first designator that may still come; 0 where any may be the first.
  void read_part(const Designators& designators, std::size_t& next) {
    const std::string_view whole = scanner_.take_digits();
    if (scanner_.take_any(".,")) {
      if (scanner_.take_digits().empty()) return stop(DurationError::syntax);
      note(DurationError::fraction);
    }
    if (!in_time_ && !weeks_ && next < designators.size() && scanner_.take('W')) {
      weeks_ = true;
      return add_part(whole, DurationUnit::weeks);
    }
    for (std::size_t i = next; i < designators.size(); ++i) {
      if (!scanner_.take(designators[i].letter)) continue;
      if (next != 0 && i != next && !weeks_) note(DurationError::gap);
      next = i + 1;
      return add_part(whole, designators[i].unit);
    }
    stop(DurationError::syntax);
  }

  void add_part(std::string_view digits, DurationUnit unit) {
    ++parts_;
    ++parts_of_section_;
    const auto count = number_of(digits, max_count);
    const auto part = count ? make_duration(*count, unit) : std::nullopt;
    const auto total = part ? add(total_, *part) : std::nullopt;
    if (!total) return stop(DurationError::out_of_range);
    total_ = *total;
  }

  void note(DurationError error) {
    lossy_ = lossy_ || error == DurationError::sign || error == DurationError::fraction;
    if (!error_) error_ = error;
  }
  void stop(DurationError error) {
    error_ = error;
    stopped_ = true;
  }

  Scanner scanner_;
  Duration total_;
  int parts_ = 0;
  int parts_of_section_ = 0;
  bool in_time_ = false;
  bool weeks_ = false;
  bool lossy_ = false;
  bool stopped_ = false;
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

struct Part {
  std::string count;
  char designator;
};

/// The parts from the first to the last that is not zero: a zero between them is told.
std::string join_iso(std::span<const Part> parts) {
  const auto is_zero = [](const Part& part) { return part.count == "0"; };
  while (!parts.empty() && is_zero(parts.front())) parts = parts.subspan(1);
  while (!parts.empty() && is_zero(parts.back())) parts = parts.first(parts.size() - 1);
  std::string text;
  for (const Part& part : parts) text += part.count + part.designator;
  return text;
}

void append_words(std::string& text, std::string_view count, std::string_view unit) {
  if (count == "0") return;
  if (!text.empty()) text += ' ';
  text += fmt::format("{} {}{}", count, unit, count == "1" ? "" : "s");
}

}  // namespace

std::variant<Duration, DurationError> read_duration(std::string_view text) {
  Reader reader(text);
  reader.read();
  if (reader.error()) return *reader.error();
  return reader.total();
}

std::optional<Duration> parse_duration(std::string_view text) {
  const auto result = read_duration(text);
  const auto* duration = std::get_if<Duration>(&result);
  return duration ? std::optional(*duration) : std::nullopt;
}

std::optional<std::string> corrected_duration(std::string_view text) {
  Reader reader(text);
  reader.read();
  return reader.error() && reader.is_whole() ? std::optional(format_duration(reader.total())) : std::nullopt;
}

std::string format_duration(const Duration& duration) {
  const Parts parts = split(duration);
  const std::array date = {Part{std::to_string(parts.years), 'Y'}, Part{std::to_string(parts.months), 'M'},
                           Part{std::to_string(parts.days), 'D'}};
  const std::array time = {Part{std::to_string(parts.hours), 'H'}, Part{std::to_string(parts.minutes), 'M'},
                           Part{format_seconds(parts), 'S'}};
  const std::string date_text = join_iso(date);
  const std::string time_text = join_iso(time);
  if (date_text.empty() && time_text.empty()) return "PT0S";
  return (duration.is_negative() ? "-P" : "P") + date_text + (time_text.empty() ? "" : "T" + time_text);
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
