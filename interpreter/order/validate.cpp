#include "interpreter/order/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/money/currency.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

namespace {

Problem about_fact(const Model& model, FactId fact, Problem problem) {
  problem.pointer = "/facts/" + model.facts[fact].name;
  return problem;
}

void find_missing(const Program& program, const OrderState& order, const std::set<FactId>& excused,
                  Problems& problems) {
  const Model& model = *program.model;
  const Status& status = model.statuses[order.status];
  const auto& required = program.statuses[order.status].required;
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (!is_unknown(order.facts[fact]) || model.facts[fact].default_value || excused.contains(fact)) continue;
    const bool by_status = std::find(required.begin(), required.end(), fact) != required.end();
    if (!by_status && !model.facts[fact].required()) continue;
    Problem problem =
        by_status
            ? make_problem(codes::missing_event,
                           fmt::format("an order in the status `{}` has `{}`", status.name, model.facts[fact].name),
                           "every way into that status supplies it: tell it, or mend the status")
            : make_problem(codes::missing_fact, fmt::format("the fact `{}` is missing", model.facts[fact].name),
                           "every order has it");
    problem.expected = expected_form(model, model.facts[fact].type);
    problem.found = "nothing";
    problems.push_back(about_fact(model, fact, std::move(problem)));
  }
}

/// A value of the order, and its place: a fact, or a member of a record.
template <typename Visit>
void visit_values(const Model& model, const OrderState& order, FactId fact, const Visit& visit) {
  const Records* records = records_of(order, fact);
  if (records == nullptr) return visit(FactPart{fact}, model.facts[fact], order.facts[fact]);
  const std::vector<Fact>& members = model.members_of(fact);
  for (std::uint32_t record = 0; record < records->size(); ++record) {
    for (std::size_t member = 0; member < members.size(); ++member) {
      const FactPart part{fact, record, static_cast<std::uint16_t>(member)};
      visit(part, members[member], (*records)[record][member]);
    }
  }
}

Problem about_part(const Model& model, const FactPart& part, Problem problem) {
  if (part.record == FactPart::whole) return about_fact(model, part.fact, std::move(problem));
  problem.pointer = fmt::format("/facts/{}/{}/{}", model.facts[part.fact].name, part.record,
                                model.members_of(part.fact)[part.member].name);
  return problem;
}

/// All of a group have the currency of its first, or the one that the policy itself names.
void find_mixed(const Model& model, const OrderState& order, const CurrencyGroup& group, Problems& problems) {
  std::optional<std::uint16_t> currency = group.currency;
  std::optional<FactPart> first;
  const auto look = [&](const FactPart& part, const Fact&, const Value& value) {
    const auto* money = std::get_if<Money>(&value);
    if (money == nullptr) return;
    if (!currency) {
      currency = money->currency;
      first = part;
    }
    if (*currency == money->currency) return;
    const std::string whose = first ? fmt::format("`{}`", part_name(model, *first)) : "the policy's amounts";
    Problem problem = make_problem(codes::mixed_currencies,
                                   fmt::format("`{}` is not in the currency of {}", part_name(model, part), whose),
                                   "amounts that the policy compares or adds share one currency");
    problem.expected = fmt::format("an amount in {}", currency_at(*currency).code);
    problem.found = format_money(*money);
    problems.push_back(about_part(model, part, std::move(problem)));
  };
  for (const FactId fact : group.facts) visit_values(model, order, fact, look);
}

}  // namespace

Problems validate(const Program& program, const OrderState& order, const std::set<FactId>& excused) {
  Problems problems;
  find_missing(program, order, excused, problems);
  for (const CurrencyGroup& group : program.model->currency_groups) find_mixed(*program.model, order, group, problems);
  return problems;
}

Problems validate_instant(const Model& model, const OrderState& order, Instant at) {
  Problems problems;
  if (order.as_of && *order.as_of > at) {
    Problem problem =
        make_problem(codes::right_later,
                     fmt::format("the order was last right at {}, after {}", zone_time_words(model.zone, *order.as_of),
                                 zone_time_words(model.zone, at)),
                     "ask about that instant or a later one: the past stays as it was");
    problem.pointer = "/as_of";
    problems.push_back(std::move(problem));
  }
  const auto look = [&](const FactPart& part, const Fact& fact, const Value& value) {
    const auto* instant = std::get_if<Instant>(&value);
    if (instant == nullptr || fact.type.kind != Kind::event || *instant <= at) return;
    Problem problem = make_problem(
        codes::event_ahead,
        fmt::format("the event `{}` lies after {}", part_name(model, part), zone_time_words(model.zone, at)),
        "an event has happened already; for a moment that is planned or told, use a fact of type time");
    problem.found = format_rfc3339(*instant);
    problem.expected = fmt::format("a time not after {}", format_rfc3339(at));
    problems.push_back(about_part(model, part, std::move(problem)));
  };
  for (FactId fact = 0; fact < model.fact_count(); ++fact) visit_values(model, order, fact, look);
  return problems;
}

}  // namespace bywhen
