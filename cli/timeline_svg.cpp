#include "cli/timeline_svg.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/chart.hpp"
#include "cli/svg_shapes.hpp"
#include "cli/svg_text.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

// Lengths are pixels where the picture is shown in its own size.

constexpr double margin = 16;
constexpr double label_width = 250;
constexpr double picture_begin = margin + label_width + 16;
constexpr double least_piece = 14;
constexpr double usual_picture = 560;
/// What happens at an instant is broken into lines of this width.
constexpr double moment_width = 330;
/// From the last instant on, so that what has no end is seen to go on.
constexpr double least_tail = 90;
constexpr double line_height = 17;
constexpr double group_gap = 12;
constexpr double row_gap = 6;
constexpr double text_size = 13;
constexpr double title_size = 16;

class Drawing {
public:
  Drawing(const Outlook& outlook, const Policy& policy)
      : outlook_(outlook), clock_(policy, outlook.at), chart_(chart_of(outlook, clock_)) {}

  std::string svg() {
    place_moments();
    heading();
    scale();
    const double top = y_;
    for (const RowGroup& group : chart_.groups) draw(group);
    grid(top);
    legend();
    clock();
    return begin() + lines_ + body_ + now_line_ + "</svg>\n";
  }

private:
  // ── The whole
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string title() const {
    const PolicyIdentity& policy = outlook_.policy;
    return policy.title.empty() ? policy.name : policy.title;
  }
  /// Where the order stands, and when.
  [[nodiscard]] std::string subtitle() const {
    const StatusName& status = outlook_.stays[outlook_.present].status;
    const std::string id = outlook_.order_id.empty() ? "" : " · order " + bare_id(outlook_.order_id);
    return fmt::format("{} · {}{}", status.label.empty() ? status.name : status.label, clock_.time(outlook_.at), id);
  }

  /// All that the picture shows, for those who do not see it.
  [[nodiscard]] std::string description() const {
    std::string words;
    for (const RowGroup& group : chart_.groups) {
      for (const Row& row : group.rows) {
        std::vector<std::string> said;
        if (!row.detail.empty()) said.push_back(row.detail);
        for (const Bar& bar : row.bars) said.push_back(bar.words);
        for (const Point& point : row.points) said.push_back(point.words);
        words += fmt::format("{}, {}: {}.\n", group.heading, row.label,
                             said.empty() ? "no rule allows it" : joined(said, "; "));
      }
    }
    for (const EventAnswer& event : outlook_.events)
      words += fmt::format("{} happened at {}.\n", event.name, clock_.time(event.at));
    if (outlook_.horizon) words += horizon_words() + ".\n";
    return words;
  }
  [[nodiscard]] std::string horizon_words() const {
    return fmt::format("Nothing is known from {} on: {}", clock_.time(outlook_.horizon->at),
                       outlook_.horizon->problem.message);
  }

