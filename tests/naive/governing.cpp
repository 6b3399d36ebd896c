#include "tests/naive/governing.hpp"

#include <algorithm>
#include <set>

#include "grammar/parse.hpp"
#include "tests/naive/wall_clock.hpp"

namespace bywhen::naive {

Governing::Governing(const std::vector<std::string>& texts) {
  for (const std::string& written : texts) {
    Text& text = texts_.emplace_back(written);
    Sources sources;
    sources.add("set.bywhen", written);
    const syntax::File file = parse(sources, 0).file;
    for (const auto& declaration : file.declarations) {
      if (const auto* governed = std::get_if<syntax::GovernedDecl>(&declaration)) event_ = governed->event.text;
      if (const auto* version = std::get_if<syntax::VersionDecl>(&declaration)) {
        text.date = std::get<syntax::DateLiteral>(version->date.node).text;
        text.for_all = version->for_all_orders.has_value();
      }
      const auto* policy = std::get_if<syntax::PolicyDecl>(&declaration);
      if (policy == nullptr) continue;
      text.name = policy->name.text;
      text.overlay = policy->extends.has_value();
      text.conditions = policy->conditions;
    }
  }
}

const Tree& Governing::newest() const {
  const Text* newest = nullptr;
  for (const Text& text : texts_) {
    if (!text.overlay && (newest == nullptr || newest->date < text.date)) newest = &text;
  }
  return newest->tree;
}

Instant Governing::start_of(const Text& text) const {
  if (text.date.empty()) return Instant::always();
  return instant_of(*text.tree.version + std::chrono::microseconds(0), newest().zone);
}

const Governing::Text* Governing::last_begun(const std::string& name, bool overlay, Instant by) const {
  const Text* last = nullptr;
  for (const Text& text : texts_) {
    if (text.overlay != overlay || (overlay && text.name != name) || start_of(text) > by) continue;
    if (last == nullptr || last->date < text.date) last = &text;
  }
  return last;
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
    Evaluator evaluator(version->tree, order);
    if (overlay != nullptr && evaluator.truth(overlay->conditions, at) == Truth::yes) choice.overlays.push_back(name);
  }
  return choice;
}

}  // namespace bywhen::naive
