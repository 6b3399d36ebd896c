#include "interpreter/set/picker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/evaluate/settle.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen::set {

Picker::Picker(const PolicySet::Inside& set, std::string_view order_json) : set_(set), json_(order_json) {
  const Stretch& newest = set.stretches.back();
  const Model& model = *newest.chooser->model;
  const OrderState state = read_facts_told(*newest.chooser, order_json);
  as_of_ = last_right(model, state);
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const auto* at = std::get_if<Instant>(&state.facts[fact]);
    if (at == nullptr || model.facts[fact].type.kind != Kind::event) continue;
    latest_ = std::max(latest_, *at);
    if (model.facts[fact].name == set.event) event_ = *at;
  }
}

std::optional<std::size_t> Picker::stretch_at(Instant at) const {
  Instant date = std::min(event_, at);
  for (const Instant takeover : set_.takeovers) {
    if (takeover <= at) date = std::max(date, takeover);
  }
  return stretch_from(date);
}

std::optional<std::size_t> Picker::own_stretch(Instant at) const { return stretch_from(std::min(event_, at)); }

std::optional<Instant> Picker::next_change(Instant at) const {
  const auto now = stretch_at(at);
  for (const Stretch& stretch : set_.stretches) {
    if (stretch.from > at && stretch_at(stretch.from) != now) return stretch.from;
  }
  return std::nullopt;
}

Instant Picker::begins(Instant at) const {
  const Instant known = std::max(as_of_, latest_);
  return known.is_real() ? std::min(known, at) : at;
}

namespace {

std::string overlay_words(const Stretch& stretch, const OverlayCondition& overlay, const OrderState& state) {
  if (!overlay.condition) return fmt::format("overlay {} holds for all orders", overlay.name);
  const Model& model = *stretch.chooser->model;
  std::set<FactId> facts;
  model.expressions.collect_facts(*overlay.condition, facts);
  std::string values;
  for (const FactId fact : facts) {
    const Value value = fact_value(model, state, fact);
    values += fmt::format("{}{} is {}", values.empty() ? "" : ", ", model.facts[fact].name,
                          is_unknown(value) ? "missing" : value_words(model, value));
  }
  return fmt::format("overlay {} holds {}{}", overlay.name, overlay.text,
                     values.empty() ? "" : fmt::format(": {}", values));
}

}  // namespace

std::optional<Picked> Picker::pick(Instant at) const {
  const auto place = stretch_at(at);
  if (!place) return std::nullopt;
  const Stretch& stretch = set_.stretches[*place];
  const OrderState state = read_facts_told(*stretch.chooser, json_);
  Picked picked{0, {version_words(stretch, at)}, true};
  std::vector<bool> holds;
  for (const OverlayCondition& overlay : stretch.overlays) {
    Evaluation evaluation(*stretch.chooser->model, state, at);
    holds.push_back(!overlay.condition || evaluation.truth(*overlay.condition) == Truth::yes);
    if (holds.back()) picked.because.push_back(overlay_words(stretch, overlay, state));
  }
  auto member = stretch.members.find(holds);
  if (member == stretch.members.end()) {
    picked.meant = false;
    member = stretch.members.begin();
  }
  picked.member = member->second;
  return picked;
}

Problem Picker::no_version(Instant at) const {
  const auto& zone = set_.stretches.front().chooser->model->zone;
  const bool happened = set_.event && event_ <= at;
  std::string when = zone_time_words(zone, happened ? event_ : at);
  when = happened ? fmt::format("`{}` is {}", *set_.event, when) : fmt::format("it is {}", when);
  Problem problem =
      make_problem(codes::no_version, fmt::format("no version of `{}` governs this order: {}", set_.name, when),
                   fmt::format("the first version begins on {}: let an earlier one say what held before",
                               set_.stretches.front().version));
  if (happened) problem.pointer = "/facts/" + *set_.event;
  return problem;
}

Problem Picker::no_overlays() const {
  return make_problem(codes::no_version,
                      fmt::format("nothing says which overlays of `{}` hold for this order", set_.name),
                      "tell the facts that their conditions read");
}

std::optional<std::size_t> Picker::stretch_from(Instant date) const {
  const auto after = std::upper_bound(set_.stretches.begin(), set_.stretches.end(), date,
                                      [](Instant at, const Stretch& stretch) { return at < stretch.from; });
  if (after == set_.stretches.begin()) return std::nullopt;
  return static_cast<std::size_t>(after - set_.stretches.begin() - 1);
}

std::string Picker::version_words(const Stretch& stretch, Instant at) const {
  const std::string name =
      stretch.version.empty() ? std::string("the first version") : fmt::format("version {}", stretch.version);
  if (!set_.event) return fmt::format("{} is the only one", name);
  const Zone& zone = stretch.chooser->model->zone;
  const auto own = own_stretch(at);
  if (!own || set_.stretches[*own].version != stretch.version)
    return fmt::format("{} took over all orders on {}", name, stretch.version);
  if (event_ <= at) return fmt::format("{} governs: {} is {}", name, *set_.event, zone_time_words(zone, event_));
  return fmt::format("{} is in force, and {} has not happened", name, *set_.event);
}

}  // namespace bywhen::set