  [[nodiscard]] std::string begin() const {
    const std::string name = title() + " · " + subtitle();
    const std::string words = description();
    const std::string id = fmt::format("bywhen-{:016x}", digest(name + words));
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bywhen\" role=\"img\" aria-labelledby=\"{0}\" "
        "aria-describedby=\"{0}-all\" width=\"{1:.0f}\" height=\"{2:.0f}\" viewBox=\"0 0 {1:.0f} {2:.0f}\">\n"
        "<title id=\"{0}\">{3}</title>\n<desc id=\"{0}-all\">{4}</desc>\n{5}"
        "<rect class=\"bywhen-back\" width=\"{1:.0f}\" height=\"{2:.0f}\"/>\n",
        id, width_, y_ + margin, xml_text(name), xml_lines(words), svg_style());
  }
  /// FNV-1a, so that several pictures on one page have different names.
  [[nodiscard]] static std::uint64_t digest(std::string_view words) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : words) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
  }

  void text(double x, double y, std::string_view words, std::string_view kind = "") {
    const std::string attribute = kind.empty() ? "" : fmt::format(" class=\"bywhen-{}\"", kind);
    body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>\n", x, y, attribute, xml_text(words));
  }
  /// Lines below one another, from where the drawing is; moves on.
  void paragraph(double x, std::string_view words, double width, std::string_view kind = "") {
    for (const std::string& line : lines_of_text(words, width, text_size)) {
      y_ += line_height;
      text(x, y_, line, kind);
    }
  }

  void heading() {
    y_ = margin;
    for (const std::string& line : lines_of_text(title(), width_ - 2 * margin, title_size)) {
      y_ += title_size + 5;
      text(margin, y_, line, "title");
    }
    paragraph(margin, subtitle(), width_ - 2 * margin);
    y_ += group_gap;
  }

  // ── The scale
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string moment_words(std::size_t i) const {
    const Moment& moment = chart_.moments[i];
    return fmt::format("{}{}{}", short_time(moment, i == 0 ? nullptr : &chart_.moments[i - 1]),
                       moment.now ? " now" : "", moment.words.empty() ? "" : " " + moment.words);
  }

  void place_moments() {
    const auto pieces = static_cast<double>(chart_.moments.size() - 1);
    const double finite = std::max(usual_picture, least_piece * pieces);
    xs_ = {picture_begin};
    for (const std::size_t share :
         share_out(chart_.moments, static_cast<std::size_t>(finite), static_cast<std::size_t>(least_piece)))
      xs_.push_back(xs_.back() + static_cast<double>(share));
    double end = xs_.back() + least_tail;
    for (std::size_t i = 0; i < xs_.size(); ++i) {
      for (const std::string& line : lines_of_text(moment_words(i), moment_width, text_size))
        end = std::max(end, xs_[i] + 4 + text_pixels(line, text_size));
    }
    picture_end_ = end;
    width_ = end + margin;
  }

  /// A stair of dates: each begins at its line, and later ones below, so that none gets in another's way.
  void scale() {
    for (std::size_t i = 0; i < xs_.size(); ++i) {
      tops_.push_back(y_ + 4);
      paragraph(xs_[i] + 4, moment_words(i), moment_width, chart_.moments[i].now ? "now-text" : "");
    }
    y_ += 4;
  }

  /// Behind the bars; only the present is seen through them.
  void grid(double top) {
    for (std::size_t i = 0; i < xs_.size(); ++i) {
      const bool now = chart_.moments[i].now;
      (now ? now_line_ : lines_) +=
          fmt::format("<line class=\"bywhen-{0}\" x1=\"{1:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{3:.1f}\"/>\n",
                      now ? "now" : "grid", xs_[i], tops_[i], std::max(y_, top) + 4);
    }
    y_ += 4;
  }

  // ── Rows
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] double x_of(Instant at) const {
    for (std::size_t i = 0; i < xs_.size(); ++i) {
      if (at <= chart_.moments[i].at) return xs_[i];
    }
    return picture_end_;
  }

  void draw(const RowGroup& group) {
    y_ += group_gap;
    paragraph(margin, group.heading, label_width, "head");
    y_ += 2;
    for (const Row& row : group.rows) draw(group.kind, row);
  }
  void draw(RowKind kind, const Row& row) {
    const double middle = y_ + line_height - 4.5;
    const double top = y_;
    paragraph(margin + 8, row.label, label_width - 8);
    if (!row.detail.empty()) paragraph(margin + 8, row.detail, label_width - 8, "dim");
    if (kind == RowKind::action) body_ += svg_nothing({x_of(chart_.from), x_of(chart_.until), middle});
    for (const Bar& bar : row.bars) draw(bar, middle);
    for (const Point& point : row.points) draw(point, middle);
    y_ = std::max(y_, top + line_height) + row_gap;
  }

  void draw(const Bar& bar, double middle) {
    const double from = x_of(bar.from);
    const bool endless = bar.until.is_never();
    const double until = endless ? picture_end_ : std::max(x_of(bar.until), from + 2);
    body_ += svg_bar(bar.kind, {from, until, middle}, endless, bar.words);
  }
  void draw(const Point& point, double middle) { body_ += svg_point(point.kind, x_of(point.at), middle, point.words); }

  // ── What stands below
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// The shapes that occur, each with its meaning; as many beside one another as there is room for.
  void legend() {
    y_ += group_gap + line_height;
    double x = margin;
    const auto sample = [&](std::string_view meaning) {
      const double begin = next_sample(x, meaning);
      return Extent{begin, begin + 20, y_ - 4.5};
    };
    for (int i = 0; i <= static_cast<int>(BarKind::overdue); ++i) {
      const auto kind = static_cast<BarKind>(i);
      if (occurs(kind)) body_ += svg_bar(kind, sample(meaning_of(kind)), false, meaning_of(kind));
    }
    if (chart_.groups.size() > 1 && chart_.groups[1].kind == RowKind::action)
      body_ += svg_nothing(sample("no rule allows it"));
    for (const PointKind kind : {PointKind::due, PointKind::done}) {
      if (!occurs(kind)) continue;
      const Extent place = sample(meaning_of(kind));
      body_ += svg_point(kind, place.from + 10, place.middle, meaning_of(kind));
    }
    paragraph(margin, chart_.clock_words + " The distance between two of them grows with the root of the time.",
              width_ - 2 * margin, "dim");
  }
  /// Puts the meaning behind room for a sample, and tells where that is.
  double next_sample(double& x, std::string_view meaning) {
    const double taken = 26 + text_pixels(meaning, text_size) + 18;
    if (x > margin && x + taken > width_ - margin) {
      x = margin;
      y_ += line_height + 2;
    }
    const double begin = x;
    text(begin + 26, y_, meaning, "dim");
    x += taken;
    return begin;
  }
  [[nodiscard]] bool occurs(BarKind kind) const {
    return occurs([kind](const Row& row) {
      return std::any_of(row.bars.begin(), row.bars.end(), [kind](const Bar& bar) { return bar.kind == kind; });
    });
  }
  [[nodiscard]] bool occurs(PointKind kind) const {
    return occurs([kind](const Row& row) {
      return std::any_of(row.points.begin(), row.points.end(),
                         [kind](const Point& point) { return point.kind == kind; });
    });
  }
  template <typename Predicate>
  [[nodiscard]] bool occurs(Predicate in_row) const {
    return std::any_of(chart_.groups.begin(), chart_.groups.end(), [&](const RowGroup& group) {
      return std::any_of(group.rows.begin(), group.rows.end(), in_row);
    });
  }

  void clock() {
    if (outlook_.horizon) paragraph(margin, horizon_words(), width_ - 2 * margin);
    act_section("What the clock has done", [](const Act& act, Instant now) { return act.at <= now; });
    act_section("Next, if nobody acts", [](const Act& act, Instant now) { return act.at > now; });
  }
  template <typename Predicate>
  void act_section(std::string_view heading, Predicate wanted) {
    bool first = true;
    for (const Act& act : chart_.acts) {
      if (!wanted(act, outlook_.at)) continue;
      if (first) {
        y_ += group_gap;
        paragraph(margin, heading, width_ - 2 * margin, "head");
      }
      first = false;
      const std::string reason = act.because.empty() ? act.rule : fmt::format("{} · {}", act.because, act.rule);
      const std::string text =
          fmt::format("{} {}{}", clock_.time(act.at), act.words, reason.empty() ? "" : ": " + reason);
      paragraph(margin + 8, text, width_ - 2 * margin - 8);
    }
  }

  const Outlook& outlook_;
  PeopleClock clock_;
  Chart chart_;
  /// Where each moment lies, and where its line begins.
  std::vector<double> xs_;
  std::vector<double> tops_;
  double picture_end_ = 0;
  double width_ = 0;
  /// How far down the drawing has come.
  double y_ = 0;
  std::string lines_;
  std::string now_line_;
  std::string body_;
};

}  // namespace

std::string timeline_svg(const Outlook& outlook, const Policy& policy) { return Drawing(outlook, policy).svg(); }

}  // namespace bywhen::cli
