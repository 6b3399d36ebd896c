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

/// All of a group have the currency of its first, or the one that the policy itself names.
void find_mixed(const Model& model, const OrderState& order, const CurrencyGroup& group, Problems& problems) {
  std::optional<std::uint16_t> currency = group.currency;
  std::optional<FactId> first;
  for (const FactId fact : group.facts) {
    const auto* money = std::get_if<Money>(&order.facts[fact]);
    if (money == nullptr) continue;
    if (!currency) {
      currency = money->currency;
      first = fact;
    }
    if (*currency == money->currency) continue;
    const std::string whose = first ? fmt::format("`{}`", model.facts[*first].name) : "the policy's amounts";
    Problem problem = make_problem(codes::mixed_currencies,
                                   fmt::format("`{}` is not in the currency of {}", model.facts[fact].name, whose),
                                   "amounts that the policy compares or adds share one currency");
    problem.expected = fmt::format("an amount in {}", currency_at(*currency).code);
    problem.found = format_money(*money);
    problems.push_back(about_fact(model, fact, std::move(problem)));
  }
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
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const auto* instant = std::get_if<Instant>(&order.facts[fact]);
    if (instant == nullptr || model.facts[fact].type.kind != Kind::event || *instant <= at) continue;
    Problem problem = make_problem(
        codes::event_ahead,
        fmt::format("the event `{}` lies after {}", model.facts[fact].name, zone_time_words(model.zone, at)),
        "an event has happened already; for a moment that is planned or told, use a fact of type time");
    problem.found = format_rfc3339(*instant);
    problem.expected = fmt::format("a time not after {}", format_rfc3339(at));
    problems.push_back(about_fact(model, fact, std::move(problem)));
  }
  return problems;
}

}  // namespace bywhen
