#include "cli/reply_text.hpp"

#include <algorithm>

#include "cli/answer_text.hpp"
#include "cli/preview_text.hpp"
#include "cli/text_width.hpp"
#include "cli/timeline_text.hpp"
#include "cli/when_text.hpp"
#include "cli/why_text.hpp"

namespace bywhen::cli {
namespace {

Style style_of(ReplyLine::Tone tone) {
  switch (tone) {
    case ReplyLine::Tone::heading:
      return Style::strong;
    case ReplyLine::Tone::good:
      return Style::good;
    case ReplyLine::Tone::bad:
      return Style::bad;
    case ReplyLine::Tone::waiting:
      return Style::waiting;
    case ReplyLine::Tone::dim:
      return Style::dim;
    case ReplyLine::Tone::plain:
      break;
  }
  return Style::plain;
}

/// Each column as wide as its widest cell.
std::vector<std::size_t> widths_of(const ReplyTable& table) {
  std::vector<std::size_t> widths(table.columns.size());
  for (std::size_t c = 0; c < widths.size(); ++c) {
    widths[c] = text_width(table.columns[c]);
    for (const auto& row : table.rows) widths[c] = std::max(widths[c], text_width(row[c]));
  }
  return widths;
}

std::string row_text(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    line += unbroken(printable(cells[c]));
    if (c + 1 < cells.size()) line += unbroken(std::string(widths[c] - text_width(cells[c]) + 2, ' '));
  }
  return line;
}

class ReplyPage {
public:
  ReplyPage(const Policy* policy, Look look) : policy_(policy), look_(look) {}

  std::string operator()(const ReplyLine& line) const {
    Page page(look_);
    page.line(0, {{printable(line.text), style_of(line.tone)}});
    return page.take();
  }
  std::string operator()(const ReplyTable& table) const {
    const auto widths = widths_of(table);
    std::size_t wide = 0;
    for (const std::size_t width : widths) wide += width + 2;
    return wide <= look_.columns ? side_by_side(table, widths) : one_below_the_other(table);
  }
  std::string operator()(const Answer& answer) const { return answer_text(answer, *policy_, look_); }
  std::string operator()(const Outlook& outlook) const { return timeline_text(outlook, *policy_, look_); }
  std::string operator()(const ReplyWhen& when) const { return when_text(when.outlook, *policy_, look_); }
  std::string operator()(const Preview& preview) const { return preview_text(preview, *policy_, look_); }
  std::string operator()(const Why& why) const { return why_text(why, *policy_, look_); }
  std::string operator()(const Problems& problems) const { return render_text(problems, look_.colour); }
  std::string operator()(const ReplyMistakes& mistakes) const {
    return render_text(mistakes.diagnostics, mistakes.sources, look_.colour);
  }

private:
  [[nodiscard]] std::string side_by_side(const ReplyTable& table, const std::vector<std::size_t>& widths) const {
    Page page(look_);
    page.line(0, {{row_text(table.columns, widths), Style::strong}});
    for (const auto& row : table.rows) page.line(0, {{row_text(row, widths)}});
    return page.take();
  }
  /// Where the window is too narrow for columns.
  [[nodiscard]] std::string one_below_the_other(const ReplyTable& table) const {
    Page page(look_);
    for (const auto& row : table.rows) {
      page.line(0, {{printable(row.front()), Style::strong}});
      for (std::size_t c = 1; c < row.size(); ++c)
        page.line(2, {{printable(table.columns[c]) + ": ", Style::dim}, {printable(row[c])}});
    }
    return page.take();
  }

  const Policy* policy_;
  Look look_;
};

}  // namespace

std::string reply_text(const Reply& reply, const Policy* policy, Look look) {
  std::string text;
  for (const ReplyPart& part : reply.parts) text += std::visit(ReplyPage(policy, look), part);
  return text;
}

}  // namespace bywhen::cli
