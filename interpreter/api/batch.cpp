#include "bywhen/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "bywhen/evaluator.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/kernel/block.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

static_assert(DutyColumn::no_amount == kernel::Answers::no_amount);

namespace {

using kernel::BlockKernel;
using Compiled = Policy::Compiled;

/// Columns that are in order, as the kernel reads them.
struct Prepared {
  std::vector<kernel::FactWords> facts;
  /// What choices' words stand for, a list for each of them.
  std::vector<std::vector<std::int64_t>> meanings;
};

// ── What is wrong with columns
// ────────────────────────────────────────────────────────────────────────────────────────────────────────

class Preparing {
public:
  Preparing(const Compiled& compiled, const OrderColumns& orders) : compiled_(compiled), orders_(orders) {}

  Problems run(Prepared& prepared) {
    check_lengths();
    std::set<FactId> seen;
    prepared.meanings.resize(orders_.facts.size());
    for (std::size_t i = 0; i < orders_.facts.size(); ++i) {
      const FactColumn& column = orders_.facts[i];
      if (!check(column)) continue;
      if (!seen.insert(column.fact.index).second) complain(column, "is told by two columns", "give one for each fact");
      kernel::FactWords words{
          column.fact.index, column.words.data(), nullptr, 0, {}, static_cast<std::int64_t>(column.texts.size())};
      if (!column.told.empty()) words.told = column.told.data();
      if (const auto currency = find_currency(column.currency)) words.currency = currency->index;
      prepared.meanings[i] = meanings_of(column);
      words.meanings = prepared.meanings[i];
      prepared.facts.push_back(words);
    }
    return std::move(problems_);
  }

private:
  [[nodiscard]] const Fact& fact_of(const FactColumn& column) const {
    return compiled_.program.model->facts[column.fact.index];
  }

  void complain(std::string message, std::string help) {
    problems_.push_back(make_problem(codes::bad_columns, std::move(message), std::move(help)));
  }
  void complain(const FactColumn& column, std::string_view what, std::string help) {
    complain(fmt::format("the fact `{}` {}", fact_of(column).name, what), std::move(help));
    problems_.back().pointer = "/facts/" + fact_of(column).name;
  }

  void check_lengths() {
    const std::size_t count = orders_.count;
    const auto wrong = [&](std::string_view what, std::size_t found) {
      complain(fmt::format("there are {} orders, but {} {}", count, found, what), "give one for each order");
    };
    if (orders_.statuses.size() != count) wrong("statuses", orders_.statuses.size());
    if (orders_.at.size() != count && orders_.at.size() != 1) wrong("instants", orders_.at.size());
    if (!orders_.as_of.empty() && orders_.as_of.size() != count) wrong("instants `as_of`", orders_.as_of.size());
  }

  bool check(const FactColumn& column) {
    if (column.fact.policy != compiled_.stamp) {
      complain("a column's fact is a handle of another policy", "ask the policy itself for its handles");
      return false;
    }
    const std::size_t before = problems_.size();
    const Kind kind = fact_of(column).type.kind;
    if (kind == Kind::duration || kind == Kind::list)
      complain(column, "is of a type that has no words", "decide orders that tell it by an `Evaluator`");
    if (column.words.size() != orders_.count) {
      complain(column, fmt::format("has {} words for {} orders", column.words.size(), orders_.count),
               "give one for each order");
    }
    const std::size_t bits = (orders_.count + 63) / 64;
    if (!column.told.empty() && column.told.size() < bits) {
      complain(column, fmt::format("has {} words of bits for {} orders", column.told.size(), orders_.count),
               "give one for every 64 orders");
    }
    if (kind == Kind::money && !find_currency(column.currency)) {
      complain(column, fmt::format("is in the currency `{}`, which there is not", column.currency),
               "name a currency of ISO 4217 in three capital letters");
    }
    return problems_.size() == before;
  }

  [[nodiscard]] std::vector<std::int64_t> meanings_of(const FactColumn& column) {
    const Model& model = *compiled_.program.model;
    const Fact& fact = fact_of(column);
    std::vector<std::int64_t> meanings;
    if (fact.type.kind != Kind::choice) return meanings;
    for (const std::string_view text : column.texts) {
      const auto& choices = model.choice_lists[fact.type.choices];
      const auto found =
          std::find_if(choices.begin(), choices.end(), [&](Choice one) { return model.choice_names[one.id] == text; });
      if (found == choices.end()) {
        complain(column, fmt::format("is told `{}`", text), fmt::format("it is {}", expected_form(model, fact.type)));
      } else {
        meanings.push_back(found->id);
      }
    }
    if (column.texts.empty()) complain(column, "is told without the texts that its words stand for", "give `texts`");
    return meanings;
  }

