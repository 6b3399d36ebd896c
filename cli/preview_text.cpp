#include "cli/preview_text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/people_time.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t entry_indent = 2;
constexpr std::size_t detail_indent = 6;

const std::string& label_of(const std::string& label, const std::string& name) { return label.empty() ? name : label; }

std::string labels_of(const std::vector<std::string>& labels, const std::vector<std::string>& names) {
  return joined(labels.empty() ? names : labels, " or ");
}

/// One piece, and how its times are told.
class PiecePage {
public:
  /// `takeover` is the first that is later than the piece begins.
  PiecePage(Page& page, const PreviewPiece& piece, const PeopleClock& clock, std::optional<Takeover> takeover)
      : page_(page), piece_(piece), clock_(clock), takeover_(std::move(takeover)) {}

  void put() {
    put_verdict();
    for (const Problem& problem : piece_.problems) put_problem(problem);
    if (piece_.then) put_outcome(*piece_.then);
  }
  /// Whether a time was told that moves along.
  [[nodiscard]] bool told_moving() const { return told_moving_; }
  /// Whether one was told that does not always lie as far from the doing.
  [[nodiscard]] bool told_uneven() const { return told_uneven_; }

private:
  static bool stands_in(const std::vector<std::string>& places, const std::string& place) {
    return std::find(places.begin(), places.end(), "/then/" + place) != places.end();
  }
  [[nodiscard]] bool moves(const std::string& place) const { return stands_in(piece_.moves, place); }
  /// Whether it is told as a distance.
  [[nodiscard]] bool moves_evenly(const std::string& place) const {
    return moves(place) && !stands_in(piece_.uneven, place);
  }

  /// `2026-05-03 00:00 UTC (in 12 days)`; of one that moves along `14 days after it (2026-05-04 09:00 UTC)`, or
  /// `2026-05-04 00:00 UTC (as of the earliest)`.
  [[nodiscard]] std::string time(Instant at, const std::string& place) {
    if (!moves(place)) return clock_.time_and_distance(at);
    if (at == piece_.from) return "at once";
    if (!moves_evenly(place)) {
      told_uneven_ = true;
      return fmt::format("{} {}", unbroken(clock_.time(at)), unbroken("(as of the earliest)"));
    }
    told_moving_ = true;
    const bool later = at > piece_.from;
    const std::string how_far = distance(later ? piece_.from : at, later ? at : piece_.from);
    return unbroken(fmt::format("{} {} it", how_far.substr(how_far.find(' ') + 1), later ? "after" : "before")) +
           unbroken(fmt::format(" ({})", clock_.time(at)));
  }

  void put_verdict() {
    if (piece_.verdict == Verdict::allowed) return put_yes();
    if (piece_.verdict == Verdict::unknown && piece_.problems.empty()) {
      page_.line(entry_indent, {{"Not known", Style::waiting}, {": it depends on " + joined(piece_.unknown, ", ")}});
    } else if (piece_.problems.empty()) {
      page_.line(entry_indent, {{std::string(no_words()), Style::bad},
                                {piece_.rule ? " · " + status() : ": no rule speaks of it in the status " + status()}});
    }
    put_reason();
  }
  [[nodiscard]] std::string_view no_words() const {
    if (piece_.verdict == Verdict::not_yet) return "Not yet";
    return piece_.verdict == Verdict::expired ? "No longer" : "No";
  }
  /// The reason that the policy gives, else its own words.
  void put_reason() {
    const std::string sentence = piece_.rule && piece_.because.empty() ? printable(piece_.rule->sentence) : "";
    page_.line(detail_indent, sentence.empty() ? reason_pieces(piece_.because, piece_.rule)
                                               : Pieces{{sentence}, aside(rule_words(*piece_.rule))});
  }
  void put_yes() {
    if (piece_.then) {
      const PreviewOutcome& then = *piece_.then;
      const bool stays = then.status == piece_.status;
      page_.line(entry_indent,
                 {{"Yes", Style::good},
                  {stays ? "; it stays " + status() : " → " + printable(label_of(then.status_label, then.status))}});
    } else {
      page_.line(entry_indent, {{"It would not go through", Style::bad}});
    }
    put_reason();
  }
  [[nodiscard]] std::string status() const { return printable(label_of(piece_.status_label, piece_.status)); }

  void put_problem(const Problem& problem) {
    page_.line(detail_indent, {{printable(problem.message), Style::bad}});
    page_.line(detail_indent, {{printable(problem.help), Style::dim}});
  }

