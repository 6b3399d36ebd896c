#include <algorithm>
#include <utility>

#include "interpreter/arithmetic.hpp"
#include "interpreter/evaluate/evaluation.hpp"

/// What is gathered over the records of a list: one pass over them, and none inside of another.
namespace bywhen {

Value Evaluation::member_value(const Node& node) const {
  const MemberRef ref = MemberRef::of(node.payload);
  if (record_.empty()) return {};  // asked for apart from what gathers it
  return counted_value(model_.member(ref), record_[ref.member]);
}

/// Looks at each record that may be meant. The list must be known.
template <typename Visit>
void Evaluation::visit_records(ExprId expr, const Visit& visit) {
  const GatherDetails& details = model_.expressions.gathers[model_.expressions[expr].payload];
  const Records& records = *records_of(order_, details.list);
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    record_ = records[i];
    record_index_ = i;
    const Truth meant = details.filtered ? truth(model_.expressions.operands(expr).back()) : Truth::yes;
    if (meant != Truth::no) visit(Look{i, meant});
  }
  record_ = {};
}

Value Evaluation::gathered_value(ExprId expr) {
  const Node& node = model_.expressions[expr];
  if (node.op == Op::latest_of || node.op == Op::earliest_of) {
    const auto known = gathered_reach(expr).known();
    return known ? Value{*known} : Value{};
  }
  if (records_of(order_, model_.expressions.gathers[node.payload].list) == nullptr) return {};
  return node.op == Op::sum_of ? gathered_sum(expr) : gathered_count(expr);
}

/// Of none, all is true and any is not.
Truth Evaluation::gathered_truth(ExprId expr) {
  const Node& node = model_.expressions[expr];
  const bool all = node.op == Op::all_of;
  if (records_of(order_, model_.expressions.gathers[node.payload].list) == nullptr) return Truth::unknown;
  const ExprId condition = model_.expressions.operands(expr).front();
  Truth result = truth_of(all);
  visit_records(expr, [&](Look look) {
    const Truth holds = truth(condition);
    result = all ? both(result, either(!look.meant, holds)) : either(result, both(look.meant, holds));
  });
  return result;
}

/// Of none it is never: what none of them has done has not happened.
Reach Evaluation::gathered_reach(ExprId expr) {
  const Node& node = model_.expressions[expr];
  if (records_of(order_, model_.expressions.gathers[node.payload].list) == nullptr) return Reach{};
  const bool latest = node.op == Op::latest_of;
  const ExprId item = model_.expressions.operands(expr).front();
  const auto pick = [latest](Instant a, Instant b) { return latest ? std::max(a, b) : std::min(a, b); };
  std::optional<Reach> sure;
  std::optional<Reach> possible;
  visit_records(expr, [&](Look look) {
    const Reach one = reach(item);
    if (look.meant == Truth::yes) {
      sure = sure ? Reach{pick(sure->soonest, one.soonest), pick(sure->latest, one.latest)} : one;
    } else {
      possible =
          possible ? Reach{std::min(possible->soonest, one.soonest), std::max(possible->latest, one.latest)} : one;
    }
  });
  Reach all = sure.value_or(Reach::of(Instant::never()));
  if (possible && (!sure || !latest)) all.soonest = std::min(all.soonest, possible->soonest);
  if (possible && sure && latest) all.latest = std::max(all.latest, possible->latest);
  if (remarks_ != nullptr) remark_on_extreme(expr, all);
  return all;
}

/// Nothing of a kind; of money, in the currency in which the order tells the amounts that this one meets.
Value Evaluation::nothing_of(ExprId expr) const {
  const Node& node = model_.expressions[expr];
  switch (node.type.kind) {
    case Kind::integer:
      return std::int64_t{0};
    case Kind::decimal:
      return Decimal{};
    case Kind::percent:
      return Percent{};
    case Kind::duration:
      return Duration{};
    default:
      break;
  }
  const auto group = model_.expressions.gathers[node.payload].currency_group;
  const auto currency = group ? currency_of(model_, order_, model_.currency_groups[*group]) : std::nullopt;
  return currency ? Value{Money{0, *currency}} : Value{};
}

Value Evaluation::gathered_sum(ExprId expr) {
  const ExprId item = model_.expressions.operands(expr).front();
  std::vector<Value> items;
  bool unknown = false;
  visit_records(expr, [&](Look look) {
    items.push_back(value(item));
    unknown = unknown || look.meant == Truth::unknown || is_unknown(items.back());
  });
  if (unknown) return {};
  if (items.empty()) return nothing_of(expr);
  Value sum = items.front();
  for (std::size_t i = 1; i < items.size(); ++i) {
    const auto next = add(sum, items[i]);
    if (!next) return overflow(expr, {sum, items[i]});
    sum = *next;
  }
  return sum;
}

Value Evaluation::gathered_count(ExprId expr) {
  std::int64_t count = 0;
  bool unknown = false;
  visit_records(expr, [&](Look look) {
    ++count;
    unknown = unknown || look.meant == Truth::unknown;
  });
  return unknown ? Value{} : Value{count};
}

