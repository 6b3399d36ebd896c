#include "cli/conflict_text.hpp"

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t detail_indent = 6;

std::string actor_of(const ConflictAnswer& conflict) {
  return printable(conflict.actor_label.empty() ? conflict.actor : conflict.actor_label);
}

std::string time_of(const ConflictAnswer& conflict, const PeopleClock& clock) {
  const std::string from = conflict.from ? " from " + clock.time_and_distance(*conflict.from) : "";
  const std::string until = conflict.until ? " until " + clock.time_and_distance(*conflict.until) : "";
  return from + (until.empty() ? " without end" : until);
}

std::string headline(const ConflictAnswer& conflict, const PeopleClock& clock) {
  switch (conflict.kind) {
    case ConflictKind::permission_covered:
      return fmt::format("{}: {} is permitted{}, and forbidden all that time", actor_of(conflict),
                         joined(conflict.action_labels, " or "), time_of(conflict, clock));
    case ConflictKind::duty_forbidden:
      return fmt::format("{} must: {}, and it is forbidden{}", actor_of(conflict),
                         joined(conflict.action_labels, " or "), time_of(conflict, clock));
    case ConflictKind::same_instant:
      break;
  }
  return fmt::format("{}: {} at one instant; the first happens", clock.time_and_distance(*conflict.at),
                     joined(conflict.action_labels, " and "));
}

void put_rule(Page& page, const RuleName& rule) {
  page.line(detail_indent, {{printable(rule.sentence)}, aside(rule_words(rule))});
}

}  // namespace

void put_conflicts(Page& page, const std::vector<ConflictAnswer>& conflicts, const PeopleClock& clock) {
  if (conflicts.empty()) return;
  page.blank_line();
  page.line(0, {{"Sentences that contradict each other", Style::strong}});
  for (const ConflictAnswer& conflict : conflicts) {
    page.line(indent, {{headline(conflict, clock), Style::bad}});
    for (const RuleName& rule : conflict.rules) put_rule(page, rule);
  }
}

}  // namespace bywhen::cli
