#include "interpreter/api/column_decider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>
#include <string>

#include "interpreter/order/codes.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

static_assert(DutyColumn::no_amount == kernel::Answers::no_amount);

namespace {

using kernel::BlockKernel;

/// Where the block's answers go.
kernel::Answers places_of(ColumnAnswers& answers, std::size_t first, std::vector<kernel::Answers::DutyColumn>& duties) {
  duties.clear();
  for (DutyColumn& column : answers.duties)
    duties.push_back({column.states.data() + first, column.due.data() + first, column.amounts.data() + first});
  kernel::Answers places;
  places.statuses = answers.statuses.data() + first;
  places.settled = answers.settled.data() + first;
  places.allowed = answers.allowed.data() + first;
  places.open = answers.open.data() + first;
  places.valid_until = answers.valid_until.data() + first;
  places.duties = duties;
  return places;
}

/// A word as a value of a fact, or nothing where it can be none.
std::optional<Value> value_of(const FactColumn& column, const kernel::FactWords& fact, Kind kind, std::int64_t word) {
  const auto place = static_cast<std::size_t>(word);
  switch (kind) {
    case Kind::event:
      if (word == Instant::never().micros) return Value{};
      [[fallthrough]];
    case Kind::time:
      return Instant{word}.is_real() ? std::optional(Value{Instant{word}}) : std::nullopt;
    case Kind::date:
      if (word < Date::first().days || word > Date::last().days) return std::nullopt;
      return Value{Date{static_cast<std::int32_t>(word)}};
    case Kind::yes_no:
      return word == 0 || word == 1 ? std::optional(Value{word == 1}) : std::nullopt;
    case Kind::integer:
      return Value{word};
    case Kind::decimal:
      return Value{Decimal{word}};
    case Kind::percent:
      return Value{Percent{word}};
    case Kind::money:
      if (word < -Money::max_minor || word > Money::max_minor) return std::nullopt;
      return Value{Money{word, static_cast<std::uint16_t>(fact.currency)}};
    case Kind::choice:
      if (word < 0 || place >= fact.meanings.size()) return std::nullopt;
      return Value{Choice{static_cast<std::uint16_t>(fact.meanings[place])}};
    case Kind::text:
      if (word < 0 || place >= column.texts.size()) return std::nullopt;
      return Value{std::string(column.texts[place])};
    default:
      return std::nullopt;
  }
}

}  // namespace

Problems ColumnDecider::read(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t place,
                             OrderState& order) const {
  const Model& model = *compiled_->program.model;
  Problems problems;
  order.facts.assign(model.facts.size(), Value{});
  order.status = orders.statuses[place];
  if (order.status >= model.statuses.size()) {
    problems.push_back(make_problem(codes::unknown_order_status, fmt::format("there is no status {}", order.status),
                                    "a status is told by the index of its handle"));
    problems.back().pointer = "/status";
  }
  if (!orders.as_of.empty()) order.as_of = real(Instant{orders.as_of[place]});
  for (std::size_t i = 0; i < orders.facts.size(); ++i) {
    const FactColumn& column = orders.facts[i];
    const Fact& fact = model.facts[column.fact.index];
    const bool told = column.told.empty() || (column.told[place / 64] >> (place % 64) & 1U) != 0;
    if (!told) continue;
    const auto value = value_of(column, prepared.facts[i], fact.type.kind, column.words[place]);
    if (value) {
      order.facts[column.fact.index] = *value;
      continue;
    }
    problems.push_back(
        make_problem(codes::bad_value, fmt::format("the word {} is no value of `{}`", column.words[place], fact.name)));
    problems.back().pointer = "/facts/" + fact.name;
    problems.back().expected = expected_form(model, fact.type);
  }
  return problems;
}

