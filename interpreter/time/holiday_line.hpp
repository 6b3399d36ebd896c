#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "interpreter/time/holiday_file.hpp"

/// One line of a file of holidays.
namespace bywhen {

/// What a line says: without its comment and the blanks around; nothing where that is all.
[[nodiscard]] std::optional<TextRange> content_of_line(std::string_view text, TextRange line);

/// Reads a date and its name.
[[nodiscard]] std::variant<HolidayEntry, HolidayMistake> read_holiday(std::string_view text, TextRange content);

}  // namespace bywhen
