#include "interpreter/kernel/expressions.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/evaluate/shift_context.hpp"

namespace bywhen::kernel {

namespace {

using Op = Instruction::Op;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t micros_per_day = 86'400'000'000;
/// A policy whose conditions fan out further is left to the machine.
constexpr std::size_t most_ways = 8;
constexpr std::size_t most_slots = 4'096;

/// One word says all of it, and words compare as values do.
bool is_plain(Kind kind) { return kind != Kind::text && kind != Kind::duration && kind != Kind::list; }

/// No calendar has a say but the wall clock's.
bool counts_plainly(const ShiftDetails& details) {
  return !details.ending_on_business_day && !details.eu_time_limit && details.holding_business_days == 0;
}

bool chosen_by_order(const ShiftDetails& details) {
  return details.ending_calendar.operand || details.holding_calendar.operand || details.law_calendar.operand;
}

bool only_days(const Duration& duration) {
  return duration.months == 0 && duration.business_days == 0 && duration.micros == 0 && !duration.full;
}

}  // namespace

Tools::Tools(const Model& model) : literals(model.expressions.size()), words(model.expressions.size()) {
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (model.facts[fact].required()) required.insert(fact);
  }
}

ExpressionLowering::ExpressionLowering(const Model& model, StatusId status, Code& code, Tools& tools, StatusKernel& out)
    : model_(model), status_(status), code_(code), out_(out), tools_(tools), list_(&out.instructions) {
  tools.literals.forget();
  tools.words.forget();
}

Slot ExpressionLowering::constant(std::int64_t value) {
  const auto fresh = static_cast<Slot>(code_.layout.size() + code_.constants.size());
  const auto [found, is_fresh] = tools_.constants.try_emplace(value, fresh);
  if (is_fresh) code_.constants.push_back(value);
  return found->second;
}

Slot ExpressionLowering::emit(Instruction instruction) {
  instruction.to = static_cast<Slot>(next_++);
  list_->push_back(instruction);
  return instruction.to;
}

bool ExpressionLowering::moves(ExprId expr) const {
  const bywhen::Op op = model_.expressions[expr].op;
  if (op == bywhen::Op::passed || op == bywhen::Op::since) return true;
  const auto parts = operands(expr);
  return std::any_of(parts.begin(), parts.end(), [&](ExprId one) { return moves(one); });
}

// ── Conditions
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Window ExpressionLowering::meet(const Window& left, const Window& right) {
  Window both = left;
  both.need.yes |= right.need.yes;
  both.need.no |= right.need.no;
  if (right.open) both.open = both.open ? later(*both.open, *right.open) : *right.open;
  if (right.close) both.close = both.close ? sooner(*both.close, *right.close) : *right.close;
  return both;
}

std::optional<std::vector<Window>> ExpressionLowering::windows(ExprId expr) { return ways(expr, false); }

std::optional<Need> ExpressionLowering::need(ExprId expr) { return need(expr, false); }

std::optional<std::vector<Window>> ExpressionLowering::ways(ExprId expr, bool negated) {
  if (!moves(expr)) {
    const auto found = need(expr, negated);
    if (!found) return std::nullopt;
    return std::vector<Window>{{*found, std::nullopt, std::nullopt}};
  }
  const auto parts = operands(expr);
  switch (model_.expressions[expr].op) {
    case bywhen::Op::passed: {
      const auto moment = word(parts[0]);
      if (!moment) return std::nullopt;
      return std::vector<Window>{negated ? Window{{}, std::nullopt, moment} : Window{{}, moment, std::nullopt}};
    }
    case bywhen::Op::negation:
      return ways(parts[0], !negated);
    case bywhen::Op::conjunction:
      return negated ? any_of(parts, true) : all_of(parts, false);
    case bywhen::Op::disjunction:
      return negated ? all_of(parts, true) : any_of(parts, false);
    default:
      return std::nullopt;
  }
}

std::optional<std::vector<Window>> ExpressionLowering::all_of(std::span<const ExprId> parts, bool negated) {
  std::vector<Window> all{{}};
  for (const ExprId part : parts) {
    const auto more = ways(part, negated);
    if (!more || all.size() * more->size() > most_ways) return std::nullopt;
    std::vector<Window> product;
    for (const Window& left : all) {
      for (const Window& right : *more) product.push_back(meet(left, right));
    }
    all = std::move(product);
  }
  return all;
}

