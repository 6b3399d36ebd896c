#include "interpreter/kernel/kernel.hpp"

#include <algorithm>
#include <array>

#include "interpreter/kernel/call.hpp"
#include "interpreter/time/real.hpp"

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
  /// Without a branch, which would often be foretold wrongly.
  static Word pick(Mask mask, Word yes, Word no) {
    return __builtin_expect_with_probability(mask, 1, 0.5) != 0 ? yes : no;
  }
  static Word or_never(Mask mask, Word moment) {
    constexpr Word never = Instant::never().micros;
    return never ^ ((never ^ moment) & -static_cast<Word>(mask));
  }
  static Word bits(Mask mask, Word word) { return -static_cast<Word>(mask) & word; }
  static Word add(Word a, Word b) { return a + b; }
  static Word sub(Word a, Word b) { return a - b; }
  static Word band(Word a, Word b) { return a & b; }
  static Word bor(Word a, Word b) { return a | b; }
  static Word bxor(Word a, Word b) { return a ^ b; }
  static Word least(Word a, Word b) { return std::min(a, b); }
  static Word greatest(Word a, Word b) { return std::max(a, b); }
};

#include "interpreter/kernel/pass-inl.hpp"

}  // namespace scalar

using scalar::Lane;

struct Kernel::State {
  explicit State(const Code& of) : code(of), slots(of.slots) {
    std::copy(code.constants.begin(), code.constants.end(),
              slots.begin() + static_cast<std::ptrdiff_t>(code.layout.size()));
  }

  const Code& code;
  /// The order's words, and behind them all that is computed.
  std::vector<std::int64_t> slots;
  scalar::Truths<Lane> truths;
  std::array<DutySeen, most_duties> duties;
  /// What the clock marked, and what stood there before; and how the order came.
  std::vector<std::pair<Slot, std::int64_t>> replaced;
  StatusId first_status = 0;
  /// `Instant::always()` where the order does not say.
  Instant as_of;

  /// Takes in the order's words; the code of its status, or null where others have to look.
  [[nodiscard, gnu::always_inline]] const StatusKernel* fitting(const OrderWords& order, StatusId status,
                                                                std::optional<Instant> right, Instant at);
  [[nodiscard]] bool has_one_currency(const Currencies& group, std::span<const std::int64_t> words) const;
  [[nodiscard, gnu::always_inline]] std::int64_t last_right(const StatusKernel& status_code,
                                                            std::span<const std::int64_t> words) const;
  /// What the clock does, and when.
  struct Happening {
    std::int64_t at = 0;
    std::int64_t act = 0;
  };
  template <Form form>
  [[nodiscard, gnu::noinline]] bool look_at(const StatusKernel& status_code, std::int64_t clock, Result& result,
                                            Happening& first);
  [[nodiscard, gnu::always_inline]] bool look(const StatusKernel& status_code, std::int64_t clock, Result& result,
                                              Happening& first);
  [[nodiscard]] static bool stay(const StatusKernel& status_code, Result& result);
  [[nodiscard, gnu::always_inline]] bool settle(const StatusKernel& first, std::int64_t clock, Result& result);
  [[nodiscard]] bool take_effect(const StatusKernel& from, const Effect& act, std::int64_t when, Result& result);
  [[nodiscard]] bool holds(const Need& need) const;
  [[nodiscard]] std::optional<Money> amount(const Duty& duty, const Result& result);
  void mark(const MarkSlot& mark, std::int64_t at);
};

Kernel::Kernel(const Code& code) : state_(std::make_unique<State>(code)) {}
Kernel::Kernel(Kernel&&) noexcept = default;
Kernel& Kernel::operator=(Kernel&&) noexcept = default;
Kernel::~Kernel() = default;

// ── The order
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

bool has(std::span<const std::int64_t> words, const std::vector<KnownBits>& needs) {
  bool all = true;
  for (const KnownBits& need : needs) all &= (words[need.word] & need.bits) == need.bits;
  return all;
}

}  // namespace

bool Kernel::State::has_one_currency(const Currencies& group, std::span<const std::int64_t> words) const {
  std::optional<std::int64_t> currency = group.fixed;
  for (const FactId fact : group.facts) {
    if ((words[code.layout.told(fact)] & Layout::bit(fact)) == 0) continue;
    const std::int64_t one = words[code.layout.currency(fact)];
    if (one != currency.value_or(one)) return false;
    currency = one;
  }
  return true;
}

inline std::int64_t Kernel::State::last_right(const StatusKernel& status_code,
                                              std::span<const std::int64_t> words) const {
  std::int64_t entered = code.starts;
  for (const MarkSlot& mark : status_code.entry_marks) {
    const std::int64_t happened = words[mark.event];
    entered = happened > Instant::last().micros ? entered : std::max(entered, happened);
  }
  return entered;
}

inline const StatusKernel* Kernel::State::fitting(const OrderWords& order, StatusId status,
                                                  std::optional<Instant> right, Instant at) {
  const auto& status_code = code.statuses[status];
  const bool in_time = order.last_event() <= at && (!right || *right <= at);
  if (!status_code || !order.complete() || !in_time || !at.is_real()) return nullptr;
  order.copy_to(slots.data());
  // What was just written would have to be waited for.
  const std::span<const std::int64_t> words = order.words();
  if (!has(words, status_code->told)) return nullptr;
  for (const Currencies& group : code.currencies) {
    if (!has_one_currency(group, words)) return nullptr;
  }
  return &*status_code;
}

