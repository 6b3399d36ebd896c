#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bywhen {

/// One code point of a UTF-8 text and the bytes it takes. Bytes that are not UTF-8 count as one code point each, marked
/// invalid.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
  bool valid = true;
};

/// Decodes the code point that begins at `offset`, which must lie inside the text. Overlong forms and surrogates are
/// invalid.
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t offset);

/// Appends the code point as UTF-8; it must be a Unicode scalar value.
void append_utf8(std::string& text, char32_t value);

[[nodiscard]] bool is_scalar_value(char32_t value);
/// C0 and C1 controls and the line separators of Unicode.
[[nodiscard]] bool is_control(char32_t value);
/// Characters that show nothing or change the direction of what is shown: they can make a text read other than it is.
[[nodiscard]] bool is_invisible(char32_t value);
/// Columns that a terminal gives the code point: 0 for combining marks and invisible ones, 2 for wide East Asian ones,
/// else 1.
[[nodiscard]] std::size_t display_width(char32_t value);

/// `U+200B`
[[nodiscard]] std::string code_point_name(char32_t value);

}  // namespace bywhen
