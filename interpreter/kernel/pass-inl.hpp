// One pass over a status's rules, for as many orders at once as a lane type has lanes. The file has no namespace and no
// guard of its own: it is included once for each kind of lane, inside that kind's namespace, so that the compiler makes
// it anew for each set of a processor's instructions.
//
// A lane type has `Word` (64 bits for each order), `Mask` (a truth for each) and the functions that are used below.

// Constructors are written out where they take words: one that the compiler makes by itself, as also a lambda, is not
// made for the wide registers, and words that it passes on would get lost.

/// Which of a status's literals are true, and which are false: a bit each.
template <class Lane>
struct Truths {
  Truths() : yes(Lane::set(0)), no(Lane::set(0)) {}

  typename Lane::Word yes;
  typename Lane::Word no;
};

template <class Lane>
struct Next {
  /// When the clock acts first, not before it was asked; never where it does not.
  typename Lane::Word at;
  /// Which of the status's acts it is.
  typename Lane::Word act;
};

template <class Lane>
struct Found {
  /// Bits of entitlements: allowed for certain, and perhaps.
  typename Lane::Word allowed;
  typename Lane::Word open;
  /// When rules change what they say for all to see, and when perhaps.
  typename Lane::Word visible;
  typename Lane::Word doubtful;
  Next<Lane> next;
};

/// How a duty stands.
template <class Lane>
struct Standing {
  /// A `DutyState` as a number, or -1 where there is no such duty.
  typename Lane::Word state;
  typename Lane::Word opens;
  typename Lane::Word due;
  typename Lane::Word done_at;
};

/// What a status's rules say of orders in it, at an instant for each. Of a form that is sure, what does not hold fails,
/// and nothing is only possible.
template <class Lane, Form form>
class Pass {
  static constexpr bool sure = form != Form::any;
  static constexpr bool has_one_duty = form == Form::lapsing_duty || form == Form::lasting_duty;
  /// Of any other form, it has to be looked what there is.
  static constexpr bool is_simple = has_one_duty || form == Form::windows;

public:
  using Word = typename Lane::Word;
  using Mask = typename Lane::Mask;

  /// `slots` holds the orders' words and the constants; what is computed goes behind them.
  Pass(const Code& shared, const StatusKernel& code, std::int64_t* slots, Word at)
      : Pass(shared, code, slots, at, Truths<Lane>()) {}
  /// Goes on behind what was computed before.
  Pass(const Code& shared, const StatusKernel& code, std::int64_t* slots, Word at, Truths<Lane> truths)
      : shared_(shared), code_(code), slots_(slots), at_(at), truths_(truths), lost_(Lane::none()) {}

  [[gnu::always_inline]] void compute() {
    for (const Sum& sum : code_.sums) Lane::store(slots_, sum.to, summed(sum.a, sum.low));
    for (const RangeTest& test : code_.tests) put(test.literal, within(test.a, test.low, test.high));
    if (form == Form::lasting_duty || (!is_simple && code_.has_steps)) {
      for (const Bound& bound : code_.bounds) check(bound.a, bound.low);
    }
    if (!is_simple && code_.has_steps) {
      for (const Instruction& step : code_.instructions) run(step);
    }
    if (sure) truths_.no = Lane::bxor(truths_.yes, Lane::set(-1));
  }

  [[nodiscard]] const Truths<Lane>& truths() const { return truths_; }
  /// Orders that only the machine can decide.
  [[nodiscard, gnu::always_inline]] Mask lost() const { return lost_; }

  /// What the rules say, and when the clock acts next, not before `from`; `seen` has room for how each of the
  /// status's duties stands, as the words of a `Standing`.
  template <typename Seen>
  [[nodiscard, gnu::always_inline]] Found<Lane> look(Word from, Seen* seen) const {
    Tally tally;
    const Mask always = Lane::flip(Lane::none());
    permit(tally, always, always, code_.always_grants, code_.always_bars);
    if (!has_one_duty && code_.has_rows) {
      for (const StillRow& row : code_.still_rows)
        permit(tally, holds(row.need), may_hold(row.need), row.grants, row.bars);
      for (const Row& row : code_.rows) look_at(tally, row);
    }
    for (const Duty& duty : duties()) {
      const Standing<Lane> found = look_at(tally, duty, from);
      *seen++ = Seen{found.state, found.opens, found.due, found.done_at};
    }
    if (!is_simple) {
      for (const Act& act : code_.happenings) look_at(tally, act, from);
    }
    Found<Lane> found;
    found.allowed = Lane::without_bits(tally.granted, sure ? tally.barred : tally.may_bar);
    found.open =
        sure ? Lane::set(0) : Lane::without_bits(Lane::without_bits(tally.may_grant, tally.barred), found.allowed);
    found.visible = tally.visible;
    found.doubtful = tally.doubtful;
    found.next = tally.next;
    return found;
  }

