#include <algorithm>

#include "interpreter/machine/machine.hpp"

/// Until when a decision stays as it is: what `first_change` in interpreter/evaluate/decide.cpp finds out by comparing
/// views, found out by comparing glances.
namespace bywhen::machine {
namespace {

/// The reasons that the rules of one truth give, each once, and the first of these rules.
struct Say {
  std::optional<std::uint32_t> first;
  std::vector<std::uint32_t>& reasons;

  explicit Say(std::vector<std::uint32_t>& room) : reasons(room) { reasons.clear(); }
  void add(std::uint32_t place, std::uint32_t reason) {
    if (!first) first = place;
    const bool told = std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
    if (reason != 0 && !told) reasons.push_back(reason);
  }
  friend bool operator==(const Say& left, const Say& right) {
    return left.first == right.first && left.reasons == right.reasons;
  }
};

Say say_yes(const StatusCode& status, const EntitlementCode& entry, const Glance& glance,
            std::vector<std::uint32_t>& room) {
  Say say(room);
  for (const GroundCode& ground : part(status.grounds, entry.grounds)) {
    if (ground_truth(ground, glance) != Truth::yes) continue;
    say.add(sentence_of(status, ground).rule, ground.reason);
  }
  return say;
}

Say say_no(const StatusCode& status, const EntitlementCode& entry, const Glance& glance,
           std::vector<std::uint32_t>& room) {
  Say say(room);
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions)) {
    if (glance.holds[prohibition.index] == Truth::yes)
      say.add(sentence_of(status, prohibition).rule, prohibition.reason);
  }
  return say;
}

/// Where among an entitlement's rules the first is that leaves it open.
std::uint32_t first_unknown(const StatusCode& status, const EntitlementCode& entry, const Glance& glance) {
  std::uint32_t place = 0;
  for (const GroundCode& ground : part(status.grounds, entry.grounds)) {
    if (ground_truth(ground, glance) == Truth::unknown) return place;
    ++place;
  }
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions)) {
    if (glance.holds[prohibition.index] == Truth::unknown) return place;
    ++place;
  }
  return place;
}

}  // namespace

Instant Machine::first_change() {
  const StatusCode& status = status_code();
  const auto note_permitted = [&](const Glance& glance) {
    for (std::uint32_t i = 0; i < status.entitlements.size(); ++i) {
      if (permitted(status, status.entitlements[i], glance) == Truth::yes) was_permitted_[i] = true;
    }
  };
  Instant candidate = now_.until;
  if (candidate >= next_) return next_;
  std::fill(was_permitted_.begin(), was_permitted_.end(), false);
  note_permitted(now_);
  while (candidate < next_) {
    const Glance& later = glance_at(frames_.front(), candidate, later_);
    lost_ = lost_ || later.lost || status.picks_moving;
    note_permitted(later);
    if (lost_ || differs(later)) return candidate;
    // What is told of how a row's values were computed may differ: the evaluator knows.
    lost_ = lost_ || later.rows != now_.rows;
    candidate = later.until;
  }
  return next_;
}

bool Machine::differs(const Glance& later) {
  const StatusCode& status = status_code();
  for (std::uint32_t i = 0; i < status.entitlements.size(); ++i) {
    if (entitlement_differs(i, later)) return true;
  }
  for (std::uint32_t i = 0; i < status.duties.size(); ++i) {
    if (duty_differs(i, later)) return true;
  }
  return false;
}

bool Machine::entitlement_differs(std::uint32_t index, const Glance& later) {
  const StatusCode& status = status_code();
  const EntitlementCode& entry = status.entitlements[index];
  const Truth before = machine::allowed(status, entry, now_);
  if (before != machine::allowed(status, entry, later)) return true;
  if (before == Truth::unknown) return unknown_differs(entry, later);
  if (before == Truth::no) return no_differs(index, later);
  return !(say_yes(status, entry, now_, reasons_) == say_yes(status, entry, later, other_reasons_));
}

/// Where no prohibition speaks, the same permission explains a no for as long as it stays one, unless it was permitted
/// between.
bool Machine::no_differs(std::uint32_t index, const Glance& later) {
  const StatusCode& status = status_code();
  const EntitlementCode& entry = status.entitlements[index];
  if (!(say_no(status, entry, now_, reasons_) == say_no(status, entry, later, other_reasons_))) return true;
  return was_permitted_[index] && reading_at(index, now_) != reading_at(index, later);
}

bool Machine::unknown_differs(const EntitlementCode& entry, const Glance& later) {
  const StatusCode& status = status_code();
  if (first_unknown(status, entry, now_) != first_unknown(status, entry, later)) return true;
  collect_unknown(entry, later, other_unknown_);
  collect_unknown(entry, now_, unknown_);
  return unknown_ != other_unknown_;
}

namespace {

/// The first prohibition of an entitlement that holds, by its place among the sentences.
std::optional<std::uint32_t> bar_of(const StatusCode& status, std::uint32_t entitlement, const Glance& glance) {
  for (const ProhibitionCode& one : part(status.prohibitions, status.entitlements[entitlement].prohibitions)) {
    if (glance.holds[one.index] == Truth::yes) return one.index;
  }
  return std::nullopt;
}

/// One way to do a duty is enough; the first that is barred tells by what.
std::optional<std::uint32_t> bar_of(const StatusCode& status, std::span<const std::uint32_t> ways,
                                    const Glance& glance) {
  std::optional<std::uint32_t> first;
  for (const std::uint32_t way : ways) {
    const auto found = bar_of(status, way, glance);
    if (!found) return found;
    if (!first) first = found;
  }
  return first;
}

bool can_be_blocked(DutyState state) { return state == DutyState::pending || state == DutyState::overdue; }

}  // namespace

