#include "bywhen/evaluator.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/kernel/kernel.hpp"
#include "interpreter/machine/machine.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

using kernel::Kernel;
using machine::Machine;

struct Evaluator::Inside {
  explicit Inside(Policy of)
      : policy(std::move(of)),
        kernel(*PolicyAccess::compiled(policy)->kernel),
        machine(PolicyAccess::compiled(policy)->code) {}

  /// Who decided last: each leaves to the next what it cannot say.
  enum class Who : std::uint8_t { kernel, machine, evaluator };

  Policy policy;
  Kernel kernel;
  Machine machine;
  Who who = Who::kernel;
  /// The evaluator's.
  std::optional<Decision> decision;
  /// Room for an order that the kernel decided and the machine looks at again.
  OrderState unpacked;
  /// Room for an answer's bits.
  std::vector<std::uint64_t> allowed_bits;
  std::vector<std::uint64_t> open_bits;
  std::vector<StandingDuty> standing;

  [[nodiscard]] const Policy::Compiled& compiled() const { return *PolicyAccess::compiled(policy); }
  [[nodiscard]] const Model& model() const { return *compiled().program.model; }
  [[nodiscard]] StatusId status() const {
    return who == Who::kernel ? kernel.status() : who == Who::machine ? machine.status() : decision->order.status;
  }
  [[nodiscard]] Instant at() const {
    return who == Who::kernel ? kernel.at() : who == Who::machine ? machine.at() : decision->at;
  }

  /// What the kernel decided, decided again by those who also see the past and the future.
  void look_closer();
  [[nodiscard]] Problems work_out(const OrderState& order, Instant at);
  [[nodiscard]] Truth allows(std::uint32_t place) const;
  std::span<const std::uint64_t> gather_bits(Truth truth, std::vector<std::uint64_t>& bits) const;
  [[nodiscard]] std::optional<DutyStanding> duty_at(std::uint32_t place);
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
  if (Problems problems = validate_instant(model(), order, at); !problems.empty()) return problems;
  who = Who::machine;
  if (machine.decide(order, at)) return {};
  auto decided = bywhen::decide(compiled().program, order, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) return {fault_problem(model(), *fault)};
  decision = std::move(std::get<Decision>(decided));
  who = Who::evaluator;
  return {};
}

void Evaluator::Inside::look_closer() {
  if (who != Who::kernel) return;
  kernel.unpack(unpacked);
  // The kernel decided it, so that the others can.
  (void)work_out(unpacked, kernel.at());
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
    inside_->who = Inside::Who::kernel;
    if (inside_->kernel.decide(parts.words, parts.state.status, parts.state.as_of, at)) return CompactAnswer(*inside_);
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

DutyStanding standing_of(const Kernel::DutyFound& found) {
  const auto amount = found.amount ? std::optional(amount_of(*found.amount)) : std::nullopt;
  return {found.state, real(found.opens), real(found.due), real(found.done_at), amount};
}

DutyStanding standing_of(const Machine::DutyReading& reading) {
  const bool owed = reading.amount.state == machine::Cell::known;
  return {reading.state, reading.opens, reading.due, reading.done_at,
          owed ? std::optional(amount_of(reading.amount.amount)) : std::nullopt};
}

}  // namespace

const Policy& CompactAnswer::policy() const { return inside_->policy; }
Instant CompactAnswer::at() const { return inside_->at(); }

StatusHandle CompactAnswer::status() const { return {inside_->compiled().stamp, inside_->status()}; }

std::string_view CompactAnswer::status_name() const { return inside_->model().statuses[inside_->status()].name; }

std::size_t CompactAnswer::settled() const {
  switch (inside_->who) {
    case Evaluator::Inside::Who::kernel:
      return inside_->kernel.settled();
    case Evaluator::Inside::Who::machine:
      return inside_->machine.settled();
    default:
      return inside_->decision->settled.size();
  }
}

std::optional<Instant> CompactAnswer::valid_until() const {
  switch (inside_->who) {
    case Evaluator::Inside::Who::kernel:
      return real(inside_->kernel.valid_until());
    case Evaluator::Inside::Who::machine:
      return real(inside_->machine.valid_until());
    default:
      return real(inside_->decision->valid_until);
  }
}

