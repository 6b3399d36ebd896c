#include "bywhen/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/column_decider.hpp"
#include "interpreter/api/team.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {

namespace {

using kernel::BlockKernel;
using Compiled = Policy::Compiled;

// ── What is wrong with columns
// ────────────────────────────────────────────────────────────────────────────────────────────────────────

class Preparing {
public:
  Preparing(const Compiled& compiled, const OrderColumns& orders) : compiled_(compiled), orders_(orders) {}

  Problems run(PreparedColumns& prepared) {
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

// ── BatchEvaluator
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

struct BatchEvaluator::Inside {
  Inside(Policy of, std::size_t most) : policy(std::move(of)), threads(most), deciders(1) {}

  Policy policy;
  std::size_t threads;
  /// One for each thread that was of use yet, made when it first has something to do, by itself.
  std::vector<std::unique_ptr<ColumnDecider>> deciders;
  Team team;

  void decide(const OrderColumns& orders, const PreparedColumns& prepared, ColumnAnswers& answers);

private:
  [[nodiscard]] ColumnDecider& decider(std::size_t thread) {
    if (!deciders[thread]) deciders[thread] = std::make_unique<ColumnDecider>(policy);
    return *deciders[thread];
  }
};

/// Whoever is done takes the next few blocks: threads are rarely equally fast.
void BatchEvaluator::Inside::decide(const OrderColumns& orders, const PreparedColumns& prepared,
                                    ColumnAnswers& answers) {
  // What a batch left that ended without memory is not this one's.
  for (const auto& one : deciders) {
    if (one) (void)one->take_refused();
  }
  // Large enough that beginning a share, whose memory was not asked for ahead, weighs little.
  constexpr std::size_t blocks = 8;
  const std::size_t least = blocks * BlockKernel::most;
  const std::size_t share = std::max(least, orders.count / (threads * blocks) / BlockKernel::most * BlockKernel::most);
  const std::size_t wanted = std::min(threads, (orders.count + least - 1) / least);
  if (wanted <= 1) {
    decider(0).decide(orders, prepared, 0, orders.count, answers);
  } else {
    deciders.resize(std::max(deciders.size(), wanted));
    std::atomic<std::size_t> next = 0;
    team.run(wanted, [&](std::size_t thread) {
      for (std::size_t from = next.fetch_add(share); from < orders.count; from = next.fetch_add(share))
        decider(thread).decide(orders, prepared, from, std::min(orders.count, from + share), answers);
    });
  }
  for (const auto& one : deciders) {
    if (one) std::ranges::move(one->take_refused(), std::back_inserter(answers.refused));
  }
  std::ranges::sort(answers.refused, {}, &RefusedOrder::order);
}

namespace {

std::size_t processors() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace

BatchEvaluator::BatchEvaluator(Policy policy, unsigned threads)
    : inside_(std::make_unique<Inside>(std::move(policy), threads == 0 ? processors() : threads)) {}
BatchEvaluator::BatchEvaluator(BatchEvaluator&&) noexcept = default;
BatchEvaluator& BatchEvaluator::operator=(BatchEvaluator&&) noexcept = default;
BatchEvaluator::~BatchEvaluator() = default;

Problems BatchEvaluator::decide(const OrderColumns& orders, ColumnAnswers& answers) {
  const Compiled& compiled = *PolicyAccess::compiled(inside_->policy);
  PreparedColumns prepared;
  if (Problems problems = Preparing(compiled, orders).run(prepared); !problems.empty()) return problems;
  fit(compiled, orders.count, answers);
  inside_->decide(orders, prepared, answers);
  return {};
}

Problems decide_batch(const Policy& policy, const OrderColumns& orders, ColumnAnswers& answers, unsigned threads) {
  return BatchEvaluator(policy, threads).decide(orders, answers);
}

}  // namespace bywhen
