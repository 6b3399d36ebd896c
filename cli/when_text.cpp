#include "cli/when_text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/people_time.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t window_indent = 2;
constexpr std::size_t detail_indent = 6;

Style style_of(Verdict verdict) {
  if (verdict == Verdict::allowed) return Style::good;
  return verdict == Verdict::unknown ? Style::waiting : Style::bad;
}

std::string label_of(const StatusName& status) { return printable(status.label.empty() ? status.name : status.label); }

Instant end_of(const Window& window) { return window.until.value_or(Instant::never()); }
Instant end_of(const Stay& stay) { return stay.until.value_or(Instant::never()); }

class WhenPage {
public:
  WhenPage(const Outlook& outlook, const Policy& policy, Look look)
      : outlook_(outlook), course_(outlook.courses.front()), clock_(policy, outlook.at), page_(look) {}

  std::string text() {
    heading();
    page_.blank_line();
    sentence();
    if (!course_.windows.empty()) page_.blank_line();
    for (const Window& window : course_.windows) put(window);
    takeovers();
    if (outlook_.horizon) {
      page_.blank_line();
      page_.line(0, {{fmt::format("Nothing is known from {} on: {}", clock_.time(outlook_.horizon->at),
                                  printable(outlook_.horizon->problem.message)),
                      Style::bad}});
    }
    return page_.take();
  }

private:
  void heading() {
    Pieces pieces = label_and_name(course_.actor_label, course_.actor, Style::plain);
    pieces.push_back({": "});
    for (Piece& piece : label_and_name(course_.label, course_.action, Style::strong))
      pieces.push_back(std::move(piece));
    page_.line(0, pieces);
    const StatusName& status = outlook_.stays[outlook_.present].status;
    Pieces where = label_and_name(status.label, status.name, Style::plain);
    where.push_back({" · " + unbroken(clock_.time(outlook_.at))});
    page_.line(0, where);
  }

  // ── The sentence
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string time(Instant at) const { return clock_.time_and_distance(at); }
  [[nodiscard]] std::string until_words(Instant end) const {
    return end.is_never() ? "without end" : "until " + time(end);
  }

  using Windows = std::vector<Window>;

  /// The end of the windows of one verdict that follow one another without a gap.
  [[nodiscard]] Instant end_of_run(Windows::const_iterator window) const {
    Instant end = end_of(*window);
    for (auto next = window + 1; next != course_.windows.end() && next->from == end; ++next) {
      if (next->verdict != window->verdict) break;
      end = end_of(*next);
    }
    return end;
  }

  void sentence() {
    const Windows& windows = course_.windows;
    const auto is_open = [](const Window& window) { return window.verdict != Verdict::forbidden; };
    const auto ahead = std::find_if(windows.begin(), windows.end(), [&](const Window& window) {
      return is_open(window) && end_of(window) > outlook_.at;
    });
    if (ahead != windows.end()) return ahead->from <= outlook_.at ? say_now(ahead) : say_later(ahead);
    const auto behind = std::find_if(windows.rbegin(), windows.rend(), is_open);
    behind != windows.rend() ? say_past(*behind) : say_never();
  }
  void say(std::string_view answer, Style style, const std::string& rest) {
    page_.line(0, {{std::string(answer), style}, {rest + "."}});
  }
  void say_now(Windows::const_iterator window) {
    if (window->verdict == Verdict::allowed) {
      say("Yes", Style::good, ": possible now, " + until_words(end_of_run(window)));
    } else {
      say("Unknown", Style::waiting, ": it depends on " + joined(window->unknown, ", "));
    }
  }
  void say_later(Windows::const_iterator window) {
    const std::string when = fmt::format("from {}, {}", time(window->from), until_words(end_of_run(window)));
    if (window->verdict == Verdict::allowed) {
      say("Not now", Style::waiting, ": possible " + when);
    } else {
      say("Not now", Style::waiting, fmt::format(": {} it depends on {}", when, joined(window->unknown, ", ")));
    }
  }
  void say_past(const Window& window) {
    const std::string_view was = window.verdict == Verdict::allowed ? "it was possible" : "it may have been possible";
    say("No longer", Style::bad, fmt::format(": {} until {}", was, time(end_of(window))));
  }

