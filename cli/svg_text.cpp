#include "cli/svg_text.hpp"

#include <algorithm>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

std::size_t length_of_letter(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  return length;
}

/// In sizes of the font: a little more than the widest of the fonts that are likely.
double width_of_letter(std::string_view letter) {
  if (letter.size() > 1) {
    const std::size_t columns = text_width(letter);
    return columns == 0 ? 0 : columns == 1 ? 0.85 : 1.3;
  }
  const char c = letter.front();
  if (std::string_view("mwMW@%#&").find(c) != std::string_view::npos) return 1.02;
  if (std::string_view("ijl.,:;'|!()[] ").find(c) != std::string_view::npos) return 0.42;
  return c >= 'A' && c <= 'Z' ? 0.8 : 0.65;
}

/// U+FFFE and U+FFFF, which XML does not allow.
bool is_no_character(std::string_view letter) { return letter == "\xEF\xBF\xBE" || letter == "\xEF\xBF\xBF"; }

}  // namespace

std::string xml_text(std::string_view text) {
  const std::string shown = printable(text);
  std::string xml;
  for (std::string_view rest = shown; !rest.empty();) {
    const std::string_view letter = rest.substr(0, length_of_letter(rest));
    if (letter == "&") {
      xml += "&amp;";
    } else if (letter == "<") {
      xml += "&lt;";
    } else if (letter == ">") {
      xml += "&gt;";
    } else if (letter == "\"") {
      xml += "&quot;";
    } else {
      xml += is_no_character(letter) ? std::string_view("\xEF\xBF\xBD") : letter;
    }
    rest.remove_prefix(letter.size());
  }
  return xml;
}

std::string xml_lines(std::string_view text) {
  std::string xml;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    xml += xml_text(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return xml;
}

double text_pixels(std::string_view text, double size) {
  double width = 0;
  while (!text.empty()) {
    const std::string_view letter = text.substr(0, length_of_letter(text));
    width += width_of_letter(letter);
    text.remove_prefix(letter.size());
  }
  return width * size;
}

std::vector<std::string> lines_of_text(std::string_view text, double pixels, double size) {
  std::vector<std::string> lines(1);
  const auto fits = [&](const std::string& line) { return text_pixels(line, size) <= pixels; };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string longer = lines.back() + (lines.back().empty() ? "" : " ") + std::string(word);
    if (fits(longer)) {
      lines.back() = longer;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    for (; !word.empty(); word.remove_prefix(length_of_letter(word))) {
      const std::string_view letter = word.substr(0, length_of_letter(word));
      if (!lines.back().empty() && !fits(lines.back() + std::string(letter))) lines.emplace_back();
      lines.back() += letter;
    }
  }
  return lines;
}

}  // namespace bywhen::cli
