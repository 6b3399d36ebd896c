#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "interpreter/kernel/expressions.hpp"

namespace bywhen::kernel {
namespace {

using Op = Instruction::Op;

constexpr std::size_t most_bits = 64;
/// So many amounts of this size add without leaving their bounds, and no rule takes more apart.
constexpr std::int64_t small_amount = Money::max_minor / 64;

template <typename Item>
Range append(std::vector<Item>& list, const std::vector<Item>& items) {
  const Range range{static_cast<std::uint32_t>(list.size()), static_cast<std::uint32_t>(items.size())};
  list.insert(list.end(), items.begin(), items.end());
  return range;
}

template <typename Facts>
std::vector<KnownBits> bits_of(const Facts& facts, Slot (Layout::*word)(FactId) const, const Layout& layout) {
  std::vector<KnownBits> all;
  for (const FactId fact : facts) {
    const Slot slot = (layout.*word)(fact);
    if (all.empty() || all.back().word != slot) all.push_back({slot, 0});
    all.back().bits |= Layout::bit(fact);
  }
  return all;
}

/// Whether it shows in an entitlement's answer that one of these grounds or prohibitions begins or ends: it is the
/// only one, or each gives a reason of its own.
template <typename Item>
bool shows(std::span<const Item> items) {
  if (items.size() == 1) return true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto same = [&](const Item& other) { return other.reason == items[i].reason; };
    if (items[i].reason == 0 || std::count_if(items.begin(), items.end(), same) > 1) return false;
  }
  return true;
}

class StatusLowering {
public:
  StatusLowering(const Program& program, const machine::Code& machine_code, StatusId status, Code& code, Tools& tools)
      : program_(program),
        model_(*program.model),
        source_(machine_code.statuses[status]),
        status_(status),
        code_(code),
        tools_(tools),
        expressions_(model_, status, code, tools, out_) {}

  std::optional<StatusKernel> run() {
    const bool fits = source_.entitlements.size() <= most_bits && source_.duties.size() <= most_duties;
    if (!fits) return std::nullopt;
    number_entitlements();
    if (!add_duties() || !add_sentences() || !add_acts()) return std::nullopt;
    // Where the clock acts and the order stays, a calendar that ends could refuse it later on: the machine knows.
    if (may_stay_ && counts_business_days()) return std::nullopt;
    add_entry();
    out_.slots = expressions_.computed();
    return std::move(out_);
  }

private:
  // ── Entitlements
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void number_entitlements() {
    const auto& entitlements = program_.statuses[status_].entitlements;
    out_.bits.reserve(entitlements.size());
    for (std::size_t i = 0; i < entitlements.size(); ++i) {
      const std::size_t place = code_.place_of(entitlements[i].actor, entitlements[i].action);
      out_.bits.push_back(static_cast<std::uint8_t>(code_.has_common_bits() ? place : i));
    }
  }

  /// What a sentence means for the entitlements that it stands in.
  struct Part {
    std::uint64_t bits = 0;
    bool visible = false;
  };

  template <typename Match>
  Part ground_part(const Match& is_it) const {
    Part part;
    for (std::size_t i = 0; i < source_.entitlements.size(); ++i) {
      const auto& entry = source_.entitlements[i];
      const auto grounds = machine::part(source_.grounds, entry.grounds);
      if (std::none_of(grounds.begin(), grounds.end(), is_it)) continue;
      part.bits |= std::uint64_t{1} << out_.bits[i];
      // A prohibition can hide a permission that begins or ends.
      part.visible = part.visible || (entry.prohibitions.count == 0 && shows(grounds));
    }
    return part;
  }

  Part bar_part(std::uint32_t sentence) const {
    Part part;
    for (std::size_t i = 0; i < source_.entitlements.size(); ++i) {
      const auto bars = machine::part(source_.prohibitions, source_.entitlements[i].prohibitions);
      const auto is_it = [&](const machine::ProhibitionCode& one) { return one.index == sentence; };
      if (std::none_of(bars.begin(), bars.end(), is_it)) continue;
      part.bits |= std::uint64_t{1} << out_.bits[i];
      part.visible = part.visible || shows(bars);
    }
    return part;
  }

