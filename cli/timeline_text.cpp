#include "cli/timeline_text.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/chart.hpp"
#include "cli/text_width.hpp"
#include "cli/wrapped.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t label_indent = 2;
constexpr std::size_t label_gap = 2;
constexpr std::size_t detail_indent = 6;
/// A piece of time shows its first instant and what holds in it.
constexpr std::size_t least_columns = 2;
/// A date is not broken: neither in a label nor above the picture.
constexpr std::size_t date_columns = 10;

struct Sign {
  char letter;
  Style style;
  std::string_view meaning;
};

constexpr Sign sign_of(BarKind kind) {
  switch (kind) {
    case BarKind::stay:
      return {'#', Style::strong, "in this status"};
    case BarKind::allowed:
      return {'=', Style::good, "allowed"};
    case BarKind::unknown:
      return {'?', Style::waiting, "hangs on unknown facts"};
    case BarKind::forbidden:
      return {'x', Style::bad, "forbidden"};
    case BarKind::running:
      return {'-', Style::waiting, "to be done"};
    case BarKind::overdue:
      break;
  }
  return {'~', Style::bad, "overdue"};
}

constexpr Sign sign_of(PointKind kind) {
  return kind == PointKind::due ? Sign{'!', Style::strong, "due"} : Sign{'*', Style::good, "done"};
}

constexpr Sign now_sign{'|', Style::strong, "now"};
constexpr Sign nothing_sign{'.', Style::dim, "no rule allows it"};
constexpr Sign endless_sign{'>', Style::plain, "goes on"};

/// One line of the picture, a sign a column.
class Cells {
public:
  explicit Cells(std::size_t columns) : letters_(columns, ' '), styles_(columns, Style::plain) {}

  void put(std::size_t column, Sign sign) {
    if (column >= letters_.size()) return;
    letters_[column] = sign.letter;
    styles_[column] = sign.style;
  }
  void fill(std::size_t from, std::size_t until, Sign sign) {
    for (std::size_t column = from; column < until; ++column) put(column, sign);
  }
  [[nodiscard]] std::string text(bool colour) const {
    std::string text;
    const std::size_t end = letters_.find_last_not_of(' ') + 1;
    for (std::size_t i = 0; i < end;) {
      std::size_t next = i;
      while (next < end && styles_[next] == styles_[i]) ++next;
      text += painted(styles_[i], letters_.substr(i, next - i), colour);
      i = next;
    }
    return text;
  }

private:
  std::string letters_;
  std::vector<Style> styles_;
};

class Picture {
public:
  Picture(const Chart& chart, Look look)
      : chart_(chart),
        look_(look),
        label_columns_(std::min(longest_label(chart), widest_label(look.columns))),
        begin_(label_indent + label_columns_ + label_gap) {
    const Moment& earliest = chart.moments.front();
    last_columns_ = text_width(earliest.time) + (earliest.now ? text_width(" now") : 0);
    for (std::size_t i = 1; i < chart.moments.size(); ++i)
      last_columns_ = std::max(last_columns_, text_width(time_of(i, 0)));
    // Room for two pieces before it, if it can be.
    last_columns_ = std::min(last_columns_, std::max(date_columns, width() - 2 * least_columns));
  }

  /// In parts of about the same number of moments, as few as there can be.
  std::string text() {
    const std::size_t moments = chart_.moments.size();
    const std::size_t most = (width() - last_columns_) / least_columns + 1;
    const std::size_t parts = (moments + most - 1) / most;
    for (std::size_t i = 0; i < parts; ++i) part(moments * i / parts, moments * (i + 1) / parts);
    return std::move(text_);
  }

private:
  static std::size_t widest_label(std::size_t columns) {
    const std::size_t both = label_indent + label_gap + date_columns;
    return std::max(columns * 3 / 10, std::min(date_columns, columns - both));
  }
  static std::size_t longest_label(const Chart& chart) {
    std::size_t longest = date_columns;
    for (const RowGroup& group : chart.groups) {
      for (const Row& row : group.rows) longest = std::max({longest, text_width(row.label), text_width(row.detail)});
    }
    return longest;
  }

  /// The moments `[first, end)`, each with the piece of time that it begins.
  void part(std::size_t first, std::size_t end) {
    first_ = first;
    end_ = end;
    columns_ = {0};
    const std::vector<Moment> moments(chart_.moments.begin() + static_cast<std::ptrdiff_t>(first),
                                      chart_.moments.begin() + static_cast<std::ptrdiff_t>(end));
    for (const std::size_t share : share_out(moments, width() - last_columns_, least_columns))
      columns_.push_back(columns_.back() + share);
    if (first > 0) text_ += '\n';
    scale();
    for (const RowGroup& group : chart_.groups) put_group(group);
  }

