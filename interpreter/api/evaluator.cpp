#include "bywhen/evaluator.hpp"

#include <algorithm>
#include <memory>
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
        machine(PolicyAccess::compiled(policy)->code),
        stamp(PolicyAccess::compiled(policy)->stamp),
        has_common_bits(PolicyAccess::compiled(policy)->kernel->has_common_bits()) {}

  /// Who decided last: each leaves to the next what it cannot say.
  enum class Who : std::uint8_t { kernel, machine, evaluator };

  Policy policy;
  Kernel kernel;
  Machine machine;
  std::uint32_t stamp;
  bool has_common_bits;
  Who who = Who::kernel;
  /// The evaluator's.
  std::optional<Decision> decision;
  /// Room for an order that others than the kernel look at.
  OrderState unpacked;
  /// Room for an answer's bits.
  std::vector<std::uint64_t> allowed_bits;
  std::vector<std::uint64_t> open_bits;
  std::vector<StandingDuty> standing;

  [[nodiscard]] const Policy::Compiled& compiled() const { return *PolicyAccess::compiled(policy); }
  [[nodiscard]] const Model& model() const { return *compiled().program.model; }
  /// The status of what was decided last, and the instant.
  StatusId status = 0;
  Instant at;

  /// What the kernel decided, decided again by those who also see the past and the future.
  void look_closer();
  [[nodiscard]] Problems work_out(const OrderState& order, Instant when);
  [[nodiscard, gnu::noinline]] Problems work_out(const Order& order, Instant when);
  struct Outcome {
    StatusId status = 0;
    std::size_t settled = 0;
    Instant valid_until;
  };
  [[nodiscard]] Outcome outcome() const;
  [[nodiscard]] Truth allows(std::uint32_t place) const;
  /// The kernel's bits are those of the policy's permissions.
  [[nodiscard]] bool has_bits() const { return who == Who::kernel && has_common_bits; }
  std::span<const std::uint64_t> gather_bits(Truth truth, std::vector<std::uint64_t>& bits) const;
  [[nodiscard]] std::optional<DutyStanding> duty_at(std::uint32_t place);
  std::span<const StandingDuty> kernel_duties();
  std::span<const StandingDuty> other_duties();
  [[nodiscard]] std::optional<std::uint32_t> place_of(PermissionHandle permission) const;
  [[nodiscard]] std::optional<std::uint32_t> place_of(DutyHandle duty) const;
};