std::optional<std::vector<Window>> ExpressionLowering::any_of(std::span<const ExprId> parts, bool negated) {
  std::vector<Window> any;
  for (const ExprId part : parts) {
    const auto more = ways(part, negated);
    if (!more || any.size() + more->size() > most_ways) return std::nullopt;
    any.insert(any.end(), more->begin(), more->end());
  }
  return any;
}

std::optional<Need> ExpressionLowering::need(ExprId expr, bool negated) {
  const bywhen::Op op = model_.expressions[expr].op;
  if (op == bywhen::Op::negation) return need(operands(expr)[0], !negated);
  if (op == (negated ? bywhen::Op::disjunction : bywhen::Op::conjunction)) {
    Need all;
    for (const ExprId part : operands(expr)) {
      const auto one = need(part, negated);
      if (!one) return std::nullopt;
      all.yes |= one->yes;
      all.no |= one->no;
    }
    return all;
  }
  const auto found = literal(expr);
  if (!found) return std::nullopt;
  const std::uint64_t bit = std::uint64_t{1} << found->bit;
  return found->negated == negated ? Need{bit, 0} : Need{0, bit};
}

std::optional<Literal> ExpressionLowering::literal(ExprId expr) {
  if (const Literal* found = tools_.literals.find(expr)) return *found;
  const auto fresh = new_literal(expr);
  if (fresh) tools_.literals.add(expr, *fresh);
  return fresh;
}

std::optional<Literal> ExpressionLowering::new_literal(ExprId expr) {
  const Node& node = model_.expressions[expr];
  const auto parts = operands(expr);
  std::optional<std::uint8_t> bit;
  switch (node.op) {
    case bywhen::Op::constant:
      bit = sure(std::get<bool>(*model_.expressions.constant(expr)));
      break;
    case bywhen::Op::status_in:
      bit = sure(model_.expressions.status_sets[node.payload][status_]);
      break;
    case bywhen::Op::fact:
      bit = range_test(expr, 1, 1);
      break;
    case bywhen::Op::known:
      bit = known_test(parts[0]);
      break;
    case bywhen::Op::happened:
      bit = range_test(parts[0], lowest, Instant::last().micros);
      break;
    case bywhen::Op::equal:
      bit = compare(Op::same, parts[0], parts[1]);
      break;
    case bywhen::Op::less:
      bit = compare(Op::less, parts[0], parts[1]);
      break;
    case bywhen::Op::before:
      bit = compare(Op::before, parts[0], parts[1]);
      break;
    case bywhen::Op::negation: {
      const auto inner = literal(parts[0]);
      return inner ? std::optional(Literal{inner->bit, !inner->negated}) : std::nullopt;
    }
    case bywhen::Op::disjunction:
    case bywhen::Op::conjunction:
      bit = fold_all(expr);
      break;
    default:
      break;
  }
  return bit ? std::optional(Literal{*bit, false}) : std::nullopt;
}

std::optional<std::uint8_t> ExpressionLowering::test(const Instruction& test) {
  if (literal_count_ == 64) return std::nullopt;
  list_->push_back(test);
  list_->back().literal = literal_count_;
  return literal_count_++;
}

std::optional<std::uint8_t> ExpressionLowering::sure(bool truth) {
  Instruction instruction;
  instruction.op = Op::test_sure;
  instruction.a = constant(0);
  instruction.low = truth ? 0 : 1;
  instruction.high = 1;
  return test(instruction);
}

/// Of a fact that may be unknown, or of any value that is known.
std::optional<std::uint8_t> ExpressionLowering::range_test(ExprId value, std::int64_t low, std::int64_t high) {
  Instruction instruction;
  instruction.low = low;
  instruction.high = high;
  const Node& node = model_.expressions[value];
  if (node.op == bywhen::Op::fact && !model_.facts[node.payload].always_known() && is_plain(node.type.kind)) {
    const auto fact = static_cast<FactId>(node.payload);
    instruction.op = Op::test;
    instruction.a = code_.layout.fact(fact);
    instruction.b = code_.layout.known(fact);
    instruction.mask = Layout::bit(fact);
    return test(instruction);
  }
  const auto slot = word(value);
  if (!slot) return std::nullopt;
  instruction.op = Op::test_sure;
  instruction.a = *slot;
  return test(instruction);
}

