#include <algorithm>

#include <fmt/format.h>

#include "bywhen/diagnostic.hpp"
#include "grammar/unicode.hpp"

namespace bywhen {
namespace {

/// Source lines wider than this are cut around what they show.
constexpr std::size_t widest_line = 120;
/// How much is shown before the underlined part of a line that is cut.
constexpr std::size_t context_before = 40;
constexpr std::size_t tab_width = 4;
/// Messages quote the text; what terminals would act on is shown as this instead.
constexpr char32_t replacement = 0xFFFD;

enum class Paint { plain, bold, red, yellow, blue, cyan };

std::string_view escape_of(Paint paint) {
  switch (paint) {
    case Paint::bold:
      return "\x1b[1m";
    case Paint::red:
      return "\x1b[1;31m";
    case Paint::yellow:
      return "\x1b[1;33m";
    case Paint::blue:
      return "\x1b[1;34m";
    case Paint::cyan:
      return "\x1b[1;36m";
    default:
      return "";
  }
}

/// A source line as it is shown: tabs as blanks, control and invisible characters replaced, and the columns of the
/// underline.
struct ShownLine {
  std::string text;
  std::size_t underline_begin = 0;
  std::size_t underline_end = 0;
};

struct Cell {
  std::string text;
  std::size_t width = 1;
};

Cell cell_at(std::string_view line, std::size_t offset, std::size_t column, CodePoint point) {
  if (point.value == '\t' && point.valid)
    return {std::string(tab_width - column % tab_width, ' '), tab_width - column % tab_width};
  Cell cell;
  const bool hidden = !point.valid || is_control(point.value) || is_invisible(point.value);
  if (hidden) {
    append_utf8(cell.text, replacement);
  } else {
    cell.text = line.substr(offset, point.length);
  }
  cell.width = hidden ? 1 : display_width(point.value);
  return cell;
}

/// Where to begin in a line too long to show whole: some way before the underlined bytes, at the beginning of a
/// character.
std::size_t first_shown(std::string_view line, std::size_t begin) {
  if (line.size() <= widest_line || begin <= context_before) return 0;
  std::size_t first = begin - context_before;
  while (first > 0 && (static_cast<unsigned char>(line[first]) & 0xC0U) == 0x80U) --first;
  return first;
}

/// Lays out the line with the bytes `[begin, end)` of it underlined; at least one column is.
ShownLine show_line(std::string_view line, std::size_t begin, std::size_t end) {
  ShownLine shown;
  std::size_t column = 0;
  const std::size_t first = first_shown(line, begin);
  if (first > 0) shown.text = "…", column = 1;
  bool started = false;
  for (std::size_t i = first; i < line.size();) {
    if (i >= begin && !started) shown.underline_begin = column, started = true;
    const CodePoint point = decode(line, i);
    const Cell cell = cell_at(line, i, column, point);
    if (column + cell.width > widest_line) {
      shown.text += "…";
      break;
    }
    shown.text += cell.text;
    column += cell.width;
    i += point.length;
    if (i <= end) shown.underline_end = column;
  }
  if (!started) shown.underline_begin = column;
  shown.underline_end = std::max(shown.underline_end, shown.underline_begin + 1);
  return shown;
}

class Renderer {
public:
  Renderer(const Sources& sources, bool colour) : sources_(sources), colour_(colour) {}

  void add(const Diagnostic& diagnostic) {
    header(diagnostic);
    gutter_ = gutter_width(diagnostic);
    snippet(diagnostic.span, diagnostic.label, '^', paint_of(diagnostic.severity), "-->");
    for (const Label& label : diagnostic.further) {
      line(painted(Paint::blue, fmt::format("{:{}}...", "", gutter_ + 1)));
      snippet(label.span, label.text, '-', Paint::blue, ":::");
    }
    help(diagnostic.help);
    text_ += '\n';
  }
  [[nodiscard]] std::string take() {
    if (!text_.empty()) text_.pop_back();
    return std::move(text_);
  }

private:
  static Paint paint_of(Severity severity) { return severity == Severity::error ? Paint::red : Paint::yellow; }

  [[nodiscard]] std::string painted(Paint paint, std::string_view text) const {
    return colour_ ? fmt::format("{}{}\x1b[0m", escape_of(paint), text) : std::string(text);
  }
  void line(std::string_view text) {
    text_ += text;
    text_ += '\n';
  }
  void header(const Diagnostic& diagnostic) {
    const auto kind = diagnostic.severity == Severity::error ? "error" : "warning";
    const auto head = painted(paint_of(diagnostic.severity), fmt::format("{}[{}]", kind, diagnostic.code));
    line(head + painted(Paint::bold, ": " + diagnostic.message));
  }
  [[nodiscard]] std::size_t gutter_width(const Diagnostic& diagnostic) const {
    std::size_t last = sources_.position(diagnostic.span).line;
    for (const Label& label : diagnostic.further) last = std::max(last, sources_.position(label.span).line);
    return std::to_string(last).size();
  }
  [[nodiscard]] std::string bar(std::string_view number) const {
    return painted(Paint::blue, fmt::format("{:>{}} |", number, gutter_));
  }

  void snippet(Span span, std::string_view label, char mark, Paint paint, std::string_view arrow) {
    const Source& source = sources_[span.source];
    const Position place = source.position(span.begin);
    line(fmt::format("{:{}}{} {}:{}:{}", "", gutter_, painted(Paint::blue, arrow), source.name(), place.line,
                     place.column));
    if (source.text().empty()) return;
    const std::string_view text = source.line(place.line);
    const auto start = static_cast<std::size_t>(text.data() - source.text().data());
    const std::size_t begin = std::min<std::size_t>(span.begin - start, text.size());
    const std::size_t end = std::clamp<std::size_t>(span.end - start, begin, text.size());
    const ShownLine shown = show_line(text, begin, end);
    line(bar(""));
    line(fmt::format("{} {}", bar(std::to_string(place.line)), shown.text));
    std::string marks(shown.underline_end - shown.underline_begin, mark);
    if (!label.empty()) marks += fmt::format(" {}", label);
    line(fmt::format("{} {:{}}{}", bar(""), "", shown.underline_begin, painted(paint, marks)));
  }
  void help(std::string_view text) {
    if (text.empty()) return;
    line(bar(""));
    for (bool first = true; !text.empty(); first = false) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const auto lead = painted(Paint::blue, fmt::format("{:{}} {}", "", gutter_, first ? "=" : " "));
      line(fmt::format("{} {}{}", lead, painted(Paint::cyan, first ? "help:" : "     "),
                       " " + std::string(text.substr(0, end))));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  const Sources& sources_;
  bool colour_;
  std::size_t gutter_ = 1;
  std::string text_;
};

}  // namespace

std::string render_text(const Diagnostics& diagnostics, const Sources& sources, bool colour) {
  Renderer renderer(sources, colour);
  for (const Diagnostic& diagnostic : diagnostics) renderer.add(diagnostic);
  return renderer.take();
}

}  // namespace bywhen