  struct AmountFound {
    Word minor;
    Mask known;
  };
  /// A duty's amount, after `compute`.
  [[nodiscard, gnu::always_inline]] AmountFound amount(const Duty& duty) {
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

  [[nodiscard, gnu::always_inline]] Mask lacks(const KnownBits& need) const {
    const Word bits = Lane::set(need.bits);
    return Lane::flip(Lane::same(Lane::band(slot(need.word), bits), bits));
  }

  /// Whether a need holds for certain, after `compute`.
  [[nodiscard, gnu::always_inline]] Mask holds(const Need& need) const {
    const Word yes = Lane::set(static_cast<std::int64_t>(need.yes));
    if constexpr (sure) {
      const Word asked = Lane::set(static_cast<std::int64_t>(need.yes | need.no));
      return Lane::same(Lane::band(truths_.yes, asked), yes);
    }
    const Word no = Lane::set(static_cast<std::int64_t>(need.no));
    return Lane::both(Lane::same(Lane::band(truths_.yes, yes), yes), Lane::same(Lane::band(truths_.no, no), no));
  }

private:
  static constexpr std::int64_t never = Instant::never().micros;
  static constexpr std::int64_t last = Instant::last().micros;
  static constexpr std::int64_t first = Instant::first().micros;

  [[nodiscard, gnu::always_inline]] std::span<const Duty> duties() const {
    if (form == Form::windows) return {};
    return {code_.duties.data(), has_one_duty ? 1 : code_.duties.size()};
  }

  [[nodiscard, gnu::always_inline]] Word slot(Slot slot) const { return Lane::load(slots_, slot); }
  [[nodiscard, gnu::always_inline]] static Mask is_never(Word moment) { return Lane::less(Lane::set(last), moment); }

  /// It holds, or hangs on what is unknown.
  [[nodiscard, gnu::always_inline]] Mask may_hold(const Need& need) const {
    if constexpr (sure) return holds(need);
    const Word against = Lane::bor(Lane::band(truths_.no, Lane::set(static_cast<std::int64_t>(need.yes))),
                                   Lane::band(truths_.yes, Lane::set(static_cast<std::int64_t>(need.no))));
    return Lane::same(against, Lane::set(0));
  }

  // ── Before the rules
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[gnu::always_inline]] void run(const Instruction& step) {
    using Op = Instruction::Op;
    switch (step.op) {
      case Op::test:
        return put(step.literal, within(step.a, step.low, step.high), Lane::flip(lacks({step.b, step.mask})));
      case Op::test_sure:
        return put(step.literal, within(step.a, step.low, step.high));
      case Op::test_known:
        return put(step.literal, Lane::flip(lacks({step.a, step.low})));
      case Op::less:
        return put(step.literal, Lane::less(slot(step.a), slot(step.b)));
      case Op::before:
        return put(step.literal, Lane::without(Lane::less(slot(step.a), slot(step.b)), is_never(slot(step.a))));
      case Op::same:
        return put(step.literal, Lane::same(slot(step.a), slot(step.b)));
      case Op::fold:
        return fold(step);
      case Op::add:
        return keep(step, summed(step.a, step.low));
      case Op::latest:
        return keep(step, Lane::greatest(slot(step.a), slot(step.b)));
      case Op::earliest:
        return keep(step, Lane::least(slot(step.a), slot(step.b)));
      case Op::pick:
        return pick(step);
      case Op::subtract:
        return keep(step, Lane::sub(slot(step.a), slot(step.b)));
      case Op::bound:
        return check(step.a, step.low);
      default:
        return call(step);
    }
  }

  [[nodiscard, gnu::always_inline]] Word summed(Slot a, std::int64_t length) const {
    return Lane::greatest(Lane::add(slot(a), Lane::set(length)), Lane::set(first));
  }

  [[nodiscard, gnu::always_inline]] Mask within(Slot a, std::int64_t low, std::int64_t high) const {
    const Word word = slot(a);
    return Lane::both(Lane::at_most(Lane::set(low), word), Lane::at_most(word, Lane::set(high)));
  }

  [[gnu::always_inline]] void check(Slot a, std::int64_t most) {
    lost_ = Lane::either(lost_, Lane::flip(within(a, -most, most)));
  }

