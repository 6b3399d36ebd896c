#include "bywhen/policy_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "interpreter/api/access.hpp"
#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/evaluate/settle.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/set/inside.hpp"
#include "interpreter/set/play.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

PolicySet::PolicySet(std::shared_ptr<const Inside> inside) : inside_(std::move(inside)) {}

const std::string& PolicySet::name() const { return inside_->name; }
std::string_view PolicySet::zone() const { return inside_->zone; }
const Sources& PolicySet::sources() const { return inside_->sources; }
const std::vector<PolicyMember>& PolicySet::members() const { return inside_->members; }
std::size_t PolicySet::scenario_count() const { return inside_->scenario_count; }

namespace {

using Inside = PolicySet::Inside;

constexpr Instant just_before(Instant instant) { return {instant.micros - 1}; }

/// What an order tells of its governing: as far as it can be read, whatever else is wrong with it.
class Picker {
public:
  Picker(const Inside& set, std::string_view json) : set_(set), json_(json) {
    const Stretch& newest = set.stretches.back();
    const Model& model = *newest.chooser->model;
    const OrderState state = read_facts_told(*newest.chooser, json);
    as_of_ = last_right(model, state);
    for (FactId fact = 0; fact < model.fact_count(); ++fact) {
      const auto* at = std::get_if<Instant>(&state.facts[fact]);
      if (at == nullptr || model.facts[fact].type.kind != Kind::event) continue;
      latest_ = std::max(latest_, *at);
      if (model.facts[fact].name == set.event) event_ = *at;
    }
  }

  /// The place of the stretch that governs at an instant; absent before the first.
  [[nodiscard]] std::optional<std::size_t> stretch_at(Instant at) const {
    Instant date = std::min(event_, at);
    for (const Instant takeover : set_.takeovers) {
      if (takeover <= at) date = std::max(date, takeover);
    }
    return stretch_from(date);
  }

  /// The first instant after this one at which another stretch governs.
  [[nodiscard]] std::optional<Instant> next_change(Instant at) const {
    const auto now = stretch_at(at);
    for (const Stretch& stretch : set_.stretches) {
      if (stretch.from > at && stretch_at(stretch.from) != now) return stretch.from;
    }
    return std::nullopt;
  }

  /// Since when the clock may have acted under versions before.
  [[nodiscard]] Instant begins(Instant at) const {
    const Instant known = std::max(as_of_, latest_);
    return known.is_real() ? std::min(known, at) : at;
  }

  struct Picked {
    std::size_t member = 0;
    std::vector<std::string> because;
  };
  [[nodiscard]] std::optional<Picked> pick(Instant at) const {
    const auto place = stretch_at(at);
    if (!place) return std::nullopt;
    const Stretch& stretch = set_.stretches[*place];
    const OrderState state = read_facts_told(*stretch.chooser, json_);
    Picked picked{0, {version_words(stretch, at)}};
    std::vector<bool> holds;
    for (const OverlayCondition& overlay : stretch.overlays) {
      Evaluation evaluation(*stretch.chooser->model, state, at);
      holds.push_back(!overlay.condition || evaluation.truth(*overlay.condition) == Truth::yes);
      if (holds.back()) picked.because.push_back(overlay_words(stretch, overlay, state));
    }
    const auto member = stretch.members.find(holds);
    if (member == stretch.members.end()) return std::nullopt;
    picked.member = member->second;
    return picked;
  }