  const Compiled& compiled_;
  const OrderColumns& orders_;
  Problems problems_;
};

void fit(const Compiled& compiled, std::size_t count, ColumnAnswers& answers) {
  const kernel::Code& code = *compiled.kernel;
  answers.words_per_order = std::max<std::size_t>(1, (code.permissions.size() + 63) / 64);
  answers.statuses.resize(count);
  answers.settled.resize(count);
  answers.allowed.resize(count * answers.words_per_order);
  answers.open.resize(count * answers.words_per_order);
  answers.valid_until.resize(count);
  std::size_t most = 0;
  for (const StatusProgram& status : compiled.program.statuses) most = std::max(most, status.duties.size());
  answers.duties.resize(most);
  for (DutyColumn& column : answers.duties) {
    column.states.resize(count);
    column.due.resize(count);
    column.amounts.resize(count);
  }
  answers.refused.clear();
}

}  // namespace

// ── Blocks
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

struct BatchEvaluator::Inside {
  explicit Inside(Policy of)
      : policy(of), compiled(PolicyAccess::compiled(policy)), block(*compiled->kernel), evaluator(std::move(of)) {}

  Policy policy;
  std::shared_ptr<const Compiled> compiled;
  BlockKernel block;
  Evaluator evaluator;
  std::vector<kernel::Answers::DutyColumn> duties;
  /// Of a policy with more permissions than a word has bits: a block's bits, in each status its own.
  std::array<std::uint64_t, BlockKernel::most> allowed{};
  std::array<std::uint64_t, BlockKernel::most> open{};
  std::vector<RefusedOrder> refused;

  void decide(const OrderColumns& orders, const Prepared& prepared, std::size_t from, std::size_t to,
              ColumnAnswers& answers);
  void decide_block(const OrderColumns& orders, const Prepared& prepared, std::size_t first, std::size_t count,
                    ColumnAnswers& answers);
  void decide_alone(const OrderColumns& orders, const Prepared& prepared, std::size_t place, ColumnAnswers& answers);
  void spread(std::size_t first, std::size_t count, ColumnAnswers& answers) const;
  void write(const CompactAnswer& answer, std::size_t place, ColumnAnswers& answers) const;
  [[nodiscard]] Problems read(const OrderColumns& orders, const Prepared& prepared, std::size_t place,
                              OrderState& order) const;
};