  [[gnu::always_inline]] void put(std::uint8_t literal, Mask truth) { put(literal, truth, Lane::flip(Lane::none())); }
  [[gnu::always_inline]] void put(std::uint8_t literal, Mask truth, Mask known) {
    const Word bit = Lane::set(static_cast<std::int64_t>(std::uint64_t{1} << literal));
    truths_.yes = Lane::bor(truths_.yes, Lane::bits(Lane::both(truth, known), bit));
    if (!sure) truths_.no = Lane::bor(truths_.no, Lane::bits(Lane::without(known, truth), bit));
  }

  [[gnu::always_inline]] void keep(const Instruction& step, Word word) { Lane::store(slots_, step.to, word); }

  [[gnu::always_inline]] void fold(const Instruction& step) {
    Mask one_holds = Lane::none();
    Mask all_fail = Lane::flip(Lane::none());
    for (const Choice& choice : part(code_.choices, step.range)) {
      one_holds = Lane::either(one_holds, holds(choice.need));
      all_fail = Lane::without(all_fail, may_hold(choice.need));
    }
    put(step.literal, one_holds, Lane::either(one_holds, all_fail));
  }

  /// A row that may hold leaves all after it open.
  [[gnu::always_inline]] void pick(const Instruction& step) {
    Word picked = Lane::set(0);
    Mask waiting = Lane::flip(Lane::none());
    for (const Choice& choice : part(code_.choices, step.range)) {
      const Mask taken = Lane::both(waiting, holds(choice.need));
      const Mask open = Lane::both(waiting, may_hold(choice.need));
      picked = Lane::pick(taken, slot(choice.value), picked);
      lost_ = Lane::either(lost_, Lane::without(open, taken));
      waiting = Lane::without(waiting, open);
    }
    keep(step, picked);
  }

  /// What only a function can do, order by order.
  [[gnu::always_inline]] void call(const Instruction& step) {
    Lane::each(slots_, step, [&](std::int64_t a, std::int64_t b) { return called(shared_, step, a, b); });
    lost_ = Lane::either(lost_, Lane::same(slot(step.to), Lane::set(no_moment)));
  }

  // ── Rules
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// What rules add up to; perhaps, where something is unknown.
  struct Tally {
    Tally()
        : granted(Lane::set(0)),
          may_grant(granted),
          barred(granted),
          may_bar(granted),
          visible(Lane::set(never)),
          doubtful(visible),
          next{visible, granted} {}

    Word granted;
    Word may_grant;
    Word barred;
    Word may_bar;
    Word visible;
    Word doubtful;
    Next<Lane> next;
  };

  [[gnu::always_inline]] void look_at(Tally& tally, const Row& row) const {
    const Mask certain = holds(row.need);
    const Mask possible = may_hold(row.need);
    const Word open = slot(row.open);
    const Word close = slot(row.close);
    const Mask started = Lane::at_most(open, at_);
    const Mask inside = Lane::both(started, Lane::less(at_, close));
    permit(tally, Lane::both(certain, inside), Lane::both(possible, inside), row.grants, row.bars);
    const Word next = Lane::pick(started, close, open);
    note(tally, next, Lane::less(open, close), certain, possible, row.visible);
  }

  [[gnu::always_inline]] static void permit(Tally& tally, Mask certain, Mask possible, std::uint64_t grants,
                                            std::uint64_t bars) {
    const Word granted = Lane::set(static_cast<std::int64_t>(grants));
    const Word barred = Lane::set(static_cast<std::int64_t>(bars));
    tally.granted = Lane::bor(tally.granted, Lane::bits(certain, granted));
    tally.barred = Lane::bor(tally.barred, Lane::bits(certain, barred));
    if (sure) return;
    tally.may_grant = Lane::bor(tally.may_grant, Lane::bits(possible, granted));
    tally.may_bar = Lane::bor(tally.may_bar, Lane::bits(possible, barred));
  }

  /// That something changes at an instant, if that is still ahead.
  [[gnu::always_inline]] void note(Tally& tally, Word at, Mask counts, Mask certain, Mask possible,
                                   bool visible) const {
    const Mask ahead = Lane::both(counts, Lane::less(at_, at));
    const Word seen = Lane::or_never(Lane::both(ahead, certain), at);
    if (visible) tally.visible = Lane::least(tally.visible, seen);
    if (visible && sure) return;
    const Mask doubtful = visible ? Lane::without(Lane::both(ahead, possible), certain) : Lane::both(ahead, possible);
    tally.doubtful = Lane::least(tally.doubtful, Lane::or_never(doubtful, at));
  }

  // ── Duties
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// When a duty is done, by its marks.
  struct Doing {
    Mask done;
    Mask in_time;
    Word at;
  };

