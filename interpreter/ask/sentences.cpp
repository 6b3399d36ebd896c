#include "interpreter/ask/sentences.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/ask/sentence_text.hpp"
#include "interpreter/evaluate/rule_notes.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/rule_name.hpp"

namespace bywhen::ask {

Holds to_holds(Truth truth) {
  if (truth == Truth::unknown) return Holds::unknown;
  return truth == Truth::yes ? Holds::yes : Holds::no;
}

Sentences::Sentences(const Model& model, const Sources& sources, const OrderState& order, Instant at)
    : model_(model), sources_(sources), order_(order), at_(at) {
  for (const Term& term : model.terms) names_.try_emplace(term.value, term.name);
  for (const Define& define : model.defines) names_.try_emplace(define.value, define.name);
}

// ── Sentences
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────

WhySentence Sentences::sentence(RuleId id, WhySentence::Kind kind, const std::string& because) const {
  const Rule& rule = model_.rules[id];
  WhySentence said;
  said.rule = rule_name(model_, sources_, id);
  said.kind = kind;
  said.text = said.rule.sentence;
  said.because = because;
  said.notes = rule_notes(model_, order_, at_, id);
  for (std::size_t i = 0; i < rule.condition_parts.size(); ++i)
    said.conditions.push_back(condition(rule.condition_parts[i], one_line(sources_.text(rule.condition_spans[i])), 0));
  return said;
}

void Sentences::add_duty(const Rule& rule, WhySentence& sentence) const {
  Evaluation evaluation(model_, order_, at_);
  const Duty duty = duty_at(evaluation, rule);
  if (duty.done == Truth::yes) sentence.done_at = duty.done_at;
  const auto opening = duty.opens.known();
  const bool opens = opening && !opening->is_never();
  sentence.empty_window = duty.arises == Truth::no && opens;
}

WhySentence Sentences::ground(const Ground& ground) const {
  const Rule& rule = model_.rules[ground.rule];
  const bool right = ground.kind == GroundKind::right;
  const bool duty = ground.kind == GroundKind::duty;
  WhySentence said = sentence(ground.rule,
                              right  ? WhySentence::Kind::gives_right
                              : duty ? WhySentence::Kind::obliges
                                     : WhySentence::Kind::permits,
                              right ? rule.otherwise->because : rule.because);
  if (right) {
    said.window.push_back(bound(WhyBound::Kind::opens, *rule.close));
    if (rule.otherwise->until) said.window.push_back(bound(WhyBound::Kind::ends, *rule.otherwise->until));
  } else {
    const bool late_is_possible = duty && !rule.lapses();
    if (rule.open) said.window.push_back(bound(WhyBound::Kind::opens, *rule.open));
    if (rule.close)
      said.window.push_back(bound(late_is_possible ? WhyBound::Kind::due : WhyBound::Kind::ends, *rule.close));
  }
  if (right || duty) add_duty(rule, said);
  Evaluation evaluation(model_, order_, at_);
  said.holds = to_holds(ground_holds(evaluation, ground));
  return said;
}

WhySentence Sentences::prohibition(RuleId id) const {
  const Rule& rule = model_.rules[id];
  WhySentence said = sentence(id, WhySentence::Kind::forbids, rule.because);
  if (rule.open) said.window.push_back(bound(WhyBound::Kind::opens, *rule.open));
  if (rule.close) said.window.push_back(bound(WhyBound::Kind::ends, *rule.close));
  Evaluation evaluation(model_, order_, at_);
  said.holds = to_holds(sentence_holds(evaluation, rule));
  return said;
}

WhyBound Sentences::bound(WhyBound::Kind kind, ExprId moment) const {
  Evaluation evaluation(model_, order_, at_);
  WhyBound said;
  said.kind = kind;
  said.text = name_of(moment);
  if (said.text.empty()) said.text = text_of(moment);
  said.passed = to_holds(evaluation.passed(moment));
  const auto instant = evaluation.moment(moment);
  if (!instant) said.state = WhyValue::State::unknown;
  if (instant && instant->is_never()) said.state = WhyValue::State::never;
  if (instant && instant->is_real()) said.at = instant;
  add_inner_values(moment, said.values);
  return said;
}

// ── Conditions
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// Deeper than anybody reads; what lies further down is told as a whole.
constexpr int most_depth = 6;
/// Of one part of a sentence: the first ones are those that stand nearest.
constexpr std::size_t most_values = 32;

bool is_logic(Op op) { return op == Op::conjunction || op == Op::disjunction; }

/// `A in {a, b}`: equalities that share their left side.
bool is_membership(const Expressions& expressions, ExprId id) {
  if (expressions[id].op != Op::disjunction) return false;
  const auto operands = expressions.operands(id);
  return std::all_of(operands.begin(), operands.end(), [&](ExprId operand) {
    return expressions[operand].op == Op::equal &&
           expressions.operands(operand)[0] == expressions.operands(operands[0])[0];
  });
}

}  // namespace

/// A condition that is not taken apart.
WhyCondition Sentences::whole(ExprId expr, std::string text) const {
  Evaluation evaluation(model_, order_, at_);
  WhyCondition said;
  said.text = std::move(text);
  said.holds = to_holds(evaluation.truth(expr));
  add_values(expr, said.values);
  return said;
}

WhyCondition Sentences::condition(ExprId expr, std::string text, int depth) const {
  std::vector<WhyCondition> found = depth < most_depth ? parts(expr, depth + 1) : std::vector<WhyCondition>();
  WhyCondition said = whole(expr, std::move(text));
  if (!found.empty()) said.values.clear();
  said.parts = std::move(found);
  return said;
}

