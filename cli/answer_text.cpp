#include "cli/answer_text.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/conflict_text.hpp"
#include "cli/duty_text.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t section_indent = 2;
constexpr std::size_t entry_indent = 4;
constexpr std::size_t detail_indent = 8;
/// Longer labels do not push the times of all others to the right.
constexpr std::size_t widest_label = 44;

using Actions = std::vector<const ActionAnswer*>;

Actions actions_where(const Answer& answer, bool (*wanted)(Verdict)) {
  Actions chosen;
  for (const ActionAnswer& action : answer.actions) {
    if (wanted(action.verdict)) chosen.push_back(&action);
  }
  return chosen;
}

/// Brings the actions of one actor together, actors in the order in which they first come.
Actions by_actor(const Actions& actions) {
  Actions sorted;
  for (const ActionAnswer* first : actions) {
    const auto same = [first](const ActionAnswer* other) { return other->actor == first->actor; };
    if (std::any_of(sorted.begin(), sorted.end(), same)) continue;
    std::copy_if(actions.begin(), actions.end(), std::back_inserter(sorted), same);
  }
  return sorted;
}

std::size_t width_of(const Pieces& pieces) {
  std::size_t width = 0;
  for (const Piece& piece : pieces) width += text_width(piece.text);
  return width;
}

class AnswerPage {
public:
  AnswerPage(const Answer& answer, const Policy& policy, Look look)
      : answer_(answer), clock_(policy, answer.at), page_(look) {}

  std::string text() {
    heading();
    settled();
    section("Who may do what",
            by_actor(actions_where(answer_, [](Verdict verdict) { return verdict == Verdict::allowed; })));
    section("Not possible now", by_actor(actions_where(answer_, [](Verdict verdict) {
              return verdict == Verdict::not_yet || verdict == Verdict::expired || verdict == Verdict::forbidden;
            })));
    section("Unknown", by_actor(actions_where(answer_, [](Verdict verdict) { return verdict == Verdict::unknown; })));
    deadlines();
    next();
    put_conflicts(page_, answer_.conflicts, clock_);
    takeover();
    validity();
    return page_.take();
  }

private:
  void heading() {
    const PolicyIdentity& policy = answer_.policy;
    const std::string version = policy.version.empty() ? "" : ", version " + policy.version;
    page_.line(0, {{printable(policy.title.empty() ? policy.name : policy.title), Style::strong},
                   {fmt::format("  {}{}", policy.name, version), Style::dim}});
    for (const std::string& reason : policy.because) page_.line(2, {{printable(reason), Style::dim}});
    Pieces status = label_and_name(answer_.status_label, answer_.status, Style::strong);
    status.push_back({" · " + unbroken(clock_.time(answer_.at))});
    if (!answer_.order.id.empty()) status.push_back({" · order " + bare_id(answer_.order.id)});
    page_.line(0, status);
  }
  void title(std::string_view text) {
    page_.blank_line();
    page_.line(0, {{std::string(text), Style::strong}});
  }

  void settled() {
    if (answer_.settled.empty()) return;
    title("Settled: what the clock has done");
    for (const SettledAnswer& done : answer_.settled) {
      const std::string amount = done.amount ? " " + unbroken(done.amount->amount) : "";
      happening(done.at, done.action_label, done.action, amount, done.from == done.to ? "" : done.to_label);
      page_.line(detail_indent, reason_pieces({done.because}, done.rule));
      if (done.amount) page_.line(detail_indent, {{amount_details(*done.amount)}});
      notes(done.notes);
      if (!done.changed.empty()) page_.line(detail_indent, {{facts_words(done.changed, clock_), Style::dim}});
    }
  }
  void happening(Instant at, const std::string& label, const std::string& name, const std::string& amount,
                 const std::string& to) {
    Pieces pieces{{clock_.time_and_distance(at) + "  "}};
    for (Piece& piece : label_and_name(label, name, Style::strong)) pieces.push_back(std::move(piece));
    pieces.push_back({amount, Style::strong});
    if (!to.empty()) pieces.push_back({" → " + printable(to)});
    page_.line(section_indent, pieces);
  }

  void notes(const Notes& notes) {
    for (const std::string& note : notes) page_.line(detail_indent, {{printable(note), Style::dim}});
  }