/// Where the permission stands in its status's list.
std::optional<std::uint32_t> Evaluator::Inside::place_of(PermissionHandle permission) const {
  if (permission.policy != compiled().stamp) return std::nullopt;
  const auto& entitlements = compiled().program.statuses[status].entitlements;
  for (std::uint32_t i = 0; i < entitlements.size(); ++i) {
    if (entitlements[i].actor == permission.actor && entitlements[i].action == permission.action) return i;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Evaluator::Inside::place_of(DutyHandle duty) const {
  if (duty.policy != compiled().stamp) return std::nullopt;
  const auto& duties = compiled().program.statuses[status].duties;
  const auto found = std::find(duties.begin(), duties.end(), duty.rule);
  if (found == duties.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - duties.begin());
}

Problems Evaluator::Inside::work_out(const OrderState& order, Instant when) {
  if (Problems problems = validate_instant(model(), order, when); !problems.empty()) return problems;
  who = Who::machine;
  if (machine.decide(order, when)) return {};
  auto decided = bywhen::decide(compiled().program, order, when);
  if (const auto* fault = std::get_if<Fault>(&decided)) return {fault_problem(model(), *fault)};
  decision = std::move(std::get<Decision>(decided));
  who = Who::evaluator;
  return {};
}

Problems Evaluator::Inside::work_out(const Order& order, Instant when) {
  const auto& state = PolicyAccess::state(order);
  if (state.policy != PolicyAccess::compiled(policy)) {
    const auto mine = parts_for(policy, order);
    const auto* refused = std::get_if<Problems>(&mine);
    return refused != nullptr ? *refused : work_out(std::get<OrderParts>(mine).state, when);
  }
  state.store(unpacked);
  if (!state.checked) {
    if (Problems problems = validate(compiled().program, unpacked); !problems.empty()) return problems;
  }
  return work_out(unpacked, when);
}

void Evaluator::Inside::look_closer() {
  if (who != Who::kernel) return;
  kernel.unpack(unpacked);
  // The kernel decided it, so that the others can.
  (void)work_out(unpacked, at);
}

// ── Evaluator
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Evaluator::Evaluator(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;
Evaluator::~Evaluator() = default;

const Policy& Evaluator::policy() const { return inside_->policy; }

std::variant<CompactAnswer, Problems> Evaluator::decide(const Order& order, Instant at) {
  Inside& inside = *inside_;
  const auto& state = PolicyAccess::state(order);
  inside.at = at;
  const bool own = state.policy == PolicyAccess::compiled(inside.policy);
  if (own && inside.kernel.decide(state.words, state.status, state.as_of, at)) [[likely]] {
    const Kernel::Result& result = inside.kernel.result();
    inside.who = Inside::Who::kernel;
    inside.status = result.status;
    // Its members at once: an answer that is put together and then copied is waited for.
    return CompactAnswer(&inside, at, result.valid_until, result.settled, {inside.stamp, result.status});
  }
  if (Problems problems = inside.work_out(order, at); !problems.empty()) return problems;
  const Inside::Outcome outcome = inside.outcome();
  inside.status = outcome.status;
  return CompactAnswer(&inside, at, outcome.valid_until, outcome.settled, {inside.stamp, outcome.status});
}

/// What the machine or the evaluator decided.
Evaluator::Inside::Outcome Evaluator::Inside::outcome() const {
  if (who == Who::machine) return {machine.status(), machine.settled(), machine.valid_until()};
  return {decision->order.status, decision->settled.size(), decision->valid_until};
}

// ── The answer
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

Amount amount_of(Money money) { return {money.minor, currency_code(money.currency)}; }

DutyStanding standing_of(const DutyView& view) {
  const auto amount = view.amount ? std::optional(amount_of(view.amount->amount)) : std::nullopt;
  return {view.state, view.opens, view.due, view.done_at, amount};
}

inline void describe(const Kernel::DutySeen& seen, DutyStanding& standing) {
  standing.state = static_cast<DutyState>(seen.state);
  standing.opens = real({seen.opens});
  standing.due = real({seen.due});
  standing.done_at = real({seen.done_at});
}

/// Made where it stays: a copy would wait for the amount's last letter.
void put_amount(const std::optional<Money>& amount, DutyStanding& standing) {
  if (amount) standing.amount.emplace(amount->minor, currency_code(amount->currency));
}

DutyStanding standing_of(const Machine::DutyReading& reading) {
  const bool owed = reading.amount.state == machine::Cell::known;
  return {reading.state, reading.opens, reading.due, reading.done_at,
          owed ? std::optional(amount_of(reading.amount.amount)) : std::nullopt};
}

}  // namespace

const Policy& CompactAnswer::policy() const { return inside_->policy; }

std::string_view CompactAnswer::status_name() const { return inside_->model().statuses[status_.index].name; }

/// By a place in the status's list.
Truth Evaluator::Inside::allows(std::uint32_t place) const {
  if (who == Who::machine) return machine.allowed(place);
  if (who == Who::kernel) {
    const unsigned bit = compiled().kernel->statuses[status]->bits[place];
    if ((kernel.result().allowed >> bit & 1U) != 0) return Truth::yes;
    return (kernel.result().open >> bit & 1U) != 0 ? Truth::unknown : Truth::no;
  }
  const auto& view = decision->view.actions[place];
  if (!view) return Truth::no;
  return view->verdict == Verdict::allowed   ? Truth::yes
         : view->verdict == Verdict::unknown ? Truth::unknown
                                             : Truth::no;
}

bool CompactAnswer::allowed(PermissionHandle permission) const {
  const kernel::Code& code = *inside_->compiled().kernel;
  if (inside_->has_bits()) {
    if (permission.policy != inside_->compiled().stamp) return false;
    const std::uint16_t bit = code.place_of(permission.actor, permission.action);
    return bit != kernel::Code::no_permission && (inside_->kernel.result().allowed >> bit & 1U) != 0;
  }
  const auto place = inside_->place_of(permission);
  return place && inside_->allows(*place) == Truth::yes;
}

/// Of which permissions this is so, as the machine or the evaluator decided; or in a policy of many permissions.
std::span<const std::uint64_t> Evaluator::Inside::gather_bits(Truth truth, std::vector<std::uint64_t>& bits) const {
  const kernel::Code& code = *compiled().kernel;
  bits.assign(std::max<std::size_t>(1, (code.permissions.size() + 63) / 64), 0);
  const auto& entitlements = compiled().program.statuses[status].entitlements;
  for (std::uint32_t i = 0; i < entitlements.size(); ++i) {
    if (allows(i) != truth) continue;
    const std::size_t bit = code.place_of(entitlements[i].actor, entitlements[i].action);
    bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return bits;
}

std::span<const std::uint64_t> CompactAnswer::allowed_bits() const {
  if (inside_->has_bits()) return {&inside_->kernel.result().allowed, 1};
  return inside_->gather_bits(Truth::yes, inside_->allowed_bits);
}
std::span<const std::uint64_t> CompactAnswer::open_bits() const {
  if (inside_->has_bits()) return {&inside_->kernel.result().open, 1};
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
    std::optional<DutyStanding> found;
    const Kernel::DutySeen& seen = kernel.duties()[place];
    if (seen.arises()) {
      describe(seen, found.emplace());
      put_amount(kernel.amount(place), *found);
    }
    return found;
  }
  if (who == Who::machine) {
    const auto reading = machine.read_duty(place);
    return reading ? std::optional(standing_of(*reading)) : std::nullopt;
  }
  const RuleId rule = compiled().program.statuses[status].duties[place];
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
  if (inside_->who != Evaluator::Inside::Who::kernel) return inside_->other_duties();
  return inside_->kernel.duties().empty() ? std::span<const StandingDuty>() : inside_->kernel_duties();
}

/// Those that the machine or the evaluator decided.
std::span<const StandingDuty> Evaluator::Inside::other_duties() {
  const auto& rules = compiled().program.statuses[status].duties;
  standing.clear();
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (const auto found = duty_at(i)) standing.push_back({{stamp, rules[i]}, *found});
  }
  return standing;
}

/// Written over what stood there, so that nothing is made anew.
std::span<const StandingDuty> Evaluator::Inside::kernel_duties() {
  const auto seen = kernel.duties();
  const RuleId* rules = compiled().program.statuses[status].duties.data();
  if (standing.size() < seen.size()) standing.resize(seen.size());
  StandingDuty* last = standing.data();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].arises()) continue;
    last->duty = {stamp, rules[i]};
    describe(seen[i], last->standing);
    // Not reset: whether the last order had one there is often foretold wrongly.
    std::construct_at(&last->standing.amount);
    if (kernel.may_have_amount(i)) put_amount(kernel.amount(i), last->standing);
    ++last;
  }
  return {standing.data(), last};
}

std::optional<Instant> CompactAnswer::due(DutyHandle duty) const {
  const auto standing = this->duty(duty);
  return standing ? standing->due : std::nullopt;
}

}  // namespace bywhen