std::optional<std::uint8_t> ExpressionLowering::known_test(ExprId expr) {
  const Node& node = model_.expressions[expr];
  if (node.op != bywhen::Op::fact) return std::nullopt;
  const auto fact = static_cast<FactId>(node.payload);
  if (model_.facts[fact].type.kind == Kind::list) return std::nullopt;
  Instruction instruction;
  instruction.op = Op::test_known;
  instruction.a = code_.layout.known(fact);
  instruction.low = Layout::bit(fact);
  return test(instruction);
}

std::optional<std::uint8_t> ExpressionLowering::compare(Op op, ExprId left, ExprId right) {
  const Kind kind = model_.expressions[left].type.kind;
  const Kind other = model_.expressions[right].type.kind;
  const auto instants = [](Kind one) { return one == Kind::event || one == Kind::time; };
  const bool alike = kind == other || (instants(kind) && instants(other));
  if (!alike || !is_plain(kind)) return std::nullopt;
  if (!instants(kind)) {
    if (op == Op::before) op = Op::less;
    if (const auto ranged = compare_constant(op, left, right)) return ranged;
  }
  const auto a = word(left);
  const auto b = word(right);
  if (!a || !b) return std::nullopt;
  // What is never may stand for itself in more than one way after counting from it.
  if (op == Op::same && instants(kind)) return std::nullopt;
  Instruction instruction;
  instruction.op = op;
  instruction.a = *a;
  instruction.b = *b;
  return test(instruction);
}

/// A value beside a constant is a range, and the value may be unknown.
std::optional<std::uint8_t> ExpressionLowering::compare_constant(Op op, ExprId left, ExprId right) {
  const Value* first = model_.expressions.constant(left);
  const Value* second = model_.expressions.constant(right);
  if ((first == nullptr) == (second == nullptr)) return std::nullopt;
  const std::int64_t bound = word_of(first != nullptr ? *first : *second);
  const ExprId value = first != nullptr ? right : left;
  if (op == Op::same) return range_test(value, bound, bound);
  return first != nullptr ? range_test(value, bound + 1, highest) : range_test(value, lowest, bound - 1);
}

/// A disjunction as one literal; a conjunction as the disjunction of one.
std::optional<std::uint8_t> ExpressionLowering::fold_all(ExprId expr) {
  std::vector<Choice> needs;
  const auto parts = operands(expr);
  const bool any = model_.expressions[expr].op == bywhen::Op::disjunction;
  for (const ExprId part : any ? parts : std::span(&expr, 1)) {
    const auto one = need(part, false);
    if (!one) return std::nullopt;
    needs.push_back({*one, 0});
  }
  Instruction instruction;
  instruction.op = Op::fold;
  instruction.range = {static_cast<std::uint32_t>(out_.choices.size()), static_cast<std::uint32_t>(needs.size())};
  out_.choices.insert(out_.choices.end(), needs.begin(), needs.end());
  return test(instruction);
}

// ── Words
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Slot> ExpressionLowering::word(ExprId expr) {
  if (const Slot* found = tools_.words.find(expr)) return *found;
  if (code_.layout.size() + code_.constants.size() + computed() > most_slots) return std::nullopt;
  const auto fresh = new_word(expr);
  if (fresh) tools_.words.add(expr, *fresh);
  return fresh;
}

std::optional<Slot> ExpressionLowering::new_word(ExprId expr) {
  const Node& node = model_.expressions[expr];
  if (!is_plain(node.type.kind)) return std::nullopt;
  switch (node.op) {
    case bywhen::Op::constant:
      return constant(word_of(*model_.expressions.constant(expr)));
    case bywhen::Op::fact:
      return fact_word(static_cast<FactId>(node.payload));
    case bywhen::Op::shift:
      return shift(expr);
    case bywhen::Op::day_edge:
      return edge(expr);
    case bywhen::Op::latest:
    case bywhen::Op::earliest:
    case bywhen::Op::at_least:
    case bywhen::Op::at_most:
      return extreme_of(expr);
    case bywhen::Op::table:
      return table(expr);
    case bywhen::Op::percent_of:
      return share(expr);
    default:
      return std::nullopt;
  }
}

