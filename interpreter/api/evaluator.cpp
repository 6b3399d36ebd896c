#include "bywhen/evaluator.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/machine/machine.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

using machine::Machine;

struct Evaluator::Inside {
  explicit Inside(Policy of) : policy(std::move(of)), machine(PolicyAccess::compiled(policy)->code) {}

  Policy policy;
  Machine machine;
  /// What the machine left to the evaluator with memory.
  std::optional<Decision> decision;

  [[nodiscard]] const Policy::Compiled& compiled() const { return *PolicyAccess::compiled(policy); }
  [[nodiscard]] const Model& model() const { return *compiled().program.model; }
  [[nodiscard]] StatusId status() const { return decision ? decision->order.status : machine.status(); }

  [[nodiscard]] Problems work_out(const OrderState& order, Instant at);
  [[nodiscard]] std::optional<std::uint32_t> place_of(PermissionHandle permission) const;
  [[nodiscard]] std::optional<std::uint32_t> place_of(DutyHandle duty) const;
};

/// Where the permission stands in its status's list.
std::optional<std::uint32_t> Evaluator::Inside::place_of(PermissionHandle permission) const {
  if (permission.policy != compiled().stamp) return std::nullopt;
  const auto& entitlements = compiled().program.statuses[status()].entitlements;
  for (std::uint32_t i = 0; i < entitlements.size(); ++i) {
    if (entitlements[i].actor == permission.actor && entitlements[i].action == permission.action) return i;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Evaluator::Inside::place_of(DutyHandle duty) const {
  if (duty.policy != compiled().stamp) return std::nullopt;
  const auto& duties = compiled().program.statuses[status()].duties;
  const auto found = std::find(duties.begin(), duties.end(), duty.rule);
  if (found == duties.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - duties.begin());
}

Problems Evaluator::Inside::work_out(const OrderState& order, Instant at) {
  decision.reset();
  if (Problems problems = validate_instant(model(), order, at); !problems.empty()) return problems;
  if (machine.decide(order, at)) return {};
  auto decided = bywhen::decide(compiled().program, order, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) return {fault_problem(model(), *fault)};
  decision = std::move(std::get<Decision>(decided));
  return {};
}

// ── Evaluator
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Evaluator::Evaluator(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;
Evaluator::~Evaluator() = default;

const Policy& Evaluator::policy() const { return inside_->policy; }

std::variant<CompactAnswer, Problems> Evaluator::decide(const Order& order, Instant at) {
  const auto& parts = PolicyAccess::parts(order);
  Problems problems;
  if (parts.policy == PolicyAccess::compiled(inside_->policy)) {
    problems = order.problems();
    if (problems.empty()) problems = inside_->work_out(parts.state, at);
  } else {
    const auto mine = parts_for(inside_->policy, order);
    const auto* refused = std::get_if<Problems>(&mine);
    problems = refused != nullptr ? *refused : inside_->work_out(std::get<Order::State>(mine).state, at);
  }
  if (!problems.empty()) return problems;
  return CompactAnswer(*inside_);
}

// ── The answer
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

Amount amount_of(Money money) { return {money.minor, currency_at(money.currency).code}; }

DutyStanding standing_of(const DutyView& view) {
  const auto amount = view.amount ? std::optional(amount_of(view.amount->amount)) : std::nullopt;
  return {view.state, view.opens, view.due, view.done_at, amount};
}

DutyStanding standing_of(const Machine::DutyReading& reading) {
  const bool owed = reading.amount.state == machine::Cell::known;
  return {reading.state, reading.opens, reading.due, reading.done_at,
          owed ? std::optional(amount_of(reading.amount.amount)) : std::nullopt};
}

}  // namespace

Instant CompactAnswer::at() const { return inside_->decision ? inside_->decision->at : inside_->machine.at(); }

StatusHandle CompactAnswer::status() const { return {inside_->compiled().stamp, inside_->status()}; }

std::string_view CompactAnswer::status_name() const { return inside_->model().statuses[inside_->status()].name; }

std::size_t CompactAnswer::settled() const {
  return inside_->decision ? inside_->decision->settled.size() : inside_->machine.settled();
}

std::optional<Instant> CompactAnswer::valid_until() const {
  return real(inside_->decision ? inside_->decision->valid_until : inside_->machine.valid_until());
}

bool CompactAnswer::allowed(PermissionHandle permission) const {
  const auto place = inside_->place_of(permission);
  if (!place) return false;
  if (!inside_->decision) return inside_->machine.allowed(*place) == Truth::yes;
  const auto& view = inside_->decision->view.actions[*place];
  return view && view->verdict == Verdict::allowed;
}

std::optional<Standing> CompactAnswer::standing(PermissionHandle permission) const {
  const auto place = inside_->place_of(permission);
  if (!place) return std::nullopt;
  const auto name = [&](const std::optional<RuleId>& rule) {
    return rule ? std::string_view(inside_->model().rules[*rule].name) : std::string_view();
  };
  if (inside_->decision) {
    const auto& view = inside_->decision->view.actions[*place];
    if (!view) return std::nullopt;
    return Standing{view->verdict, view->from, view->until, name(view->rule)};
  }
  const auto reading = inside_->machine.read(*place);
  if (!reading) return std::nullopt;
  return Standing{reading->verdict, reading->from, reading->until, name(reading->rule)};
}

std::optional<DutyStanding> CompactAnswer::duty(DutyHandle duty) const {
  const auto place = inside_->place_of(duty);
  if (!place) return std::nullopt;
  if (inside_->decision) {
    const auto& duties = inside_->decision->view.duties;
    const auto found =
        std::find_if(duties.begin(), duties.end(), [&](const DutyView& view) { return view.rule == duty.rule; });
    return found == duties.end() ? std::nullopt : std::optional(standing_of(*found));
  }
  const auto reading = inside_->machine.read_duty(*place);
  return reading ? std::optional(standing_of(*reading)) : std::nullopt;
}

std::optional<Instant> CompactAnswer::due(DutyHandle duty) const {
  const auto standing = this->duty(duty);
  return standing ? standing->due : std::nullopt;
}

}  // namespace bywhen
