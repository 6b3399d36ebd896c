#include "tests/naive/governing.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "interpreter/set/merge.hpp"
#include "tests/naive/orders.hpp"
#include "tests/naive/outlook.hpp"
#include "tests/naive/wall_clock.hpp"

namespace bywhen::naive {

Governing::Governing(const std::vector<std::pair<std::string, std::string>>& texts) {
  for (const auto& [name, text] : texts) parsed_.push_back(parse(sources_, sources_.add(name, text)));
  for (std::uint32_t i = 0; i < parsed_.size(); ++i) take(i);
  std::stable_sort(texts_.begin(), texts_.end(),
                   [](const Text& left, const Text& right) { return left.date < right.date; });
}

void Governing::take(std::uint32_t source) {
  Text& text = texts_.emplace_back();
  text.source = source;
  for (const auto& declaration : parsed_[source].file.declarations) {
    if (const auto* governed = std::get_if<syntax::GovernedDecl>(&declaration)) event_ = governed->event.text;
    if (const auto* zone = std::get_if<syntax::ZoneDecl>(&declaration)) zone_ = zone->zone.text;
    if (const auto* version = std::get_if<syntax::VersionDecl>(&declaration)) {
      text.date = std::get<syntax::DateLiteral>(version->date.node).text;
      text.for_all = version->for_all_orders.has_value();
      text.amends = version->amends.has_value();
    }
    const auto* policy = std::get_if<syntax::PolicyDecl>(&declaration);
    if (policy == nullptr) continue;
    text.name = policy->name.text;
    text.overlay = policy->extends.has_value();
    text.conditions = policy->conditions;
  }
}

const Tree& Governing::newest() const {
  const auto last = std::find_if(texts_.rbegin(), texts_.rend(), [](const Text& text) { return !text.overlay; });
  return tree_of({last->date, {}});
}

const Tree& Governing::oldest() const {
  const auto first = std::find_if(texts_.begin(), texts_.end(), [](const Text& text) { return !text.overlay; });
  return tree_of({first->date, {}});
}

Instant Governing::start_of(const Text& text) const {
  if (text.date.empty()) return Instant::always();
  return instant_of(read_day(text.date) + std::chrono::microseconds(0), zone_);
}

std::vector<Instant> Governing::starts() const {
  std::vector<Instant> all;
  for (const Text& text : texts_) {
    if (!text.date.empty()) all.push_back(start_of(text));
  }
  return all;
}

const Governing::Text* Governing::last_begun(const std::string& name, bool overlay, Instant by) const {
  const Text* last = nullptr;
  for (const Text& text : texts_) {
    if (text.overlay == overlay && (!overlay || text.name == name) && start_of(text) <= by) last = &text;
  }
  return last;
}

std::vector<const Parsed*> Governing::whole_version(const std::string& date) const {
  std::vector<const Parsed*> whole;
  for (const Text& text : texts_) {
    if (text.overlay || text.date > date) continue;
    if (!text.amends) whole.clear();
    whole.push_back(&parsed_[text.source]);
  }
  return whole;
}

std::optional<Chosen> Governing::choose(const Order& order, Instant at) const {
  Instant by = at;
  Evaluator telling(newest(), order);
  const Value happened = telling.fact(event_);
  if (const auto* instant = std::get_if<Instant>(&happened)) by = std::min(by, *instant);
  for (const Text& text : texts_) {
    if (text.for_all && start_of(text) <= at) by = std::max(by, start_of(text));
  }
  const Text* version = last_begun("", false, by);
  if (version == nullptr) return std::nullopt;
  Chosen choice{version->date, {}};
  std::set<std::string> names;
  for (const Text& text : texts_) {
    if (text.overlay) names.insert(text.name);
  }
  for (const std::string& name : names) {
    const Text* overlay = last_begun(name, true, by);
    Evaluator evaluator(tree_of({version->date, {}}), order);
    if (overlay == nullptr || evaluator.truth(overlay->conditions, at) != Truth::yes) continue;
    choice.overlays.push_back(overlay->date.empty() ? name : name + " " + overlay->date);
  }
  return choice;
}

const Tree& Governing::tree_of(const Chosen& chosen) const {
  auto& known = trees_[chosen];
  if (known) return *known;
  Diagnostics problems;
  const Parsed version = set::amend(whole_version(chosen.version), problems);
  std::vector<const Parsed*> overlays;
  std::string latest = chosen.version;
  for (const Text& text : texts_) {
    const std::string name = text.date.empty() ? text.name : text.name + " " + text.date;
    const auto& laid = chosen.overlays;
    if (!text.overlay || std::find(laid.begin(), laid.end(), name) == laid.end()) continue;
    overlays.push_back(&parsed_[text.source]);
    latest = std::max(latest, text.date);
  }
  std::sort(overlays.begin(), overlays.end(), [&](const Parsed* left, const Parsed* right) {
    const auto name = [&](const Parsed* parsed) {
      const auto source = static_cast<std::uint32_t>(parsed - parsed_.data());
      return std::find_if(texts_.begin(), texts_.end(), [&](const Text& text) { return text.source == source; })->name;
    };
    return name(left) < name(right);
  });
  Parsed merged = set::merge(version, overlays, problems);
  if (!problems.empty()) throw std::invalid_argument(render_text(problems, sources_, false));
  known = std::make_unique<Tree>(sources_, std::move(merged.file));
  // The clock does nothing by rules before they took effect.
  if (!latest.empty()) known->version = read_day(latest);
  return *known;
}

namespace {

/// When the order was last right, as it tells, whatever governs it.
Instant last_known(const Tree& tree, const Order& order) {
  Instant known = order.as_of.value_or(Instant::always());
  for (const auto& [name, value] : order.facts) {
    const auto* instant = std::get_if<Instant>(&value);
    if (instant != nullptr && tree.facts.contains(name) && tree.facts.at(name).is_event())
      known = std::max(known, *instant);
  }
  return known;
}

}  // namespace

namespace {

/// What the policy has no word for is not told any more.
void forget(Order& order, const Tree& tree) {
  std::erase_if(order.facts, [&](const auto& fact) { return !tree.facts.contains(fact.first); });
  for (auto& [name, value] : order.facts) {
    const auto* list = std::get_if<List>(&value);
    if (list == nullptr) continue;
    const auto& members = tree.facts.at(name).declaration->type.members;
    std::vector<Record> records = *list->records;
    for (Record& record : records) {
      std::erase_if(record.members, [&](const auto& told) {
        return std::none_of(members.begin(), members.end(),
                            [&](const auto& member) { return member.name.text == told.first; });
      });
    }
    value = List{std::make_shared<const std::vector<Record>>(std::move(records))};
  }
}

}  // namespace

std::optional<Led> Governing::lead(const Order& order, Instant at) const {
  std::vector<Instant> borders = starts();
  std::sort(borders.begin(), borders.end());
  const Instant known = last_known(newest(), order);
  const Instant begin = known.is_real() ? std::min(known, at) : at;
  Order now = order;
  auto chosen = choose(order, begin);
  for (const Instant border : borders) {
    if (border <= begin || border > at) continue;
    const auto next = choose(now, border);
    if (next == chosen) continue;
    if (chosen) {
      forget(now, tree_of(*chosen));
      const Instant last{border.micros - 1};
      Course course(tree_of(*chosen), now);
      for (const auto& [text, from] : course.refusals()) {
        if (from <= last) return std::nullopt;
      }
      now = course.state(course.settled(last));
      now.as_of = last;
    }
    chosen = next;
  }
  if (!chosen) return std::nullopt;
  forget(now, tree_of(*chosen));
  return Led{std::move(now), *chosen};
}

}  // namespace bywhen::naive
