#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bywhen::cli {

/// Makes this process read text as UTF-8, whatever the locale of its user. Called once, at the start.
void read_text_as_utf8();

/// The text on one line and harmless: control characters, direction marks and bytes that are not UTF-8 become U+FFFD,
/// line ends and tabs become blanks. What users wrote goes through this before it reaches a terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// The text with U+FFFD for bytes that are not UTF-8.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Whole letters from the beginning of a printable text, as many as fit into so many columns; marks that take no column
/// stay with theirs.
[[nodiscard]] std::string_view text_beginning(std::string_view text, std::size_t columns);

/// How many columns of a terminal the text takes, if it is printable.
[[nodiscard]] std::size_t text_width(std::string_view text);

}  // namespace bywhen::cli
