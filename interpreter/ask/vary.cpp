#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <set>

#include "interpreter/ask/candidates.hpp"
#include "interpreter/ask/search.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen::ask {

namespace {

using Answered = std::optional<std::string>;

/// All places of a row: both ends, then the middles of what lies between those that came before.
std::vector<std::size_t> spread(std::size_t count) {
  std::vector<std::size_t> order;
  if (count > 0) order.push_back(0);
  if (count > 1) order.push_back(count - 1);
  std::deque<std::pair<std::size_t, std::size_t>> gaps;
  if (count > 2) gaps.emplace_back(0, count - 1);
  while (!gaps.empty()) {
    const auto [low, high] = gaps.front();
    gaps.pop_front();
    const std::size_t middle = low + (high - low) / 2;
    order.push_back(middle);
    if (middle - low > 1) gaps.emplace_back(low, middle);
    if (high - middle > 1) gaps.emplace_back(middle, high);
  }
  return order;
}

class Variator {
public:
  Variator(const Program& program, const OrderState& order, FactId fact, Instant at, const Outcome& outcome,
           const VaryLimits& limits)
      : program_(program), order_(order), fact_(fact), at_(at), outcome_(outcome), limits_(limits) {}

  Variation run() {
    const Kind kind = program_.model->facts[fact_].type.kind;
    std::vector<Value> values = candidates(program_, order_, fact_, at_);
    if (const auto missing = ask(Value{})) variation_.pieces.push_back({Value{}, Value{}, *missing, true});
    if (has_scale(kind)) {
      variation_.scale = scale_of(*program_.model, order_, fact_, at_);
      add_steps(values);
      try_steps(values);
      bisect();
      join_steps();
    } else {
      for (const Value& value : limits_.further) {
        if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
      }
      try_values(values);
    }
    return std::move(variation_);
  }

private:
  /// Nothing, where the bound is reached.
  std::optional<Answered> ask(const Value& value) {
    variation_.stopped = variation_.stopped || (limits_.stopped && limits_.stopped());
    if (variation_.stopped || variation_.tried >= limits_.most) {
      variation_.cut = true;
      return std::nullopt;
    }
    ++variation_.tried;
    OrderState varied = order_;
    varied.facts[fact_] = value;
    return limits_.valid_only && refused(varied) ? Answered() : outcome_(varied);
  }

  [[nodiscard]] bool refused(const OrderState& order) const {
    return !validate(program_, order).empty() || !validate_instant(*program_.model, order, at_).empty();
  }

  void try_values(const std::vector<Value>& values) {
    for (const Value& value : values) {
      if (const auto answered = ask(value)) variation_.pieces.push_back({value, value, *answered, true});
    }
  }

  /// The further values with their neighbours, all in a row.
  void add_steps(std::vector<Value>& values) {
    if (limits_.further.empty()) return;
    Scale& scale = *variation_.scale;
    std::set<std::int64_t> steps;
    for (const Value& value : values) steps.insert(step_of(value));
    const std::size_t kind = scale.value(scale.first).index();
    for (const Value& value : limits_.further) {
      const auto* money = std::get_if<Money>(&value);
      if (value.index() != kind || (money != nullptr && money->currency != scale.currency)) continue;
      const std::int64_t step = step_of(value);
      for (const std::int64_t beside : {step - 1, step, step + 1}) steps.insert(beside);
    }
    const bool of_time = scale.kind == Kind::event || scale.kind == Kind::time || scale.kind == Kind::date;
    if (of_time) scale.first = std::min(scale.first, *steps.begin());
    // No event lies ahead of the present.
    if (of_time && scale.kind != Kind::event) scale.last = std::max(scale.last, *steps.rbegin());
    values.clear();
    for (const std::int64_t step : steps) {
      if (scale.holds(step)) values.push_back(scale.value(step));
    }
  }

  void try_steps(const std::vector<Value>& values) {
    const std::size_t most = limits_.most - limits_.most / 3;
    for (const std::size_t index : spread(values.size())) {
      if (variation_.tried >= most) {
        variation_.cut = true;
        return;
      }
      if (const auto answered = ask(values[index])) known_.emplace(step_of(values[index]), *answered);
    }
  }

  /// Two neighbours that were tried and differ, with others between them.
  struct Gap {
    std::uint64_t width = 0;
    std::int64_t low = 0;
    bool operator<(const Gap& other) const { return width != other.width ? width < other.width : low > other.low; }
  };

  void add_gap(std::int64_t low, std::int64_t high) {
    const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (width > 1 && known_.at(low) != known_.at(high)) gaps_.push({width, low});
  }

  /// The widest gap first, so that what is left over at the bound is spread evenly.
  void bisect() {
    for (auto low = known_.begin(); low != known_.end() && std::next(low) != known_.end(); ++low)
      add_gap(low->first, std::next(low)->first);
    while (!gaps_.empty()) {
      const Gap gap = gaps_.top();
      gaps_.pop();
      const std::int64_t middle = gap.low + static_cast<std::int64_t>(gap.width / 2);
      const std::int64_t high = gap.low + static_cast<std::int64_t>(gap.width);
      const auto answered = ask(variation_.scale->value(middle));
      if (!answered) return;
      known_.emplace(middle, *answered);
      add_gap(gap.low, middle);
      add_gap(middle, high);
    }
  }

  void add_piece(std::int64_t first, std::int64_t last, Answered answered, bool found) {
    const Scale& scale = *variation_.scale;
    variation_.pieces.push_back({scale.value(first), scale.value(last), std::move(answered), found});
  }

  void join_steps() {
    for (auto first = known_.begin(); first != known_.end();) {
      auto last = first;
      auto next = std::next(first);
      for (; next != known_.end() && next->second == first->second; ++next) last = next;
      add_piece(first->first, last->first, first->second, true);
      if (next != known_.end() && next->first - last->first > 1)
        add_piece(last->first + 1, next->first - 1, std::nullopt, false);
      first = next;
    }
  }

  const Program& program_;
  const OrderState& order_;
  FactId fact_;
  Instant at_;
  const Outcome& outcome_;
  const VaryLimits& limits_;
  Variation variation_;
  std::map<std::int64_t, Answered> known_;
  std::priority_queue<Gap> gaps_;
};

}  // namespace

Variation vary(const Program& program, const OrderState& order, FactId fact, Instant at, const Outcome& outcome,
               const VaryLimits& limits) {
  return Variator(program, order, fact, at, outcome, limits).run();
}

}  // namespace bywhen::ask
