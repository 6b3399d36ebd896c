#include "interpreter/kernel/words.hpp"

#include <algorithm>

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

/// Told, it has no word that would say it.
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
  blank_.resize(known_ + 2 * bit_words_);
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

void OrderWords::clear(const Layout& layout) {
  size_ = static_cast<std::uint32_t>(layout.size());
  far_.resize(size_ > near_.size() ? size_ : 0);
  std::copy(layout.blank().begin(), layout.blank().end(), data());
  last_event_ = Instant::always();
  odd_ = 0;
}

void OrderWords::load(const Layout& layout, const Model& model, const OrderState& order) {
  clear(layout);
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (!is_unknown(order.facts[fact])) put(layout, model, fact, {}, order.facts[fact]);
  }
}

void OrderWords::put(const Layout& layout, const Model& model, FactId fact, const Value& before, const Value& now) {
  odd_ += is_odd(now) ? 1U : 0U;
  odd_ -= is_odd(before) ? 1U : 0U;
  const bool told = !is_unknown(now);
  const std::int64_t bit = Layout::bit(fact);
  std::int64_t* words = data();
  words[layout.fact(fact)] = told ? word_of(now) : layout.blank()[layout.fact(fact)];
  set_bit(words[layout.told(fact)], bit, told);
  set_bit(words[layout.known(fact)], bit, told || (layout.blank()[layout.known(fact)] & bit) != 0);
  const Kind kind = model.facts[fact].type.kind;
  if (kind == Kind::money) {
    const auto* money = std::get_if<Money>(&now);
    words[layout.currency(fact)] = money != nullptr ? money->currency : layout.blank()[layout.currency(fact)];
  }
  if (kind != Kind::event) return;
  const auto* instant = std::get_if<Instant>(&now);
  if (instant != nullptr && *instant >= last_event_) {
    last_event_ = *instant;
  } else if (!is_unknown(before)) {
    find_last_event(layout);
  }
}

void OrderWords::find_last_event(const Layout& layout) {
  last_event_ = Instant::always();
  for (const FactId event : layout.events()) {
    const Instant at{data()[layout.fact(event)]};
    if (!at.is_never()) last_event_ = std::max(last_event_, at);
  }
}

void unpack(const Layout& layout, const Model& model, std::span<const std::int64_t> words, OrderState& order) {
  order.facts.resize(model.facts.size());
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const Kind kind = model.facts[fact].type.kind;
    const bool told = (words[layout.told(fact)] & Layout::bit(fact)) != 0;
    const std::int64_t currency = kind == Kind::money ? words[layout.currency(fact)] : 0;
    order.facts[fact] = told ? value_of(words[layout.fact(fact)], currency, kind) : Value{};
  }
}

}  // namespace bywhen::kernel
