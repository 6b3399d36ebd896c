#include "interpreter/evaluate/decide.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/evaluate/rule_notes.hpp"
#include "interpreter/evaluate/rule_truth.hpp"
#include "interpreter/evaluate/view.hpp"

namespace bywhen {

namespace {

/// The order as it will be, piece by piece, until the clock moves it out of its status.
Future look_ahead(const Program& program, const OrderState& order, Instant at, std::vector<Happening>& next,
                  std::optional<Fault>& fault) {
  Future future;
  future.segments.push_back({Instant::always(), order});
  OrderState later = order;
  later.as_of = at;
  next = settle(program, later, Instant::never(), fault);
  OrderState step = order;
  for (const Happening& happening : next) {
    if (happening.to != happening.from) {
      future.leaves = happening.at;
      break;
    }
    for (const auto& [fact, value] : happening.changed) step.facts[fact] = value;
    future.segments.push_back({happening.at, step});
  }
  return future;
}

bool told_differs(const Program& program, const OrderState& order, const View& view, Instant at, Instant later) {
  const Model& model = *program.model;
  return program.told_changes && view_told(model, order, at, view) != view_told(model, order, later, view);
}

/// The first later instant at which the view differs; what changes nothing is walked over.
Instant first_change(const Program& program, const OrderState& order, const Viewer& viewer, const Decision& decision) {
  const Instant next_happening = decision.next.empty() ? Instant::never() : decision.next.front().at;
  std::optional<Fault> told_already;
  for (Instant candidate = viewer.changes_after(decision.at); candidate < next_happening;
       candidate = viewer.changes_after(candidate)) {
    if (viewer.view_at(candidate, told_already) != decision.view) return candidate;
    if (told_differs(program, order, decision.view, decision.at, candidate)) return candidate;
  }
  return next_happening;
}

}  // namespace

std::variant<Decision, Fault> decide(const Program& program, OrderState order, Instant at) {
  Decision decision;
  std::optional<Fault> fault;
  decision.at = at;
  decision.settled = settle(program, order, at, fault);
  if (fault && fault->end <= at) return *fault;
  order.as_of = at;
  const Future future = look_ahead(program, order, at, decision.next, fault);
  const Viewer viewer(program, future, fault);
  fault = viewer.fault();
  decision.view = viewer.view_at(at, fault);
  decision.valid_until = first_change(program, order, viewer, decision);
  decision.order = std::move(order);
  if (fault && fault->end <= at) return *fault;
  if (!fault) return decision;
  decision.valid_until = std::min(decision.valid_until, fault->end);
  std::erase_if(decision.next, [&](const Happening& happening) { return happening.at >= fault->end; });
  return decision;
}

}  // namespace bywhen
