#include "cli/duty_text.hpp"

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t duty_indent = 2;
constexpr std::size_t detail_indent = 6;

const std::vector<std::string>& labels_of(const std::vector<std::string>& labels,
                                          const std::vector<std::string>& names) {
  return labels.empty() ? names : labels;
}

Piece state_piece(const DeadlineAnswer& duty, const PeopleClock& clock) {
  const std::string due = duty.due ? "by " + clock.time_and_distance(*duty.due) : "no deadline";
  switch (duty.state) {
    case DutyState::ahead:
      return {fmt::format("{}opens {}", duty.due ? due + "; " : "",
                          duty.opens ? clock.time_and_distance(*duty.opens) : "later")};
    case DutyState::pending:
      return {due, Style::waiting};
    case DutyState::overdue:
      return {duty.due ? "overdue since " + clock.time_and_distance(*duty.due) : "overdue", Style::bad};
    case DutyState::met:
      return {duty.done_at ? "done " + clock.time_and_distance(*duty.done_at) : "done", Style::good};
    case DutyState::met_late:
      return {duty.done_at ? "done late, " + clock.time_and_distance(*duty.done_at) : "done late", Style::waiting};
    case DutyState::unknown:
      break;
  }
  return {fmt::format("depends on {}", joined(duty.unknown, ", "))};
}

std::string otherwise_words(const OtherwiseAnswer& otherwise) {
  const std::string actions = joined(labels_of(otherwise.action_labels, otherwise.actions), " or ");
  if (!otherwise.actors.empty()) {
    return fmt::format("otherwise {} may: {}", joined(labels_of(otherwise.actor_labels, otherwise.actors), " or "),
                       actions);
  }
  const auto& becomes = otherwise.becomes_label ? otherwise.becomes_label : otherwise.becomes;
  return fmt::format("otherwise: {}{}", actions, becomes ? " → " + printable(*becomes) : "");
}

bool is_done(const DeadlineAnswer& duty) { return duty.state == DutyState::met || duty.state == DutyState::met_late; }

void put_otherwise(Page& page, const OtherwiseAnswer& otherwise) {
  Pieces pieces{{otherwise_words(otherwise)}};
  if (!otherwise.because.empty()) pieces.push_back({fmt::format(" ·{}{}", firm_blank, printable(otherwise.because))});
  page.line(detail_indent, pieces);
}

/// Whether another version may have a say in its deadline.
bool is_ahead(const DeadlineAnswer& duty) {
  return duty.due && (duty.state == DutyState::pending || duty.state == DutyState::ahead);
}

}  // namespace

/// Both on one line where it is wide enough.
void put_duty_head(Page& page, const DeadlineAnswer& duty, const PeopleClock& clock) {
  const std::string actor = printable(duty.actor_label.empty() ? duty.actor : duty.actor_label);
  const std::string actions = joined(labels_of(duty.action_labels, duty.actions), " or ");
  const std::string amount = duty.amount ? " " + unbroken(duty.amount->amount) : "";
  const Piece head{fmt::format("{} must: {}{}", actor, actions, amount), Style::strong};
  const Piece state = state_piece(duty, clock);
  const std::string_view gap = "  ";
  const bool fits = duty_indent + text_width(head.text) + gap.size() + text_width(state.text) <= page.columns();
  page.line(duty_indent, fits ? Pieces{head, {std::string(gap)}, state} : Pieces{head});
  if (!fits) page.line(detail_indent, {state});
}

void put_duty(Page& page, const DeadlineAnswer& duty, const PeopleClock& clock,
              const std::optional<Takeover>& takeover) {
  put_duty_head(page, duty, clock);
  if (is_ahead(duty) && is_taken_over(takeover, duty.due))
    page.line(detail_indent, {{taken_over_before(*takeover, clock), Style::waiting}});
  if (duty.amount) page.line(detail_indent, {{amount_details(*duty.amount)}});
  for (const std::string& note : duty.notes) page.line(detail_indent, {{printable(note), Style::dim}});
  if (duty.otherwise && !is_done(duty)) put_otherwise(page, *duty.otherwise);
  if (duty.blocked_by) {
    page.line(detail_indent,
              {{"forbidden at present, while the time runs on: " + rule_words(*duty.blocked_by), Style::bad}});
  }
  page.line(detail_indent,
            reason_pieces(duty.because.empty() ? std::vector<std::string>{} : std::vector{duty.because}, duty.rule));
}

}  // namespace bywhen::cli
