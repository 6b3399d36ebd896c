#include "interpreter/kernel/block.hpp"

#include <algorithm>
#include <memory>

namespace bywhen::kernel {
namespace {

constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

bool told_at(const FactWords& fact, std::size_t place) {
  return fact.told == nullptr || (fact.told[place / 64] >> (place % 64) & 1U) != 0;
}

/// Where the processor reads a register at once.
constexpr std::size_t alignment = 128;

std::span<std::int64_t> aligned(std::vector<std::int64_t>& room, std::size_t count) {
  void* begin = room.data();
  std::size_t space = room.size() * sizeof(std::int64_t);
  std::align(alignment, count * sizeof(std::int64_t), begin, space);
  return {static_cast<std::int64_t*>(begin), count};
}

/// See `Room::results`.
std::size_t most_results(const Code& code) {
  std::size_t duties = 0;
  for (const auto& status : code.statuses) duties = std::max(duties, status ? status->duties.size() : 0);
  return 3 + 3 * duties;
}

/// The clock may act and leave the order where it is.
bool may_stay(const StatusKernel& status) {
  return std::any_of(status.effects.begin(), status.effects.end(), [&](const Effect& effect) {
    const auto targets = machine::part(status.targets, effect.targets);
    return std::none_of(targets.begin(), targets.end(),
                        [](const Target& target) { return target.need.yes == 0 && target.need.no == 0; });
  });
}

struct Bounds {
  std::int64_t low;
  std::int64_t high;
};

/// Which words a fact of a kind can have.
Bounds bounds_of(const FactWords& fact, Kind kind) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
      return {Instant::first().micros, Instant::last().micros};
    case Kind::date:
      return {Date::first().days, Date::last().days};
    case Kind::yes_no:
      return {0, 1};
    case Kind::money:
      return {-Money::max_minor, Money::max_minor};
    case Kind::choice:
    case Kind::text:
      return {0, fact.texts - 1};
    default:
      return {-highest, highest};
  }
}

}  // namespace

BlockKernel::BlockKernel(const Code& code)
    : code_(code),
      lanes_(lanes()),
      slots_(code.slots * lanes_ + alignment),
      collected_((code.layout.size() + 2) * Room::orders + alignment),
      results_(most_results(code) * Room::orders + alignment),
      room_{aligned(slots_, code.slots * lanes_), aligned(collected_, (code.layout.size() + 2) * Room::orders),
            aligned(results_, most_results(code) * Room::orders)},
      made_(code.layout.size()),
      at_(most),
      bad_(most),
      told_(std::max<std::size_t>(1, code.layout.bit_words()) * most),
      needs_(std::max<std::size_t>(1, code.layout.bit_words())),
      sorted_((code.statuses.size() + 1) * room_for_status),
      sizes_(code.statuses.size() + 1) {
  for (std::size_t i = 0; i < code.constants.size(); ++i) {
    const auto place = static_cast<std::ptrdiff_t>((code.layout.size() + i) * lanes_);
    std::fill_n(room_.slots.begin() + place, lanes_, code.constants[i]);
  }
  table_.columns.resize(code.layout.size());
  find_uses();
}

void BlockKernel::find_uses() {
  const std::size_t last = code_.statuses.size();
  kinds_.assign(last + 1, static_cast<std::uint16_t>(last));
  for (auto& needs : needs_) needs.resize(last + 1);
  is_used_.resize(code_.layout.size());
  is_event_.resize(code_.layout.size());
  checked_.events.resize(code_.layout.bit_words() + 1);
  event_bits_.resize(code_.layout.bit_words());
  needed_.resize(code_.layout.bit_words());
  for (std::size_t i = 0; i < event_bits_.size(); ++i) checked_.events[i].told = told_.data() + i * most;
  for (const FactId event : code_.layout.events()) {
    is_event_[code_.layout.fact(event)] = true;
    event_bits_[event / 64] |= Layout::bit(event);
  }
  for (std::size_t i = 0; i < last; ++i) {
    if (!code_.statuses[i]) continue;
    kinds_[i] = static_cast<std::uint16_t>(i);
    for (const KnownBits& told : code_.statuses[i]->told) {
      needs_[told.word - code_.layout.told(0)][i] |= told.bits;
      needed_[told.word - code_.layout.told(0)] |= told.bits;
    }
    for (const Slot slot : code_.statuses[i]->reads) is_used_[slot] = true;
  }
  find_moved();
}

