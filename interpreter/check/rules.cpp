#include <fmt/format.h>

#include <algorithm>

#include "interpreter/check/expressions.hpp"

namespace bywhen::check_stage {

namespace {

/// What a block gives to its rules.
struct Block {
  StatusSet statuses;
  std::optional<ExprId> condition;
  std::vector<Span> condition_spans;
  bool failed = false;
};

StatusSet lower_statuses(Context& context, const syntax::InBlock& block, bool& failed) {
  const auto named = look_up_all(context, context.statuses, block.statuses, "status", codes::unknown_status);
  failed = failed || named.size() != block.statuses.size();
  const std::size_t count = context.model.statuses.size();
  StatusSet statuses = block.any ? StatusSet::all(count) : StatusSet(count);
  for (const StatusId status : named) block.any ? statuses.remove(status) : statuses.add(status);
  if (!failed && statuses.empty()) {
    const Span named_all{block.span.source, block.span.begin,
                         block.statuses.empty() ? block.span.end : block.statuses.back().span.end};
    context.error(codes::no_status_left, named_all, "these rules apply in no status").help =
        "name fewer statuses after `except`, or leave the block out";
    failed = true;
  }
  return statuses;
}

Block lower_block(Context& context, const syntax::InBlock& decl) {
  Block block;
  block.statuses = lower_statuses(context, decl, block.failed);
  block.condition = lower_conditions(context, decl.conditions, block.failed);
  for (const syntax::Condition& condition : decl.conditions) block.condition_spans.push_back(condition.span);
  return block;
}

std::string file_name(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

/// The label, else `file:line`, which people can look up.
void name_rule(Context& context, const std::optional<syntax::Name>& label, Rule& rule) {
  if (!label) {
    rule.name = file_name(context.sources[rule.span.source].name());
    rule.name += ':' + std::to_string(context.sources.position(rule.span).line);
    return;
  }
  rule.name = label->text;
  rule.labelled = true;
  const auto [first, fresh] =
      enter_once(context.labels, label->text,
                 NamedSymbol{static_cast<std::uint32_t>(context.model.rules.size()), label->span, false});
  if (fresh) return;
  Diagnostic& diagnostic =
      context.error(codes::duplicate_label, label->span, fmt::format("the label `{}` is used twice", label->text));
  diagnostic.further.push_back({first.span, "first used here"});
  diagnostic.help = "a label names one rule: choose another";
}

void lower_window(Context& context, const std::optional<syntax::Window>& window, Rule& rule, bool& failed) {
  if (!window) return;
  const auto bound = [&](const std::optional<syntax::Expr>& expr, std::optional<ExprId>& place) {
    if (!expr) return;
    place = lower_moment(context, *expr);
    failed = failed || !place;
  };
  if (!window->within) {
    bound(window->from, rule.open);
    bound(window->until ? window->until : window->by, rule.close);
    return;
  }
  std::optional<ExprId> shifted;
  bound(window->within, shifted);
  if (!shifted) return;
  // `within D after P` runs from P to the shifted moment; `within D before P` from the shifted moment to P.
  const ExprId anchor = context.model.expressions.operands(*shifted)[1];
  const bool before = context.model.expressions.shifts[context.model.expressions[*shifted].payload].before;
  rule.open = before ? *shifted : anchor;
  rule.close = before ? anchor : *shifted;
}

/// Takes apart what `lower_conditions` has put together.
void add_condition_parts(const Context& context, std::optional<ExprId> all, std::size_t count, Rule& rule) {
  if (!all) return;
  if (count == 1) return rule.condition_parts.push_back(*all);
  const auto parts = context.model.expressions.operands(*all);
  rule.condition_parts.insert(rule.condition_parts.end(), parts.begin(), parts.end());
}

void lower_rule_conditions(Context& context, const Block& block, const std::vector<syntax::Condition>& conditions,
                           Rule& rule, bool& failed) {
  rule.statuses = block.statuses;
  rule.block_condition = block.condition;
  rule.condition_spans = block.condition_spans;
  for (const syntax::Condition& condition : conditions) rule.condition_spans.push_back(condition.span);
  const auto own = lower_conditions(context, conditions, failed);
  add_condition_parts(context, block.condition, block.condition_spans.size(), rule);
  add_condition_parts(context, own, conditions.size(), rule);
  if (own && block.condition) {
    rule.condition = make_all(context, {*block.condition, *own}, rule.span);
  } else {
    rule.condition = own ? own : block.condition;
  }
}

std::optional<AmountRule> lower_amount(Context& context, const std::optional<syntax::Amount>& amount, bool& failed) {
  if (!amount) return std::nullopt;
  AmountRule rule;
  const auto gross = lower_as(context, amount->gross, {Kind::money});
  failed = failed || !gross;
  rule.gross = gross.value_or(0);
  for (const syntax::Expr& less : amount->less) {
    const auto lowered = lower_as(context, less, {Kind::money});
    failed = failed || !lowered;
    rule.less.push_back(lowered.value_or(0));
  }
  if (amount->to) {
    rule.to = lower(context, *amount->to);
    failed = failed || !rule.to;
  }
  return rule;
}

std::vector<ActorId> lower_actors(Context& context, const std::vector<syntax::Name>& names, bool& failed) {
  auto found = look_up_all(context, context.actors, names, "actor", codes::unknown_actor);
  failed = failed || found.size() != names.size();
  return found;
}

std::vector<ActionId> lower_action_names(Context& context, const std::vector<syntax::Name>& names, bool& failed) {
  auto found = look_up_all(context, context.actions, names, "action", codes::unknown_action);
  failed = failed || found.size() != names.size();
  return found;
}

std::optional<OtherwiseRule> lower_otherwise(Context& context, const std::optional<syntax::Otherwise>& decl,
                                             const Rule& rule, bool& failed) {
  if (!decl) return std::nullopt;
  OtherwiseRule otherwise;
  otherwise.span = decl->span;
  otherwise.actors = lower_actors(context, decl->actors, failed);
  otherwise.actions = lower_action_names(context, decl->actions, failed);
  otherwise.because = decl->because ? decl->because->text : "";
  if (decl->until) {
    otherwise.until = lower_moment(context, *decl->until);
    failed = failed || !otherwise.until;
  }
  if (!rule.close && !failed) {
    context.error(codes::otherwise_without_deadline, decl->span, "`otherwise` needs a deadline").help =
        "say by when the duty is to be done, for example `within 14 days after …`";
    failed = true;
  }
  return otherwise;
}

struct RuleLowerer {
  Context& context;
  const Block& block;

  void operator()(const syntax::MayRule& decl) const {
    Rule rule = begin(decl.prohibition ? RuleKind::may_not : RuleKind::may, decl.label, decl.span);
    bool failed = block.failed;
    rule.actors = lower_actors(context, decl.actors, failed);
    rule.actions = lower_action_names(context, decl.actions, failed);
    lower_window(context, decl.window, rule, failed);
    finish(rule, decl.conditions, decl.because, failed);
  }

  void operator()(const syntax::MustRule& decl) const {
    Rule rule = begin(RuleKind::must, decl.label, decl.span);
    bool failed = block.failed;
    rule.actors = lower_actors(context, decl.actors, failed);
    rule.actions = lower_action_names(context, decl.actions, failed);
    rule.amount = lower_amount(context, decl.amount, failed);
    lower_window(context, decl.due, rule, failed);
    rule.otherwise = lower_otherwise(context, decl.otherwise, rule, failed);
    finish(rule, decl.conditions, decl.because, failed);
  }

  void operator()(const syntax::HappensRule& decl) const {
    Rule rule = begin(RuleKind::happens, decl.label, decl.span);
    bool failed = block.failed;
    rule.actions = lower_action_names(context, {decl.action}, failed);
    rule.amount = lower_amount(context, decl.amount, failed);
    rule.close = lower_moment(context, decl.at);
    failed = failed || !rule.close;
    finish(rule, decl.conditions, decl.because, failed);
  }

private:
  [[nodiscard]] Rule begin(RuleKind kind, const std::optional<syntax::Name>& label, Span span) const {
    Rule rule;
    rule.kind = kind;
    rule.span = span;
    name_rule(context, label, rule);
    return rule;
  }

  void finish(Rule& rule, const std::vector<syntax::Condition>& conditions, const std::optional<syntax::Text>& because,
              bool failed) const {
    rule.because = because ? because->text : "";
    lower_rule_conditions(context, block, conditions, rule, failed);
    (failed ? context.partial_rules : context.model.rules).push_back(std::move(rule));
  }
};

}  // namespace

void lower_rules(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  std::size_t count = 0;
  for (const auto* declaration : declarations) {
    if (const auto* decl = std::get_if<syntax::InBlock>(declaration)) count += decl->rules.size();
  }
  context.model.rules.reserve(count);
  for (const auto* declaration : declarations) {
    const auto* decl = std::get_if<syntax::InBlock>(declaration);
    if (decl == nullptr) continue;
    const Block block = lower_block(context, *decl);
    for (const syntax::Rule& rule : decl->rules) std::visit(RuleLowerer{context, block}, rule);
  }
}

}  // namespace bywhen::check_stage