  // ── Sentences
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::optional<Window> window_of(const machine::Sentence& sentence) {
    Window window;
    if (sentence.open != machine::no_expr) {
      window.open = expressions_.word(sentence.open);
      if (!window.open) return std::nullopt;
    }
    if (sentence.close != machine::no_expr) {
      window.close = expressions_.word(sentence.close);
      if (!window.close) return std::nullopt;
    }
    return window;
  }

  [[nodiscard]] std::optional<std::vector<Window>> ways_of(const machine::Sentence& sentence) {
    if (sentence.condition == machine::no_expr) return std::vector<Window>{{}};
    return expressions_.windows(sentence.condition);
  }

  [[nodiscard]] Slot open_slot(const std::optional<Slot>& slot) {
    return slot ? *slot : expressions_.constant(Instant::always().micros);
  }
  [[nodiscard]] Slot close_slot(const std::optional<Slot>& slot) {
    return slot ? *slot : expressions_.constant(Instant::never().micros);
  }

  [[nodiscard]] std::optional<Slot> sooner(const std::optional<Slot>& a, const std::optional<Slot>& b) {
    return a && b ? std::optional(expressions_.sooner(*a, *b)) : a ? a : b;
  }
  [[nodiscard]] std::optional<Slot> later(const std::optional<Slot>& a, const std::optional<Slot>& b) {
    return a && b ? std::optional(expressions_.later(*a, *b)) : a ? a : b;
  }

  bool add_sentences() {
    for (std::uint32_t i = 0; i < source_.sentences.size(); ++i) {
      const machine::Sentence& sentence = source_.sentences[i];
      if (model_.rules[sentence.rule].kind == RuleKind::happens) continue;
      if (!add_sentence(i, sentence)) return false;
    }
    return true;
  }

  bool add_sentence(std::uint32_t index, const machine::Sentence& sentence) {
    const auto window = window_of(sentence);
    const auto ways = window ? ways_of(sentence) : std::nullopt;
    if (!ways) return false;
    const Part grants = ground_part([&](const machine::GroundCode& ground) {
      return ground.kind == GroundKind::permission && ground.index == index;
    });
    const Part bars = bar_part(index);
    for (const Window& way : *ways) {
      if (!window->open && !window->close && !way.open && !way.close) {
        add_still(way.need, grants.bits, bars.bits);
        continue;
      }
      Row row;
      row.need = way.need;
      row.open = open_slot(later(window->open, way.open));
      row.close = close_slot(sooner(window->close, way.close));
      row.grants = grants.bits;
      row.bars = bars.bits;
      // Two ways to one truth may take turns unseen.
      row.visible = ways->size() == 1 && (grants.visible || bars.visible);
      out_.rows.push_back(row);
    }
    return true;
  }

  /// Sentences of one condition are one row.
  void add_still(Need need, std::uint64_t grants, std::uint64_t bars) {
    if (need.yes == 0 && need.no == 0) {
      out_.always_grants |= grants;
      out_.always_bars |= bars;
      return;
    }
    const auto found = std::find_if(out_.still_rows.begin(), out_.still_rows.end(), [&](const StillRow& row) {
      return row.need.yes == need.yes && row.need.no == need.no;
    });
    if (found == out_.still_rows.end()) {
      out_.still_rows.push_back({need, grants, bars});
    } else {
      found->grants |= grants;
      found->bars |= bars;
    }
  }

  // ── Duties
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  bool add_duties() {
    for (std::uint32_t i = 0; i < source_.duties.size(); ++i) {
      if (!add_duty(i, source_.duties[i])) return false;
    }
    return true;
  }

  bool add_duty(std::uint32_t index, const machine::DutyCode& source) {
    const auto window = window_of(source.sentence);
    const auto ways = window ? ways_of(source.sentence) : std::nullopt;
    // A condition that changes with time moves the duty's opening: left to the machine.
    if (!ways || ways->size() != 1 || ways->front().open || ways->front().close) return false;
    Duty duty;
    duty.need = ways->front().need;
    duty.opens = open_slot(window->open);
    duty.due = close_slot(window->close);
    duty.done_by = source.lapses ? duty.due : expressions_.constant(Instant::never().micros);
    std::vector<Slot> marks;
    for (const FactId event : machine::part(source_.marks, source.marks)) marks.push_back(code_.layout.fact(event));
    duty.marks = append(out_.marks, marks);
    return add_rights(index, source, duty) && add_amount(source, duty);
  }

