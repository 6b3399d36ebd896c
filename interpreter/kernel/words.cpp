#include "interpreter/kernel/words.hpp"

#include <algorithm>
#include <utility>

namespace bywhen::kernel {
namespace {

struct ToWord {
  std::int64_t operator()(Instant instant) const { return instant.micros; }
  std::int64_t operator()(Date date) const { return date.days; }
  std::int64_t operator()(bool yes) const { return yes ? 1 : 0; }
  std::int64_t operator()(std::int64_t number) const { return number; }
  std::int64_t operator()(Decimal decimal) const { return decimal.millionths; }
  std::int64_t operator()(Percent percent) const { return percent.millionths; }
  std::int64_t operator()(Money money) const { return money.minor; }
  std::int64_t operator()(Choice choice) const { return choice.id; }
  template <typename Other>
  std::int64_t operator()(const Other& /*no word*/) const {
    return 0;
  }
};

bool has_word(Kind kind) { return kind != Kind::text && kind != Kind::duration && kind != Kind::list; }

/// The kernel asks of texts only whether they are told.
bool is_odd(const Value& value) {
  return std::holds_alternative<Duration>(value) || std::holds_alternative<RecordList>(value);
}

Value value_of(std::int64_t word, std::int64_t currency, Kind kind) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
      return Instant{word};
    case Kind::date:
      return Date{static_cast<std::int32_t>(word)};
    case Kind::yes_no:
      return word != 0;
    case Kind::integer:
      return word;
    case Kind::decimal:
      return Decimal{word};
    case Kind::percent:
      return Percent{word};
    case Kind::money:
      return Money{word, static_cast<std::uint16_t>(currency)};
    case Kind::choice:
      return Choice{static_cast<std::uint16_t>(word)};
    case Kind::text:
      return std::string();
    default:
      return {};
  }
}

Value told_value(const Layout& layout, const Model& model, std::span<const std::int64_t> words, FactId fact) {
  if ((words[layout.told(fact)] & Layout::bit(fact)) == 0) return {};
  const Kind kind = model.facts[fact].type.kind;
  return value_of(words[layout.fact(fact)], kind == Kind::money ? words[layout.currency(fact)] : 0, kind);
}

/// A text takes over the memory of the one before it, where that has enough.
template <typename Now>
void replace(Value& before, Now&& now) {
  auto* text = std::get_if<std::string>(&before);
  const auto* fresh = std::get_if<std::string>(&now);
  if (text != nullptr && fresh != nullptr) {
    text->assign(*fresh);
  } else {
    before = std::forward<Now>(now);
  }
}

void set_bit(std::int64_t& word, std::int64_t bit, bool on) { word = on ? word | bit : word & ~bit; }

}  // namespace

std::int64_t word_of(const Value& value) { return std::visit(ToWord{}, value); }

Layout::Layout(const Model& model) {
  const FactId count = model.fact_count();
  std::size_t next = count;
  for (const Fact& fact : model.facts) {
    const bool money = fact.type.kind == Kind::money;
    currencies_.push_back(money ? static_cast<Slot>(next) : Slot{0});
    next += money ? 1 : 0;
  }
  known_ = next;
  bit_words_ = count / 64U + 1U;
  blank_.resize(std::max(known_ + 2 * bit_words_, near));
  for (FactId id = 0; id < count; ++id) {
    const Fact& declared = model.facts[id];
    const Value value = counted_value(declared, {});
    if (declared.type.kind == Kind::event) events_.push_back(id);
    if (is_unknown(value)) continue;
    blank_[fact(id)] = word_of(value);
    if (const auto* money = std::get_if<Money>(&value)) blank_[currency(id)] = money->currency;
    set_bit(blank_[known(id)], bit(id), true);
  }
}

OrderWords::OrderWords(const OrderWords& other)
    : last_event_(other.last_event_),
      odd_(other.odd_),
      size_(other.size_),
      near_(other.near_),
      rest_(other.rest_ ? std::make_unique<Rest>(*other.rest_) : nullptr) {}

