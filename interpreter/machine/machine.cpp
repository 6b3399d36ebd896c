#include "interpreter/machine/machine.hpp"

#include <algorithm>

#include "interpreter/evaluate/settle.hpp"

namespace bywhen::machine {

Machine::Machine(const Code& code) : code_(code), frames_(1) {
  frames_.front().prepare(code);
  std::size_t most = 0;
  for (const StatusCode& status : code.statuses) most = std::max(most, status.entitlements.size());
  was_permitted_.resize(most);
  const std::size_t words = code.model->facts.size() / 64 + 1;
  unknown_.resize(words);
  other_unknown_.resize(words);
}

bool Machine::decide(const OrderState& order, Instant at) {
  lost_ = false;
  settled_ = 0;
  frames_used_ = 1;
  frames_.front().load(code_, order);
  compute_still(code_, frames_.front());
  settle(std::max(last_right(*code_.model, order), code_.starts), at);
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
    if (at < next.at) next = {at, &automatic};
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

void Machine::take_effect(Frame& frame, const Next& next) {
  const StatusId to = target(frame, next);
  const Rule& rule = code_.model->rules[next.automatic->rule];
  if (next.automatic->happens && rule.amount) lost_ = lost_ || amount_of(frame, *rule.amount).state == Cell::lost;
  gather_changes(frame, code_.model->actions[next.automatic->action], to, next.at);
  if (lost_) return;
  for (const auto& [fact, cell] : changes_) frame.put(code_, fact, cell);
  frame.status = to;
  compute_still(code_, frame);
}

void Machine::settle(Instant clock, Instant upto) {
  while (!lost_) {
    const Next next = next_automatic(frames_.front(), clock, upto);
    if (next.at.is_never() || lost_) return;
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
  while (!lost_) {
    Frame& last = frames_[frames_used_ - 1];
    const Next next = next_automatic(last, clock, Instant::never());
    if (next.at.is_never()) return;
    next_ = std::min(next_, next.at);
    if (target(last, next) != last.status) {
      leaves_ = next.at;
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

}  // namespace bywhen::machine
