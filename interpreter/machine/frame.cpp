#include "interpreter/machine/frame.hpp"

#include "interpreter/kernel/words.hpp"

namespace bywhen::machine {
namespace {

/// The address of something that cells point to, as a word.
template <typename Object>
std::int64_t address_of(const Object& object) {
  return static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(&object));
}

struct ToCell {
  Kind kind;

  Cell operator()(std::monostate /*unknown*/) const { return unknown_of(kind); }
  Cell operator()(Instant instant) const { return Cell::moment(instant); }
  Cell operator()(Date date) const { return Cell::number(date.days); }
  Cell operator()(bool yes) const { return Cell::truth(truth_of(yes)); }
  Cell operator()(std::int64_t number) const { return Cell::number(number); }
  Cell operator()(Decimal decimal) const { return Cell::number(decimal.millionths); }
  Cell operator()(Percent percent) const { return Cell::number(percent.millionths); }
  Cell operator()(Money money) const { return {money.minor, money.currency, Cell::known}; }
  Cell operator()(const std::string& text) const { return Cell::number(address_of(text)); }
  Cell operator()(const Duration& duration) const { return Cell::number(address_of(duration)); }
  Cell operator()(Choice choice) const { return Cell::number(choice.id); }
  Cell operator()(const RecordList& list) const { return Cell::number(address_of(*list.records)); }
};

}  // namespace

Cell cell_of(const Value& value, Kind kind) { return std::visit(ToCell{kind}, value); }

void Frame::prepare(const Code& code) {
  const Model& model = *code.model;
  facts.resize(model.facts.size());
  fact_durations.resize(model.facts.size());
  fact_texts.resize(model.facts.size());
  fact_lists.resize(model.facts.size());
  untold.clear();
  for (const Fact& fact : model.facts) {
    const Kind kind = fact.type.kind;
    const bool in_words = kind != Kind::text && kind != Kind::duration && kind != Kind::list;
    untold.push_back({fact.default_value ? cell_of(*fact.default_value, kind) : unknown_of(kind), kind, in_words});
  }
  cells.resize(model.expressions.size());
  durations.resize(model.expressions.size());
  noted.resize(model.expressions.size());
  for (ExprId expr = 0; expr < model.expressions.size(); ++expr) {
    if (const Value* constant = model.expressions.constant(expr))
      cells[expr] = cell_of(*constant, model.expressions[expr].type.kind);
  }
}

void Frame::put(const Code& /*code*/, FactId fact, const Cell& cell) {
  facts[fact] = cell;
  if (!cell.is_known()) return;
  const Kind kind = untold[fact].kind;
  if (kind == Kind::text) {
    fact_texts[fact] = cell.object<std::string>();
    facts[fact].low = address_of(fact_texts[fact]);
  } else if (kind == Kind::duration) {
    fact_durations[fact] = cell.object<Duration>();
    facts[fact].low = address_of(fact_durations[fact]);
  }
}

void Frame::load(const Code& code, const OrderState& order) {
  const Model& model = *code.model;
  status = order.status;
  from = Instant::always();
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const Value& told = order.facts[fact];
    const Fact& declared = model.facts[fact];
    const Kind kind = declared.type.kind;
    if (const auto* list = std::get_if<RecordList>(&told)) fact_lists[fact] = *list;
    if (!is_unknown(told)) {
      put(code, fact, cell_of(told, kind));
    } else if (kind == Kind::event) {
      facts[fact] = Cell::moment(Instant::never());
    } else {
      facts[fact] = declared.default_value ? cell_of(*declared.default_value, kind) : unknown_of(kind);
    }
  }
}

namespace {

/// Of a fact that is known.
Cell cell_of_word(std::int64_t word, Kind kind) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
      return Cell::moment(Instant{word});
    case Kind::yes_no:
      return Cell::truth(truth_of(word != 0));
    default:
      return Cell::number(word);
  }
}

}  // namespace

void Frame::load(const Code& code, const kernel::Layout& layout, const kernel::OrderWords& order, StatusId in) {
  const auto words = order.words();
  status = in;
  from = Instant::always();
  for (FactId fact = 0; fact < facts.size(); ++fact) {
    const Untold& other = untold[fact];
    const bool known = (words[layout.known(fact)] & kernel::Layout::bit(fact)) != 0;
    // An event has a word whether it has happened or not.
    if (other.kind == Kind::event) {
      facts[fact] = Cell::moment(Instant{words[fact]});
    } else if (!known || !other.in_words) {
      facts[fact] = known ? other.cell : unknown_of(other.kind);
    } else {
      facts[fact] = cell_of_word(words[fact], other.kind);
      if (other.kind == Kind::money) facts[fact].high = words[layout.currency(fact)];
    }
  }
  for (const kernel::OrderWords::Other& other : order.others()) {
    if (const auto* list = std::get_if<RecordList>(&other.value)) fact_lists[other.fact] = *list;
    put(code, other.fact, cell_of(other.value, untold[other.fact].kind));
  }
}

void Frame::copy_order(const Frame& other, const Code& code) {
  status = other.status;
  from = other.from;
  for (FactId fact = 0; fact < code.model->fact_count(); ++fact) put(code, fact, other.facts[fact]);
}

}  // namespace bywhen::machine