  /// `done_by` is not behind the last instant, so that what never happened is no doing.
  [[nodiscard, gnu::always_inline]] Doing doing(const Duty& duty, Word opens, Word due, Word done_by) const {
    Doing found{Lane::none(), Lane::none(), Lane::set(never)};
    for (const Slot event : part(code_.marks, duty.marks)) {
      const Word mark = slot(event);
      const Mask counts = Lane::both(Lane::at_most(opens, mark), Lane::less(mark, done_by));
      found.done = Lane::either(found.done, counts);
      found.in_time = Lane::either(found.in_time, Lane::both(counts, Lane::less(mark, due)));
      found.at = Lane::least(found.at, Lane::or_never(counts, mark));
    }
    return found;
  }

  [[nodiscard, gnu::always_inline]] Standing<Lane> look_at(Tally& tally, const Duty& duty, Word from) const {
    const Word opens = slot(duty.opens);
    const Word due = slot(duty.due);
    const Word done_by = Lane::least(slot(duty.done_by), Lane::set(last + 1));
    const Mask applies = holds(duty.need);
    // It certainly does not apply or does not arise: it never opens, or has no time.
    Mask absent = Lane::either(Lane::flip(may_hold(duty.need)), is_never(opens));
    absent = Lane::either(absent, Lane::at_most(due, opens));
    const Doing doing = this->doing(duty, opens, due, done_by);
    const Mask possible = Lane::flip(Lane::either(absent, doing.done));
    const Mask certain = Lane::both(applies, possible);
    const Mask opened = Lane::at_most(opens, at_);
    const Mask over = Lane::at_most(due, at_);
    const Mask permits = Lane::both(opened, Lane::less(at_, done_by));
    permit(tally, Lane::both(certain, permits), Lane::both(possible, permits), duty.own, 0);
    note(tally, Lane::pick(opened, due, opens), Lane::flip(Lane::none()), certain, possible, true);
    if (!is_simple && duty.rights != 0) {
      const Mask gives_right = Lane::both(over, Lane::less(at_, slot(duty.right_until)));
      permit(tally, Lane::both(certain, gives_right), Lane::both(possible, gives_right), duty.rights, 0);
      note(tally, slot(duty.right_until), over, certain, possible, duty.right_visible);
    }
    if (form == Form::lapsing_duty || (form != Form::lasting_duty && duty.acts))
      consider(tally, *duty.acts, certain, due, Lane::greatest(from, due));
    return {state_of(absent, applies, doing, opened, over), opens, due, doing.at};
  }

  [[nodiscard, gnu::always_inline]] static Word number(DutyState state) {
    return Lane::set(static_cast<std::int64_t>(state));
  }

  [[nodiscard, gnu::always_inline]] static Word state_of(Mask absent, Mask applies, const Doing& doing, Mask opened,
                                                         Mask over) {
    Word state = Lane::pick(over, number(DutyState::overdue), number(DutyState::pending));
    state = Lane::pick(opened, state, number(DutyState::ahead));
    if (!sure) state = Lane::pick(applies, state, number(DutyState::unknown));
    const Word met = Lane::pick(doing.in_time, number(DutyState::met), number(DutyState::met_late));
    state = Lane::pick(doing.done, met, state);
    return Lane::pick(absent, Lane::set(-1), state);
  }

  // ── The clock
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[gnu::always_inline]] void look_at(Tally& tally, const Act& act, Word from) const {
    const Word moment = slot(act.moment);
    const Word at = Lane::greatest(Lane::greatest(from, moment), slot(act.open));
    consider(tally, act.turn, Lane::both(holds(act.need), Lane::less(at, slot(act.close))), moment, at);
  }

  /// The clock acts first at the earliest instant, and there by what stands first in the text.
  [[gnu::always_inline]] void consider(Tally& tally, const Turn& turn, Mask ready, Word moment, Word at) const {
    const Word guard = slot(turn.guard);
    const Mask not_yet = Lane::either(is_never(guard), Lane::less(guard, moment));
    ready = Lane::without(Lane::both(ready, not_yet), is_never(moment));
    at = Lane::or_never(ready, at);
    const Word place = Lane::set(turn.place);
    const Mask before = Lane::both(Lane::same(at, tally.next.at), Lane::less(place, tally.next.act));
    const Mask sooner = Lane::either(Lane::less(at, tally.next.at), before);
    tally.next.at = Lane::pick(sooner, at, tally.next.at);
    tally.next.act = Lane::pick(sooner, place, tally.next.act);
  }

  const Code& shared_;
  const StatusKernel& code_;
  std::int64_t* slots_;
  Word at_;
  Truths<Lane> truths_;
  Mask lost_;
};