void ColumnDecider::write(const CompactAnswer& answer, std::size_t place, ColumnAnswers& answers) const {
  answers.statuses[place] = answer.status().index;
  answers.settled[place] = static_cast<std::uint32_t>(answer.settled());
  answers.valid_until[place] = answer.valid_until().value_or(Instant::never()).micros;
  const auto copy = [&](std::span<const std::uint64_t> bits, std::vector<std::uint64_t>& to) {
    const auto begin = to.begin() + static_cast<std::ptrdiff_t>(place * answers.words_per_order);
    std::copy_n(bits.begin(), answers.words_per_order, begin);
  };
  copy(answer.allowed_bits(), answers.allowed);
  copy(answer.open_bits(), answers.open);
  for (DutyColumn& column : answers.duties) column.states[place] = -1;
  const auto& rules = compiled_->program.statuses[answer.status().index].duties;
  for (const StandingDuty& one : answer.duties()) {
    const auto found = std::find(rules.begin(), rules.end(), one.duty.rule);
    DutyColumn& column = answers.duties[static_cast<std::size_t>(found - rules.begin())];
    column.states[place] = static_cast<std::int8_t>(one.standing.state);
    column.due[place] = one.standing.due.value_or(Instant::never()).micros;
    column.amounts[place] = one.standing.amount ? one.standing.amount->minor : DutyColumn::no_amount;
  }
}

void ColumnDecider::decide_alone(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t place,
                                 ColumnAnswers& answers) {
  OrderParts parts{compiled_, {}, {}};
  Problems problems = read(orders, prepared, place, parts.state);
  if (problems.empty()) problems = validate(compiled_->program, parts.state);
  if (problems.empty()) {
    const std::int64_t at = orders.at[orders.at.size() == 1 ? 0 : place];
    auto decided = evaluator_.decide(PolicyAccess::wrap(parts), Instant{at});
    if (const auto* answer = std::get_if<CompactAnswer>(&decided)) return write(*answer, place, answers);
    problems = std::move(std::get<Problems>(decided));
  }
  refused_.push_back({place, std::move(problems)});
}

void ColumnDecider::decide_block(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t first,
                                 std::size_t to, ColumnAnswers& answers) {
  const std::size_t count = std::min(BlockKernel::most, to - first);
  kernel::OrderBlock orders_block;
  orders_block.count = count;
  orders_block.first = first;
  orders_block.next = std::min(BlockKernel::most, to - first - count);
  orders_block.statuses = orders.statuses.data() + first;
  orders_block.one_instant = orders.at.size() == 1;
  orders_block.at = orders.at.data() + (orders_block.one_instant ? 0 : first);
  if (!orders.as_of.empty()) orders_block.as_of = orders.as_of.data() + first;
  orders_block.facts = prepared.facts;
  kernel::Answers places = places_of(answers, first, duties_);
  const bool has_common_bits = compiled_->kernel->has_common_bits();
  if (!has_common_bits) {
    places.allowed = allowed_.data();
    places.open = open_.data();
  }
  block_.decide(orders_block, places);
  if (!has_common_bits) spread(first, count, answers);
  for (const std::uint32_t place : block_.lost()) decide_alone(orders, prepared, first + place, answers);
}

/// Puts a block's bits where those of the policy's permissions are. Those of orders that were not decided mean nothing.
void ColumnDecider::spread(std::size_t first, std::size_t count, ColumnAnswers& answers) const {
  const std::size_t words = answers.words_per_order;
  const kernel::Code& code = *compiled_->kernel;
  const auto spread_word = [&](std::uint64_t bits, StatusId status, std::uint64_t* to) {
    std::fill_n(to, words, 0U);
    const auto& entitlements = compiled_->program.statuses[status].entitlements;
    for (; bits != 0; bits &= bits - 1) {
      const Entitlement& one = entitlements[static_cast<std::size_t>(std::countr_zero(bits))];
      const std::size_t bit = code.place_of(one.actor, one.action);
      to[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
  };
  std::vector<bool> lost(count);
  for (const std::uint32_t place : block_.lost()) lost[place] = true;
  for (std::size_t i = 0; i < count; ++i) {
    if (lost[i]) continue;
    spread_word(allowed_[i], answers.statuses[first + i], answers.allowed.data() + (first + i) * words);
    spread_word(open_[i], answers.statuses[first + i], answers.open.data() + (first + i) * words);
  }
}

void ColumnDecider::decide(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t from,
                           std::size_t to, ColumnAnswers& answers) {
  for (std::size_t first = from; first < to; first += BlockKernel::most)
    decide_block(orders, prepared, first, to, answers);
}

}  // namespace bywhen