  void section(std::string_view heading, const Actions& actions) {
    if (actions.empty()) return;
    title(heading);
    const std::size_t column = label_column(actions);
    const ActionAnswer* last = nullptr;
    for (const ActionAnswer* action : actions) {
      if (last == nullptr || last->actor != action->actor) {
        page_.line(section_indent, label_and_name(action->actor_label, action->actor, Style::plain));
      }
      entry(*action, column);
      last = action;
    }
  }
  static Pieces label_of(const ActionAnswer& action) {
    return label_and_name(action.label, action.action,
                          action.verdict == Verdict::allowed ? Style::good : Style::strong);
  }
  static std::size_t label_column(const Actions& actions) {
    std::size_t column = 0;
    for (const ActionAnswer* action : actions) {
      const std::size_t width = width_of(label_of(*action));
      if (width <= widest_label) column = std::max(column, width);
    }
    return column;
  }
  void entry(const ActionAnswer& action, std::size_t column) {
    Pieces pieces = label_of(action);
    const std::size_t width = width_of(pieces);
    const Piece time{when(action), action.verdict == Verdict::not_yet ? Style::waiting : Style::plain};
    const std::string gap((width < column ? column - width : 0) + 2, ' ');
    const bool fits = entry_indent + width + gap.size() + text_width(time.text) <= page_.columns();
    if (fits) pieces.insert(pieces.end(), {{gap}, time});
    page_.line(entry_indent, pieces);
    if (!fits) page_.line(detail_indent, {time});
    details(action);
  }
  /// When it ends, with a blank before it; at the latest where another version takes over.
  [[nodiscard]] std::string end_words(const std::optional<Instant>& until) const {
    if (is_taken_over(answer_.takeover, until)) return " until " + when_taken_over(*answer_.takeover, clock_);
    return until ? " until " + clock_.time_and_distance(*until) : "";
  }
  [[nodiscard]] std::string when(const ActionAnswer& action) const {
    const std::string end = end_words(action.until);
    switch (action.verdict) {
      case Verdict::allowed:
        return end.empty() ? "without end" : end.substr(1);
      case Verdict::not_yet:
        if (action.from && is_taken_over(answer_.takeover, *action.from)) {
          return fmt::format("from {}; {}", clock_.time_and_distance(*action.from),
                             taken_over_before(*answer_.takeover, clock_));
        }
        return (action.from ? "from " + clock_.time_and_distance(*action.from) : "later") + end;
      case Verdict::expired:
        return action.until ? "ended " + clock_.time_and_distance(*action.until) : "no longer";
      case Verdict::unknown:
        return "depends on " + joined(action.unknown, ", ");
      case Verdict::forbidden:
        break;
    }
    return action.until ? end.substr(1) : "";
  }
  void details(const ActionAnswer& action) {
    if (action.verdict == Verdict::allowed) {
      page_.line(detail_indent, reason_pieces(action.because, action.rule));
    } else {
      why_not(action);
    }
    notes(action.notes);
    if (!action.asks.empty()) page_.line(detail_indent, {{"asks " + joined(action.asks, ", "), Style::dim}});
  }
  /// The reason that the policy gives, else its own words; then the facts.
  void why_not(const ActionAnswer& action) {
    const std::string sentence = action.rule && action.because.empty() ? printable(action.rule->sentence) : "";
    if (sentence.empty()) {
      page_.line(detail_indent, reason_pieces(action.because, action.rule));
      page_.line(detail_indent, {{joined(action.conditions, "; "), Style::dim}});
    } else {
      page_.line(detail_indent, {{sentence}, aside(rule_words(*action.rule))});
    }
    if (!action.waits_for.empty()) {
      page_.line(detail_indent,
                 {{fmt::format("{} has not happened", joined(action.waits_for, " and ")), Style::waiting}});
    }
    page_.line(detail_indent, {{facts_words(action.values, clock_), Style::dim}});
  }

  void deadlines() {
    if (answer_.deadlines.empty()) return;
    title("Deadlines");
    for (const DeadlineAnswer& duty : answer_.deadlines) put_duty(page_, duty, clock_, answer_.takeover);
  }

  void next() {
    if (answer_.next.empty()) return;
    title("Next, if nobody acts");
    std::string_view status = answer_.status;
    for (const NextAnswer& step : answer_.next) {
      happening(step.at, step.action_label, step.action, "", step.to == status ? "" : step.to_label);
      status = step.to;
      page_.line(detail_indent, reason_pieces({step.because}, step.rule));
      notes(step.notes);
    }
  }

  void takeover() {
    if (!answer_.takeover) return;
    page_.blank_line();
    page_.line(
        0, {{clock_.time_and_distance(answer_.takeover->at) + "  " + takeover_words(*answer_.takeover), Style::dim}});
  }

  void validity() {
    page_.blank_line();
    const std::string end =
        answer_.valid_until ? "until " + clock_.time_and_distance(*answer_.valid_until) : "for good";
    page_.line(0, {{"This answer holds "}, {end, Style::strong}, {", if no fact changes."}});
  }

  const Answer& answer_;
  PeopleClock clock_;
  Page page_;
};

}  // namespace

std::string answer_text(const Answer& answer, const Policy& policy, Look look) {
  return AnswerPage(answer, policy, look).text();
}

}  // namespace bywhen::cli
