#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "interpreter/check/expressions.hpp"

/// Lists: their members, and what is gathered over their records.
namespace bywhen::check_stage {

namespace {

/// While it lives, members of one list's records may be read.
class Scope {
public:
  explicit Scope(Context& context) : context_(context), before_(std::exchange(context.gathering, &gathering_)) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() { context_.gathering = before_; }

  Gathering& operator*() { return gathering_; }

private:
  Context& context_;
  Gathering gathering_;
  Gathering* before_;
};

std::optional<FactId> look_up_list(Context& context, const syntax::Name& name) {
  const auto fact = look_up_fact(context, name);
  if (!fact) return std::nullopt;
  const Type type = context.model.facts[*fact].type;
  if (type.kind == Kind::list) return fact;
  Diagnostic& diagnostic = context.error(
      codes::not_a_list, name.span, fmt::format("`{}` is {}, not a list", name.text, describe_type(context, type)));
  diagnostic.further.push_back({context.model.facts[*fact].span, "declared here"});
  std::vector<std::string_view> lists;
  for (const Fact& other : context.model.facts) {
    if (other.type.kind == Kind::list) lists.emplace_back(other.name);
  }
  diagnostic.help = suggestion(name.text, std::move(lists));
  if (diagnostic.help.empty()) diagnostic.help = "a list is declared with `fact parcels : list of { … }`";
  return std::nullopt;
}

std::optional<MemberRef> look_up_member(Context& context, const syntax::PathRef& path) {
  const auto list = look_up_list(context, path.list);
  if (!list) return std::nullopt;
  const std::vector<Fact>& members = context.model.members_of(*list);
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].name == path.member.text) return MemberRef{*list, static_cast<std::uint16_t>(i)};
    names.emplace_back(members[i].name);
  }
  if (context.maybe_declared(path.member.text)) return std::nullopt;
  Diagnostic& diagnostic =
      context.error(codes::unknown_list_member, path.member.span,
                    fmt::format("the records of `{}` have no member `{}`", path.list.text, path.member.text));
  diagnostic.further.push_back({context.model.facts[*list].span, "declared here"});
  diagnostic.help = suggestion(path.member.text, std::move(names));
  return std::nullopt;
}

/// What could be meant by one member of many records.
std::string help_for_alone(Kind kind, std::string_view path) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
      return fmt::format("say `latest of {0}` or `earliest of {0}`, or ask `all {0} have …` or `any {0} has …`", path);
    case Kind::integer:
    case Kind::decimal:
    case Kind::percent:
    case Kind::money:
    case Kind::duration:
      return fmt::format("say `sum of {0}`, or ask `all {0} …` or `any {0} …`", path);
    default:
      return fmt::format("ask `all {0} are …` or `any {0} is …`", path);
  }
}

bool may_read(Context& context, FactId list, Kind kind, Span span) {
  const std::string_view path = context.sources.text(span);
  if (context.gathering == nullptr) {
    Diagnostic& diagnostic =
        context.error(codes::one_of_many, span, fmt::format("`{}` is not one value: each record has its own", path));
    diagnostic.help = help_for_alone(kind, path);
    return false;
  }
  auto& read = context.gathering->list;
  if (!read) read = list;
  if (*read == list) return true;
  Diagnostic& diagnostic = context.error(codes::gathers_twice, span,
                                         fmt::format("records of two lists meet here: `{}` and `{}`",
                                                     context.model.facts[*read].name, context.model.facts[list].name));
  diagnostic.help = "look at one list at a time, and define what it comes to: `define heavy = count of … where …`";
  return false;
}

/// Some part of the expression gathers by itself.
std::optional<ExprId> inner_gathering(const Expressions& expressions, ExprId expr, std::set<ExprId>& seen) {
  if (!seen.insert(expr).second) return std::nullopt;
  if (gathers(expressions[expr].op)) return expr;
  for (const ExprId operand : expressions.operands(expr)) {
    if (const auto inner = inner_gathering(expressions, operand, seen)) return inner;
  }
  return std::nullopt;
}

bool is_one_pass(Context& context, const std::vector<ExprId>& operands, Span span) {
  std::set<ExprId> seen;
  for (const ExprId operand : operands) {
    const auto inner = inner_gathering(context.model.expressions, operand, seen);
    if (!inner) continue;
    Diagnostic& diagnostic =
        context.error(codes::gathers_twice, span, "all records would be looked at again for each record");
    diagnostic.further.push_back({context.model.expressions[*inner].span, "gathered here"});
    diagnostic.help = "compare what is gathered outside: what is asked of a record reads its members and plain facts";
    return false;
  }
  return true;
}

Lowered make_gathering(Context& context, Op op, Kind kind, FactId list, std::vector<ExprId> operands, bool filtered,
                       Span span) {
  if (!is_one_pass(context, operands, span)) return std::nullopt;
  GatherDetails details;
  details.list = list;
  details.filtered = filtered;
  details.currency_group = currency_group_of(context.model, list);
  context.model.expressions.gathers.push_back(details);
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.gathers.size() - 1);
  return make(context, op, kind, span, std::move(operands), payload);
}

