#include "interpreter/ask/moving.hpp"

#include <algorithm>
#include <set>

#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/time/shift.hpp"

namespace bywhen::ask {

namespace {

bool tells_moment(const Node& node) {
  if (node.type.kind != Kind::event && node.type.kind != Kind::time) return false;
  return node.op == Op::constant || node.op == Op::fact || node.op == Op::shift || node.op == Op::day_edge;
}

/// Collects the moments that expressions are made of.
class Collector {
public:
  explicit Collector(const Model& model) : model_(model) {}

  void add_status(const StatusProgram& status) {
    for (const Entitlement& entitlement : status.entitlements) {
      for (const Ground& ground : entitlement.grounds) add_rule(model_.rules[ground.rule]);
      for (const RuleId rule : entitlement.prohibitions) add_rule(model_.rules[rule]);
    }
    for (const RuleId rule : status.duties) add_rule(model_.rules[rule]);
    for (const RuleId rule : status.automatic) add_rule(model_.rules[rule]);
  }
  void add_action(const Action& action) {
    for (const Requirement& requirement : action.requirements) add(requirement.condition);
    for (const Setting& setting : action.sets) add(setting.value);
    for (const Becoming& becoming : action.becomes) add(becoming.condition);
  }
  [[nodiscard]] std::vector<ExprId> take() const { return {found_.begin(), found_.end()}; }

private:
  void add_rule(const Rule& rule) {
    for (const auto& expr : {rule.open, rule.close, rule.condition, rule.block_condition}) add(expr);
    if (rule.amount) add_amount(*rule.amount);
    if (rule.otherwise) add(rule.otherwise->until);
    if (rule.automatic()) add_action(model_.actions[rule.automatic_action()]);
  }
  void add_amount(const AmountRule& amount) {
    add(amount.gross);
    for (const ExprId less : amount.less) add(less);
    add(amount.to);
  }
  void add(const std::optional<ExprId>& expr) {
    if (!expr || !seen_.insert(*expr).second) return;
    if (tells_moment(model_.expressions[*expr])) found_.insert(*expr);
    for (const ExprId operand : model_.expressions.operands(*expr)) add(std::optional(operand));
  }

  const Model& model_;
  std::set<ExprId> seen_;
  std::set<ExprId> found_;
};

/// Follows an expression to the facts that its value comes from.
class Follower {
public:
  Follower(Evaluation& evaluation, const std::vector<bool>& moving)
      : evaluation_(evaluation), expressions_(evaluation.model().expressions), moving_(moving) {}

  [[nodiscard]] bool moves(ExprId expr) {
    const Node& node = expressions_[expr];
    const auto operands = expressions_.operands(expr);
    switch (node.op) {
      case Op::fact:
        return moving_[node.payload];
      case Op::shift:
        return moves(operands[1]);
      case Op::day_edge:
        return moves(operands[0]);
      case Op::latest:
      case Op::earliest:
        return picked_moves(expr, operands);
      case Op::table:
        return row_moves(operands);
      default:
        return false;
    }
  }

private:
  /// Of two that lie at the same instant the fixed one counts: just beside it both are told apart.
  bool picked_moves(ExprId expr, std::span<const ExprId> operands) {
    const auto picked = evaluation_.moment(expr);
    bool moving = false;
    for (const ExprId operand : operands) {
      if (evaluation_.moment(operand) != picked) continue;
      if (!moves(operand)) return false;
      moving = true;
    }
    return moving;
  }

  bool row_moves(std::span<const ExprId> operands) {
    std::size_t row = 0;
    while (row + 1 < operands.size() && evaluation_.truth(operands[row]) == Truth::no) row += 2;
    const bool is_row = row + 1 < operands.size();
    if (is_row && evaluation_.truth(operands[row]) != Truth::yes) return false;
    if (is_row) return moves(operands[row + 1]);
    return row < operands.size() && moves(operands[row]);
  }

  Evaluation& evaluation_;
  const Expressions& expressions_;
  const std::vector<bool>& moving_;
};

bool is_marked(const std::vector<Mark>& marks, FactId fact) {
  return std::any_of(marks.begin(), marks.end(), [fact](const Mark& mark) { return mark.event == fact; });
}

}  // namespace

Scenes::Scenes(const Program& program, ActionId action) : program_(program), action_(action) {
  for (const StatusProgram& status : program.statuses) {
    Collector collector(*program.model);
    collector.add_status(status);
    collector.add_action(program.model->actions[action]);
    by_status_.push_back(collector.take());
  }
}

void Scenes::read_moments(Scene& scene) const {
  Evaluation evaluation(*program_.model, scene.order, scene.from);
  Follower follower(evaluation, scene.moving);
  for (const ExprId expr : by_status_[scene.order.status]) {
    const auto at = evaluation.moment(expr);
    if (at && at->is_real()) scene.moments.push_back({expr, *at, follower.moves(expr)});
  }
}

Scene Scenes::before(const OrderState& order, Instant at) const {
  Scene scene{order, at, std::vector<bool>(program_.model->facts.size(), false)};
  read_moments(scene);
  return scene;
}

Scene Scenes::done(const OrderState& before, const OrderState& acted, Instant at) const {
  const Model& model = *program_.model;
  Scene scene{acted, at, std::vector<bool>(model.facts.size(), false)};
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const bool marked = is_marked(model.actions[action_].marks, fact) ||
                        (before.status != acted.status && is_marked(model.statuses[acted.status].marks, fact));
    scene.moving[fact] = marked && acted.facts[fact] == Value{at};
  }
  read_moments(scene);
  return scene;
}