/// A part of a condition, by its name or as it is written. A name is told with what it stands for.
WhyCondition Sentences::part(ExprId expr, int depth) const {
  std::string name = name_of(expr);
  return condition(expr, name.empty() ? text_of(expr) : std::move(name), depth);
}

/// What a condition is made of; nothing where it is a single comparison or question.
std::vector<WhyCondition> Sentences::parts(ExprId expr, int depth) const {
  const Expressions& expressions = model_.expressions;
  ExprId inner = expr;
  while (expressions[inner].op == Op::negation && name_of(inner).empty()) inner = expressions.operands(inner)[0];
  if (is_logic(expressions[inner].op) && !is_membership(expressions, inner)) {
    std::vector<WhyCondition> found;
    for (const ExprId operand : expressions.operands(inner)) found.push_back(part(operand, depth));
    return found;
  }
  if (name_of(inner).empty()) return {};
  return {inner == expr ? whole(inner, text_of(inner)) : part(inner, depth)};
}

// ── Values
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string Sentences::name_of(ExprId expr) const {
  const auto found = names_.find(expr);
  return found == names_.end() ? std::string() : std::string(found->second);
}

std::string Sentences::text_of(ExprId expr) const { return one_line(sources_.text(model_.expressions[expr].span)); }

void Sentences::add_value(std::string name, ExprId expr, std::vector<WhyValue>& values) const {
  const bool known =
      std::any_of(values.begin(), values.end(), [&](const WhyValue& value) { return value.name == name; });
  if (known || values.size() == most_values) return;
  add_value(std::move(name), Evaluation(model_, order_, at_).value(expr), values);
}

void Sentences::add_value(std::string name, const Value& value, std::vector<WhyValue>& values) const {
  WhyValue said;
  said.name = std::move(name);
  const auto* instant = std::get_if<Instant>(&value);
  if (is_unknown(value)) {
    said.state = WhyValue::State::unknown;
  } else if (instant != nullptr && !instant->is_real()) {
    said.state = WhyValue::State::never;
  } else {
    said.value = to_scalar(model_, value);
    said.words = value_words(model_, value);
  }
  values.push_back(std::move(said));
}

std::vector<ExprId> Sentences::operands_of(ExprId expr) const {
  const auto operands = model_.expressions.operands(expr);
  return {operands.begin(), operands.end()};
}

/// Of a table: the conditions up to the row that is taken, and its value. Rows behind it, and values of rows that do
/// not hold, play no part.
std::vector<ExprId> Sentences::taken_parts(ExprId table) const {
  const auto operands = model_.expressions.operands(table);
  Evaluation evaluation(model_, order_, at_);
  std::vector<ExprId> parts;
  std::size_t row = 0;
  for (; row + 1 < operands.size(); row += 2) {
    parts.push_back(operands[row]);
    const Truth holds = evaluation.truth(operands[row]);
    if (holds == Truth::yes) parts.push_back(operands[row + 1]);
    if (holds != Truth::no) return parts;
  }
  if (row < operands.size()) parts.push_back(operands[row]);
  return parts;
}

/// The facts, terms and definitions that it is made of; for a definition also what that is made of.
void Sentences::add_inner_values(ExprId expr, std::vector<WhyValue>& values) const {
  if (values.size() == most_values) return;
  const Node& node = model_.expressions[expr];
  if (node.op == Op::fact) return add_value(model_.facts[node.payload].name, expr, values);
  if (gathers(node.op)) add_records(expr, values);
  if (node.op == Op::member) return;
  for (const ExprId operand : node.op == Op::table ? taken_parts(expr) : operands_of(expr)) {
    std::string name = name_of(operand);
    const bool constant = model_.expressions[operand].op == Op::constant;
    if (!name.empty()) add_value(std::move(name), operand, values);
    if (!constant) add_inner_values(operand, values);
  }
}

/// Of a list the records that decide.
void Sentences::add_records(ExprId expr, std::vector<WhyValue>& values) const {
  Evaluation evaluation(model_, order_, at_);
  std::set<FactPart> parts;
  evaluation.collect_deciding(expr, parts);
  for (const FactPart& part : parts) {
    const std::string name = part_name(model_, part);
    const bool known =
        std::any_of(values.begin(), values.end(), [&](const WhyValue& value) { return value.name == name; });
    if (!known && values.size() < most_values) add_value(name, evaluation.part_value(part), values);
  }
}

/// The sides of a comparison, or the moment that is asked for: facts first, then what is computed, as a whole.
void Sentences::add_sides(ExprId expr, std::vector<WhyValue>& values) const {
  const Expressions& expressions = model_.expressions;
  for (const ExprId side : expressions.operands(expr)) {
    if (expressions[side].op == Op::fact) add_inner_values(side, values);
  }
  if (gathers(expressions[expr].op)) return;
  for (const ExprId side : expressions.operands(expr)) {
    std::string name = name_of(side);
    const Op op = expressions[side].op;
    if (op == Op::fact || (op == Op::constant && name.empty())) continue;
    if (name.empty()) name = text_of(side);
    add_value(std::move(name), side, values);
  }
}

void Sentences::add_values(ExprId expr, std::vector<WhyValue>& values) const {
  const Expressions& expressions = model_.expressions;
  ExprId inner = expr;
  while (expressions[inner].op == Op::negation) inner = expressions.operands(inner)[0];
  if (expressions[inner].op == Op::status_in) {
    const Status& status = model_.statuses[order_.status];
    values.push_back({"status", WhyValue::State::known, status.name, status.name});
    return;
  }
  if (is_membership(expressions, inner)) inner = expressions.operands(inner)[0];
  add_sides(inner, values);
  add_inner_values(inner, values);
}

}  // namespace bywhen::ask