bool Kernel::fits(const OrderWords& order, StatusId status, std::optional<Instant> as_of, Instant at) {
  return state_->fitting(order, status, as_of, at) != nullptr;
}

// ── Time
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What the rules say after `clock`, if nothing happens by itself up to the instant that is asked about; else what
/// does, in `first`.
template <Form form>
bool Kernel::State::look_at(const StatusKernel& status_code, std::int64_t clock, Result& result, Happening& first) {
  scalar::Pass<Lane, form> pass(code, status_code, slots.data(), result.at.micros);
  pass.compute();
  const scalar::Found<Lane> found = pass.look(clock, duties.data());
  truths = pass.truths();
  first = {found.next.at, found.next.act};
  result.allowed = static_cast<std::uint64_t>(found.allowed);
  result.open = static_cast<std::uint64_t>(found.open);
  result.valid_until = Instant{std::min(found.visible, found.next.at)};
  result.duties = {duties.data(), status_code.duties.size()};
  result.duty_codes = status_code.duties.data();
  if (pass.lost()) return false;
  return found.next.at <= result.at.micros || found.doubtful >= result.valid_until.micros;
}

inline bool Kernel::State::look(const StatusKernel& status_code, std::int64_t clock, Result& result, Happening& first) {
  switch (status_code.form) {
    case Form::windows:
      return look_at<Form::windows>(status_code, clock, result, first);
    case Form::lapsing_duty:
      return look_at<Form::lapsing_duty>(status_code, clock, result, first);
    case Form::lasting_duty:
      return look_at<Form::lasting_duty>(status_code, clock, result, first);
    case Form::any:
      return look_at<Form::any>(status_code, clock, result, first);
    default:
      return look_at<Form::sure>(status_code, clock, result, first);
  }
}

inline bool Kernel::State::settle(const StatusKernel& first, std::int64_t clock, Result& result) {
  const StatusKernel* status_code = &first;
  result.settled = 0;
  replaced.clear();
  while (has(slots, status_code->known)) {
    if (status_code->constant()) return stay(*status_code, result);
    Happening next;
    const bool seen = look(*status_code, clock, result, next);
    if (!seen || next.at > result.at.micros) return seen;
    clock = next.at;
    const Effect& effect = status_code->effects[static_cast<std::size_t>(next.act)];
    if (!take_effect(*status_code, effect, clock, result)) return false;
    ++result.settled;
    status_code = &*code.statuses[result.status];
  }
  return false;
}

/// Nothing ever changes by itself.
inline bool Kernel::State::stay(const StatusKernel& status_code, Result& result) {
  result.allowed = status_code.always_grants & ~status_code.always_bars;
  result.open = 0;
  result.valid_until = Instant::never();
  result.duties = {};
  return true;
}

bool Kernel::State::holds(const Need& need) const {
  const auto yes = static_cast<std::uint64_t>(truths.yes);
  const auto no = static_cast<std::uint64_t>(truths.no);
  return (yes & need.yes) == need.yes && (no & need.no) == need.no;
}

bool Kernel::State::take_effect(const StatusKernel& from, const Effect& act, std::int64_t when, Result& result) {
  if (act.sets) return false;
  const auto targets = machine::part(from.targets, act.targets);
  const auto target = std::find_if(targets.begin(), targets.end(), [&](const Target& one) { return holds(one.need); });
  const StatusId to = target == targets.end() ? result.status : target->status;
  for (const MarkSlot& one : machine::part(from.act_marks, act.marks)) mark(one, when);
  if (to == result.status) return true;
  if (!code.statuses[to]) return false;
  for (const MarkSlot& one : code.statuses[to]->entry_marks) mark(one, when);
  result.status = to;
  return true;
}

void Kernel::State::mark(const MarkSlot& mark, std::int64_t when) {
  if (mark.once && slots[mark.event] <= Instant::last().micros) return;
  replaced.emplace_back(mark.event, slots[mark.event]);
  slots[mark.event] = when;
}

bool Kernel::decide(const OrderWords& order, StatusId status, std::optional<Instant> as_of, Instant at) {
  State& state = *state_;
  const StatusKernel* status_code = state.fitting(order, status, as_of, at);
  if (status_code == nullptr) return false;
  state.first_status = status;
  state.as_of = as_of.value_or(Instant::always());
  result_.status = status;
  result_.at = at;
  const std::int64_t right =
      as_of ? std::max(as_of->micros, state.code.starts) : state.last_right(*status_code, order.words());
  return state.settle(*status_code, right, result_);
}

// ── What was decided
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Money> Kernel::amount(std::size_t place) const {
  const Duty& duty = state_->code.statuses[result_.status]->duties[place];
  return duty.has_amount ? state_->amount(duty, result_) : std::nullopt;
}

std::optional<Money> Kernel::State::amount(const Duty& duty, const Result& result) {
  scalar::Pass<Lane, Form::any> pass(code, *code.statuses[result.status], slots.data(), result.at.micros, truths);
  const auto amount = pass.amount(duty);
  if (!amount.known) return std::nullopt;
  return Money{amount.minor, static_cast<std::uint16_t>(slots[duty.currency])};
}

void Kernel::unpack(OrderState& order) const {
  State& state = *state_;
  for (auto one = state.replaced.rbegin(); one != state.replaced.rend(); ++one)
    std::swap(state.slots[one->first], one->second);
  kernel::unpack(state.code.layout, *state.code.model, state.slots, order.facts);
  for (auto& [slot, word] : state.replaced) std::swap(state.slots[slot], word);
  order.status = state.first_status;
  order.as_of = real(state.as_of);
}

}  // namespace bywhen::kernel