  [[nodiscard]] bool is_whole() const { return first_ == 0 && end_ == chart_.moments.size(); }

  /// Of several parts each shows only the rows in which there is something.
  void put_group(const RowGroup& group) {
    bool headed = false;
    for (const Row& row : group.rows) {
      if (!is_whole() && !has_signs(row)) continue;
      if (!headed) put_heading(group.heading);
      headed = true;
      put_row(group.kind, row);
    }
  }
  [[nodiscard]] bool has_signs(const Row& row) const {
    const auto bar_is_here = [this](const Bar& bar) {
      return column_of(bar.from) < column_of(bar.until) || (bar.from == bar.until && is_here(bar.from));
    };
    return std::any_of(row.bars.begin(), row.bars.end(), bar_is_here) ||
           std::any_of(row.points.begin(), row.points.end(), [this](const Point& point) { return is_here(point.at); });
  }
  void put_heading(std::string_view heading) {
    for (const std::string& line : wrapped(heading, look_.columns))
      text_ += painted(Style::strong, line, look_.colour) + "\n";
  }

  // ── The scale
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// The year and the distance from UTC are said where a part begins and where they change.
  [[nodiscard]] std::string time_of(std::size_t moment, std::size_t first) const {
    const Moment* before = moment == first ? nullptr : &chart_.moments[moment - 1];
    return short_time(chart_.moments[moment], before) + (chart_.moments[moment].now ? " now" : "");
  }

  /// A stair of dates: each begins in its column, and later ones below, so that none gets in another's way.
  void scale() {
    for (std::size_t i = first_; i < end_; ++i) {
      const std::string before = std::string(begin_, ' ') + ticks_before(i);
      for (const std::string& line : moment_lines(i)) text_.append(before).append(line).append("\n");
    }
  }
  [[nodiscard]] std::string ticks_before(std::size_t moment) const {
    Cells cells(columns_[moment - first_]);
    for (std::size_t i = first_; i < moment; ++i) cells.put(columns_[i - first_], tick(i));
    const std::size_t drawn = moment == first_ ? 0 : columns_[moment - 1 - first_] + 1;
    return cells.text(look_.colour) + std::string(columns_[moment - first_] - drawn, ' ');
  }
  [[nodiscard]] Sign tick(std::size_t moment) const {
    return {'|', chart_.moments[moment].now ? Style::strong : Style::dim, ""};
  }
  /// The time, on several lines where the window is too narrow, then what happens.
  [[nodiscard]] std::vector<std::string> moment_lines(std::size_t index) const {
    const Moment& moment = chart_.moments[index];
    const std::size_t room = width() - columns_[index - first_];
    std::vector<std::string> lines = wrapped(time_of(index, first_), room);
    const std::size_t used = text_width(lines.back()) + 1;
    for (std::string& line : lines) line = painted(moment.now ? Style::strong : Style::plain, line, look_.colour);
    if (!moment.words.empty() && used < room)
      lines.back() += " " + painted(Style::dim, shortened(moment.words, room - used), look_.colour);
    return lines;
  }

  // ── Rows
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::size_t width() const { return look_.columns - begin_; }

  /// Where an instant lies in this part: before its beginning is its beginning, after its end is its end.
  [[nodiscard]] std::size_t column_of(Instant at) const {
    for (std::size_t i = first_; i < end_; ++i) {
      if (at <= chart_.moments[i].at) return columns_[i - first_];
    }
    return width();
  }
  [[nodiscard]] bool is_here(Instant at) const {
    return chart_.moments[first_].at <= at && at <= chart_.moments[end_ - 1].at;
  }

  void put_row(RowKind kind, const Row& row) {
    std::vector<std::string> labels = wrapped(row.label, label_columns_);
    if (!row.detail.empty()) {
      for (std::string& line : wrapped(row.detail, label_columns_)) labels.push_back(std::move(line));
    }
    const std::string cells = cells_of(kind, row).text(look_.colour);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::size_t gap = label_columns_ + label_gap - text_width(labels[i]);
      text_ += std::string(label_indent, ' ') + labels[i];
      if (i == 0 && !cells.empty()) text_ += std::string(gap, ' ') + cells;
      text_ += '\n';
    }
  }

  [[nodiscard]] Cells cells_of(RowKind kind, const Row& row) const {
    Cells cells(width());
    if (kind == RowKind::action) cells.fill(column_of(chart_.from), column_of(chart_.until), nothing_sign);
    for (const Bar& bar : row.bars) put_bar(cells, bar);
    for (std::size_t i = first_; i < end_; ++i) {
      if (chart_.moments[i].now) cells.put(columns_[i - first_], now_sign);
    }
    for (const Point& point : row.points) {
      if (is_here(point.at)) cells.put(column_of(point.at), sign_of(point.kind));
    }
    return cells;
  }
  void put_bar(Cells& cells, const Bar& bar) const {
    const std::size_t from = column_of(bar.from);
    const std::size_t until = column_of(bar.until);
    cells.fill(from, until, sign_of(bar.kind));
    if (bar.from == bar.until && is_here(bar.from)) cells.put(from, sign_of(bar.kind));
    const bool goes_on = bar.until > chart_.moments[end_ - 1].at;
    if (goes_on && from < until) cells.put(width() - 1, {endless_sign.letter, sign_of(bar.kind).style, ""});
  }

  const Chart& chart_;
  Look look_;
  std::size_t label_columns_;
  /// Where the picture begins, and what its last piece of time needs for its date.
  std::size_t begin_;
  std::size_t last_columns_ = 0;
  /// Of the part that is being drawn.
  std::size_t first_ = 0;
  std::size_t end_ = 0;
  std::vector<std::size_t> columns_;
  std::string text_;
};

