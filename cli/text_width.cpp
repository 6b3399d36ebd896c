#include "cli/text_width.hpp"

#include <clocale>
#include <cwchar>

namespace bywhen::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Character {
  wchar_t value = 0;
  /// In bytes.
  std::size_t length = 1;
  bool valid = false;
};

Character first_of(std::string_view text) {
  mbstate_t state{};
  wchar_t value = 0;
  const std::size_t length = mbrtowc(&value, text.data(), text.size(), &state);
  if (length == 0) return {0, 1, true};
  if (length > text.size()) return {};
  return {value, length, true};
}

/// Marks that turn the direction of what follows, or that do not show at all: text that reads other than it is.
bool hides(wchar_t value) {
  return (value >= 0x200B && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2060 && value <= 0x206F) || value == 0xFEFF;
}

bool is_blank(wchar_t value) { return value == L'\n' || value == L'\r' || value == L'\t'; }

}  // namespace

void read_text_as_utf8() {
  for (const char* name : {"C.UTF-8", "en_US.UTF-8", ""}) {
    if (std::setlocale(LC_CTYPE, name) != nullptr) return;
  }
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.valid && is_blank(next.value)) {
      shown += ' ';
    } else if (!next.valid || hides(next.value) || wcwidth(next.value) < 0 || next.value == 0) {
      shown += replacement;
    } else {
      shown += text.substr(0, next.length);
    }
    text.remove_prefix(next.length);
  }
  return shown;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const Character next = first_of(text);
    valid += next.valid ? text.substr(0, next.length) : replacement;
    text.remove_prefix(next.length);
  }
  return valid;
}

std::size_t text_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character next = first_of(text);
    const int columns = next.valid ? wcwidth(next.value) : 1;
    if (columns > 0) width += static_cast<std::size_t>(columns);
    text.remove_prefix(next.length);
  }
  return width;
}

std::string_view text_beginning(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t next = 1; next <= text.size(); ++next) {
    const bool inside = next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U;
    if (inside) continue;
    if (text_width(text.substr(0, next)) > columns) break;
    end = next;
  }
  return text.substr(0, end);
}

}  // namespace bywhen::cli