/// Which record it is that decides.
void Evaluation::remark_on_extreme(ExprId expr, const Reach& reach) {
  const auto instant = reach.known();
  if (!instant || !instant->is_real()) return;
  GatherRemark remark;
  remark.list = model_.expressions.gathers[model_.expressions[expr].payload].list;
  remark.latest = model_.expressions[expr].op == Op::latest_of;
  std::optional<std::uint32_t> first;
  Remarks* const remarks = std::exchange(remarks_, nullptr);
  visit_records(expr, [&](Look look) {
    ++remark.records;
    if (!first && moment(model_.expressions.operands(expr).front()) == instant) first = look.record;
  });
  remarks_ = remarks;
  remark.record = first.value_or(0);
  if (remark.records > 1) remarks_->emplace_back(remark);
}

void Evaluation::collect_gathered(ExprId expr, std::set<FactPart>& facts) {
  const Node& node = model_.expressions[expr];
  const GatherDetails details = model_.expressions.gathers[node.payload];
  if (records_of(order_, details.list) == nullptr) {
    facts.insert({details.list});
    return;
  }
  const auto operands = model_.expressions.operands(expr);
  const std::size_t before = facts.size();
  visit_records(expr, [&](Look look) {
    const bool quantified = node.op == Op::all_of || node.op == Op::any_of;
    if (quantified && truth(operands.front()) == truth_of(node.op == Op::all_of)) return;
    if (look.meant == Truth::unknown) collect_unknown(operands.back(), facts);
    if (node.op != Op::count_of) collect_unknown(operands.front(), facts);
  });
  // Nothing to add up, of a currency that nobody tells.
  if (facts.size() == before && node.op == Op::sum_of) facts.insert({details.list});
}

// ── Which records decide
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// Where all of them decide, a reader is shown so many.
constexpr std::size_t most_deciding = 8;

void collect_members(const Expressions& expressions, ExprId expr, std::set<std::uint16_t>& members) {
  if (expressions[expr].op == Op::member) members.insert(MemberRef::of(expressions[expr].payload).member);
  for (const ExprId operand : expressions.operands(expr)) collect_members(expressions, operand, members);
}

}  // namespace

void Evaluation::collect_deciding(ExprId expr, std::set<FactPart>& parts) {
  const Node& node = model_.expressions[expr];
  if (!gathers(node.op)) {
    for (const ExprId operand : model_.expressions.operands(expr)) collect_deciding(operand, parts);
    return;
  }
  const FactId list = model_.expressions.gathers[node.payload].list;
  if (records_of(order_, list) == nullptr) return;
  std::set<std::uint16_t> members;
  for (const ExprId operand : model_.expressions.operands(expr)) collect_members(model_.expressions, operand, members);
  for (const std::uint32_t record : deciding_records(expr)) {
    for (const std::uint16_t member : members) parts.insert({list, record, member});
  }
}

void Evaluation::collect_awaited(ExprId expr, std::set<FactPart>& parts) {
  const Node& node = model_.expressions[expr];
  if (gathers(node.op)) return collect_awaited_members(expr, parts);
  if (node.op == Op::fact) {
    const auto fact = static_cast<FactId>(node.payload);
    const bool event = model_.facts[fact].type.kind == Kind::event;
    if (event && std::get<Instant>(fact_value(model_, order_, fact)).is_never()) parts.insert({fact});
  }
  for (const ExprId operand : model_.expressions.operands(expr)) collect_awaited(operand, parts);
}

void Evaluation::collect_awaited_members(ExprId expr, std::set<FactPart>& parts) {
  const FactId list = model_.expressions.gathers[model_.expressions[expr].payload].list;
  if (records_of(order_, list) == nullptr) return;
  std::set<std::uint16_t> members;
  for (const ExprId operand : model_.expressions.operands(expr)) collect_members(model_.expressions, operand, members);
  const std::vector<Fact>& declared = model_.members_of(list);
  std::erase_if(members, [&](std::uint16_t member) { return declared[member].type.kind != Kind::event; });
  bool any = false;
  visit_records(expr, [&](Look look) {
    any = true;
    for (const std::uint16_t member : members) {
      const FactPart part{list, look.record, member};
      if (std::get<Instant>(part_value(part)).is_never()) parts.insert(part);
    }
  });
  if (!any) parts.insert({list});
}

/// The one that makes it so; or all of them.
std::vector<std::uint32_t> Evaluation::deciding_records(ExprId expr) {
  const Node& node = model_.expressions[expr];
  const bool moments = node.op == Op::latest_of || node.op == Op::earliest_of;
  const bool quantified = node.op == Op::all_of || node.op == Op::any_of;
  const auto extreme = moments ? gathered_reach(expr).known() : std::nullopt;
  const Truth wanted = truth_of(node.op == Op::any_of);
  std::vector<std::uint32_t> all;
  std::optional<std::uint32_t> one;
  visit_records(expr, [&](Look look) {
    if (all.size() < most_deciding) all.push_back(look.record);
    if (one || look.meant != Truth::yes) return;
    const ExprId item = node.op == Op::count_of ? expr : model_.expressions.operands(expr).front();
    const bool decides = (moments && extreme && moment(item) == extreme) || (quantified && truth(item) == wanted);
    if (decides) one = look.record;
  });
  return one ? std::vector{*one} : all;
}

Value Evaluation::part_value(const FactPart& part) const {
  return counted_value(model_.members_of(part.fact)[part.member],
                       (*records_of(order_, part.fact))[part.record][part.member]);
}

}  // namespace bywhen
