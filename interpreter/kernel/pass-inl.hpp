// One pass over a status's rules, for as many orders at once as a lane type has lanes. The file has no namespace and no
// guard of its own: it is included once for each kind of lane, inside that kind's namespace, so that the compiler makes
// it anew for each set of a processor's instructions.
//
// A lane type has `Word` (64 bits for each order), `Mask` (a truth for each) and the functions that are used below.

/// What a status's rules say of orders in it, at an instant for each.
template <class Lane>
class Pass {
public:
  using Word = typename Lane::Word;
  using Mask = typename Lane::Mask;

  /// `slots` holds the orders' words and the constants; what is computed goes behind them.
  Pass(const Code& shared, const StatusKernel& code, std::int64_t* slots, Word at)
      : shared_(shared),
        code_(code),
        slots_(slots),
        at_(at),
        yes_(Lane::set(0)),
        no_(Lane::set(0)),
        lost_(Lane::none()) {}

  void compute() { run(code_.instructions); }

  /// Orders that only the machine can decide.
  [[nodiscard]] Mask lost() const { return lost_; }

  struct Next {
    /// When the clock acts first, not before `from`; never where it does not.
    Word at;
    /// Which of the status's acts it is.
    Word act;
  };

  [[nodiscard]] Next next_act(Word from) {
    Next next{Lane::set(never), Lane::set(0)};
    for (std::size_t i = 0; i < code_.acts.size(); ++i) {
      const Word at = act_at(code_.acts[i], from);
      const Mask sooner = Lane::less(at, next.at);
      next.at = Lane::pick(sooner, at, next.at);
      next.act = Lane::pick(sooner, Lane::set(static_cast<std::int64_t>(i)), next.act);
    }
    return next;
  }

  struct Found {
    /// Bits of entitlements: allowed for certain, and perhaps.
    Word allowed;
    Word open;
    /// When rules change what they say for all to see, and when perhaps.
    Word visible;
    Word doubtful;
  };

  [[nodiscard]] Found look() {
    for (const StillRow& row : code_.still_rows)
      permit(holds(row.need), Lane::flip(fails(row.need)), row.grants, row.bars);
    for (const Row& row : code_.rows) look_at(row);
    for (std::size_t i = 0; i < code_.duties.size(); ++i) {
      seen_[i] = standing(code_.duties[i]);
      look_at(code_.duties[i], seen_[i]);
    }
    Found found;
    found.allowed = Lane::without_bits(granted_, may_bar_);
    found.open = Lane::without_bits(Lane::without_bits(may_grant_, barred_), found.allowed);
    found.visible = visible_;
    found.doubtful = doubtful_;
    return found;
  }

  struct Standing {
    Mask applies;
    /// It certainly does not apply or does not arise.
    Mask absent;
    Mask done;
    Mask in_time;
    Word opens;
    Word due;
    Word done_at;
  };

  /// A duty as `look` saw it.
  [[nodiscard]] const Standing& seen(std::size_t duty) const { return seen_[duty]; }

  [[nodiscard]] Standing standing(const Duty& duty) const {
    Standing found;
    found.opens = slot(duty.opens);
    found.due = slot(duty.due);
    found.applies = holds(duty.need);
    found.absent = Lane::either(fails(duty.need), is_never(found.opens));
    if (duty.has_window) found.absent = Lane::either(found.absent, Lane::at_most(found.due, found.opens));
    found.done = Lane::none();
    found.in_time = Lane::none();
    found.done_at = Lane::set(never);
    for (const Slot event : part(code_.marks, duty.marks)) {
      const Word mark = slot(event);
      const Mask early = Lane::less(mark, found.due);
      Mask counts = Lane::without(Lane::at_most(found.opens, mark), is_never(mark));
      if (duty.lapses) counts = Lane::both(counts, early);
      found.done = Lane::either(found.done, counts);
      found.in_time = Lane::either(found.in_time, Lane::both(counts, early));
      found.done_at = Lane::least(found.done_at, Lane::pick(counts, mark, Lane::set(never)));
    }
    return found;
  }

  /// A `DutyState` as a number, or -1 where there is no such duty.
  [[nodiscard]] Word state(const Standing& duty) const {
    const auto number = [](DutyState state) { return Lane::set(static_cast<std::int64_t>(state)); };
    Word state = Lane::pick(Lane::at_most(duty.due, at_), number(DutyState::overdue), number(DutyState::pending));
    state = Lane::pick(Lane::less(at_, duty.opens), number(DutyState::ahead), state);
    state = Lane::pick(duty.applies, state, number(DutyState::unknown));
    const Word met = Lane::pick(duty.in_time, number(DutyState::met), number(DutyState::met_late));
    state = Lane::pick(duty.done, met, state);
    return Lane::pick(duty.absent, Lane::set(-1), state);
  }

