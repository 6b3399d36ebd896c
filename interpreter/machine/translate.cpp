#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/evaluate/shift_context.hpp"
#include "interpreter/machine/code.hpp"
#include "interpreter/sparse_map.hpp"

namespace bywhen::machine {
namespace {

ExprId or_none(const std::optional<ExprId>& expr) { return expr.value_or(no_expr); }

Sentence sentence_of(const Model& model, RuleId id) {
  const Rule& rule = model.rules[id];
  return {id, or_none(rule.condition), or_none(rule.open), or_none(rule.close), or_none(rule.block_condition)};
}

/// Equal texts have equal numbers. The texts are the model's.
class Reasons {
public:
  std::uint32_t number(std::string_view text) {
    if (text.empty()) return 0;
    return numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
  }
  void forget() { numbers_.clear(); }

private:
  std::map<std::string_view, std::uint32_t> numbers_;
};

/// Numbers rules in the order in which they are first spoken of.
using Numbers = SparseMap<std::uint32_t>;

/// The rule's number, and whether that is a new one.
std::pair<std::uint32_t, bool> number(Numbers& numbers, RuleId rule) {
  if (const std::uint32_t* known = numbers.find(rule)) return {*known, false};
  const auto fresh = static_cast<std::uint32_t>(numbers.size());
  numbers.add(rule, fresh);
  return {fresh, true};
}

/// What is the same in all statuses.
struct Traits {
  /// Which expressions have a value for each record: they are part of what gathers them.
  std::vector<bool> of_record;
  /// Which hang on the present.
  std::vector<bool> moves;
};

Traits find_traits(const Expressions& expressions) {
  Traits traits{std::vector<bool>(expressions.size(), false), std::vector<bool>(expressions.size(), false)};
  for (ExprId expr = 0; expr < expressions.size(); ++expr) {
    const Op op = expressions[expr].op;
    bool reads = op == Op::member;
    bool moving = op == Op::passed || op == Op::since;
    for (const ExprId operand : expressions.operands(expr)) {
      reads = reads || traits.of_record[operand];
      moving = moving || traits.moves[operand];
    }
    traits.of_record[expr] = reads && !gathers(op);
    traits.moves[expr] = moving;
  }
  return traits;
}

/// Which expressions a status needs, each once.
class Needs {
public:
  Needs(const Expressions& expressions, const Traits& traits)
      : expressions_(expressions), traits_(traits), needed_(expressions.size()) {}

  void add(ExprId expr) {
    if (expr == no_expr || needed_.find(expr) != nullptr) return;
    needed_.add(expr, {});
    for (const ExprId operand : expressions_.operands(expr)) add(operand);
  }
  void add(const std::optional<ExprId>& expr) { add(or_none(expr)); }

  /// Constants are computed once for all orders.
  void split(StatusCode& code) {
    sorted_.clear();
    for (const auto& [expr, note] : needed_.all()) sorted_.push_back(expr);
    std::sort(sorted_.begin(), sorted_.end());
    code.still.reserve(sorted_.size());
    for (const ExprId expr : sorted_) {
      const Op op = expressions_[expr].op;
      const bool moving = traits_.moves[expr];
      if (op == Op::constant) continue;
      if (moving && computes(op)) code.computes_moving = true;
      if (moving && gathers(op)) code.picks_moving = true;
      if (traits_.of_record[expr]) continue;
      (moving ? code.moving : code.still).push_back(expr);
      if (moving && op == Op::table) code.tables.push_back(expr);
    }
    needed_.forget();
  }

private:
  [[nodiscard]] static bool computes(Op op) {
    switch (op) {
      case Op::passed:
      case Op::negation:
      case Op::conjunction:
      case Op::disjunction:
      case Op::equal:
      case Op::less:
      case Op::before:
      case Op::known:
      case Op::table:
      case Op::latest:
      case Op::earliest:
      case Op::latest_of:
      case Op::earliest_of:
      case Op::all_of:
      case Op::any_of:
      case Op::count_of:
        return false;
      default:
        return true;
    }
  }

  const Expressions& expressions_;
  const Traits& traits_;
  struct Nothing {};
  SparseMap<Nothing> needed_;
  /// Room for them, kept from status to status.
  std::vector<ExprId> sorted_;
};

/// What one status after the other is translated with.
struct Tools {
  Tools(const Model& model, const Traits& traits)
      : needs(model.expressions, traits), sentences(model.rules.size()), duties(model.rules.size()) {}