  bool add_rights(std::uint32_t index, const machine::DutyCode& source, Duty& duty) {
    const auto part = [&](GroundKind kind) {
      return ground_part(
          [&](const machine::GroundCode& ground) { return ground.kind == kind && ground.index == index; });
    };
    duty.own = part(GroundKind::duty).bits;
    const Part rights = part(GroundKind::right);
    duty.rights = rights.bits;
    duty.right_visible = rights.visible;
    std::optional<Slot> until;
    if (source.right_until != machine::no_expr) {
      until = expressions_.word(source.right_until);
      if (!until) return false;
    }
    duty.right_until = close_slot(until);
    return true;
  }

  bool add_amount(const machine::DutyCode& source, Duty& duty) {
    const auto& rule = model_.rules[source.sentence.rule].amount;
    if (rule) {
      std::vector<Instruction> steps;
      FactSet needs;
      expressions_.write_to(steps);
      const auto total = total_of(*rule, needs);
      expressions_.write_to(out_.instructions);
      const auto currency = expressions_.currency(rule->gross);
      if (!total || !currency) return false;
      duty.has_amount = true;
      duty.amount = *total;
      duty.currency = *currency;
      duty.amount_steps = append(out_.amount_steps, steps);
      duty.amount_needs = append(out_.amount_needs, bits_of(needs, &Layout::known, code_.layout));
      add_bounds(*rule);
    }
    out_.duties.push_back(duty);
    return true;
  }

  std::optional<Slot> total_of(const AmountRule& rule, FactSet& needs) {
    auto total = expressions_.amount(rule.gross, needs);
    for (const ExprId less : rule.less) {
      const auto part = expressions_.amount(less, needs);
      if (!total || !part) return std::nullopt;
      total = expressions_.less_amount(*total, *part);
    }
    return total;
  }

  void add_bounds(const AmountRule& rule) {
    FactSet facts;
    model_.expressions.collect_facts(rule.gross, facts);
    for (const ExprId less : rule.less) model_.expressions.collect_facts(less, facts);
    for (const FactId fact : facts) {
      if (model_.facts[fact].type.kind != Kind::money) continue;
      Instruction bound;
      bound.op = Op::bound;
      bound.a = code_.layout.fact(fact);
      bound.low = small_amount;
      out_.instructions.push_back(bound);
    }
  }

  // ── The clock
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  bool add_acts() {
    return std::all_of(source_.automatic.begin(), source_.automatic.end(),
                       [&](const machine::AutomaticCode& automatic) { return add_act(automatic); });
  }

  bool add_act(const machine::AutomaticCode& automatic) {
    const Action& action = model_.actions[automatic.action];
    Effect effect;
    effect.sets = !action.sets.empty();
    // What it pays out has to be computed when it happens.
    if (automatic.happens && model_.rules[automatic.rule].amount) return false;
    if (!std::all_of(action.sets.begin(), action.sets.end(), [&](const Setting& one) { return is_simple(one); }))
      return false;
    std::vector<MarkSlot> marks;
    for (const Mark& mark : action.marks) marks.push_back({code_.layout.fact(mark.event), mark.once});
    effect.marks = append(out_.act_marks, marks);
    const auto guard = add_targets(action, effect);
    if (!guard) return false;
    const Turn turn{code_.layout.fact(*guard), static_cast<std::uint16_t>(out_.effects.size())};
    if (automatic.happens) return add_happening(source_.sentences[automatic.index], turn, effect);
    out_.duties[automatic.index].acts = turn;
    out_.effects.push_back(effect);
    return true;
  }

  bool is_simple(const Setting& setting) const {
    const bywhen::Op op = model_.expressions[setting.value].op;
    return op == bywhen::Op::constant || op == bywhen::Op::fact;
  }

  bool counts_business_days() const {
    return std::any_of(out_.instructions.begin(), out_.instructions.end(), [&](const Instruction& one) {
      return one.op == Op::shift && code_.shifts[one.range.first].can_end();
    });
  }

