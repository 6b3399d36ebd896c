#include "cli/json_text.hpp"

#include <fmt/format.h>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char letter : valid_utf8(text)) {
    if (letter == '"' || letter == '\\') json += '\\';
    if (static_cast<unsigned char>(letter) < 0x20) {
      json += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      json += letter;
    }
  }
  return json += '"';
}

void JsonArray::add(std::string_view item) {
  if (item.empty()) return;
  if (!items_.empty()) items_ += ",\n ";
  items_ += item;
}

void JsonArray::add_items_of(std::string_view array) {
  const std::string_view inside = trimmed(array);
  if (inside.size() >= 2) add(trimmed(inside.substr(1, inside.size() - 2)));
}

}  // namespace bywhen::cli