std::optional<RuleId> Machine::blocked_by(std::uint32_t duty, const DutyReading& reading, std::size_t actor) const {
  if (!can_be_blocked(reading.state)) return std::nullopt;
  const StatusCode& status = status_code();
  const DutyCode& code = status.duties[duty];
  const std::size_t each = code_.model->rules[code.sentence.rule].actions.size();
  const auto bar = bar_of(status, part(status.ways, code.ways).subspan(actor * each, each), now_);
  return bar ? std::optional(status.sentences[*bar].rule) : std::nullopt;
}

bool Machine::blocking_differs(const DutyCode& code, const DutyReading& reading, const Glance& later) const {
  if (!can_be_blocked(reading.state)) return false;
  const StatusCode& status = status_code();
  const auto ways = part(status.ways, code.ways);
  const std::size_t each = code_.model->rules[code.sentence.rule].actions.size();
  for (std::size_t i = 0; i < ways.size(); i += each) {
    const auto own = ways.subspan(i, each);
    if (bar_of(status, own, now_) != bar_of(status, own, later)) return true;
  }
  return false;
}

bool Machine::duty_differs(std::uint32_t index, const Glance& later) {
  const DutyCode& code = status_code().duties[index];
  const auto before = duty_reading(code, now_.duties[index], now_.at);
  const auto after = duty_reading(code, later.duties[index], later.at);
  if (before != after) return true;
  if (!before) return false;
  if (blocking_differs(code, *before, later)) return true;
  if (status_code().moving.empty()) return false;
  collect_unknown(code, *before, later.at, other_unknown_);
  collect_unknown(code, *before, now_.at, unknown_);
  return unknown_ != other_unknown_;
}

// ── What is unknown
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Machine::collect_unknown(ExprId expr, FactBits& facts) {
  if (expr == no_expr) return;
  const Frame& frame = frames_.front();
  const Node& node = code_.model->expressions[expr];
  if (node.op == Op::known || frame.cells[expr].is_known()) return;
  if (node.op == Op::fact) {
    facts[node.payload / 64] |= std::uint64_t{1} << (node.payload % 64);
    return;
  }
  if (gathers(node.op)) {
    const FactId list = code_.model->expressions.gathers[node.payload].list;
    facts[list / 64] |= std::uint64_t{1} << (list % 64);
    // Which records it hangs on may change with time: the evaluator knows.
    lost_ = lost_ || code_.gathers[node.payload].moving;
    return;
  }
  const auto operands = code_.model->expressions.operands(expr);
  if (node.op != Op::table) {
    for (const ExprId operand : operands) collect_unknown(operand, facts);
    return;
  }
  // Rows after the first that is not false play no part.
  std::size_t row = 0;
  while (row + 1 < operands.size() && frame.cells[operands[row]].as_truth() == Truth::no) row += 2;
  if (row >= operands.size()) return;
  const bool taken = row + 1 < operands.size() && frame.cells[operands[row]].as_truth() == Truth::yes;
  collect_unknown(operands[taken ? row + 1 : row], facts);
}

const Machine::FactBits& Machine::unknown(std::uint32_t entitlement) {
  collect_unknown(status_code().entitlements[entitlement], now_, unknown_);
  return unknown_;
}

const Machine::FactBits& Machine::unknown(std::uint32_t duty, const DutyReading& reading) {
  collect_unknown(status_code().duties[duty], reading, now_.at, unknown_);
  return unknown_;
}

void Machine::collect_unknown(const Sentence& sentence, FactBits& facts) {
  for (const ExprId expr : {sentence.condition, sentence.open, sentence.close}) collect_unknown(expr, facts);
}

void Machine::collect_unknown(const EntitlementCode& entry, const Glance& glance, FactBits& facts) {
  const StatusCode& status = status_code();
  Instant unused = Instant::never();
  compute_moving(code_, frames_.front(), glance.at, unused);
  std::fill(facts.begin(), facts.end(), 0);
  for (const GroundCode& ground : part(status.grounds, entry.grounds)) {
    if (ground_truth(ground, glance) != Truth::unknown) continue;
    collect_unknown(sentence_of(status, ground), facts);
    if (ground.kind == GroundKind::right) collect_unknown(status.duties[ground.index].right_until, facts);
  }
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions)) {
    if (glance.holds[prohibition.index] == Truth::unknown) collect_unknown(sentence_of(status, prohibition), facts);
  }
}

void Machine::collect_unknown(const DutyCode& code, const DutyReading& reading, Instant at, FactBits& facts) {
  Instant unused = Instant::never();
  compute_moving(code_, frames_.front(), at, unused);
  std::fill(facts.begin(), facts.end(), 0);
  if (reading.state == DutyState::unknown) collect_unknown(code.sentence, facts);
  const auto& amount = code_.model->rules[code.sentence.rule].amount;
  if (!amount) return;
  collect_unknown(amount->gross, facts);
  for (const ExprId less : amount->less) collect_unknown(less, facts);
}

}  // namespace bywhen::machine
