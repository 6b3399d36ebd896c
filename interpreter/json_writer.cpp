#include "interpreter/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "interpreter/time/put_time.hpp"

namespace bywhen {

bool is_plain_json(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  if (is_plain_json(text)) {
    out.append(text) += '"';
    return;
  }
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void JsonWriter::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  append_json_string(out_, value);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::time(std::optional<Instant> value) {
  if (!value) return null();
  std::array<char, longest_time_text> room;
  const char* end = put_rfc3339(room.data(), *value);
  return text({room.data(), static_cast<std::size_t>(end - room.data())});
}

JsonWriter& JsonWriter::scalar(const Scalar& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return boolean(*yes);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return integer(*whole);
  if (const auto* number = std::get_if<NumberText>(&value)) return raw(number->text);
  if (const auto* list = std::get_if<ListText>(&value)) return raw(list->json);
  return text(std::get<std::string>(value));
}

}  // namespace bywhen
