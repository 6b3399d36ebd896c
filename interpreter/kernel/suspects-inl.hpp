// Which orders of a block cannot be decided by columns, because a word of theirs is not as it can be. The file has no
// namespace and no guard of its own: it is included inside the namespace of each set of a processor's instructions,
// behind `Lane`.

/// So many columns are read at once. All at once would be slower: columns often begin at the same place in a page of
/// memory, and then the lines of more than eight drive one another out of the cache.
constexpr std::size_t columns_at_once = 5;

/// Orders whose words are looked at, and what was found of them: a bit for each that is bad, a register's in a byte.
struct Suspects {
  std::size_t count = 0;
  const std::int64_t* at = nullptr;
  std::array<std::uint8_t, Checked::most / Lane::most> bad{};

  void add(std::size_t place, Lane::Mask found) {
    static_assert(Lane::most <= 8);
    std::uint8_t bits[8];
    hn::StoreMaskBits(Lane::Tag(), found, bits);
    bad[place / Lane::most] = static_cast<std::uint8_t>(bad[place / Lane::most] | bits[0]);
  }
};

/// A whole register's orders.
struct Whole {
  [[nodiscard]] Lane::Word load(const std::int64_t* words) const { return hn::LoadU(Lane::Tag(), words); }
  void store(Lane::Word word, std::int64_t* words) const { hn::StoreU(word, Lane::Tag(), words); }
  [[nodiscard]] Lane::Mask only(Lane::Mask mask) const { return mask; }
};

/// The last, which do not fill one.
struct Rest {
  Lane::Mask there;

  [[nodiscard]] Lane::Word load(const std::int64_t* words) const { return hn::MaskedLoad(there, Lane::Tag(), words); }
  void store(Lane::Word word, std::int64_t* words) const { hn::BlendedStore(word, there, Lane::Tag(), words); }
  [[nodiscard]] Lane::Mask only(Lane::Mask mask) const { return Lane::both(mask, there); }
};

/// Events that are neither absent nor between the first instant and the one that is asked about; the bits of those that
/// are not absent come to `told`, where they are asked for.
template <std::size_t many, bool tells>
class EventsCheck {
public:
  HWY_INLINE EventsCheck(const Checked::Event* events, std::int64_t* told) : told_(told) {
    for (std::size_t i = 0; i < many; ++i) words_[i] = events[i].words;
    for (std::size_t i = 0; i < many; ++i) bits_[i] = Lane::set(events[i].bit);
  }

  template <typename Some>
  HWY_INLINE void operator()(const Some& some, std::size_t place, Suspects& suspects) const {
    const Lane::Word at = some.load(suspects.at + place);
    Lane::Word earliest = at;
    Lane::Word latest = at;
    Lane::Word told = tells ? some.load(told_ + place) : at;
#pragma GCC unroll 8
    for (std::size_t i = 0; i < many; ++i) {
      const Lane::Word word = some.load(words_[i] + place);
      const Lane::Mask there = hn::Ne(word, Lane::set(Instant::never().micros));
      earliest = Lane::least(earliest, word);
      latest = Lane::greatest(latest, Lane::pick(there, word, at));
      if (tells) told = Lane::bor(told, Lane::bits(there, bits_[i]));
    }
    const Lane::Mask early = Lane::less(earliest, Lane::set(Instant::first().micros));
    suspects.add(place, some.only(Lane::either(early, Lane::less(at, latest))));
    if (tells) some.store(told, told_ + place);
  }

private:
  std::int64_t* told_;
  const std::int64_t* words_[many];
  Lane::Word bits_[many];
};

/// Words that are not within their bounds.
template <std::size_t many>
class BoundsCheck {
public:
  HWY_INLINE explicit BoundsCheck(const Checked::Bounded* columns) {
    for (std::size_t i = 0; i < many; ++i) {
      words_[i] = columns[i].words;
      low_[i] = Lane::set(columns[i].low);
      high_[i] = Lane::set(columns[i].high);
    }
  }

  template <typename Some>
  HWY_INLINE void operator()(const Some& some, std::size_t place, Suspects& suspects) const {
    Lane::Mask bad = Lane::none();
#pragma GCC unroll 8
    for (std::size_t i = 0; i < many; ++i) {
      const Lane::Word word = some.load(words_[i] + place);
      bad = Lane::either(bad, Lane::either(Lane::less(word, low_[i]), Lane::less(high_[i], word)));
    }
    suspects.add(place, some.only(bad));
  }

private:
  const std::int64_t* words_[many];
  Lane::Word low_[many];
  Lane::Word high_[many];
};

/// The check as a value: what it holds stays in registers, whatever is written to memory.
template <typename Check>
HWY_INLINE void check_all(const Check check, Suspects& suspects) {
  std::size_t place = 0;
  for (; place + Lane::most <= suspects.count; place += Lane::most) check(Whole{}, place, suspects);
  if (place < suspects.count) check(Rest{hn::FirstN(Lane::Tag(), suspects.count - place)}, place, suspects);
}

template <std::size_t many>
void check_events(const Checked::Events& columns, std::size_t begin, Suspects& suspects) {
  const Checked::Event* events = columns.events.data() + begin;
  if (columns.told == nullptr) {
    check_all(EventsCheck<many, false>(events, nullptr), suspects);
  } else {
    check_all(EventsCheck<many, true>(events, columns.told), suspects);
  }
}

template <std::size_t many>
void check_bounds(std::span<const Checked::Bounded> columns, std::size_t begin, Suspects& suspects) {
  check_all(BoundsCheck<many>(columns.data() + begin), suspects);
}

/// Of so many columns, as many at once as can be, in parts of about one size.
template <typename Function>
void in_parts(std::size_t columns, const Function& check) {
  std::size_t parts = (columns + columns_at_once - 1) / columns_at_once;
  for (std::size_t begin = 0; begin < columns; --parts) {
    const std::size_t many = (columns - begin + parts - 1) / parts;
    check(begin, many);
    begin += many;
  }
}

bool look_for_bad(const Checked& columns, const std::int64_t* at, std::size_t count, std::int64_t* bad) {
  using EventsChecks = void (*)(const Checked::Events&, std::size_t, Suspects&);
  static constexpr EventsChecks events_checks[] = {&check_events<1>, &check_events<2>, &check_events<3>,
                                                   &check_events<4>, &check_events<5>};
  using BoundsChecks = void (*)(std::span<const Checked::Bounded>, std::size_t, Suspects&);
  static constexpr BoundsChecks bounds_checks[] = {&check_bounds<1>, &check_bounds<2>, &check_bounds<3>,
                                                   &check_bounds<4>, &check_bounds<5>};
  Suspects suspects{count, at};
  for (const Checked::Events& events : columns.events)
    in_parts(events.events.size(),
             [&](std::size_t begin, std::size_t many) { events_checks[many - 1](events, begin, suspects); });
  in_parts(columns.others.size(),
           [&](std::size_t begin, std::size_t many) { bounds_checks[many - 1](columns.others, begin, suspects); });
  std::uint8_t some = 0;
  for (const std::uint8_t bits : suspects.bad) some |= bits;
  for (std::size_t i = 0; some != 0 && i < count; ++i) bad[i] = suspects.bad[i / Lane::most] >> (i % Lane::most) & 1;
  return some != 0;
}