/// What is read of orders on which the clock acted: what the statuses read in which they can be then, and what marks
/// are set by.
void BlockKernel::find_moved() {
  std::vector<bool> is_moved(code_.layout.size());
  const auto mark_all = [&](std::span<const MarkSlot> marks) {
    for (const MarkSlot& mark : marks) is_moved[mark.event] = true;
  };
  const auto enter = [&](const StatusKernel& status) {
    for (const Slot slot : status.reads) is_moved[slot] = true;
    mark_all(status.entry_marks);
  };
  for (const auto& status : code_.statuses) {
    if (!status) continue;
    mark_all(status->act_marks);
    for (const Target& target : status->targets) {
      if (code_.statuses[target.status]) enter(*code_.statuses[target.status]);
    }
    if (may_stay(*status)) enter(*status);
  }
  for (std::size_t slot = 0; slot < is_moved.size(); ++slot) {
    if (is_moved[slot]) moved_slots_.push_back(static_cast<Slot>(slot));
  }
}

void BlockKernel::decide(const OrderBlock& block, const Answers& answers) {
  count_ = block.count;
  look_ahead(block, answers);
  lost_.clear();
  left_.lost.clear();
  left_.acted.clear();
  lay_out(block);
  start_told();
  look_for_bad(block);
  fill(block, answers);
  sort({block.statuses, count_});
  const auto lost = sorted(code_.statuses.size());
  lost_.assign(lost.begin(), lost.end());
  decide_table(table_, answers);
  for (const Table* from = &table_; !left_.acted.all().empty(); from = &moved_table_) {
    take_effect(*from);
    std::swap(moved_, next_moved_);
    lay_out_moved();
    sort_moved();
    left_.acted.clear();
    decide_table(moved_table_, answers);
  }
  lost_.insert(lost_.end(), left_.lost.begin(), left_.lost.end());
}

void BlockKernel::look_ahead(const OrderBlock& block, const Answers& answers) {
  Ahead& ahead = room_.ahead;
  ahead.clear();
  if (block.next == 0) return;
  for (const FactWords& fact : block.facts) ahead.add(fact.words + block.first + count_, block.next);
  if (!block.one_instant) ahead.add(block.at + count_, block.next);
  if (code_.has_common_bits()) ahead.add(answers.allowed + count_, block.next);
  ahead.add(answers.valid_until + count_, block.next);
  ahead.add(block.statuses + count_, block.next);
  ahead.add(answers.statuses + count_, block.next);
  ahead.add(answers.settled + count_, block.next);
  if (code_.has_common_bits()) ahead.add(answers.open + count_, block.next);
  for (const Answers::DutyColumn& duty : answers.duties) {
    ahead.add(duty.states + count_, block.next);
    ahead.add(duty.due + count_, block.next);
    ahead.add(duty.amounts + count_, block.next);
  }
}

/// What most answers have in common, so that it is not written for each by itself.
void BlockKernel::fill(const OrderBlock& block, const Answers& answers) const {
  std::copy_n(block.statuses, count_, answers.statuses);
  std::fill_n(answers.settled, count_, 0U);
  std::fill_n(answers.open, count_, 0U);
  for (const Answers::DutyColumn& duty : answers.duties) std::fill_n(duty.states, count_, std::int8_t{-1});
}

// ── Columns
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void BlockKernel::lay_out(const OrderBlock& block) {
  // What no column tells is as in an order of which nothing is told.
  for (std::size_t slot = 0; slot < code_.layout.size(); ++slot)
    table_.columns[slot] = {&code_.layout.blank()[slot], true};
  constant_.assign(code_.layout.size(), 0);
  for (const FactWords& fact : block.facts) lay_fact(block, fact);
  lay_bits(block);
  if (block.one_instant) std::fill_n(at_.begin(), count_, *block.at);
  table_.at = block.one_instant ? at_.data() : block.at;
  table_.as_of = block.as_of;
}

void BlockKernel::lay_fact(const OrderBlock& block, const FactWords& fact) {
  const Kind kind = code_.model->facts[fact.fact].type.kind;
  const Slot slot = code_.layout.fact(fact.fact);
  if (kind == Kind::text) return;
  if (kind == Kind::money) {
    constant_[code_.layout.currency(fact.fact)] = fact.currency;
    table_.columns[code_.layout.currency(fact.fact)] = {&constant_[code_.layout.currency(fact.fact)], true};
  }
  if (fact.told == nullptr && fact.meanings.empty()) {
    table_.columns[slot] = {fact.words + block.first, false};
    return;
  }
  if (!is_used_[slot] && kind != Kind::event) return;
  std::vector<std::int64_t>& made = made_[slot];
  made.resize(most);
  const std::int64_t* words = fact.words + block.first;
  if (fact.meanings.empty()) {
    std::copy_n(words, count_, made.begin());
  } else {
    // A word that means nothing is found later.
    look_up(words, count_, fact.meanings, made.data());
  }
  table_.columns[slot] = {made.data(), false};
  if (fact.told == nullptr) return;
  for (std::size_t i = 0; i < count_; ++i) {
    if (!told_at(fact, block.first + i)) made[i] = code_.layout.blank()[slot];
  }
}