/// The filter where there is one; `failed` after a mistake.
std::optional<ExprId> lower_filter(Context& context, const syntax::Expr* filter, bool& failed) {
  if (filter == nullptr) return std::nullopt;
  const auto lowered = lower_condition(context, *filter);
  failed = failed || !lowered;
  return lowered;
}

void report_no_list(Context& context, Span span, std::string_view word) {
  Diagnostic& diagnostic = context.error(
      codes::gathers_nothing, span, fmt::format("`{}` speaks of the records of a list, and none is read here", word));
  diagnostic.help = "name a member of a list, as in `parcels.weight`";
}

/// `sum of a + parcels.price`: of which, without parentheses?
bool is_plain_sum(Context& context, const syntax::Expr& value) {
  const auto* sum = std::get_if<syntax::Sum>(&value.node);
  if (sum == nullptr || sum->total) return true;
  const std::string_view before = context.sources[value.span.source].text().substr(0, value.span.begin);
  const std::size_t last = before.find_last_not_of(" \t\r\n");
  if (last != std::string_view::npos && before[last] == '(') return true;
  const std::string_view text = context.sources.text(value.span);
  Diagnostic& diagnostic = context.error(codes::sum_of_which, value.span, "what is added for each record?");
  diagnostic.label = "this can be read in two ways";
  diagnostic.help =
      fmt::format("write `sum of ({})` if all of it is added for each record, else put the sum first", text);
  return false;
}

}  // namespace

std::optional<std::uint32_t> currency_group_of(const Model& model, FactId list) {
  const auto found =
      std::find_if(model.currency_groups.begin(), model.currency_groups.end(), [list](const CurrencyGroup& group) {
        return std::find(group.facts.begin(), group.facts.end(), list) != group.facts.end();
      });
  if (found == model.currency_groups.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - model.currency_groups.begin());
}

Lowered lower_path(Context& context, const syntax::PathRef& path, Span span) {
  const auto member = look_up_member(context, path);
  if (!member) return std::nullopt;
  const Type type = context.model.member(*member).type;
  if (!may_read(context, member->list, type.kind, span)) return std::nullopt;
  Node node;
  node.op = Op::member;
  node.type = type;
  node.payload = member->payload();
  node.span = span;
  return context.model.expressions.add(node, {});
}

Lowered lower_item(Context& context, const syntax::Expr& item, const ItemRole& role) {
  const auto* filtered = std::get_if<syntax::Filtered>(&item.node);
  const syntax::Expr& value = filtered != nullptr ? *filtered->value : item;
  const auto lower_value = [&] {
    return role.op == Op::sum_of ? lower(context, value, role.wanted) : lower_moment(context, value);
  };
  if (context.gathering != nullptr && filtered == nullptr) return lower_value();
  Scope scope(context);
  const auto lowered = lower_value();
  bool failed = !lowered;
  const auto filter = lower_filter(context, filtered != nullptr ? &*filtered->filter : nullptr, failed);
  if (failed) return std::nullopt;
  const auto list = (*scope).list;
  if (!list && filtered != nullptr) return report_no_list(context, item.span, "where"), std::nullopt;
  if (!list) return lowered;
  if (!is_plain_sum(context, value)) return std::nullopt;
  std::vector<ExprId> operands = {*lowered};
  if (filter) operands.push_back(*filter);
  const Type type = context.model.expressions[*lowered].type;
  const Kind kind = role.op == Op::sum_of ? type.kind : Kind::time;
  if (role.op == Op::sum_of && !can_be_added(type.kind)) return lowered;  // whoever adds it says so
  return make_gathering(context, role.op, kind, *list, std::move(operands), filter.has_value(), item.span);
}

Lowered lower_count_of(Context& context, const syntax::CountOf& count, Span span) {
  const auto list = look_up_list(context, count.list);
  if (!list) return std::nullopt;
  Scope scope(context);
  (*scope).list = list;
  bool failed = false;
  const auto filter = lower_filter(context, count.filter ? &**count.filter : nullptr, failed);
  if (failed) return std::nullopt;
  std::vector<ExprId> operands;
  if (filter) operands.push_back(*filter);
  return make_gathering(context, Op::count_of, Kind::integer, *list, std::move(operands), filter.has_value(), span);
}

Lowered lower_quantified(Context& context, const syntax::Quantified& quantified, Span span) {
  Scope scope(context);
  const auto condition = lower_condition(context, *quantified.condition);
  bool failed = !condition;
  const auto filter = lower_filter(context, quantified.filter ? &**quantified.filter : nullptr, failed);
  if (failed) return std::nullopt;
  const auto list = (*scope).list;
  if (!list) return report_no_list(context, span, quantified.all ? "all" : "any"), std::nullopt;
  std::vector<ExprId> operands = {*condition};
  if (filter) operands.push_back(*filter);
  return make_gathering(context, quantified.all ? Op::all_of : Op::any_of, Kind::yes_no, *list, std::move(operands),
                        filter.has_value(), span);
}