  struct AmountFound {
    Word minor;
    Mask known;
  };
  /// A duty's amount, after `compute`.
  [[nodiscard]] AmountFound amount(const Duty& duty) {
    Mask unknown = Lane::none();
    for (const KnownBits& need : part(code_.amount_needs, duty.amount_needs))
      unknown = Lane::either(unknown, lacks(need));
    const Mask lost = lost_;
    lost_ = Lane::none();
    for (const Instruction& step : part(code_.amount_steps, duty.amount_steps)) run(step);
    unknown = Lane::either(unknown, lost_);
    lost_ = lost;
    return {Lane::greatest(slot(duty.amount), Lane::set(0)), Lane::flip(unknown)};
  }

  [[nodiscard]] Mask lacks(const KnownBits& need) const {
    const Word bits = Lane::set(need.bits);
    return Lane::flip(Lane::same(Lane::band(slot(need.word), bits), bits));
  }

  /// Whether a need holds for certain, after `compute`.
  [[nodiscard]] Mask holds(const Need& need) const {
    const Word yes = Lane::set(static_cast<std::int64_t>(need.yes));
    const Word no = Lane::set(static_cast<std::int64_t>(need.no));
    return Lane::both(Lane::same(Lane::band(yes_, yes), yes), Lane::same(Lane::band(no_, no), no));
  }

private:
  static constexpr std::int64_t never = Instant::never().micros;
  static constexpr std::int64_t last = Instant::last().micros;
  static constexpr std::int64_t first = Instant::first().micros;

  [[nodiscard]] Word slot(Slot slot) const { return Lane::load(slots_, slot); }
  [[nodiscard]] static Mask is_never(Word moment) { return Lane::less(Lane::set(last), moment); }

  [[nodiscard]] Mask fails(const Need& need) const {
    const Word against = Lane::bor(Lane::band(no_, Lane::set(static_cast<std::int64_t>(need.yes))),
                                   Lane::band(yes_, Lane::set(static_cast<std::int64_t>(need.no))));
    return Lane::flip(Lane::same(against, Lane::set(0)));
  }

  // ── Before the rules
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void run(const std::vector<Instruction>& steps) {
    for (const Instruction& step : steps) run(step);
  }

  void run(const Instruction& step) {
    using Op = Instruction::Op;
    switch (step.op) {
      case Op::test:
        return put(step, within(step), Lane::flip(lacks({step.b, step.mask})));
      case Op::test_sure:
        return put(step, within(step));
      case Op::test_known:
        return put(step, Lane::flip(lacks({step.a, step.low})));
      case Op::less:
        return put(step, Lane::less(slot(step.a), slot(step.b)));
      case Op::before:
        return put(step, Lane::without(Lane::less(slot(step.a), slot(step.b)), is_never(slot(step.a))));
      case Op::same:
        return put(step, Lane::same(slot(step.a), slot(step.b)));
      case Op::fold:
        return fold(step);
      case Op::add:
        return keep(step, Lane::greatest(Lane::add(slot(step.a), Lane::set(step.low)), Lane::set(first)));
      case Op::latest:
        return keep(step, Lane::greatest(slot(step.a), slot(step.b)));
      case Op::earliest:
        return keep(step, Lane::least(slot(step.a), slot(step.b)));
      case Op::pick:
        return pick(step);
      case Op::subtract:
        return keep(step, Lane::sub(slot(step.a), slot(step.b)));
      case Op::bound:
        lost_ = Lane::either(lost_, Lane::less(Lane::set(step.low), slot(step.a)));
        lost_ = Lane::either(lost_, Lane::less(slot(step.a), Lane::set(-step.low)));
        return;
      default:
        return call(step);
    }
  }

  [[nodiscard]] Mask within(const Instruction& step) const {
    const Word word = slot(step.a);
    return Lane::both(Lane::at_most(Lane::set(step.low), word), Lane::at_most(word, Lane::set(step.high)));
  }

  void put(const Instruction& step, Mask truth) { put(step, truth, Lane::flip(Lane::none())); }
  void put(const Instruction& step, Mask truth, Mask known) {
    const Word bit = Lane::set(static_cast<std::int64_t>(std::uint64_t{1} << step.literal));
    yes_ = Lane::bor(yes_, Lane::bits(Lane::both(truth, known), bit));
    no_ = Lane::bor(no_, Lane::bits(Lane::without(known, truth), bit));
  }

  void keep(const Instruction& step, Word word) { Lane::store(slots_, step.to, word); }

  void fold(const Instruction& step) {
    Mask one_holds = Lane::none();
    Mask all_fail = Lane::flip(Lane::none());
    for (const Choice& choice : part(code_.choices, step.range)) {
      one_holds = Lane::either(one_holds, holds(choice.need));
      all_fail = Lane::both(all_fail, fails(choice.need));
    }
    put(step, one_holds, Lane::either(one_holds, all_fail));
  }