  [[nodiscard]] Problem no_version(Instant at) const {
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

private:
  [[nodiscard]] std::optional<std::size_t> stretch_from(Instant date) const {
    const auto after = std::upper_bound(set_.stretches.begin(), set_.stretches.end(), date,
                                        [](Instant at, const Stretch& stretch) { return at < stretch.from; });
    if (after == set_.stretches.begin()) return std::nullopt;
    return static_cast<std::size_t>(after - set_.stretches.begin() - 1);
  }

  [[nodiscard]] std::string version_words(const Stretch& stretch, Instant at) const {
    const std::string name =
        stretch.version.empty() ? std::string("the first version") : fmt::format("version {}", stretch.version);
    if (!set_.event) return fmt::format("{} is the only one", name);
    const Zone& zone = stretch.chooser->model->zone;
    const auto own = stretch_from(std::min(event_, at));
    if (!own || set_.stretches[*own].version != stretch.version)
      return fmt::format("{} took over all orders on {}", name, stretch.version);
    if (event_ <= at) return fmt::format("{} governs: {} is {}", name, *set_.event, zone_time_words(zone, event_));
    return fmt::format("{} is in force, and {} has not happened", name, *set_.event);
  }

  static std::string overlay_words(const Stretch& stretch, const OverlayCondition& overlay, const OrderState& state) {
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

  const Inside& set_;
  std::string_view json_;
  Instant event_ = Instant::never();
  Instant as_of_ = Instant::always();
  Instant latest_ = Instant::always();
};

/// Lets each version that governed before the instant do what it did, up to where the next took over.
class Story {
public:
  Story(const Inside& set, std::string_view json, Instant at) : set_(set), json_(json), at_(at) {}

  std::variant<Governed, Problems> tell() {
    const Picker picker(set_, json_);
    if (const auto problems = pass_borders(picker); !problems.empty()) return problems;
    const auto picked = picker.pick(at_);
    if (!picked) return Problems{picker.no_version(at_)};
    const PolicyMember& member = set_.members[picked->member];
    auto order = read_order(member.policy, text_.empty() ? json_ : std::string_view(text_));
    if (auto* problems = std::get_if<Problems>(&order)) return std::move(*problems);
    return Governed{member.policy,   std::move(std::get<Order>(order)), member.version,     member.overlays,
                    picked->because, picker.next_change(at_),           std::move(settled_)};
  }

private:
  Problems pass_borders(const Picker& picker) {
    Instant now = picker.begins(at_);
    for (auto border = picker.next_change(now); border && *border <= at_; border = picker.next_change(*border)) {
      const Instant last = just_before(*border);
      if (!picker.stretch_at(last)) continue;
      if (auto problems = settle_until(picker, last); !problems.empty()) return problems;
    }
    return {};
  }

  Problems settle_until(const Picker& picker, Instant last) {
    const auto picked = picker.pick(last);
    if (!picked) return {};
    const Policy& policy = set_.members[picked->member].policy;
    const auto order = read_order(policy, text_.empty() ? json_ : std::string_view(text_));
    if (const auto* problems = std::get_if<Problems>(&order)) return *problems;
    auto answer = decide(policy, std::get<Order>(order), last);
    if (auto* problems = std::get_if<Problems>(&answer)) return std::move(*problems);
    auto& told = std::get<Answer>(answer);
    std::move(told.settled.begin(), told.settled.end(), std::back_inserter(settled_));
    text_ = to_json(told.order);
    return {};
  }

  const Inside& set_;
  std::string_view json_;
  Instant at_;
  /// The order as the versions so far have left it; empty while it is as it came.
  std::string text_;
  std::vector<SettledAnswer> settled_;
};

}  // namespace

std::variant<Governed, Problems> govern(const PolicySet& set, std::string_view order_json, Instant at) {
  return Story(PolicySetAccess::inside(set), order_json, at).tell();
}

std::variant<std::size_t, Problem> set::pick_member(const PolicySet& set, std::string_view order_json, Instant at) {
  const Picker picker(PolicySetAccess::inside(set), order_json);
  const auto picked = picker.pick(at);
  if (!picked) return picker.no_version(at);
  return picked->member;
}

const Policy& policy_at(const PolicySet& set, Instant at) {
  const Inside& inside = PolicySetAccess::inside(set);
  const auto picked = Picker(inside, "{}").pick(at);
  return inside.members[picked ? picked->member : 0].policy;
}

void complete(const Governed& governed, PolicyIdentity& identity) {
  identity.version = governed.version;
  identity.overlays = governed.overlays;
  identity.because = governed.because;
}

void complete(const Governed& governed, Answer& answer) {
  complete(governed, answer.policy);
  answer.settled.insert(answer.settled.begin(), governed.settled.begin(), governed.settled.end());
  if (!governed.until) return;
  answer.valid_until = std::min(answer.valid_until.value_or(*governed.until), *governed.until);
  std::erase_if(answer.next, [&](const NextAnswer& next) { return next.at >= *governed.until; });
}

std::variant<Answer, Problems> decide(const PolicySet& set, std::string_view order_json, Instant at) {
  auto governed = govern(set, order_json, at);
  if (auto* problems = std::get_if<Problems>(&governed)) return std::move(*problems);
  const auto& by = std::get<Governed>(governed);
  auto answer = decide(by.policy, by.order, at);
  if (auto* told = std::get_if<Answer>(&answer)) complete(by, *told);
  return answer;
}

std::variant<Order, Problems> apply(const PolicySet& set, std::string_view order_json, std::string_view actor,
                                    std::string_view action, const FactTexts& inputs, Instant at) {
  auto governed = govern(set, order_json, at);
  if (auto* problems = std::get_if<Problems>(&governed)) return std::move(*problems);
  const auto& by = std::get<Governed>(governed);
  return apply(by.policy, by.order, actor, action, inputs, at);
}

std::variant<Order, Problems> record(const PolicySet& set, std::string_view order_json, const FactTexts& facts,
                                     Instant at) {
  auto governed = govern(set, order_json, at);
  if (auto* problems = std::get_if<Problems>(&governed)) return std::move(*problems);
  const auto& by = std::get<Governed>(governed);
  return record(by.policy, by.order, facts, at);
}

std::vector<ScenarioResult> run_scenarios(const PolicySet& set) { return set::play_scenarios(set); }

std::string order_schema(const PolicySet& set) {
  nlohmann::ordered_json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", set.name()}};
  for (const PolicyMember& member : set.members()) {
    auto one = nlohmann::ordered_json::parse(order_schema(member.policy));
    one.erase("$schema");
    std::string title = member.version.empty() ? set.name() : fmt::format("{}, version {}", set.name(), member.version);
    for (const std::string& overlay : member.overlays) title += fmt::format(", with {}", overlay);
    one["title"] = std::move(title);
    schema["anyOf"].push_back(std::move(one));
  }
  return schema.dump(2);
}

}  // namespace bywhen