  /// Each way to its condition is an act.
  bool add_happening(const machine::Sentence& sentence, Turn turn, const Effect& effect) {
    const auto ways = ways_of(sentence);
    const auto moment = expressions_.word(sentence.close);
    if (!ways || !moment) return false;
    for (const Window& way : *ways) {
      out_.happenings.push_back({way.need, open_slot(way.open), close_slot(way.close), *moment, turn});
      out_.effects.push_back(effect);
      ++turn.place;
    }
    return true;
  }

  /// The event that tells that it has happened already; absent where it has no form here.
  std::optional<FactId> add_targets(const Action& action, Effect& effect) {
    std::vector<Target> targets;
    std::set<std::optional<FactId>> guards;
    bool always_leaves = false;
    for (const Becoming& becoming : action.becomes) {
      const auto need = becoming.condition ? need_of(*becoming.condition) : std::optional(Need{});
      if (!need) return std::nullopt;
      targets.push_back({*need, becoming.status});
      guards.insert(guard_event(model_, action, status_, becoming.status));
      always_leaves = always_leaves || (!becoming.condition && becoming.status != status_);
      if (!becoming.condition) break;
    }
    if (!always_leaves) guards.insert(guard_event(model_, action, status_, status_));
    may_stay_ = may_stay_ || !always_leaves;
    effect.targets = append(out_.targets, targets);
    return guards.size() == 1 ? *guards.begin() : std::nullopt;
  }

  std::optional<Need> need_of(ExprId condition) {
    return expressions_.moves(condition) ? std::nullopt : expressions_.need(condition);
  }

  // ── The order
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void add_entry() {
    for (const Mark& mark : model_.statuses[status_].marks)
      out_.entry_marks.push_back({code_.layout.fact(mark.event), mark.once});
    FactSet told = tools_.required;
    for (const FactId fact : program_.statuses[status_].required) {
      if (!model_.facts[fact].default_value) told.insert(fact);
    }
    out_.told = bits_of(told, &Layout::told, code_.layout);
    out_.known = bits_of(expressions_.known(), &Layout::known, code_.layout);
  }