  void put_outcome(const PreviewOutcome& then) {
    put_changed(then.changed);
    for (std::size_t i = 0; i < then.settled.size(); ++i) {
      const SettledAnswer& done = then.settled[i];
      const std::string amount = done.amount ? " " + unbroken(done.amount->amount) : "";
      happening(time(done.at, fmt::format("settled/{}/at", i)), label_of(done.action_label, done.action) + amount,
                done.from == done.to ? "" : label_of(done.to_label, done.to), {done.because}, done.rule);
    }
    for (std::size_t i = 0; i < then.deadlines.size(); ++i) put_duty(then.deadlines[i], fmt::format("deadlines/{}", i));
    for (std::size_t i = 0; i < then.actions.size(); ++i) {
      if (!is_owed(then.actions[i], then.deadlines)) put_action(then.actions[i], fmt::format("actions/{}", i));
    }
    std::string_view status = then.status;
    for (std::size_t i = 0; i < then.next.size(); ++i) {
      const NextAnswer& next = then.next[i];
      happening(time(next.at, fmt::format("next/{}/at", i)), label_of(next.action_label, next.action),
                next.to == status ? "" : label_of(next.to_label, next.to), {next.because}, next.rule);
      status = next.to;
    }
  }

  /// That it may be done goes without saying then.
  static bool is_owed(const ActionAnswer& action, const std::vector<DeadlineAnswer>& deadlines) {
    return std::any_of(deadlines.begin(), deadlines.end(), [&](const DeadlineAnswer& duty) {
      const bool open = duty.state == DutyState::pending || duty.state == DutyState::overdue;
      return open && duty.actor == action.actor &&
             std::find(duty.actions.begin(), duty.actions.end(), action.action) != duty.actions.end();
    });
  }

  void put_changed(const NamedScalars& changed) {
    std::vector<std::string> marked;
    NamedScalars others;
    for (const auto& fact : changed) {
      moves("changed/" + fact.first) ? marked.push_back(fact.first) : others.push_back(fact);
    }
    std::string words = marked.empty() ? "" : "marks " + joined(marked, ", ");
    if (!others.empty()) words += fmt::format("{}{}", words.empty() ? "" : "; ", facts_words(others, clock_));
    page_.line(detail_indent, {{words, Style::dim}});
  }

  void happening(const std::string& when, const std::string& action, const std::string& to,
                 const std::vector<std::string>& because, const RuleName& rule) {
    page_.line(entry_indent, {{when + "  "},
                              {printable(action), Style::strong},
                              {to.empty() ? "" : " → " + printable(to)},
                              {" by itself", Style::dim}});
    page_.line(detail_indent, reason_pieces(because, rule));
  }

  void put_duty(const DeadlineAnswer& duty, const std::string& place) {
    Pieces pieces{{fmt::format("{} must: {}", printable(label_of(duty.actor_label, duty.actor)),
                               labels_of(duty.action_labels, duty.actions)),
                   Style::strong}};
    if (duty.amount) pieces.push_back({" " + unbroken(duty.amount->amount), Style::strong});
    pieces.push_back({"  " + state(duty, place), Style::waiting});
    page_.line(entry_indent, pieces);
    const bool ahead = duty.state == DutyState::pending || duty.state == DutyState::ahead;
    if (ahead && duty.due && is_taken_over(takeover_, duty.due))
      page_.line(detail_indent, {{taken_over_before(*takeover_, clock_), Style::waiting}});
    if (duty.amount) page_.line(detail_indent, {{amount_details(*duty.amount)}});
    page_.line(detail_indent,
               reason_pieces(duty.because.empty() ? std::vector<std::string>{} : std::vector{duty.because}, duty.rule));
  }
  [[nodiscard]] std::string state(const DeadlineAnswer& duty, const std::string& place) {
    const std::string by = moves_evenly(place + "/due") ? "" : "by ";
    std::string due = duty.due ? by + time(*duty.due, place + "/due") : "no deadline";
    switch (duty.state) {
      case DutyState::ahead:
        return fmt::format("{}; opens {}", due, duty.opens ? time(*duty.opens, place + "/opens") : "later");
      case DutyState::overdue:
        return "overdue at once, " + due;
      case DutyState::met:
        return "done";
      case DutyState::met_late:
        return "done late";
      case DutyState::unknown:
        return "depends on " + joined(duty.unknown, ", ");
      case DutyState::pending:
        break;
    }
    return due;
  }