  Needs needs;
  Numbers sentences;
  Numbers duties;
  Reasons reasons;
};

class Translator {
public:
  Translator(const Program& program, StatusId status, Tools& tools)
      : model_(*program.model), source_(program.statuses[status]), tools_(tools) {}

  StatusCode run() {
    code_.duties.reserve(source_.duties.size());
    code_.entitlements.reserve(source_.entitlements.size());
    code_.automatic.reserve(source_.automatic.size());
    std::size_t grounds = 0;
    std::size_t prohibitions = 0;
    for (const Entitlement& entitlement : source_.entitlements) {
      grounds += entitlement.grounds.size();
      prohibitions += entitlement.prohibitions.size();
    }
    code_.grounds.reserve(grounds);
    code_.prohibitions.reserve(prohibitions);
    for (const RuleId rule : source_.duties) (void)duty(rule);
    for (const Entitlement& entitlement : source_.entitlements) add(entitlement);
    for (const RuleId rule : source_.duties) add_ways(rule);
    for (const RuleId rule : source_.automatic) add_automatic(rule);
    collect();
    tools_.sentences.forget();
    tools_.duties.forget();
    tools_.reasons.forget();
    return std::move(code_);
  }

private:
  std::uint32_t sentence(RuleId rule) {
    const auto [place, fresh] = number(tools_.sentences, rule);
    if (fresh) code_.sentences.push_back(sentence_of(model_, rule));
    return place;
  }

  std::uint32_t duty(RuleId id) {
    const auto [place, fresh] = number(tools_.duties, id);
    if (!fresh) return place;
    const Rule& rule = model_.rules[id];
    const auto first = static_cast<std::uint32_t>(code_.marks.size());
    for (const ActionId action : rule.actions) {
      for (const Mark& mark : model_.actions[action].marks) code_.marks.push_back(mark.event);
    }
    const Range marks{first, static_cast<std::uint32_t>(code_.marks.size()) - first};
    const ExprId until = rule.otherwise ? or_none(rule.otherwise->until) : no_expr;
    code_.duties.push_back({sentence_of(model_, id), rule.lapses(), until, marks, {}});
    return place;
  }

  /// Every duty permits its actions, so that there is an entitlement for each.
  void add_ways(RuleId id) {
    const Rule& rule = model_.rules[id];
    const auto first = static_cast<std::uint32_t>(code_.ways.size());
    for (const ActorId actor : rule.actors) {
      for (const ActionId action : rule.actions) code_.ways.push_back(entitlement(actor, action));
    }
    code_.duties[duty(id)].ways = {first, static_cast<std::uint32_t>(code_.ways.size()) - first};
  }

  [[nodiscard]] std::uint32_t entitlement(ActorId actor, ActionId action) const {
    std::uint32_t index = 0;
    while (source_.entitlements[index].actor != actor || source_.entitlements[index].action != action) ++index;
    return index;
  }

  void add(const Entitlement& entitlement) {
    EntitlementCode entry;
    entry.grounds = {static_cast<std::uint32_t>(code_.grounds.size()),
                     static_cast<std::uint32_t>(entitlement.grounds.size())};
    for (const Ground& ground : entitlement.grounds) {
      const Rule& rule = model_.rules[ground.rule];
      const bool plain = ground.kind == GroundKind::permission;
      const std::string& because = ground.kind == GroundKind::right ? rule.otherwise->because : rule.because;
      code_.grounds.push_back(
          {ground.kind, plain ? sentence(ground.rule) : duty(ground.rule), tools_.reasons.number(because)});
    }
    entry.prohibitions = {static_cast<std::uint32_t>(code_.prohibitions.size()),
                          static_cast<std::uint32_t>(entitlement.prohibitions.size())};
    for (const RuleId rule : entitlement.prohibitions)
      code_.prohibitions.push_back({sentence(rule), tools_.reasons.number(model_.rules[rule].because)});
    const auto in_no_block = [&](const auto& one) { return sentence_of(code_, one).block == no_expr; };
    const auto grounds = part(code_.grounds, entry.grounds);
    const auto prohibitions = part(code_.prohibitions, entry.prohibitions);
    entry.always_mentioned = std::any_of(grounds.begin(), grounds.end(), in_no_block) ||
                             std::any_of(prohibitions.begin(), prohibitions.end(), in_no_block);
    code_.entitlements.push_back(entry);
  }

