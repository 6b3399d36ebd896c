#include <fmt/format.h>

#include "bywhen/diagnostic.hpp"
#include "grammar/unicode.hpp"

namespace bywhen {
namespace {

/// Bytes that are not UTF-8, and what JSON does not allow bare, are written as escapes, so that the output is always
/// valid.
void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode(text, i);
    if (!point.valid) {
      out += "\\ufffd";
    } else if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += static_cast<char>(point.value);
    } else if (is_control(point.value)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
    } else {
      out += text.substr(i, point.length);
    }
    i += point.length;
  }
  out += '"';
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += fmt::format("\"{}\": ", name);
  append_string(out, value);
  out += ", ";
}

void append_place(std::string& out, Span span, const Sources& sources) {
  const Source& source = sources[span.source];
  const Position begin = source.position(span.begin);
  const Position end = source.position(span.end);
  append_member(out, "file", source.name());
  out += fmt::format(
      "\"line\": {}, \"column\": {}, \"end_line\": {}, \"end_column\": {}, \"offset\": {}, \"length\": {}, ",
      begin.line, begin.column, end.line, end.column, span.begin, span.end - span.begin);
}

void append_diagnostic(std::string& out, const Diagnostic& diagnostic, const Sources& sources) {
  out += '{';
  append_member(out, "code", diagnostic.code);
  append_member(out, "severity", diagnostic.severity == Severity::error ? "error" : "warning");
  append_member(out, "message", diagnostic.message);
  append_place(out, diagnostic.span, sources);
  append_member(out, "label", diagnostic.label);
  out += "\"further\": [";
  for (std::size_t i = 0; i < diagnostic.further.size(); ++i) {
    out += i > 0 ? ", {" : "{";
    append_place(out, diagnostic.further[i].span, sources);
    out += "\"text\": ";
    append_string(out, diagnostic.further[i].text);
    out += '}';
  }
  out += "], \"help\": ";
  append_string(out, diagnostic.help);
  out += '}';
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics, const Sources& sources) {
  std::string out = "[";
  for (std::size_t i = 0; i < diagnostics.size(); ++i) {
    out += i > 0 ? ",\n " : "";
    append_diagnostic(out, diagnostics[i], sources);
  }
  out += "]\n";
  return out;
}

}  // namespace bywhen
