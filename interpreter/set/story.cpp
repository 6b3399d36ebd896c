#include "interpreter/set/story.hpp"

#include <algorithm>
#include <iterator>

#include "interpreter/api/access.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/set/picker.hpp"

namespace bywhen::set {
namespace {

constexpr Instant just_before(Instant instant) { return {instant.micros - 1}; }

const Model& model_of(const Policy& policy) { return *PolicyAccess::compiled(policy)->program.model; }

void add_names(const Model& model, FactNames& names) {
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const std::string& name = model.facts[fact].name;
    names.insert(name);
    if (model.facts[fact].type.kind != Kind::list) continue;
    for (const Fact& member : model.members_of(fact)) names.insert(name + "." + member.name);
  }
}

FactNames names_in(const PolicySet::Inside& set, const Stretch& stretch) {
  FactNames names;
  for (const auto& [holds, member] : stretch.members) add_names(model_of(set.members[member].policy), names);
  return names;
}

/// What an order may tell because versions that governed it before knew it. What an overlay of the version that
/// governs now knows is none of that: it is told in vain where that overlay does not hold.
FactNames outdated(const PolicySet::Inside& set, const Picker& picker, Instant at) {
  const auto now = picker.stretch_at(at);
  const auto own = picker.own_stretch(at);
  FactNames names;
  for (std::size_t before = own.value_or(0); now && before < *now; ++before)
    names.merge(names_in(set, set.stretches[before]));
  if (names.empty()) return names;
  for (const std::string& name : names_in(set, set.stretches[*now])) names.erase(name);
  return names;
}

std::variant<Order, Problems> order_under(const Policy& policy, std::string_view json, const FactNames& dropped) {
  const auto& compiled = PolicyAccess::compiled(policy);
  auto read = read_order_json(compiled->program, json, dropped);
  if (auto* problems = std::get_if<Problems>(&read)) return std::move(*problems);
  auto& order = std::get<ReadOrder>(read);
  return PolicyAccess::wrap({compiled, std::move(order.state), std::move(order.id)});
}

/// A text that is not yet, or not any more, an order of a member. `before` is the policy that handed it on.
std::variant<Chapter, Problems> chapter_of(const Cast& cast, std::string_view json, Instant at, Instant from,
                                           const Policy* before = nullptr) {
  const Picker picker(cast.inside(), json);
  auto picked = picker.pick(at);
  if (!picked) return Problems{picker.no_version(at)};
  Policy policy = cast.policy(picked->member);
  auto order = read_order(policy, json);
  if (std::holds_alternative<Problems>(order)) {
    // Only then it matters what has been dropped since.
    FactNames dropped;
    if (before != nullptr) {
      add_names(model_of(*before), dropped);
    } else {
      dropped = outdated(cast.inside(), picker, at);
    }
    if (!dropped.empty()) order = order_under(policy, json, dropped);
  }
  if (auto* problems = std::get_if<Problems>(&order)) return std::move(*problems);
  if (!picked->meant) return Problems{picker.no_overlays()};
  return Chapter{picked->member,
                 std::move(policy),
                 std::move(std::get<Order>(order)),
                 from,
                 picker.next_change(at).value_or(Instant::never()),
                 std::move(picked->because)};
}

/// Where the first chapter may begin: the first instant of which something is known, or at which some version governs.
Instant beginning(const Picker& picker, Instant at) {
  Instant now = picker.begins(at);
  while (!picker.stretch_at(now)) {
    const auto next = picker.next_change(now);
    if (!next || *next > at) return at;
    now = *next;
  }
  return now;
}

std::variant<Answer, Problems> end_of(const Chapter& chapter) {
  return decide(chapter.policy, chapter.order, just_before(chapter.until));
}

}  // namespace