namespace {

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

Problems BatchEvaluator::Inside::read(const OrderColumns& orders, const Prepared& prepared, std::size_t place,
                                      OrderState& order) const {
  const Model& model = *compiled->program.model;
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

void BatchEvaluator::Inside::write(const CompactAnswer& answer, std::size_t place, ColumnAnswers& answers) const {
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
  const auto& rules = compiled->program.statuses[answer.status().index].duties;
  for (const StandingDuty& one : answer.duties()) {
    const auto found = std::find(rules.begin(), rules.end(), one.duty.rule);
    DutyColumn& column = answers.duties[static_cast<std::size_t>(found - rules.begin())];
    column.states[place] = static_cast<std::int8_t>(one.standing.state);
    column.due[place] = one.standing.due.value_or(Instant::never()).micros;
    column.amounts[place] = one.standing.amount ? one.standing.amount->minor : DutyColumn::no_amount;
  }
}

void BatchEvaluator::Inside::decide_alone(const OrderColumns& orders, const Prepared& prepared, std::size_t place,
                                          ColumnAnswers& answers) {
  OrderParts parts{compiled, {}, {}};
  Problems problems = read(orders, prepared, place, parts.state);
  if (problems.empty()) problems = validate(compiled->program, parts.state);
  if (problems.empty()) {
    const std::int64_t at = orders.at[orders.at.size() == 1 ? 0 : place];
    auto decided = evaluator.decide(PolicyAccess::wrap(parts), Instant{at});
    if (const auto* answer = std::get_if<CompactAnswer>(&decided)) return write(*answer, place, answers);
    problems = std::move(std::get<Problems>(decided));
  }
  refused.push_back({place, std::move(problems)});
}

void BatchEvaluator::Inside::decide_block(const OrderColumns& orders, const Prepared& prepared, std::size_t first,
                                          std::size_t count, ColumnAnswers& answers) {
  kernel::OrderBlock orders_block;
  orders_block.count = count;
  orders_block.first = first;
  orders_block.next = std::min(BlockKernel::most, orders.count - first - count);
  orders_block.statuses = orders.statuses.data() + first;
  orders_block.one_instant = orders.at.size() == 1;
  orders_block.at = orders.at.data() + (orders_block.one_instant ? 0 : first);
  if (!orders.as_of.empty()) orders_block.as_of = orders.as_of.data() + first;
  orders_block.facts = prepared.facts;
  kernel::Answers places = places_of(answers, first, duties);
  const bool has_common_bits = compiled->kernel->has_common_bits();
  if (!has_common_bits) {
    places.allowed = allowed.data();
    places.open = open.data();
  }
  block.decide(orders_block, places);
  if (!has_common_bits) spread(first, count, answers);
  for (const std::uint32_t place : block.lost()) decide_alone(orders, prepared, first + place, answers);
}

/// Puts a block's bits where those of the policy's permissions are. Those of orders that were not decided mean nothing.
void BatchEvaluator::Inside::spread(std::size_t first, std::size_t count, ColumnAnswers& answers) const {
  const std::size_t words = answers.words_per_order;
  const kernel::Code& code = *compiled->kernel;
  const auto spread_word = [&](std::uint64_t bits, StatusId status, std::uint64_t* to) {
    std::fill_n(to, words, 0U);
    const auto& entitlements = compiled->program.statuses[status].entitlements;
    for (; bits != 0; bits &= bits - 1) {
      const Entitlement& one = entitlements[static_cast<std::size_t>(std::countr_zero(bits))];
      const std::size_t bit = code.place_of(one.actor, one.action);
      to[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
  };
  std::vector<bool> lost(count);
  for (const std::uint32_t place : block.lost()) lost[place] = true;
  for (std::size_t i = 0; i < count; ++i) {
    if (lost[i]) continue;
    spread_word(allowed[i], answers.statuses[first + i], answers.allowed.data() + (first + i) * words);
    spread_word(open[i], answers.statuses[first + i], answers.open.data() + (first + i) * words);
  }
}

void BatchEvaluator::Inside::decide(const OrderColumns& orders, const Prepared& prepared, std::size_t from,
                                    std::size_t to, ColumnAnswers& answers) {
  refused.clear();
  for (std::size_t first = from; first < to; first += BlockKernel::most)
    decide_block(orders, prepared, first, std::min(BlockKernel::most, to - first), answers);
  const auto by_place = [](const RefusedOrder& a, const RefusedOrder& b) { return a.order < b.order; };
  std::sort(refused.begin(), refused.end(), by_place);
}

// ── BatchEvaluator
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

BatchEvaluator::BatchEvaluator(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
BatchEvaluator::BatchEvaluator(BatchEvaluator&&) noexcept = default;
BatchEvaluator& BatchEvaluator::operator=(BatchEvaluator&&) noexcept = default;
BatchEvaluator::~BatchEvaluator() = default;

Problems BatchEvaluator::decide(const OrderColumns& orders, ColumnAnswers& answers) {
  Prepared prepared;
  if (Problems problems = Preparing(*inside_->compiled, orders).run(prepared); !problems.empty()) return problems;
  fit(*inside_->compiled, orders.count, answers);
  inside_->decide(orders, prepared, 0, orders.count, answers);
  answers.refused = std::move(inside_->refused);
  return {};
}

Problems decide_batch(const Policy& policy, const OrderColumns& orders, ColumnAnswers& answers, unsigned threads) {
  const auto& compiled = *PolicyAccess::compiled(policy);
  Prepared prepared;
  if (Problems problems = Preparing(compiled, orders).run(prepared); !problems.empty()) return problems;
  fit(compiled, orders.count, answers);
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t blocks = (orders.count + BlockKernel::most - 1) / BlockKernel::most;
  const std::size_t share = (blocks + threads - 1) / threads * BlockKernel::most;
  const std::size_t parts = share == 0 ? 0 : (orders.count + share - 1) / share;
  std::vector<std::vector<RefusedOrder>> refused(parts);
  // Each makes its evaluator by itself, at the same time as the others.
  const auto work = [&](std::size_t part) {
    BatchEvaluator evaluator(policy);
    const std::size_t first = part * share;
    evaluator.inside_->decide(orders, prepared, first, std::min(orders.count, first + share), answers);
    refused[part] = std::move(evaluator.inside_->refused);
  };
  std::vector<std::thread> others;
  for (std::size_t part = 1; part < parts; ++part) others.emplace_back(work, part);
  if (parts != 0) work(0);
  for (std::thread& one : others) one.join();
  for (std::vector<RefusedOrder>& part : refused)
    std::move(part.begin(), part.end(), std::back_inserter(answers.refused));
  return {};
}

}  // namespace bywhen
