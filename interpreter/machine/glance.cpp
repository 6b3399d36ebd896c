#include "interpreter/machine/glance.hpp"

#include <algorithm>

namespace bywhen::machine {
namespace {

/// What rule_truth.cpp says of rules, read off a frame.
class Looker {
public:
  Looker(const Code& code, const Frame& frame, Glance& glance)
      : code_(code), status_(code.statuses[frame.status]), frame_(frame), glance_(glance) {}

  Truth sentence_holds(const Sentence& sentence) {
    Truth holds = truth(sentence.condition);
    if (sentence.open != no_expr) holds = both(holds, passed(sentence.open));
    if (sentence.close != no_expr) holds = both(holds, !passed(sentence.close));
    return holds;
  }

  Duty duty_at(const DutyCode& code) {
    const Sentence& sentence = code.sentence;
    Duty duty;
    duty.applies = truth(sentence.condition);
    duty.opens = sentence.open == no_expr ? Reach::of(Instant::always()) : reach(sentence.open);
    duty.due = sentence.close == no_expr ? Reach::of(Instant::never()) : reach(sentence.close);
    duty.arises = sentence.open != no_expr && sentence.close != no_expr ? is_before(duty.opens, duty.due) : Truth::yes;
    if (duty.opens.soonest.is_never()) duty.arises = Truth::no;
    for (const FactId event : part(status_.marks, code.marks)) find_done(code, frame_.facts[event].soonest(), duty);
    return duty;
  }

  void look_at(const DutyCode& code, DutyGlance& seen) {
    seen.duty = duty_at(code);
    const Truth open = is_open(seen.duty);
    const Truth opened = passed(seen.duty.opens);
    const Truth over = passed(seen.duty.due);
    seen.permits = both(both(open, opened), code.lapses ? !over : Truth::yes);
    const Truth right_over = code.right_until == no_expr ? Truth::no : passed(code.right_until);
    seen.gives_right = both(both(open, over), !right_over);
    const Rule& rule = code_.model->rules[code.sentence.rule];
    seen.amount = rule.amount ? amount_of(frame_, *rule.amount) : AmountCell{};
    glance_.lost = glance_.lost || seen.amount.state == Cell::lost;
    seen.becomes =
        code.lapses ? status_after(frame_, code_.model->actions[rule.automatic_action()], glance_.lost) : StatusId{0};
  }

  /// Whether the clock acts by a duty or by what happens, and has not acted since.
  bool acts(const AutomaticCode& automatic) {
    const Action& action = code_.model->actions[automatic.action];
    if (automatic.happens) {
      const Sentence& sentence = status_.sentences[automatic.index];
      return acts_now(action, reach(sentence.close), both(truth(sentence.condition), passed(sentence.close)));
    }
    const Duty duty = duty_at(status_.duties[automatic.index]);
    return acts_now(action, duty.due, both(is_open(duty), passed(duty.due)));
  }

  /// A block may stand apart from the conditions that are asked for: it needs ground, too.
  void mind_block(const Sentence& sentence) {
    if (sentence.block != no_expr) (void)cell(sentence.block);
  }

private:
  static Truth is_open(const Duty& duty) { return both(both(duty.applies, duty.arises), !duty.done); }

  const Cell& cell(ExprId expr) {
    const Cell& found = frame_.cells[expr];
    glance_.lost = glance_.lost || found.state == Cell::lost;
    return found;
  }
  Truth truth(ExprId expr) { return expr == no_expr ? Truth::yes : cell(expr).as_truth(); }
  Reach reach(ExprId expr) {
    const Cell& moment = cell(expr);
    return {moment.soonest(), moment.latest()};
  }
  Truth passed(ExprId moment) { return passed(reach(moment)); }
  Truth passed(Reach moment) {
    if (moment.latest <= glance_.at) return Truth::yes;
    const bool ahead = moment.soonest > glance_.at;
    glance_.until = std::min(glance_.until, ahead ? moment.soonest : moment.latest);
    return ahead ? Truth::no : Truth::unknown;
  }

  void find_done(const DutyCode& code, Instant mark, Duty& duty) {
    if (mark.is_never()) return;
    const Truth in_time = code.lapses ? duty.due.is_after(mark) : Truth::yes;
    const Truth counts = both(both(passed(Reach::of(mark)), !duty.opens.is_after(mark)), in_time);
    duty.done = either(duty.done, counts);
    duty.in_time = either(duty.in_time, both(counts, duty.due.is_after(mark)));
    if (counts == Truth::yes) duty.done_at = std::min(duty.done_at, mark);
  }