/// The words of bits: one for all where every order tells the same facts.
void BlockKernel::lay_bits(const OrderBlock& block) {
  for (const FactWords& fact : block.facts) {
    const std::int64_t bit = Layout::bit(fact.fact);
    for (const Slot slot : {code_.layout.known(fact.fact), code_.layout.told(fact.fact)}) {
      if (table_.columns[slot].words == &code_.layout.blank()[slot]) {
        constant_[slot] = code_.layout.blank()[slot];
        table_.columns[slot] = {&constant_[slot], true};
      }
      if (fact.told == nullptr) constant_[slot] |= bit;
    }
  }
  for (const FactWords& fact : block.facts) {
    if (fact.told == nullptr) continue;
    const std::int64_t bit = Layout::bit(fact.fact);
    for (const Slot slot : {code_.layout.known(fact.fact), code_.layout.told(fact.fact)}) {
      std::vector<std::int64_t>& made = made_[slot];
      if (table_.columns[slot].one_for_all) made.assign(most, constant_[slot]);
      table_.columns[slot] = {made.data(), false};
      for (std::size_t i = 0; i < count_; ++i) {
        if (told_at(fact, block.first + i)) made[i] |= bit;
      }
    }
  }
}

/// What is told, without events: a word that tells of one may say that it has not happened.
void BlockKernel::start_told() {
  for (std::size_t i = 0; i < event_bits_.size(); ++i) {
    const Table::Column& column = table_.columns[code_.layout.told(0) + i];
    std::int64_t* told = checked_.events[i].told;
    const std::int64_t others = ~event_bits_[i];
    if (column.one_for_all) {
      std::fill_n(told, count_, *column.words & others);
    } else {
      std::transform(column.words, column.words + count_, told, [&](std::int64_t word) { return word & others; });
    }
  }
}

// ── What cannot be decided
// ────────────────────────────────────────────────────────────────────────────────────────────────────────

void BlockKernel::look_for_bad(const OrderBlock& block) {
  for (Checked::Events& events : checked_.events) events.events.clear();
  checked_.others.clear();
  checked_.others.push_back({table_.at, Instant::first().micros, Instant::last().micros});
  for (const FactWords& fact : block.facts) {
    const Kind kind = code_.model->facts[fact.fact].type.kind;
    const auto [low, high] = bounds_of(fact, kind);
    if (kind == Kind::event) {
      const std::int64_t bit = Layout::bit(fact.fact);
      const bool needed = (needed_[fact.fact / 64] & bit) != 0;
      checked_.events[needed ? fact.fact / 64 : needed_.size()].events.push_back(
          {table_.columns[code_.layout.fact(fact.fact)].words, bit});
    } else if (fact.told == nullptr && low != -highest) {
      checked_.others.push_back({fact.words + block.first, low, high});
    }
  }
  some_bad_ = find_bad(checked_, table_.at, count_, bad_.data());
  for (const FactWords& fact : block.facts) check_told(fact, block);
  for (std::size_t i = 0; block.as_of != nullptr && i < count_; ++i) {
    const std::int64_t right = block.as_of[i];
    const bool good = right == Instant::always().micros || (right >= Instant::first().micros && right <= table_.at[i]);
    if (!good) refuse(i);
  }
  if (fits_currencies(block)) return;
  for (std::size_t i = 0; i < count_; ++i) refuse(i);
}

/// The words of those that do not tell a fact mean nothing.
void BlockKernel::check_told(const FactWords& fact, const OrderBlock& block) {
  const Kind kind = code_.model->facts[fact.fact].type.kind;
  if (fact.told == nullptr || kind == Kind::event) return;
  const auto [low, high] = bounds_of(fact, kind);
  for (std::size_t i = 0; i < count_; ++i) {
    const std::int64_t word = fact.words[block.first + i];
    if ((word < low || word > high) && told_at(fact, block.first + i)) refuse(i);
  }
}