  /// A row that may hold leaves all after it open.
  void pick(const Instruction& step) {
    Word picked = Lane::set(0);
    Mask waiting = Lane::flip(Lane::none());
    for (const Choice& choice : part(code_.choices, step.range)) {
      const Mask taken = Lane::both(waiting, holds(choice.need));
      picked = Lane::pick(taken, slot(choice.value), picked);
      lost_ = Lane::either(lost_, Lane::without(Lane::without(waiting, taken), fails(choice.need)));
      waiting = Lane::both(waiting, fails(choice.need));
    }
    keep(step, picked);
  }

  /// What only a function can do, order by order.
  void call(const Instruction& step) {
    Lane::each(slots_, step, [&](std::int64_t a, std::int64_t b) { return called(shared_, step, a, b); });
    lost_ = Lane::either(lost_, Lane::same(slot(step.to), Lane::set(no_moment)));
  }

  // ── Rules
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Word act_at(const Act& act, Word from) const {
    Mask ready = Lane::none();
    Word moment = from;
    Word at = from;
    if (act.duty) {
      const Standing duty = standing(code_.duties[*act.duty]);
      ready = Lane::without(Lane::without(duty.applies, duty.absent), duty.done);
      moment = duty.due;
      at = Lane::greatest(from, moment);
    } else {
      moment = slot(act.moment);
      at = Lane::greatest(Lane::greatest(from, moment), slot(act.open));
      ready = Lane::both(holds(act.need), Lane::less(at, slot(act.close)));
    }
    const Word guard = slot(act.guard);
    const Mask not_yet = Lane::either(is_never(guard), Lane::less(guard, moment));
    ready = Lane::without(Lane::both(ready, not_yet), is_never(moment));
    return Lane::pick(ready, at, Lane::set(never));
  }

  void look_at(const Row& row) {
    const Mask certain = holds(row.need);
    const Mask possible = Lane::flip(fails(row.need));
    const Word open = slot(row.open);
    const Word close = slot(row.close);
    const Mask started = Lane::at_most(open, at_);
    const Mask inside = Lane::both(started, Lane::less(at_, close));
    permit(Lane::both(certain, inside), Lane::both(possible, inside), row.grants, row.bars);
    const Word next = Lane::pick(started, close, open);
    note(next, Lane::less(open, close), certain, possible, row.visible);
  }

  void permit(Mask certain, Mask possible, std::uint64_t grants, std::uint64_t bars) {
    const Word granted = Lane::set(static_cast<std::int64_t>(grants));
    const Word barred = Lane::set(static_cast<std::int64_t>(bars));
    granted_ = Lane::bor(granted_, Lane::bits(certain, granted));
    may_grant_ = Lane::bor(may_grant_, Lane::bits(possible, granted));
    barred_ = Lane::bor(barred_, Lane::bits(certain, barred));
    may_bar_ = Lane::bor(may_bar_, Lane::bits(possible, barred));
  }

  /// That something changes at an instant, if that is still ahead.
  void note(Word at, Mask counts, Mask certain, Mask possible, bool visible) {
    const Mask ahead = Lane::both(counts, Lane::less(at_, at));
    const Mask seen = visible ? Lane::both(ahead, certain) : Lane::none();
    const Mask doubtful = Lane::without(Lane::both(ahead, possible), seen);
    visible_ = Lane::least(visible_, Lane::pick(seen, at, Lane::set(never)));
    doubtful_ = Lane::least(doubtful_, Lane::pick(doubtful, at, Lane::set(never)));
  }

  void look_at(const Duty& duty, const Standing& seen) {
    const Mask possible = Lane::flip(Lane::either(seen.absent, seen.done));
    const Mask certain = Lane::both(seen.applies, possible);
    const Mask opened = Lane::at_most(seen.opens, at_);
    const Mask over = Lane::at_most(seen.due, at_);
    const Mask permits = duty.lapses ? Lane::without(opened, over) : opened;
    permit(Lane::both(certain, permits), Lane::both(possible, permits), duty.own, 0);
    const Mask gives_right = Lane::both(over, Lane::less(at_, slot(duty.right_until)));
    permit(Lane::both(certain, gives_right), Lane::both(possible, gives_right), duty.rights, 0);
    const Mask any = Lane::flip(Lane::none());
    note(Lane::pick(opened, seen.due, seen.opens), any, certain, possible, true);
    if (duty.rights != 0) note(slot(duty.right_until), over, certain, possible, duty.right_visible);
  }

  const Code& shared_;
  const StatusKernel& code_;
  std::int64_t* slots_;
  Word at_;
  Word yes_;
  Word no_;
  Mask lost_;
  Word granted_ = Lane::set(0);
  Word may_grant_ = Lane::set(0);
  Word barred_ = Lane::set(0);
  Word may_bar_ = Lane::set(0);
  Word visible_ = Lane::set(never);
  Word doubtful_ = Lane::set(never);
  Standing seen_[most_duties];
};