  bool acts_now(const Action& action, Reach due, Truth ready) {
    if (ready != Truth::yes || !due.known()) return false;
    const StatusId to = status_after(frame_, action, glance_.lost);
    const auto guard = guard_event(*code_.model, action, frame_.status, to);
    if (!guard) return false;
    const Instant mark = frame_.facts[*guard].soonest();
    return mark.is_never() || mark < *due.known();
  }

  const Code& code_;
  const StatusCode& status_;
  const Frame& frame_;
  Glance& glance_;
};

}  // namespace

Truth ground_truth(const GroundCode& ground, const Glance& glance) {
  if (ground.kind == GroundKind::permission) return glance.holds[ground.index];
  const DutyGlance& duty = glance.duties[ground.index];
  return ground.kind == GroundKind::duty ? duty.permits : duty.gives_right;
}

Truth permitted(const StatusCode& status, const EntitlementCode& entry, const Glance& glance) {
  Truth permitted = Truth::no;
  for (const GroundCode& ground : part(status.grounds, entry.grounds))
    permitted = either(permitted, ground_truth(ground, glance));
  return permitted;
}

Truth forbidden(const StatusCode& status, const EntitlementCode& entry, const Glance& glance) {
  Truth forbidden = Truth::no;
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions))
    forbidden = either(forbidden, glance.holds[prohibition.index]);
  return forbidden;
}

AmountCell amount_of(const Frame& frame, const AmountRule& rule) {
  const Cell& gross = frame.cells[rule.gross];
  AmountCell due;
  due.state = gross.state;
  for (const ExprId part : rule.less) {
    const Cell::State state = frame.cells[part].state;
    if (state == Cell::lost || due.state == Cell::known) due.state = state;
  }
  if (due.state != Cell::known) return due;
  const auto currency = static_cast<std::uint16_t>(gross.high);
  due.gross = Money{gross.low, currency};
  std::optional<Money> left = due.gross;
  for (std::size_t i = 0; left && i < rule.less.size(); ++i)
    left = subtract(*left, Money{frame.cells[rule.less[i]].low, currency});
  if (rule.to) due.to = frame.cells[*rule.to];
  if (!left || due.to.state == Cell::lost) {
    due.state = Cell::lost;
  } else {
    due.amount = Money{std::max<std::int64_t>(0, left->minor), currency};
  }
  return due;
}

StatusId status_after(const Frame& frame, const Action& action, bool& lost) {
  for (const Becoming& becoming : action.becomes) {
    if (!becoming.condition) return becoming.status;
    const Cell& condition = frame.cells[*becoming.condition];
    lost = lost || condition.state == Cell::lost;
    if (condition.as_truth() == Truth::yes) return becoming.status;
  }
  return frame.status;
}

namespace {

/// The first row that may hold.
std::uint32_t row_of(const Model& model, const Frame& frame, ExprId table) {
  const auto operands = model.expressions.operands(table);
  std::uint32_t row = 0;
  while (row + 1 < operands.size() && frame.cells[operands[row]].as_truth() == Truth::no) row += 2;
  return row;
}

}  // namespace

void look(const Code& code, Frame& frame, Instant at, Glance& glance) {
  const StatusCode& status = code.statuses[frame.status];
  glance.at = at;
  glance.until = Instant::never();
  glance.lost = false;
  compute_moving(code, frame, at, glance.until);
  Looker looker(code, frame, glance);
  glance.holds.resize(status.sentences.size());
  for (std::size_t i = 0; i < status.sentences.size(); ++i) {
    looker.mind_block(status.sentences[i]);
    glance.holds[i] = looker.sentence_holds(status.sentences[i]);
  }
  glance.duties.resize(status.duties.size());
  for (std::size_t i = 0; i < status.duties.size(); ++i) {
    looker.mind_block(status.duties[i].sentence);
    looker.look_at(status.duties[i], glance.duties[i]);
  }
  glance.rows.clear();
  for (const ExprId table : status.tables) {
    glance.rows.push_back(row_of(*code.model, frame, table));
    // Another row may be taken at another time.
    for (const ExprId operand : code.model->expressions.operands(table))
      glance.lost = glance.lost || frame.cells[operand].state == Cell::lost;
  }
}

bool clock_acts(const Code& code, Frame& frame, const AutomaticCode& automatic, Glance& glance) {
  return Looker(code, frame, glance).acts(automatic);
}

}  // namespace bywhen::machine