/// Where columns of one group have different currencies, which orders mix them hangs on what each tells: left to those
/// who look at orders one by one.
bool BlockKernel::fits_currencies(const OrderBlock& block) const {
  for (const Currencies& group : code_.currencies) {
    std::optional<std::int64_t> currency = group.fixed;
    for (const FactWords& fact : block.facts) {
      if (std::find(group.facts.begin(), group.facts.end(), fact.fact) == group.facts.end()) continue;
      if (fact.currency != currency.value_or(fact.currency)) return false;
      currency = fact.currency;
    }
  }
  return true;
}

// ── Deciding
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void BlockKernel::sort(std::span<const std::uint16_t> statuses) {
  for (std::size_t word = 1; word < needs_.size(); ++word) find_untold(statuses, word);
  const std::size_t last = code_.statuses.size();
  std::fill(sizes_.begin(), sizes_.end(), 0U);
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    const std::size_t status = kinds_[std::min<std::size_t>(statuses[i], last)];
    const bool fits = tells(i, status, 0) && (!some_bad_ || bad_[i] == 0);
    put(fits ? status : last, i);
  }
}

void BlockKernel::find_untold(std::span<const std::uint16_t> statuses, std::size_t word) {
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    if (!tells(i, std::min<std::size_t>(statuses[i], code_.statuses.size()), word)) refuse(i);
  }
}

/// What the clock has led to a status has all that is required there.
void BlockKernel::sort_moved() {
  std::fill(sizes_.begin(), sizes_.end(), 0U);
  for (std::size_t i = 0; i < moved_.count; ++i) put(moved_.statuses[i], i);
}

void BlockKernel::decide_table(const Table& table, const Answers& answers) {
  for (std::size_t status = 0; status < code_.statuses.size(); ++status) {
    const auto orders = sorted(status);
    if (!orders.empty()) decide_columns(code_, static_cast<StatusId>(status), table, orders, room_, answers, left_);
  }
}

void BlockKernel::mark(std::size_t order, const MarkSlot& mark, std::int64_t at) {
  std::int64_t& word = next_moved_.words[mark.event * most + order];
  if (!mark.once || word > Instant::last().micros) word = at;
}

void BlockKernel::take_effect(const Table& from) {
  Moved& to = next_moved_;
  to.count = 0;
  moving_.clear();
  for (const Acted& acted : left_.acted.all()) {
    const std::uint32_t origin = from.origins == nullptr ? acted.order : from.origins[acted.order];
    if (code_.statuses[acted.from]->effects[acted.act].sets || !code_.statuses[acted.status]) {
      lost_.push_back(origin);
      continue;
    }
    moving_.push_back(acted);
    to.at[to.count] = from.at[acted.order];
    to.as_of[to.count] = acted.at;
    to.origins[to.count] = origin;
    to.settled[to.count] = from.settled == nullptr ? 1 : from.settled[acted.order] + 1;
    to.statuses[to.count] = acted.status;
    ++to.count;
  }
  move_words(from);
  for (std::size_t order = 0; order < moving_.size(); ++order) mark_all(order, moving_[order]);
}

void BlockKernel::move_words(const Table& from) {
  next_moved_.words.resize(code_.layout.size() * most);
  for (const Slot slot : moved_slots_) {
    const Table::Column& column = from.columns[slot];
    if (!moves(slot)) continue;
    std::int64_t* to = next_moved_.words.data() + slot * most;
    if (column.one_for_all) {
      std::fill_n(to, moving_.size(), *column.words);
    } else {
      for (const Acted& acted : moving_) *to++ = column.words[acted.order];
    }
  }
}

void BlockKernel::lay_out_moved() {
  moved_table_.columns = table_.columns;
  for (const Slot slot : moved_slots_) {
    if (moves(slot)) moved_table_.columns[slot] = {moved_.words.data() + slot * most, false};
  }
  moved_table_.at = moved_.at.data();
  moved_table_.as_of = moved_.as_of.data();
  moved_table_.origins = moved_.origins.data();
  moved_table_.settled = moved_.settled.data();
}

void BlockKernel::mark_all(std::size_t order, const Acted& acted) {
  const StatusKernel& code = *code_.statuses[acted.from];
  for (const MarkSlot& one : machine::part(code.act_marks, code.effects[acted.act].marks)) mark(order, one, acted.at);
  if (acted.status == acted.from) return;
  for (const MarkSlot& one : code_.statuses[acted.status]->entry_marks) mark(order, one, acted.at);
}

}  // namespace bywhen::kernel