  const Program& program_;
  const Model& model_;
  const machine::StatusCode& source_;
  StatusId status_;
  Code& code_;
  Tools& tools_;
  bool may_stay_ = false;
  StatusKernel out_;
  ExpressionLowering expressions_;
};

void number_permissions(const Program& program, Code& code) {
  const std::size_t actions = program.model->actions.size();
  code.permission_places.assign(program.model->actors.size() * actions, Code::no_permission);
  for (const StatusProgram& status : program.statuses) {
    for (const Entitlement& one : status.entitlements) {
      std::uint16_t& place = code.permission_places[one.actor * actions + one.action];
      if (place != Code::no_permission) continue;
      place = static_cast<std::uint16_t>(code.permissions.size());
      code.permissions.emplace_back(one.actor, one.action);
    }
  }
}

std::vector<Currencies> currencies_of(const Model& model) {
  std::vector<Currencies> all;
  for (const CurrencyGroup& group : model.currency_groups) {
    if (!group.currency && group.facts.size() < 2) continue;
    all.push_back({group.currency ? std::optional<std::int64_t>(*group.currency) : std::nullopt, group.facts});
  }
  return all;
}

/// All places of a status's code where a slot stands that it reads.
template <typename Visit>
void each_slot_read(StatusKernel& code, const Visit& visit) {
  const auto visit_all = [&](std::initializer_list<Slot*> slots) {
    for (Slot* slot : slots) visit(*slot);
  };
  for (auto* steps : {&code.instructions, &code.amount_steps}) {
    for (Instruction& one : *steps) visit_all({&one.a, &one.b});
  }
  for (auto* bits : {&code.amount_needs, &code.known}) {
    for (KnownBits& one : *bits) visit(one.word);
  }
  for (Choice& one : code.choices) visit(one.value);
  for (Row& one : code.rows) visit_all({&one.open, &one.close});
  for (Duty& one : code.duties)
    visit_all({&one.opens, &one.due, &one.done_by, &one.right_until, &one.amount, &one.currency});
  for (Act& one : code.happenings) visit_all({&one.open, &one.close, &one.moment, &one.turn.guard});
  for (Duty& one : code.duties) {
    if (one.acts) visit(one.acts->guard);
  }
  // Where nothing hangs on the instant, nothing hangs on since when either.
  if (!code.constant()) {
    for (MarkSlot& one : code.entry_marks) visit(one.event);
  }
  for (Slot& one : code.marks) visit(one);
}

/// Puts what is computed behind the constants, now that all of them are known.
void place_computed(StatusKernel& code, std::size_t behind) {
  const auto place = [&](Slot& slot) {
    if (slot >= first_computed) slot = static_cast<Slot>(slot - first_computed + behind);
  };
  each_slot_read(code, place);
  for (auto* steps : {&code.instructions, &code.amount_steps}) {
    for (Instruction& one : *steps) place(one.to);
  }
  code.slots += behind;
}

/// Which of the order's words are read; `found` is room for them, kept from status to status.
void find_reads(StatusKernel& code, std::size_t words, std::vector<Slot>& found) {
  found.clear();
  each_slot_read(code, [&](Slot slot) {
    if (slot < words) found.push_back(slot);
  });
  std::sort(found.begin(), found.end());
  code.reads.assign(found.begin(), std::unique(found.begin(), found.end()));
}

/// Of a status whose literals are all known.
Form sure_form(const StatusKernel& code) {
  if (!code.instructions.empty() || !code.happenings.empty() || code.duties.size() > 1) return Form::sure;
  if (code.duties.empty()) return code.has_rows && code.bounds.empty() ? Form::windows : Form::sure;
  const Duty& duty = code.duties.front();
  if (code.has_rows || duty.rights != 0) return Form::sure;
  if (!duty.acts) return Form::lasting_duty;
  return code.bounds.empty() ? Form::lapsing_duty : Form::sure;
}

/// Takes out of the instructions what can be computed before all others; `early` is room to note which slots are by
/// then.
void put_first(StatusKernel& code, std::size_t computed, std::vector<bool>& early) {
  early.assign(code.slots, false);
  std::fill_n(early.begin(), computed, true);
  auto rest = code.instructions.begin();
  for (const Instruction& one : code.instructions) {
    if (!early[one.a]) {
      *rest++ = one;
    } else if (one.op == Op::add) {
      code.sums.push_back({one.to, one.a, one.low});
      early[one.to] = true;
    } else if (one.op == Op::test_sure) {
      code.tests.push_back({one.a, one.literal, one.low, one.high});
    } else if (one.op == Op::bound) {
      code.bounds.push_back({one.a, one.low});
    } else {
      *rest++ = one;
    }
  }
  code.instructions.erase(rest, code.instructions.end());
  code.has_steps = !code.bounds.empty() || !code.instructions.empty();
  if (code.form == Form::sure) code.form = sure_form(code);
}

/// Before instructions are put first: so that nothing is looked for that is not there.
void note_form(StatusKernel& code) {
  code.has_rows = !code.still_rows.empty() || !code.rows.empty();
  const bool computes = !code.instructions.empty() || !code.known.empty();
  const bool constant = !computes && !code.has_rows && code.duties.empty() && code.happenings.empty();
  const bool sure = std::none_of(code.instructions.begin(), code.instructions.end(),
                                 [](const Instruction& one) { return one.op == Instruction::Op::test; });
  if (sure) code.form = constant ? Form::constant : Form::sure;
}

void lower_statuses(const Program& program, const machine::Code& machine_code, Code& code) {
  Tools tools(*program.model);
  code.statuses.reserve(program.statuses.size());
  for (std::size_t i = 0; i < program.statuses.size(); ++i)
    code.statuses.push_back(StatusLowering(program, machine_code, static_cast<StatusId>(i), code, tools).run());
  const std::size_t behind = code.layout.size() + code.constants.size();
  code.slots = behind;
  std::vector<Slot> reads;
  std::vector<bool> early;
  for (auto& status : code.statuses) {
    if (!status) continue;
    note_form(*status);
    place_computed(*status, behind);
    find_reads(*status, code.layout.size(), reads);
    put_first(*status, behind, early);
    code.slots = std::max(code.slots, status->slots);
  }
}

}  // namespace

Code lower(const Program& program, const machine::Code& machine_code) {
  Code code(program.model);
  code.starts = program.starts.micros;
  number_permissions(program, code);
  code.currencies = currencies_of(*program.model);
  lower_statuses(program, machine_code, code);
  return code;
}

}  // namespace bywhen::kernel