/// By a place in the status's list.
Truth Evaluator::Inside::allows(std::uint32_t place) const {
  if (who == Who::machine) return machine.allowed(place);
  if (who == Who::kernel) {
    const unsigned bit = compiled().kernel->statuses[status()]->bits[place];
    if ((kernel.allowed() >> bit & 1U) != 0) return Truth::yes;
    return (kernel.open() >> bit & 1U) != 0 ? Truth::unknown : Truth::no;
  }
  const auto& view = decision->view.actions[place];
  if (!view) return Truth::no;
  return view->verdict == Verdict::allowed   ? Truth::yes
         : view->verdict == Verdict::unknown ? Truth::unknown
                                             : Truth::no;
}

bool CompactAnswer::allowed(PermissionHandle permission) const {
  const kernel::Code& code = *inside_->compiled().kernel;
  if (inside_->who == Evaluator::Inside::Who::kernel && code.has_common_bits()) {
    if (permission.policy != inside_->compiled().stamp) return false;
    const std::uint16_t bit = code.place_of(permission.actor, permission.action);
    return bit != kernel::Code::no_permission && (inside_->kernel.allowed() >> bit & 1U) != 0;
  }
  const auto place = inside_->place_of(permission);
  return place && inside_->allows(*place) == Truth::yes;
}

/// Of which permissions this is so, whoever decided.
std::span<const std::uint64_t> Evaluator::Inside::gather_bits(Truth truth, std::vector<std::uint64_t>& bits) const {
  const kernel::Code& code = *compiled().kernel;
  if (who == Who::kernel && code.has_common_bits()) {
    bits.resize(1);
    bits.front() = truth == Truth::yes ? kernel.allowed() : kernel.open();
    return bits;
  }
  bits.assign(std::max<std::size_t>(1, (code.permissions.size() + 63) / 64), 0);
  const auto& entitlements = compiled().program.statuses[status()].entitlements;
  for (std::uint32_t i = 0; i < entitlements.size(); ++i) {
    if (allows(i) != truth) continue;
    const std::size_t bit = code.place_of(entitlements[i].actor, entitlements[i].action);
    bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return bits;
}

std::span<const std::uint64_t> CompactAnswer::allowed_bits() const {
  return inside_->gather_bits(Truth::yes, inside_->allowed_bits);
}
std::span<const std::uint64_t> CompactAnswer::open_bits() const {
  return inside_->gather_bits(Truth::unknown, inside_->open_bits);
}

std::optional<Standing> CompactAnswer::standing(PermissionHandle permission) const {
  const auto place = inside_->place_of(permission);
  if (!place) return std::nullopt;
  const auto name = [&](const std::optional<RuleId>& rule) {
    return rule ? std::string_view(inside_->model().rules[*rule].name) : std::string_view();
  };
  inside_->look_closer();
  if (inside_->who == Evaluator::Inside::Who::evaluator) {
    const auto& view = inside_->decision->view.actions[*place];
    if (!view) return std::nullopt;
    return Standing{view->verdict, view->from, view->until, name(view->rule)};
  }
  const auto reading = inside_->machine.read(*place);
  if (!reading) return std::nullopt;
  return Standing{reading->verdict, reading->from, reading->until, name(reading->rule)};
}

/// By its place in the status's list.
std::optional<DutyStanding> Evaluator::Inside::duty_at(std::uint32_t place) {
  if (who == Who::kernel) {
    const auto found = kernel.duty(place);
    return found ? std::optional(standing_of(*found)) : std::nullopt;
  }
  if (who == Who::machine) {
    const auto reading = machine.read_duty(place);
    return reading ? std::optional(standing_of(*reading)) : std::nullopt;
  }
  const RuleId rule = compiled().program.statuses[status()].duties[place];
  const auto& duties = decision->view.duties;
  const auto found =
      std::find_if(duties.begin(), duties.end(), [&](const DutyView& view) { return view.rule == rule; });
  return found == duties.end() ? std::nullopt : std::optional(standing_of(*found));
}

std::optional<DutyStanding> CompactAnswer::duty(DutyHandle duty) const {
  const auto place = inside_->place_of(duty);
  return place ? inside_->duty_at(*place) : std::nullopt;
}

std::span<const StandingDuty> CompactAnswer::duties() const {
  const auto& rules = inside_->compiled().program.statuses[inside_->status()].duties;
  inside_->standing.clear();
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const auto found = inside_->duty_at(i);
    if (found) inside_->standing.push_back({{inside_->compiled().stamp, rules[i]}, *found});
  }
  return inside_->standing;
}

std::optional<Instant> CompactAnswer::due(DutyHandle duty) const {
  const auto standing = this->duty(duty);
  return standing ? standing->due : std::nullopt;
}

}  // namespace bywhen
