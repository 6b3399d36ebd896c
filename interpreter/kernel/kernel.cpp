#include "interpreter/kernel/kernel.hpp"

#include <algorithm>

#include "interpreter/kernel/call.hpp"

namespace bywhen::kernel {
namespace scalar {

using machine::part;

/// One order at a time.
struct Lane {
  using Word = std::int64_t;
  using Mask = bool;

  static Word set(std::int64_t word) { return word; }
  static Word load(const std::int64_t* slots, Slot slot) { return slots[slot]; }
  static void store(std::int64_t* slots, Slot slot, Word word) { slots[slot] = word; }
  template <typename Function>
  static void each(std::int64_t* slots, const Instruction& step, const Function& function) {
    slots[step.to] = function(slots[step.a], slots[step.b]);
  }

  static Mask none() { return false; }
  static Mask flip(Mask mask) { return !mask; }
  static Mask both(Mask a, Mask b) { return a & b; }
  static Mask either(Mask a, Mask b) { return a | b; }
  static Mask without(Mask a, Mask b) { return a & !b; }
  static Word without_bits(Word a, Word b) { return a & ~b; }
  static Mask less(Word a, Word b) { return a < b; }
  static Mask at_most(Word a, Word b) { return a <= b; }
  static Mask same(Word a, Word b) { return a == b; }
  static Word pick(Mask mask, Word yes, Word no) { return mask ? yes : no; }
  static Word bits(Mask mask, Word word) { return -static_cast<Word>(mask) & word; }
  static Word add(Word a, Word b) { return a + b; }
  static Word sub(Word a, Word b) { return a - b; }
  static Word band(Word a, Word b) { return a & b; }
  static Word bor(Word a, Word b) { return a | b; }
  static Word least(Word a, Word b) { return std::min(a, b); }
  static Word greatest(Word a, Word b) { return std::max(a, b); }
};

#include "interpreter/kernel/pass-inl.hpp"

}  // namespace scalar

struct Kernel::State {
  explicit State(const Code& of) : code(of), slots(of.slots) {
    std::copy(code.constants.begin(), code.constants.end(),
              slots.begin() + static_cast<std::ptrdiff_t>(code.layout.size()));
  }

  const Code& code;
  std::vector<std::int64_t> slots;
  std::optional<scalar::Pass<scalar::Lane>> pass;
  StatusId status = 0;
  std::uint32_t settled = 0;
  Instant at;
  std::int64_t valid_until = 0;
  std::uint64_t allowed = 0;
  std::uint64_t open = 0;
  /// What the clock marked, and what stood there before; and how the order came.
  std::vector<std::pair<Slot, std::int64_t>> replaced;
  StatusId first_status = 0;
  std::optional<Instant> as_of;

