#include "interpreter/machine/machine.hpp"

#include <algorithm>

namespace bywhen::machine {

namespace {

/// An order with more boundaries than this is looked at anew where it is asked about them.
constexpr std::size_t most_looked = 16;

}  // namespace

Machine::Machine(const Code& code) : code_(code), frames_(1) {
  frames_.front().prepare(code);
  std::size_t most = 0;
  for (const StatusCode& status : code.statuses) most = std::max(most, status.entitlements.size());
  was_permitted_.resize(most);
  const std::size_t words = code.model->facts.size() / 64 + 1;
  looked_.resize(most_looked);
  unknown_.resize(words);
  other_unknown_.resize(words);
}

bool Machine::decide(const OrderState& order, Instant at) {
  frames_.front().load(code_, order);
  return decide(order.as_of, at);
}

bool Machine::decide(const kernel::Layout& layout, const kernel::OrderWords& order, StatusId status,
                     std::optional<Instant> as_of, Instant at) {
  frames_.front().load(code_, layout, order, status);
  return decide(as_of, at);
}

/// See `bywhen::last_right`.
Instant Machine::last_right(std::optional<Instant> as_of) const {
  if (as_of) return *as_of;
  Instant entered = Instant::always();
  for (const Mark& mark : code_.model->statuses[status()].marks) {
    const Instant at = frames_.front().facts[mark.event].soonest();
    if (!at.is_never()) entered = std::max(entered, at);
  }
  return entered;
}

bool Machine::decide(std::optional<Instant> as_of, Instant at) {
  lost_ = false;
  settled_ = 0;
  frames_used_ = 1;
  looked_used_ = 0;
  past_.clear();
  step_changes_.clear();
  compute_still(code_, frames_.front());
  settle(std::max(last_right(as_of), code_.starts), at);
  if (lost_) return false;
  look_ahead(std::max(at, code_.starts));
  if (lost_ || !has_ground()) return false;
  look(code_, frames_.front(), at, now_);
  if (now_.lost) return false;
  valid_until_ = first_change();
  return !lost_;
}

// ── The clock
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Instant Machine::first_ready(Frame& frame, const AutomaticCode& automatic, Instant from, Instant upto) {
  for (Instant at = from; at <= upto && !at.is_never();) {
    walk_.at = at;
    walk_.until = Instant::never();
    walk_.lost = false;
    compute_moving(code_, frame, at, walk_.until);
    const bool ready = clock_acts(code_, frame, automatic, walk_);
    lost_ = lost_ || walk_.lost;
    if (ready) return at;
    at = walk_.until;
  }
  return Instant::never();
}

Machine::Next Machine::next_automatic(Frame& frame, Instant from, Instant upto) {
  Next next;
  for (const AutomaticCode& automatic : code_.statuses[frame.status].automatic) {
    const Instant at = first_ready(frame, automatic, from, upto);
    next.crowded = at < next.at ? false : next.crowded || (at == next.at && !at.is_never());
    if (at < next.at) next = {at, &automatic, false};
  }
  return next;
}

StatusId Machine::target(Frame& frame, const Next& next) {
  Instant unused = Instant::never();
  compute_moving(code_, frame, next.at, unused);
  return status_after(frame, code_.model->actions[next.automatic->action], lost_);
}

void Machine::gather_changes(const Frame& frame, const Action& action, StatusId to, Instant at) {
  changes_.clear();
  for (const Setting& setting : action.sets) {
    const Cell& cell = frame.cells[setting.value];
    const Kind kind = code_.model->facts[setting.fact].type.kind;
    // Values that cells point to are rare here, and some could not be told by an order: left to the evaluator.
    lost_ = lost_ || cell.state == Cell::lost || kind == Kind::text || kind == Kind::duration;
    changes_.emplace_back(setting.fact, cell);
  }
  const auto mark = [&](const std::vector<Mark>& marks) {
    for (const Mark& one : marks) {
      if (!one.once || frame.facts[one.event].soonest().is_never()) changes_.emplace_back(one.event, Cell::moment(at));
    }
  };
  mark(action.marks);
  if (to != frame.status) mark(code_.model->statuses[to].marks);
}

bool Machine::noted(const Frame& frame, RuleId rule) const {
  const RemarkCode& code = code_.remarks[rule];
  return code.gathers ||
         std::any_of(code.computed.begin(), code.computed.end(), [&](ExprId expr) { return frame.noted[expr]; });
}

Machine::Step Machine::step_of(const Frame& frame, const Next& next, StatusId to) const {
  Step step;
  step.at = next.at;
  step.rule = next.automatic->rule;
  step.action = next.automatic->action;
  step.from = frame.status;
  step.to = to;
  step.noted = noted(frame, step.rule);
  step.crowded = next.crowded;
  return step;
}

/// From what was gathered, before it is put into the frame.
void Machine::record_past(const Frame& frame, const Next& next, StatusId to) {
  Step step = step_of(frame, next, to);
  const Rule& rule = code_.model->rules[step.rule];
  if (next.automatic->happens && rule.amount) step.amount = amount_of(frame, *rule.amount);
  step.changes.first = static_cast<std::uint32_t>(step_changes_.size());
  for (const auto& [fact, cell] : changes_) {
    const auto own = step_changes_.begin() + step.changes.first;
    const auto place = std::lower_bound(own, step_changes_.end(), fact,
                                        [](const Change& change, FactId wanted) { return change.fact < wanted; });
    if (place != step_changes_.end() && place->fact == fact) {
      place->after = cell;
    } else {
      step_changes_.insert(place, {fact, frame.facts[fact], cell});
    }
  }
  step.changes.count = static_cast<std::uint32_t>(step_changes_.size()) - step.changes.first;
  past_.push_back(step);
}

void Machine::take_effect(Frame& frame, const Next& next) {
  const StatusId to = target(frame, next);
  const Rule& rule = code_.model->rules[next.automatic->rule];
  if (next.automatic->happens && rule.amount) lost_ = lost_ || amount_of(frame, *rule.amount).state == Cell::lost;
  gather_changes(frame, code_.model->actions[next.automatic->action], to, next.at);
  if (lost_) return;
  if (&frame == frames_.data() && frames_used_ == 1) record_past(frame, next, to);
  for (const auto& [fact, cell] : changes_) frame.put(code_, fact, cell);
  frame.status = to;
  compute_still(code_, frame);
}

void Machine::settle(Instant clock, Instant upto) {
  while (!lost_) {
    const Next next = next_automatic(frames_.front(), clock, upto);
    if (next.automatic == nullptr || lost_) return;
    take_effect(frames_.front(), next);
    clock = next.at;
    ++settled_;
  }
}

/// At every time, where that makes a difference.
bool Machine::has_ground() {
  for (std::size_t i = 0; i < frames_used_; ++i) {
    const bool computes = code_.statuses[frames_[i].status].computes_moving;
    if (i == 0 && !computes) continue;  // what is looked at anyway tells
    Instant at = Instant::always();
    do {
      look(code_, frames_[i], at, walk_);
      if (walk_.lost) return false;
      at = walk_.until;
    } while (computes && !at.is_never());
  }
  return true;
}

Frame& Machine::later_frame() {
  if (frames_used_ == frames_.size()) frames_.emplace_back().prepare(code_);
  return frames_[frames_used_++];
}

void Machine::look_ahead(Instant clock) {
  next_ = Instant::never();
  leaves_ = Instant::never();
  future_.clear();
  while (!lost_) {
    Frame& last = frames_[frames_used_ - 1];
    const Next next = next_automatic(last, clock, Instant::never());
    if (next.automatic == nullptr) return;
    next_ = std::min(next_, next.at);
    const StatusId to = target(last, next);
    future_.push_back(step_of(last, next, to));
    if (to != last.status) {
      leaves_ = next.at;
      leaving_ = next;
      return;
    }
    Frame& later = later_frame();
    later.copy_order(frames_[frames_used_ - 2], code_);
    later.from = next.at;
    compute_still(code_, later);
    take_effect(later, next);
    clock = next.at;
  }
}

bool Machine::look_to_the_end() {
  if (leaves_.is_never() || code_.statuses[future_.back().to].automatic.empty()) return true;
  if (beyond_.cells.empty()) beyond_.prepare(code_);
  beyond_.copy_order(frames_[frames_used_ - 1], code_);
  compute_still(code_, beyond_);
  take_effect(beyond_, leaving_);
  Instant clock = leaving_.at;
  while (!lost_) {
    const Next next = next_automatic(beyond_, clock, Instant::never());
    if (next.automatic == nullptr || lost_) break;
    future_.push_back(step_of(beyond_, next, target(beyond_, next)));
    take_effect(beyond_, next);
    clock = next.at;
  }
  return !lost_;
}

void Machine::return_to_now() {
  Instant unused = Instant::never();
  if (!status_code().moving.empty()) compute_moving(code_, frames_.front(), now_.at, unused);
}

}  // namespace bywhen::machine
