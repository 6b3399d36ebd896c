#include "interpreter/set/story.hpp"

#include <algorithm>
#include <iterator>

#include "interpreter/set/picker.hpp"

namespace bywhen::set {
namespace {

constexpr Instant just_before(Instant instant) { return {instant.micros - 1}; }

/// A text that is not yet, or not any more, an order of a member.
std::variant<Chapter, Problems> chapter_of(const Cast& cast, std::string_view json, Instant at, Instant from) {
  const Picker picker(cast.inside(), json);
  auto picked = picker.pick(at);
  if (!picked) return Problems{picker.no_version(at)};
  Policy policy = cast.policy(picked->member);
  auto order = read_order(policy, json);
  if (auto* problems = std::get_if<Problems>(&order)) return std::move(*problems);
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
    first = chapter_of(cast, to_json(told.order), chapter.until, chapter.until);
  }
}

std::variant<std::optional<Chapter>, Problems> chapter_after(const Cast& cast, const Chapter& chapter) {
  if (chapter.until.is_never()) return std::optional<Chapter>();
  auto ended = end_of(chapter);
  if (auto* problems = std::get_if<Problems>(&ended)) return std::move(*problems);
  auto next = chapter_of(cast, to_json(std::get<Answer>(ended).order), chapter.until, chapter.until);
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