Scene Scenes::after(const Scene& before, const Happening& happening, bool& begun_moving) const {
  // What is overdue when the clock could first act is done at once; else one of the moments has come.
  if (happening.at != before.from) {
    begun_moving = std::any_of(before.moments.begin(), before.moments.end(),
                               [&](const MomentRead& moment) { return moment.moves && moment.at == happening.at; });
  }
  const Action& action = program_.model->actions[happening.action];
  Scene scene{before.order, happening.at, before.moving};
  Evaluation evaluation(*program_.model, before.order, happening.at);
  Follower follower(evaluation, before.moving);
  for (const auto& [fact, value] : happening.changed) {
    const auto setting = std::find_if(action.sets.begin(), action.sets.end(),
                                      [fact = fact](const Setting& each) { return each.fact == fact; });
    scene.moving[fact] = setting != action.sets.end() ? follower.moves(setting->value) : begun_moving;
    scene.order.facts[fact] = value;
  }
  scene.order.status = happening.to;
  scene.order.as_of = happening.at;
  read_moments(scene);
  return scene;
}

// ── Crossings
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t quarter_hour = day / 96;
/// Longer than business days are apart anywhere.
constexpr int days_around = 16;
/// A week and more, so that a weekend lies among them.
constexpr int days_compared = 9;

/// The first of `(low, high]` at which it is as at `high`; at `low` it is otherwise.
template <typename Function>
Instant first_as_at_end(Instant low, Instant high, Function holds) {
  const bool wanted = holds(high);
  while (high.micros - low.micros > 1) {
    const Instant middle{low.micros + (high.micros - low.micros) / 2};
    (holds(middle) == wanted ? high : low) = middle;
  }
  return high;
}

template <typename Function>
std::vector<Instant> flips(const std::vector<Instant>& steps, std::size_t most, Function holds) {
  std::vector<Instant> found;
  for (std::size_t i = 0; i + 1 < steps.size() && found.size() < most; ++i) {
    if (holds(steps[i]) != holds(steps[i + 1])) found.push_back(first_as_at_end(steps[i], steps[i + 1], holds));
  }
  return found;
}

bool in_reach(Instant instant) { return instant >= Instant::first() && instant <= Instant::last(); }

}  // namespace

Instant Crossings::moved(const MomentRead& moment, Instant done) const {
  OrderState order = scene_.order;
  for (std::size_t fact = 0; fact < order.facts.size(); ++fact) {
    if (scene_.moving[fact] && order.facts[fact] == Value{done_}) order.facts[fact] = done;
  }
  return Evaluation(*program_.model, order, done).moment(moment.expr).value_or(Instant::never());
}

/// Between two neighbours the moment does not go back.
std::vector<Instant> Crossings::steps_around(const MomentRead& moving, Instant centre) const {
  std::vector<Instant> steps;
  Instant begin = start_of_day(Instant{centre.micros - days_around * day}, program_.model->zone);
  for (int i = 0; i < 2 * days_around && in_reach(begin); ++i) {
    const Instant end{std::min(end_of_day(begin, program_.model->zone).micros, Instant::last().micros + 1)};
    const Instant last{end.micros - 1};
    const std::int64_t image = moved(moving, last).micros - moved(moving, begin).micros;
    const bool clocks_change = image != 0 && (image != day - 1 || end.micros - begin.micros != day);
    for (Instant at = begin; at < end; at.micros += clocks_change ? quarter_hour : day) {
      if (at > begin) steps.push_back(Instant{at.micros - 1});
      steps.push_back(at);
    }
    steps.push_back(last);
    begin = end;
  }
  return steps;
}

std::vector<Instant> Crossings::reaching(const MomentRead& moving, Instant fixed) const {
  const Instant guess{done_.micros + fixed.micros - moving.at.micros};
  if (!in_reach(guess)) return {};
  bool even = true;
  for (int i = -days_compared; i <= days_compared && even; ++i)
    even = moved(moving, Instant{guess.micros + i * day}).micros == fixed.micros + i * day;
  if (even) return {guess};
  auto found = flips(steps_around(moving, guess), static_cast<std::size_t>(2 * days_around),
                     [&](Instant done) { return moved(moving, done) >= fixed; });
  // What moves only with a later act of the clock does not move here: bisection goes on from near to it.
  if (found.empty()) found.push_back(guess);
  return found;
}

namespace {

using Images = std::vector<Instant>;

/// Where one of two rows is first before the other, and is no more.
template <typename Before>
void add_passings(const Images& steps, const Images& left, const Images& right, std::size_t most, Before before,
                  std::vector<Instant>& found) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < steps.size() && count < most; ++i) {
    if ((left[i] < right[i]) == (left[i + 1] < right[i + 1])) continue;
    found.push_back(first_as_at_end(steps[i], steps[i + 1], before));
    ++count;
  }
}

}  // namespace

std::vector<Instant> Crossings::passing(int days, std::size_t most) const {
  std::vector<Instant> steps{done_};
  for (int i = 0; i < days; ++i) {
    const Instant end = end_of_day(steps.back(), program_.model->zone);
    if (!in_reach(end)) break;
    steps.push_back(Instant{end.micros - 1});
    steps.push_back(end);
  }
  std::vector<std::pair<const MomentRead*, Images>> rows;
  for (const MomentRead& moment : scene_.moments) {
    if (!moment.moves) continue;
    rows.emplace_back(&moment, Images{});
    for (const Instant step : steps) rows.back().second.push_back(moved(moment, step));
  }
  std::vector<Instant> found;
  for (const auto& [left, left_row] : rows) {
    for (const auto& [right, right_row] : rows) {
      const auto before = [&, left = left, right = right](Instant done) {
        return moved(*left, done) < moved(*right, done);
      };
      add_passings(steps, left_row, right_row, most, before, found);
    }
  }
  return found;
}

}  // namespace bywhen::ask