std::variant<Story, Problems> tell_story(const Cast& cast, std::string_view order_json, Instant at) {
  const Instant begins = beginning(Picker(cast.inside(), order_json), at);
  auto first = chapter_of(cast, order_json, begins, Instant::always());
  Story story;
  while (true) {
    if (auto* problems = std::get_if<Problems>(&first)) return std::move(*problems);
    story.chapters.push_back(std::move(std::get<Chapter>(first)));
    const Chapter& chapter = story.chapters.back();
    if (chapter.until > at) return story;
    auto ended = end_of(chapter);
    if (auto* problems = std::get_if<Problems>(&ended)) return std::move(*problems);
    auto& told = std::get<Answer>(ended);
    std::move(told.settled.begin(), told.settled.end(), std::back_inserter(story.settled));
    first = chapter_of(cast, to_json(told.order), chapter.until, chapter.until, &chapter.policy);
  }
}

std::variant<std::optional<Chapter>, Problems> chapter_after(const Cast& cast, const Chapter& chapter) {
  if (chapter.until.is_never()) return std::optional<Chapter>();
  auto ended = end_of(chapter);
  if (auto* problems = std::get_if<Problems>(&ended)) return std::move(*problems);
  auto next = chapter_of(cast, to_json(std::get<Answer>(ended).order), chapter.until, chapter.until, &chapter.policy);
  if (auto* problems = std::get_if<Problems>(&next)) return std::move(*problems);
  return std::optional<Chapter>(std::move(std::get<Chapter>(next)));
}

Governed governed_by(const Cast& cast, Story story) {
  Chapter& now = story.chapters.back();
  const PolicyMember& member = cast.inside().members[now.member];
  std::optional<Instant> until;
  if (!now.until.is_never()) until = now.until;
  return {now.policy, std::move(now.order),    member.version, member.overlays, std::move(now.because),
          until,      std::move(story.settled)};
}

Takeover takeover_of(const Cast& cast, const Chapter& chapter) {
  const PolicyMember& member = cast.inside().members[chapter.member];
  return {chapter.from, member.version, member.overlays, std::string(chapter.policy.digest())};
}

std::variant<Governed, Problems> govern(const Cast& cast, std::string_view order_json, Instant at) {
  auto story = tell_story(cast, order_json, at);
  if (auto* problems = std::get_if<Problems>(&story)) return std::move(*problems);
  return governed_by(cast, std::move(std::get<Story>(story)));
}

std::variant<Answer, Problems> decide(const Cast& cast, std::string_view order_json, Instant at) {
  auto governed = govern(cast, order_json, at);
  if (auto* problems = std::get_if<Problems>(&governed)) return std::move(*problems);
  const auto& by = std::get<Governed>(governed);
  auto answer = decide(by.policy, by.order, at);
  if (auto* told = std::get_if<Answer>(&answer)) complete(by, *told);
  return answer;
}

// ── What is told anew ──

std::string text_of(const Scalar& scalar) {
  if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&scalar)) return std::to_string(*number);
  if (const auto* yes = std::get_if<bool>(&scalar)) return *yes ? "yes" : "no";
  if (const auto* list = std::get_if<ListText>(&scalar)) return list->json;
  return std::get<NumberText>(scalar).text;
}

OrderData with_told(OrderData order, const Told& told) {
  for (const auto& [name, value] : told) {
    std::erase_if(order.facts, [&fact = name](const auto& known) { return known.first == fact; });
    if (value) order.facts.emplace_back(name, *value);
  }
  return order;
}

std::variant<std::size_t, Problem> member_when_told(const Cast& cast, const OrderData& order, const Telling& telling,
                                                    Instant at, std::size_t before) {
  // Each round may bring in an overlay whose facts bring in another; in the end nothing new comes in.
  std::size_t member = before;
  for (std::size_t round = 0; round <= cast.inside().members.size(); ++round) {
    const std::string json = to_json(with_told(order, telling(member)));
    const Picker picker(cast.inside(), json);
    const auto picked = picker.pick(at);
    if (!picked) return picker.no_version(at);
    if (picked->member == member) break;
    member = picked->member;
  }
  return member;
}

}  // namespace bywhen::set