OrderWords& OrderWords::operator=(const OrderWords& other) { return *this = OrderWords(other); }

void OrderWords::clear(const Layout& layout) {
  size_ = static_cast<std::uint32_t>(layout.size());
  if (size_ > near_.size()) rest().far.resize(size_);
  std::copy(layout.blank().begin(), layout.blank().end(), data());
  last_event_ = Instant::always();
  odd_ = 0;
  if (rest_) rest_->others.clear();
}

void OrderWords::load(const Layout& layout, const Model& model, const std::vector<Value>& facts) {
  clear(layout);
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (!is_unknown(facts[fact])) put(layout, model, fact, facts[fact]);
  }
}

void OrderWords::put(const Layout& layout, const Model& model, FactId fact, Value value) {
  std::int64_t* words = data();
  const std::int64_t bit = Layout::bit(fact);
  const bool was_told = (words[layout.told(fact)] & bit) != 0;
  const bool told = !is_unknown(value);
  set_bit(words[layout.told(fact)], bit, told);
  set_bit(words[layout.known(fact)], bit, told || (layout.blank()[layout.known(fact)] & bit) != 0);
  const Kind kind = model.facts[fact].type.kind;
  if (!has_word(kind)) return put_other(fact, std::move(value));
  put_word(layout, model, fact, value);
  if (kind == Kind::event) note_event(layout, was_told, value);
}

void OrderWords::put_word(const Layout& layout, const Model& model, FactId fact, const Value& value) {
  std::int64_t* words = data();
  const auto blank = layout.blank();
  words[layout.fact(fact)] = is_unknown(value) ? blank[layout.fact(fact)] : word_of(value);
  if (model.facts[fact].type.kind != Kind::money) return;
  const auto* money = std::get_if<Money>(&value);
  words[layout.currency(fact)] = money != nullptr ? money->currency : blank[layout.currency(fact)];
}

void OrderWords::put_other(FactId fact, Value value) {
  if (!rest_ && is_unknown(value)) return;
  std::vector<Other>& others = rest().others;
  const auto found = std::find_if(others.begin(), others.end(), [&](const Other& other) { return other.fact == fact; });
  if (found != others.end() && is_odd(found->value)) --odd_;
  if (is_odd(value)) ++odd_;
  if (found == others.end()) {
    if (!is_unknown(value)) others.push_back({fact, std::move(value)});
  } else if (is_unknown(value)) {
    others.erase(found);
  } else {
    replace(found->value, std::move(value));
  }
}

void OrderWords::note_event(const Layout& layout, bool was_told, const Value& value) {
  const auto* instant = std::get_if<Instant>(&value);
  if (instant != nullptr && *instant >= last_event_) {
    last_event_ = *instant;
  } else if (was_told) {
    find_last_event(layout);
  }
}

void OrderWords::store(const Layout& layout, const Model& model, std::vector<Value>& facts) const {
  facts.resize(model.facts.size());
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (has_word(model.facts[fact].type.kind)) {
      facts[fact] = told_value(layout, model, words(), fact);
    } else if ((words()[layout.told(fact)] & Layout::bit(fact)) == 0) {
      facts[fact] = Value{};
    }
  }
  for (const Other& other : others()) replace(facts[other.fact], other.value);
}

void OrderWords::find_last_event(const Layout& layout) {
  last_event_ = Instant::always();
  for (const FactId event : layout.events()) {
    const Instant at{data()[layout.fact(event)]};
    if (!at.is_never()) last_event_ = std::max(last_event_, at);
  }
}

void unpack(const Layout& layout, const Model& model, std::span<const std::int64_t> words, std::vector<Value>& facts) {
  facts.resize(model.facts.size());
  for (FactId fact = 0; fact < model.fact_count(); ++fact) facts[fact] = told_value(layout, model, words, fact);
}

}  // namespace bywhen::kernel