std::optional<Slot> ExpressionLowering::fact_word(FactId fact) {
  if (!model_.facts[fact].always_known()) needs_->insert(fact);
  return code_.layout.fact(fact);
}

Slot ExpressionLowering::extreme(Op op, Slot a, Slot b) {
  Instruction instruction;
  instruction.op = op;
  instruction.a = a;
  instruction.b = b;
  return emit(instruction);
}

std::optional<Slot> ExpressionLowering::extreme_of(ExprId expr) {
  const bywhen::Op op = model_.expressions[expr].op;
  const bool greater = op == bywhen::Op::latest || op == bywhen::Op::at_least;
  std::optional<Slot> all;
  for (const ExprId part : operands(expr)) {
    // A sum of a whole number and a decimal would need another scale.
    if (model_.expressions[part].type.kind != model_.expressions[operands(expr)[0]].type.kind &&
        op != bywhen::Op::latest && op != bywhen::Op::earliest)
      return std::nullopt;
    const auto one = word(part);
    if (!one) return std::nullopt;
    all = all ? extreme(greater ? Op::latest : Op::earliest, *all, *one) : *one;
  }
  return all;
}

Slot ExpressionLowering::emit_add(Slot anchor, std::int64_t micros) {
  Instruction instruction;
  instruction.op = Op::add;
  instruction.a = anchor;
  instruction.low = micros;
  return emit(instruction);
}

std::optional<Slot> ExpressionLowering::shift(ExprId expr) {
  const auto parts = operands(expr);
  const ShiftDetails& details = model_.expressions.shifts[model_.expressions[expr].payload];
  if (chosen_by_order(details)) return std::nullopt;
  const auto anchor = word(parts[1]);
  if (!anchor) return std::nullopt;
  if (const Value* length = model_.expressions.constant(parts[0]))
    return shift_by(std::get<Duration>(*length), expr, *anchor);
  return model_.expressions[parts[0]].op == bywhen::Op::table ? shift_by_table(expr, parts[0], *anchor) : std::nullopt;
}

std::optional<Slot> ExpressionLowering::shift_by(const Duration& duration, ExprId expr, Slot anchor) {
  const ShiftDetails& details = model_.expressions.shifts[model_.expressions[expr].payload];
  const bool of_date = model_.expressions[operands(expr)[1]].type.kind == Kind::date;
  const bool plain = !of_date && counts_plainly(details);
  const std::int64_t sign = details.before ? -1 : 1;
  if (plain && duration.is_exact()) return emit_add(anchor, sign * duration.micros);
  const bool days = plain && only_days(duration);
  const std::int64_t length = sign * duration.days * micros_per_day;
  if (days && details.zone == Zone::utc()) return emit_add(anchor, length);
  Instruction instruction;
  instruction.op = days ? Op::add_days : Op::shift;
  instruction.a = anchor;
  instruction.low = length;
  instruction.range.first = static_cast<std::uint32_t>(code_.shifts.size());
  code_.shifts.push_back({duration, details.before, of_date, shift_context(model_, details)});
  return emit(instruction);
}

namespace {

/// The values of a table's rows, the last of which is that of `else` where it has one.
std::vector<ExprId> values_of(std::span<const ExprId> rows) {
  std::vector<ExprId> values;
  for (std::size_t i = 1; i < rows.size(); i += 2) values.push_back(rows[i]);
  if (rows.size() % 2 == 1) values.push_back(rows.back());
  return values;
}

}  // namespace

template <typename Function>
std::optional<Slot> ExpressionLowering::pick_of(ExprId table, const Function& slot_of) {
  std::vector<Slot> slots;
  for (const ExprId value : values_of(operands(table))) {
    const std::optional<Slot> slot = slot_of(value);
    if (!slot) return std::nullopt;
    slots.push_back(*slot);
  }
  return pick(operands(table), slots);
}

/// Counted by each row, of which one is picked.
std::optional<Slot> ExpressionLowering::shift_by_table(ExprId expr, ExprId table, Slot anchor) {
  return pick_of(table, [&](ExprId value) -> std::optional<Slot> {
    const Value* length = model_.expressions.constant(value);
    return length == nullptr ? std::nullopt : shift_by(std::get<Duration>(*length), expr, anchor);
  });
}

