#include "interpreter/time/holiday_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "grammar/unicode.hpp"
#include "interpreter/time/holiday_line.hpp"

namespace bywhen {
namespace {

/// Reads line after line; each mistake is noted and left behind.
class HolidayFileReader {
public:
  explicit HolidayFileReader(std::string_view text) : text_(text) {}

  HolidayFile read() {
    std::size_t begin = 0;
    while (begin < text_.size() && is_utf8_) {
      const std::size_t end = std::min(text_.find_first_of("\r\n", begin), text_.size());
      read_line({begin, end});
      begin = end + 1;
    }
    std::stable_sort(
        file_.mistakes.begin(), file_.mistakes.end(),
        [](const HolidayMistake& left, const HolidayMistake& right) { return left.range.begin < right.range.begin; });
    return std::move(file_);
  }

private:
  void read_line(TextRange line) {
    const bool clean = check_characters(line);
    if (!is_utf8_) return;
    const auto content = content_of_line(text_, line);
    if (!content) return;
    auto found = read_holiday(text_, *content);
    if (auto* mistake = std::get_if<HolidayMistake>(&found)) {
      // A character that may not stand there is told already.
      if (clean || !has_foreign_character(mistake->range)) note(std::move(*mistake));
      return;
    }
    add(std::get<HolidayEntry>(std::move(found)), clean);
  }

  [[nodiscard]] bool has_foreign_character(TextRange range) const {
    const auto overlaps = [&](TextRange other) { return other.begin < range.end && range.begin < other.end; };
    return std::any_of(foreign_.begin(), foreign_.end(), overlaps);
  }

  /// False if the line has characters that can make it read other than it is.
  bool check_characters(TextRange line) {
    foreign_.clear();
    for (std::size_t i = line.begin; i < line.end && is_utf8_;) {
      const CodePoint point = decode(text_, i);
      const bool control = is_control(point.value) && point.value != '\t';
      if (!point.valid || control || is_invisible(point.value)) report_character({i, i + point.length}, point, control);
      i += point.length;
    }
    return foreign_.empty();
  }

  void report_character(TextRange range, CodePoint point, bool control) {
    foreign_.push_back(range);
    is_utf8_ = point.valid;
    if (!is_utf8_) {
      const auto byte = static_cast<unsigned char>(text_[range.begin]);
      return note({range,
                   fmt::format("byte {} (0x{:02X}) is not UTF-8 text", range.begin, byte),
                   "save the file as UTF-8",
                   {}});
    }
    note({range,
          fmt::format("the {} character {} may not stand in a file of holidays", control ? "control" : "invisible",
                      code_point_name(point.value)),
          control ? "remove it" : "remove it: it can make a line read other than it is",
          {}});
  }

  void add(HolidayEntry entry, bool clean) {
    const auto [first, is_new] = first_places_.try_emplace(key_of(entry), entry.date);
    if (!is_new) {
      const std::string date(text_.substr(entry.date.begin, entry.date.end - entry.date.begin));
      return note(
          {entry.date, fmt::format("`{}` is a holiday twice", date), "leave one of the two out", first->second});
    }
    if (clean) file_.entries.push_back(std::move(entry));
  }

  using Key = std::pair<std::int32_t, std::int32_t>;

  /// A month and a day, or 0 and a date.
  static Key key_of(const HolidayEntry& entry) {
    if (const auto* once = std::get_if<Holiday>(&entry.holiday)) return {0, once->date.days};
    const auto& recurring = std::get<RecurringHoliday>(entry.holiday);
    return {recurring.month, recurring.day};
  }

  void note(HolidayMistake mistake) {
    if (file_.mistakes.size() < max_holiday_mistakes) {
      file_.mistakes.push_back(std::move(mistake));
    } else {
      ++file_.untold_mistakes;
    }
  }

  std::string_view text_;
  HolidayFile file_;
  bool is_utf8_ = true;
  /// Of the line that is being read.
  std::vector<TextRange> foreign_;
  std::map<Key, TextRange> first_places_;
};

}  // namespace

HolidayFile read_holiday_file(std::string_view text) { return HolidayFileReader(text).read(); }

}  // namespace bywhen
