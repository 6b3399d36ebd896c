#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

/// What users wrote, as the text of an XML element or attribute: markup escaped, on one line, and without characters
/// that XML does not allow.
[[nodiscard]] std::string xml_text(std::string_view text);

/// The same of several lines, which stay lines.
[[nodiscard]] std::string xml_lines(std::string_view text);

/// At most how wide the text is in a common sans-serif font of so many pixels; no font is asked. Rather too much.
[[nodiscard]] double text_pixels(std::string_view text, double size);

/// The text in lines of at most so many pixels, broken at blanks, and within a word where one is too long. At least one
/// line.
[[nodiscard]] std::vector<std::string> lines_of_text(std::string_view text, double pixels, double size);

}  // namespace bywhen::cli