// ── What stands around the picture
// ───────────────────────────────────────────────────────────────────────────────────────────

void put_heading(Page& page, const Outlook& outlook, const PeopleClock& clock) {
  const PolicyIdentity& policy = outlook.policy;
  const std::string version = policy.version.empty() ? "" : ", version " + policy.version;
  page.line(0, {{printable(policy.title.empty() ? policy.name : policy.title), Style::strong},
                {fmt::format("  {}{}", policy.name, version), Style::dim}});
  const StatusName& status = outlook.stays[outlook.present].status;
  Pieces pieces = label_and_name(status.label, status.name, Style::strong);
  pieces.push_back({" · " + unbroken(clock.time(outlook.at))});
  if (!outlook.order_id.empty()) pieces.push_back({" · order " + bare_id(outlook.order_id)});
  page.line(0, pieces);
  page.blank_line();
}

/// The signs that occur, each once.
Pieces legend(const Chart& chart) {
  std::map<char, Sign> used{{now_sign.letter, now_sign}};
  for (const RowGroup& group : chart.groups) {
    if (group.kind == RowKind::action) used.emplace(nothing_sign.letter, nothing_sign);
    for (const Row& row : group.rows) {
      for (const Bar& bar : row.bars) {
        used.emplace(sign_of(bar.kind).letter, sign_of(bar.kind));
        if (bar.until.is_never()) used.emplace(endless_sign.letter, endless_sign);
      }
      for (const Point& point : row.points) used.emplace(sign_of(point.kind).letter, sign_of(point.kind));
    }
  }
  Pieces pieces;
  for (const char letter : std::string_view("#=?x.-!~*|>")) {
    const auto found = used.find(letter);
    if (found == used.end()) continue;
    pieces.push_back({std::string(1, letter) + std::string(firm_blank), found->second.style});
    pieces.push_back({unbroken(found->second.meaning) + "  ", Style::dim});
  }
  return pieces;
}

/// Under a heading of its own, if there is any.
template <typename Predicate>
void put_acts(Page& page, std::string_view heading, const Chart& chart, const PeopleClock& clock, Predicate wanted) {
  bool first = true;
  for (const Act& act : chart.acts) {
    if (!wanted(act)) continue;
    if (first) {
      page.blank_line();
      page.line(0, {{std::string(heading), Style::strong}});
    }
    first = false;
    page.line(label_indent, {{clock.time_and_distance(act.at) + "  "}, {act.words, Style::strong}});
    if (act.rule.empty()) continue;
    page.line(detail_indent,
              act.because.empty() ? Pieces{{act.rule, Style::dim}} : Pieces{{act.because}, aside(act.rule)});
  }
}

void put_clock(Page& page, const Chart& chart, const PeopleClock& clock) {
  const Instant now = clock.now();
  put_acts(page, "What the clock has done", chart, clock, [now](const Act& act) { return act.at <= now; });
  put_acts(page, "Next, if nobody acts", chart, clock, [now](const Act& act) { return act.at > now; });
}

}  // namespace

std::string timeline_text(const Outlook& outlook, const Policy& policy, Look look) {
  const PeopleClock clock(policy, outlook.at);
  const Chart chart = chart_of(outlook, clock);
  Page heading(look);
  put_heading(heading, outlook, clock);
  Page rest(look);
  rest.blank_line();
  rest.line(0, legend(chart));
  rest.line(0, {{chart.clock_words + " The columns between two of them grow with the root of the time.", Style::dim}});
  if (outlook.horizon) {
    rest.line(0, {{fmt::format("Nothing is known from {} on: {}", clock.time(outlook.horizon->at),
                               printable(outlook.horizon->problem.message)),
                   Style::bad}});
  }
  put_clock(rest, chart, clock);
  return heading.take() + Picture(chart, look).text() + rest.take();
}

}  // namespace bywhen::cli