  void add_automatic(RuleId id) {
    const Rule& rule = model_.rules[id];
    const bool happens = rule.kind == RuleKind::happens;
    code_.automatic.push_back({id, rule.automatic_action(), happens, happens ? sentence(id) : duty(id)});
  }

  // ── What has to be computed
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void collect() {
    Needs& needs = tools_.needs;
    for (const Sentence& one : code_.sentences) collect(one, needs);
    for (const DutyCode& one : code_.duties) {
      collect(one.sentence, needs);
      needs.add(one.right_until);
    }
    for (const AutomaticCode& one : code_.automatic) collect(model_.actions[one.action], needs);
    needs.split(code_);
  }

  void collect(const Sentence& one, Needs& needs) const {
    for (const ExprId expr : {one.condition, one.open, one.close, one.block}) needs.add(expr);
    const auto& amount = model_.rules[one.rule].amount;
    if (!amount) return;
    needs.add(amount->gross);
    for (const ExprId less : amount->less) needs.add(less);
    needs.add(amount->to);
  }

  static void collect(const Action& action, Needs& needs) {
    for (const Setting& setting : action.sets) needs.add(setting.value);
    for (const Becoming& becoming : action.becomes) needs.add(becoming.condition);
  }

  const Model& model_;
  const StatusProgram& source_;
  Tools& tools_;
  StatusCode code_;
};

void add_body(const Expressions& expressions, ExprId expr, const std::vector<bool>& of_record, std::set<ExprId>& body) {
  if (!of_record[expr] || !body.insert(expr).second) return;
  for (const ExprId operand : expressions.operands(expr)) add_body(expressions, operand, of_record, body);
}

bool asks_for_time(const Expressions& expressions, ExprId expr) {
  const auto operands = expressions.operands(expr);
  return expressions[expr].op == Op::passed ||
         std::any_of(operands.begin(), operands.end(), [&](ExprId one) { return asks_for_time(expressions, one); });
}

std::vector<GatherCode> gather_codes(const Expressions& expressions, const std::vector<bool>& of_record) {
  std::vector<GatherCode> codes(expressions.gathers.size());
  for (ExprId expr = 0; expr < expressions.size(); ++expr) {
    if (!gathers(expressions[expr].op)) continue;
    std::set<ExprId> body;
    for (const ExprId operand : expressions.operands(expr)) add_body(expressions, operand, of_record, body);
    codes[expressions[expr].payload] = {{body.begin(), body.end()}, asks_for_time(expressions, expr)};
  }
  return codes;
}

void add_remarks(const Expressions& expressions, ExprId expr, RemarkCode& code) {
  if (expr == no_expr) return;
  const Op op = expressions[expr].op;
  if (gathers(op)) code.gathers = true;
  const bool known = std::find(code.computed.begin(), code.computed.end(), expr) != code.computed.end();
  if ((op == Op::shift || op == Op::percent_of) && !known) code.computed.push_back(expr);
  for (const ExprId operand : expressions.operands(expr)) add_remarks(expressions, operand, code);
}

std::vector<RemarkCode> remark_codes(const Model& model) {
  std::vector<RemarkCode> codes(model.rules.size());
  for (RuleId id = 0; id < model.rules.size(); ++id) {
    const Rule& rule = model.rules[id];
    const auto add = [&](ExprId expr) { add_remarks(model.expressions, expr, codes[id]); };
    for (const auto& expr : {rule.open, rule.close, rule.condition}) add(or_none(expr));
    if (!rule.amount) continue;
    add(rule.amount->gross);
    for (const ExprId less : rule.amount->less) add(less);
    add(or_none(rule.amount->to));
  }
  return codes;
}

}  // namespace

Code translate(const Program& program) {
  Code code;
  code.model = program.model;
  code.starts = program.starts;
  const Traits traits = find_traits(program.model->expressions);
  Tools tools(*program.model, traits);
  code.statuses.reserve(program.statuses.size());
  for (std::size_t i = 0; i < program.statuses.size(); ++i)
    code.statuses.push_back(Translator(program, static_cast<StatusId>(i), tools).run());
  code.gathers = gather_codes(program.model->expressions, traits.of_record);
  code.remarks = remark_codes(*program.model);
  for (const ShiftDetails& details : program.model->expressions.shifts)
    code.shifts.push_back(shift_context(*program.model, details));
  return code;
}

}  // namespace bywhen::machine