std::optional<Slot> ExpressionLowering::table(ExprId expr) {
  return pick_of(expr, [&](ExprId value) { return word(value); });
}

/// Without an `else` a value may be missing: left to the machine.
std::optional<Slot> ExpressionLowering::pick(std::span<const ExprId> rows, const std::vector<Slot>& values) {
  if (rows.size() % 2 == 0) return std::nullopt;
  std::vector<Choice> choices;
  for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
    if (moves(rows[i])) return std::nullopt;
    const auto one = need(rows[i], false);
    if (!one) return std::nullopt;
    choices.push_back({*one, values[i / 2]});
  }
  choices.push_back({{}, values.back()});
  Instruction instruction;
  instruction.op = Op::pick;
  instruction.range = {static_cast<std::uint32_t>(out_.choices.size()), static_cast<std::uint32_t>(choices.size())};
  out_.choices.insert(out_.choices.end(), choices.begin(), choices.end());
  return emit(instruction);
}

std::optional<Slot> ExpressionLowering::edge(ExprId expr) {
  const ExprId anchor = operands(expr)[0];
  const auto from = word(anchor);
  if (!from) return std::nullopt;
  const EdgeDetails& details = model_.expressions.edges[model_.expressions[expr].payload];
  Instruction instruction;
  instruction.op = Op::edge;
  instruction.a = *from;
  instruction.range.first = static_cast<std::uint32_t>(code_.edges.size());
  code_.edges.push_back({details.end, model_.expressions[anchor].type.kind == Kind::date, details.zone});
  return emit(instruction);
}

// ── Amounts
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Slot> ExpressionLowering::amount(ExprId expr, FactSet& needs) {
  // What an amount computes is there only when it was asked for.
  const std::size_t words = tools_.words.size();
  const std::size_t literals = tools_.literals.size();
  needs_ = &needs;
  const auto slot = word(expr);
  needs_ = &known_;
  tools_.words.forget(words);
  tools_.literals.forget(literals);
  return slot;
}

/// Shares of no more than the whole cannot leave the bounds of amounts.
bool ExpressionLowering::is_part(ExprId percent) const {
  constexpr std::int64_t whole = 100'000'000;
  if (const Value* value = model_.expressions.constant(percent)) {
    const std::int64_t millionths = std::get<Percent>(*value).millionths;
    return millionths >= 0 && millionths <= whole;
  }
  if (model_.expressions[percent].op != bywhen::Op::table) return false;
  const auto values = values_of(operands(percent));
  return std::all_of(values.begin(), values.end(), [&](ExprId value) { return is_part(value); });
}

std::optional<Slot> ExpressionLowering::share(ExprId expr) {
  const auto parts = operands(expr);
  if (!is_part(parts[0]) || model_.expressions[parts[1]].type.kind != Kind::money) return std::nullopt;
  const auto percent = word(parts[0]);
  const auto of = word(parts[1]);
  if (!of || !percent) return std::nullopt;
  if (*percent == constant(0)) return constant(0);
  Instruction instruction;
  instruction.op = Op::share;
  instruction.a = *of;
  instruction.b = *percent;
  return emit(instruction);
}

Slot ExpressionLowering::less_amount(Slot a, Slot b) {
  if (b == constant(0)) return a;
  Instruction instruction;
  instruction.op = Op::subtract;
  instruction.a = a;
  instruction.b = b;
  return emit(instruction);
}

std::optional<Slot> ExpressionLowering::currency(ExprId expr) {
  const Node& node = model_.expressions[expr];
  const auto parts = operands(expr);
  switch (node.op) {
    case bywhen::Op::fact:
      return code_.layout.currency(static_cast<FactId>(node.payload));
    case bywhen::Op::constant:
      return constant(std::get<Money>(*model_.expressions.constant(expr)).currency);
    case bywhen::Op::percent_of:
    case bywhen::Op::table:
      return currency(parts[1]);
    case bywhen::Op::at_least:
    case bywhen::Op::at_most:
      return currency(parts[0]);
    default:
      return std::nullopt;
  }
}

}  // namespace bywhen::kernel