  void put_action(const ActionAnswer& action, const std::string& place) {
    Pieces pieces{{fmt::format("{} may: ", printable(label_of(action.actor_label, action.actor)))},
                  {printable(label_of(action.label, action.action)),
                   action.verdict == Verdict::allowed ? Style::good : Style::waiting}};
    pieces.push_back({"  " + when(action, place)});
    page_.line(entry_indent, pieces);
  }
  [[nodiscard]] std::string when(const ActionAnswer& action, const std::string& place) {
    if (action.verdict == Verdict::unknown) return "depends on " + joined(action.unknown, ", ");
    const std::string from = action.from ? fmt::format("from {}", time(*action.from, place + "/from")) : "";
    if (action.from && is_taken_over(takeover_, action.from))
      return fmt::format("{}; {}", from, taken_over_before(*takeover_, clock_));
    const std::string until = is_taken_over(takeover_, action.until) ? "until " + when_taken_over(*takeover_, clock_)
                              : action.until                         ? "until " + time(*action.until, place + "/until")
                                                                     : "without end";
    return from.empty() ? until : from + " " + until;
  }

  Page& page_;
  const PreviewPiece& piece_;
  const PeopleClock& clock_;
  std::optional<Takeover> takeover_;
  bool told_moving_ = false;
  bool told_uneven_ = false;
};

class PreviewPage {
public:
  PreviewPage(const Preview& preview, const Policy& policy, Look look)
      : preview_(preview), clock_(policy, preview.pieces.front().from), page_(look) {}

  std::string text() {
    heading();
    for (const PreviewPiece& piece : preview_.pieces) {
      page_.blank_line();
      page_.line(0, {{span(piece), Style::strong}, {begun_by(piece), Style::dim}});
      PiecePage told(page_, piece, clock_, takeover_after(piece.from));
      told.put();
      told_moving_ = told_moving_ || told.told_moving();
      told_uneven_ = told_uneven_ || told.told_uneven();
    }
    endings();
    return page_.take();
  }

private:
  void heading() {
    Pieces pieces = label_and_name(preview_.actor_label, preview_.actor, Style::plain);
    pieces.push_back({": "});
    for (Piece& piece : label_and_name(preview_.action_label, preview_.action, Style::strong))
      pieces.push_back(std::move(piece));
    if (!preview_.inputs.empty()) pieces.push_back({" with " + facts_words(preview_.inputs, clock_)});
    page_.line(0, pieces);
    const PreviewPiece& first = preview_.pieces.front();
    Pieces where = label_and_name(first.status_label, first.status, Style::plain);
    where.push_back({" · " + unbroken(clock_.time(first.from))});
    page_.line(0, where);
  }

  [[nodiscard]] std::string span(const PreviewPiece& piece) const {
    const std::string from =
        piece.from == clock_.now() ? "From now" : fmt::format("From {}", clock_.time_and_distance(piece.from));
    return from + (piece.until ? " until " + clock_.time_and_distance(*piece.until) : " on");
  }

  [[nodiscard]] std::optional<Takeover> takeover_after(Instant from) const {
    const auto& all = preview_.takeovers;
    const auto next =
        std::find_if(all.begin(), all.end(), [from](const Takeover& takeover) { return takeover.at > from; });
    return next == all.end() ? std::nullopt : std::optional(*next);
  }
  /// Which version takes over where a piece begins.
  [[nodiscard]] std::string begun_by(const PreviewPiece& piece) const {
    for (const Takeover& takeover : preview_.takeovers) {
      if (takeover.at == piece.from) return " · " + takeover_words(takeover);
    }
    return "";
  }

  void endings() {
    if (!told_moving_ && !told_uneven_ && !preview_.told_until && preview_.takeovers.empty()) return;
    page_.blank_line();
    if (told_moving_)
      page_.line(0, {{"Times after it move along with the doing; in parentheses as of the earliest.", Style::dim}});
    if (told_uneven_)
      page_.line(0, {{"Times as of the earliest move along with the day on which it is done.", Style::dim}});
    if (!preview_.takeovers.empty())
      page_.line(0, {{"What is told of times after a version takes over is what the one before it says.", Style::dim}});
    if (preview_.told_until) {
      page_.line(0, {{fmt::format("What doing it later than {} brings was not looked at: it changes again and again.",
                                  clock_.time(*preview_.told_until)),
                      Style::waiting}});
    }
  }

  const Preview& preview_;
  PeopleClock clock_;
  Page page_;
  bool told_moving_ = false;
  bool told_uneven_ = false;
};

}  // namespace

std::string preview_text(const Preview& preview, const Policy& policy, Look look) {
  return PreviewPage(preview, policy, look).text();
}

}  // namespace bywhen::cli