Lowered refuse_list(Context& context, const std::string& name, Span span) {
  Diagnostic& diagnostic = context.error(codes::one_of_many, span, fmt::format("`{}` is a list, not one value", name));
  diagnostic.help = fmt::format("say `count of {0}`, or name a member: `latest of {0}.…`, `any {0}.… is …`", name);
  return std::nullopt;
}

// ── What scenarios tell
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// The members of one record as they are told.
class RecordLowerer {
public:
  RecordLowerer(Context& context, FactId list, const syntax::RecordsLiteral::Record& record)
      : context_(context), list_(list), record_(record), told_(members().size()), values_(members().size()) {}

  std::optional<std::vector<Value>> lower() {
    for (const auto& told : record_.members) lower_member(told);
    for (std::size_t i = 0; i < members().size(); ++i) {
      if (told_[i] || !members()[i].required()) continue;
      fail(codes::missing_member, record_.span, fmt::format("this record lacks `{}`", members()[i].name)).help =
          "every record has it: a member may be left out if it has a `?` or a default, or is an event";
    }
    return failed_ ? std::nullopt : std::optional(std::move(values_));
  }

private:
  [[nodiscard]] const std::vector<Fact>& members() const { return context_.model.members_of(list_); }
  Diagnostic& fail(std::string_view code, Span span, std::string message) {
    failed_ = true;
    return context_.error(code, span, std::move(message));
  }

  void lower_member(const syntax::RecordsLiteral::Told& told) {
    const syntax::Name list{context_.model.facts[list_].name, told.member.span};
    const auto member = look_up_member(context_, {list, told.member});
    failed_ = failed_ || !member;
    if (!member) return;
    if (told_[member->member]) {
      fail(codes::repeated_in_list, told.member.span, fmt::format("`{}` stands twice in this record", told.member.text))
          .help = "leave out one of them";
      return;
    }
    told_[member->member] = true;
    const auto* name = std::get_if<syntax::NameRef>(&told.value->node);
    if (name != nullptr && name->text == "missing") return;
    const auto lowered = lower_for_fact(context_, *told.value, members()[member->member].type);
    const Value* value = lowered ? context_.model.expressions.constant(*lowered) : nullptr;
    failed_ = failed_ || !lowered;
    if (lowered && value == nullptr)
      fail(codes::not_constant, told.value->span, "a record tells fixed values").help = "write the value itself";
    if (value != nullptr) values_[member->member] = *value;
  }

  Context& context_;
  FactId list_;
  const syntax::RecordsLiteral::Record& record_;
  std::vector<bool> told_;
  std::vector<Value> values_;
  bool failed_ = false;
};

}  // namespace

namespace {

std::string example_of(const Model& model, Type type) {
  switch (type.kind) {
    case Kind::event:
    case Kind::time:
      return "2026-03-01 10:00";
    case Kind::date:
      return "2026-03-01";
    case Kind::yes_no:
      return "yes";
    case Kind::integer:
      return "2";
    case Kind::decimal:
      return "2.5";
    case Kind::percent:
      return "20%";
    case Kind::money:
      return "59.90 USD";
    case Kind::duration:
      return "20 days";
    case Kind::choice:
      return model.choice_names[model.choice_lists[type.choices].front().id];
    default:
      return "\"text\"";
  }
}

/// A record that tells all members of a list, as it is written in a sentence.
std::string record_example(const Model& model, FactId list) {
  std::string record;
  for (const Fact& member : model.members_of(list))
    record += fmt::format("{}{} = {}", record.empty() ? "" : ", ", member.name, example_of(model, member.type));
  return fmt::format("{{{}}}", record);
}

}  // namespace

Lowered lower_records(Context& context, FactId list, const syntax::Expr& expr) {
  const Type type = context.model.facts[list].type;
  Records records{type.choices, context.model.members_of(list).size(), {}};
  const auto* name = std::get_if<syntax::NameRef>(&expr.node);
  const auto* literal = std::get_if<syntax::RecordsLiteral>(&expr.node);
  if (literal == nullptr && (name == nullptr || name->text != "none")) {
    context.error(codes::wrong_type, expr.span, "records are wanted here").help =
        fmt::format("write `{0} = {1}`, more of them after commas, or `{0} = none`", context.model.facts[list].name,
                    record_example(context.model, list));
    return std::nullopt;
  }
  bool failed = false;
  for (std::size_t i = 0; literal != nullptr && i < literal->records.size(); ++i) {
    auto record = RecordLowerer(context, list, literal->records[i]).lower();
    failed = failed || !record;
    if (record) records.values.insert(records.values.end(), record->begin(), record->end());
  }
  if (failed) return std::nullopt;
  if (records.size() > max_records) {
    context.error(codes::beyond_all_bounds, expr.span, fmt::format("a list has at most {} records", max_records)).help =
        "leave some out";
    return std::nullopt;
  }
  return context.model.expressions.add_constant(RecordList{std::make_shared<const Records>(std::move(records))}, type,
                                                expr.span);
}

}  // namespace bywhen::check_stage