  /// A prohibition says why; else the rules that do not hold, or that there is none.
  void say_never() {
    if (!course_.windows.empty()) return say_never(reasons());
    const bool has_rules = std::any_of(course_.possible_in.begin(), course_.possible_in.end(),
                                       [&](const Possibility& each) { return is_passed(each.status); });
    if (has_rules) {
      say_never("no rule that could allow it holds");
      return put_rules();
    }
    say_never("no rule allows it while the order is " + joined(labels_of(outlook_.stays), " or "));
    const std::string where = joined(labels_of(course_.possible_in), ", ");
    page_.line(window_indent,
               {{where.empty() ? "No status of this policy has a rule for it" : "There are rules for it in " + where,
                 Style::dim}});
  }
  void say_never(const std::string& why) { say("Never", Style::bad, ", as things are: " + why); }

  [[nodiscard]] std::string reasons() const {
    std::vector<std::string> reasons;
    for (const Window& window : course_.windows) {
      for (const std::string& reason : window.because) {
        if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
      }
    }
    return reasons.empty() ? "a rule forbids it" : joined(reasons, "; ");
  }
  [[nodiscard]] bool is_passed(const StatusName& status) const {
    return std::any_of(outlook_.stays.begin(), outlook_.stays.end(),
                       [&](const Stay& stay) { return stay.status.name == status.name; });
  }
  template <typename Item>
  [[nodiscard]] static std::vector<std::string> labels_of(const std::vector<Item>& items) {
    std::vector<std::string> labels;
    for (const Item& item : items) {
      const std::string label = label_of(item.status);
      if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
    }
    return labels;
  }
  void put_rules() {
    for (const Possibility& possibility : course_.possible_in) {
      if (!is_passed(possibility.status)) continue;
      for (const RuleName& rule : possibility.rules) {
        const std::string words = printable(rule.sentence);
        page_.line(window_indent,
                   words.empty() ? Pieces{{rule_words(rule)}} : Pieces{{words}, aside(rule_words(rule))});
      }
    }
  }

  // ── The windows
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  void put(const Window& window) {
    const std::string gap(std::string_view("forbidden").size() - to_string(window.verdict).size() + 2, ' ');
    const Instant end = end_of(window);
    page_.line(window_indent, {{std::string(to_string(window.verdict)), style_of(window.verdict)},
                               {fmt::format("{}from {} {}", gap, time(window.from), until_words(end))}});
    if (!window.unknown.empty()) page_.line(detail_indent, {{"depends on " + joined(window.unknown, ", ")}});
    page_.line(detail_indent, reason_pieces(window.because, window.rule));
    if (outlook_.stays.size() > 1) page_.line(detail_indent, {{"while " + statuses_in(window), Style::dim}});
    put_ending(window);
  }

  [[nodiscard]] std::string statuses_in(const Window& window) const {
    std::vector<std::string> names;
    for (const Stay& stay : outlook_.stays) {
      const bool overlaps = stay.from < end_of(window) && window.from < end_of(stay);
      // A stay that a version takes over goes on.
      if (overlaps && (names.empty() || names.back() != label_of(stay.status))) names.push_back(label_of(stay.status));
    }
    return joined(names, ", ");
  }

  void takeovers() {
    if (outlook_.takeovers.empty()) return;
    page_.blank_line();
    for (const Takeover& takeover : outlook_.takeovers)
      page_.line(0, {{fmt::format("{}  {}", time(takeover.at), takeover_words(takeover)), Style::dim}});
  }

  /// What the clock does to end an allowed window, where that is what ends it.
  void put_ending(const Window& window) {
    for (std::size_t i = 0; i + 1 < outlook_.stays.size(); ++i) {
      const Stay& stay = outlook_.stays[i];
      if (window.verdict == Verdict::forbidden || !stay.ended_by || stay.until != window.until) continue;
      const std::string& action =
          stay.ended_by->action_label.empty() ? stay.ended_by->action : stay.ended_by->action_label;
      page_.line(detail_indent,
                 {{fmt::format("then {} → {}{}", printable(action), label_of(outlook_.stays[i + 1].status),
                               stay.ended_by->because.empty() ? "" : ": " + printable(stay.ended_by->because)),
                   Style::dim}});
      return;
    }
  }

  const Outlook& outlook_;
  const Course& course_;
  PeopleClock clock_;
  Page page_;
};

}  // namespace

std::string when_text(const Outlook& outlook, const Policy& policy, Look look) {
  return WhenPage(outlook, policy, look).text();
}

}  // namespace bywhen::cli