  [[nodiscard]] bool fits(const StatusKernel& status_code) const;
  [[nodiscard]] bool has(const KnownBits& need) const { return (slots[need.word] & need.bits) == need.bits; }
  [[nodiscard]] bool has_one_currency(const Currencies& group) const;
  [[nodiscard]] std::int64_t last_right(const StatusKernel& status_code) const;
  [[nodiscard]] bool settle(std::int64_t clock, std::int64_t upto, std::int64_t& next);
  [[nodiscard]] bool take_effect(const Act& act, std::int64_t at);
  void mark(const MarkSlot& mark, std::int64_t at);
};

Kernel::Kernel(const Code& code) : state_(std::make_unique<State>(code)) {}
Kernel::Kernel(Kernel&&) noexcept = default;
Kernel& Kernel::operator=(Kernel&&) noexcept = default;
Kernel::~Kernel() = default;

bool Kernel::State::has_one_currency(const Currencies& group) const {
  std::optional<std::int64_t> currency = group.fixed;
  for (const FactId fact : group.facts) {
    if ((slots[code.layout.told(fact)] & Layout::bit(fact)) == 0) continue;
    const std::int64_t one = slots[code.layout.currency(fact)];
    if (one != currency.value_or(one)) return false;
    currency = one;
  }
  return true;
}

bool Kernel::State::fits(const StatusKernel& status_code) const {
  return std::all_of(status_code.required_events.begin(), status_code.required_events.end(),
                     [&](Slot event) { return slots[event] <= Instant::last().micros; }) &&
         std::all_of(status_code.required.begin(), status_code.required.end(),
                     [&](const KnownBits& need) { return has(need); }) &&
         std::all_of(code.currencies.begin(), code.currencies.end(),
                     [&](const Currencies& group) { return has_one_currency(group); });
}

std::int64_t Kernel::State::last_right(const StatusKernel& status_code) const {
  std::int64_t entered = Instant::always().micros;
  for (const MarkSlot& mark : status_code.entry_marks) {
    const std::int64_t happened = slots[mark.event];
    entered = happened > Instant::last().micros ? entered : std::max(entered, happened);
  }
  return entered;
}

bool Kernel::decide(const OrderWords& order, StatusId status, std::optional<Instant> as_of, Instant at) {
  State& state = *state_;
  const auto& status_code = state.code.statuses[status];
  const bool in_time = order.last_event() <= at && (!as_of || *as_of <= at);
  if (!status_code || !order.complete() || !in_time || !at.is_real()) return false;
  std::copy(order.words().begin(), order.words().end(), state.slots.begin());
  if (!state.fits(*status_code)) return false;
  state.status = state.first_status = status;
  state.as_of = as_of;
  state.at = at;
  const std::int64_t right = as_of ? as_of->micros : state.last_right(*status_code);
  std::int64_t next = 0;
  if (!state.settle(std::max(right, state.code.starts), at.micros, next)) return false;
  const auto found = state.pass->look();
  state.allowed = static_cast<std::uint64_t>(found.allowed);
  state.open = static_cast<std::uint64_t>(found.open);
  state.valid_until = std::min(found.visible, next);
  return found.doubtful >= state.valid_until;
}

/// `next` is when the clock acts after `upto`.
bool Kernel::State::settle(std::int64_t clock, std::int64_t upto, std::int64_t& next) {
  settled = 0;
  replaced.clear();
  while (true) {
    const auto& status_code = code.statuses[status];
    if (!status_code) return false;
    const auto known = [&](const KnownBits& need) { return has(need); };
    if (!std::all_of(status_code->known.begin(), status_code->known.end(), known)) return false;
    pass.emplace(code, *status_code, slots.data(), upto);
    pass->compute();
    if (pass->lost()) return false;
    const auto found = pass->next_act(clock);
    next = found.at;
    if (next > upto) return true;
    if (!take_effect(status_code->acts[static_cast<std::size_t>(found.act)], next)) return false;
    clock = next;
    ++settled;
  }
}

bool Kernel::State::take_effect(const Act& act, std::int64_t when) {
  if (act.sets) return false;
  const StatusKernel& from = *code.statuses[status];
  StatusId to = status;
  for (const Target& target : machine::part(from.targets, act.targets)) {
    if (!pass->holds(target.need)) continue;
    to = target.status;
    break;
  }
  for (const MarkSlot& one : machine::part(from.act_marks, act.marks)) mark(one, when);
  if (to == status) return true;
  if (!code.statuses[to]) return false;
  for (const MarkSlot& one : code.statuses[to]->entry_marks) mark(one, when);
  status = to;
  return true;
}

void Kernel::State::mark(const MarkSlot& mark, std::int64_t when) {
  if (mark.once && slots[mark.event] <= Instant::last().micros) return;
  replaced.emplace_back(mark.event, slots[mark.event]);
  slots[mark.event] = when;
}

// ── What was decided
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Instant Kernel::at() const { return state_->at; }
StatusId Kernel::status() const { return state_->status; }
std::uint32_t Kernel::settled() const { return state_->settled; }
Instant Kernel::valid_until() const { return {state_->valid_until}; }
std::uint64_t Kernel::allowed() const { return state_->allowed; }
std::uint64_t Kernel::open() const { return state_->open; }

std::optional<Kernel::DutyFound> Kernel::duty(std::size_t place) {
  const StatusKernel& status_code = *state_->code.statuses[state_->status];
  const Duty& duty = status_code.duties[place];
  auto& pass = *state_->pass;
  const auto standing = pass.standing(duty);
  const std::int64_t state = pass.state(standing);
  if (state < 0) return std::nullopt;
  DutyFound found{static_cast<DutyState>(state), {standing.opens}, {standing.due}, {standing.done_at}, std::nullopt};
  if (!duty.has_amount) return found;
  const auto amount = pass.amount(duty);
  if (amount.known) found.amount = Money{amount.minor, static_cast<std::uint16_t>(state_->slots[duty.currency])};
  return found;
}

void Kernel::unpack(OrderState& order) const {
  State& state = *state_;
  for (auto one = state.replaced.rbegin(); one != state.replaced.rend(); ++one)
    std::swap(state.slots[one->first], one->second);
  kernel::unpack(state.code.layout, *state.code.model, state.slots, order);
  for (auto& [slot, word] : state.replaced) std::swap(state.slots[slot], word);
  order.status = state.first_status;
  order.as_of = state.as_of;
}

}  // namespace bywhen::kernel
