#include "interpreter/session/searches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "interpreter/api/names.hpp"
#include "interpreter/ask/search.hpp"
#include "interpreter/ask/verdict.hpp"
#include "interpreter/session/realm.hpp"
#include "interpreter/session/scenario_text.hpp"

namespace bywhen::session {
namespace {

using Tone = ReplyLine::Tone;

/// As a scenario's `expect` means it: `may not` only where it is certain.
bool permission_holds(const Program& program, const Decision& decision, const AskedPermission& asked) {
  const auto& entitlements = program.statuses[decision.order.status].entitlements;
  for (std::size_t i = 0; i < entitlements.size(); ++i) {
    if (entitlements[i].actor != asked.actor || entitlements[i].action != asked.action) continue;
    const auto& view = decision.view.actions[i];
    if (!view) return asked.negated;
    return asked.negated ? view->verdict != Verdict::allowed && view->verdict != Verdict::unknown
                         : view->verdict == Verdict::allowed;
  }
  return asked.negated;
}

bool speaks_of(const Rule& rule, const AskedPermission& asked) {
  const auto performed = rule.performed();
  const bool forbids = std::find(rule.actions.begin(), rule.actions.end(), asked.action) != rule.actions.end();
  return forbids || std::find(performed.begin(), performed.end(), asked.action) != performed.end();
}

/// The facts that the conditions read, and the rules on what is asked about.
std::set<FactId> facts_of(const Program& program, const CheckedSentence& checked) {
  std::set<FactId> facts;
  for (const ExprId condition : checked.conditions) checked.model->expressions.collect_facts(condition, facts);
  for (RuleId id = 0; id < checked.model->rules.size(); ++id) {
    const Rule& rule = checked.model->rules[id];
    const bool asked = std::any_of(checked.permissions.begin(), checked.permissions.end(),
                                   [&](const AskedPermission& permission) { return speaks_of(rule, permission); });
    if (asked) facts.insert(program.facts_read[id].begin(), program.facts_read[id].end());
  }
  return facts;
}

/// The statuses whose rules let everybody do what they are asked to be allowed.
std::set<StatusId> statuses_of(const Program& program, const CheckedSentence& checked) {
  std::set<StatusId> statuses;
  for (std::size_t id = 0; id < program.statuses.size(); ++id) {
    const auto status = static_cast<StatusId>(id);
    const bool fits =
        std::all_of(checked.permissions.begin(), checked.permissions.end(), [&](const AskedPermission& asked) {
          return asked.negated || ask::find_entitlement(program, status, asked.actor, asked.action) != nullptr;
        });
    if (fits) statuses.insert(status);
  }
  return statuses;
}

/// Which lists are tried, where the policy has some.
std::string tried_lists(const Model& model) {
  const bool any = std::any_of(model.facts.begin(), model.facts.end(),
                               [](const Fact& fact) { return fact.type.kind == Kind::list; });
  return any ? "; of lists only some with up to two records were tried" : "";
}

std::string not_found(const ask::OrderSearch& search) {
  if (search.stopped) return fmt::format("stopped: {} orders were tried, and none was one", search.tried);
  if (search.cut) {
    return fmt::format(
        "no such order was found in {} tries, where the search ends: there may be one that it did not try",
        search.tried);
  }
  return fmt::format(
      "there is no such order among all {} that were tried: those with the values that the policy and the "
      "question name",
      search.tried);
}

/// A search for an order of one policy.
class Finding {
public:
  Finding(const World& world, CheckedSentence checked, const std::function<bool()>& stopped)
      : world_(world), checked_(std::move(checked)), stopped_(stopped), program_(world.program()) {
    program_.model = checked_.model;
  }

  ask::OrderSearch search() {
    ask::FindLimits limits;
    limits.stopped = stopped_;
    limits.first = facts_of(program_, checked_);
    limits.first_statuses = statuses_of(program_, checked_);
    if (world_.realm != nullptr) begin_where_it_governs(limits);
    return ask::find_order(
        program_,
        [this](const OrderState& order, Instant at, const Decision& decision) {
          return fulfils(at, decision) && governs(order, at);
        },
        limits);
  }

private:
  [[nodiscard]] bool fulfils(Instant at, const Decision& decision) const {
    Evaluation evaluation(*checked_.model, decision.order, at);
    return std::all_of(checked_.permissions.begin(), checked_.permissions.end(),
                       [&](const AskedPermission& asked) { return permission_holds(program_, decision, asked); }) &&
           std::all_of(checked_.conditions.begin(), checked_.conditions.end(),
                       [&](ExprId condition) { return evaluation.truth(condition) == Truth::yes; });
  }

  /// From what is known of the order to the instant no other member has a say in it.
  [[nodiscard]] bool governs(const OrderState& order, Instant at) const {
    if (world_.realm == nullptr) return true;
    const std::string json = to_json(data_of(world_, State{order, at, "", std::nullopt}));
    const auto story = set::tell_story(world_.realm->cast(), json, at);
    const auto* told = std::get_if<set::Story>(&story);
    return told != nullptr && told->chapters.size() == 1 && told->present().member == world_.member;
  }

  void begin_where_it_governs(ask::FindLimits& limits) const {
    const PolicySet::Inside& inside = PolicySetAccess::inside(world_.realm->set());
    for (std::size_t i = 0; i < inside.stretches.size(); ++i) {
      const Stretch& stretch = inside.stretches[i];
      const bool here = std::any_of(stretch.members.begin(), stretch.members.end(),
                                    [&](const auto& member) { return member.second == world_.member; });
      if (!here) continue;
      add_condition_facts(stretch, limits);
      const bool last = i + 1 == inside.stretches.size();
      if (stretch.from.is_real()) {
        limits.start = Instant{stretch.from.micros + hours_in};
      } else if (!last) {
        limits.start = Instant{inside.stretches[i + 1].from.micros - time_before};
      }
      return;
    }
  }

  void add_condition_facts(const Stretch& stretch, ask::FindLimits& limits) const {
    const Model& model = *stretch.chooser->model;
    std::set<FactId> facts;
    for (const OverlayCondition& overlay : stretch.overlays) {
      if (overlay.condition) model.expressions.collect_facts(*overlay.condition, facts);
    }
    for (const FactId fact : facts) {
      if (const auto known = find_name(world_.model().facts, model.facts[fact].name)) limits.first.insert(*known);
    }
  }

  /// At ten on the first day of a version; a month before the second, where the first has no date.
  static constexpr std::int64_t hours_in = 10 * 3'600'000'000LL;
  static constexpr std::int64_t time_before = 31 * 24 * 3'600'000'000LL - hours_in;

  const World& world_;
  CheckedSentence checked_;
  const std::function<bool()>& stopped_;
  Program program_;
};

Reply found_reply(const World& world, const ask::FoundOrder& order) {
  const State found{order.order, order.at, "", std::nullopt};
  Reply reply{true, {}};
  reply.parts.emplace_back(ReplyLine{"given " + given_text(world, found), Tone::good});
  reply.parts.emplace_back(ReplyLine{"at " + clock_text(world, *found.at), Tone::good});
  return reply;
}

/// So many tries over all members of a set.
constexpr std::size_t most_tries = 5 * ask::most_decisions;

/// One member after the other, the present one first.
Reply find_in_set(const World& world, const Sentence& sentence, const std::function<bool()>& stopped) {
  const std::size_t count = world.realm->set().members().size();
  ask::OrderSearch all;
  std::optional<Reply> unread;
  bool read = false;
  for (std::size_t i = 0; i < count && !all.found && !all.stopped; ++i) {
    const World& member = world.realm->world((world.member + i) % count);
    const Sentence here = read_sentence(member, sentence_text(sentence));
    CheckedSentence checked = resolve(member, here, {.find = &std::get<syntax::FindQuestion>(*here.question)});
    // Some member may know a fact that others do not; where none does, the present one tells of it.
    if (!checked.diagnostics.empty()) {
      if (!unread) unread = refused(std::move(checked.diagnostics), here.sources);
      continue;
    }
    read = true;
    const ask::OrderSearch search = Finding(member, std::move(checked), stopped).search();
    if (search.found) return found_reply(member, *search.found);
    all.tried += search.tried;
    all.cut = all.cut || search.cut || all.tried >= most_tries;
    all.stopped = search.stopped;
    if (all.tried >= most_tries) break;
  }
  if (!read && unread) return std::move(*unread);
  return {true, {ReplyLine{not_found(all) + tried_lists(world.model()), Tone::bad}}};
}

}  // namespace

Reply ask_find(const World& world, const Sentence& sentence, const syntax::FindQuestion& find,
               const std::function<bool()>& stopped) {
  if (world.realm != nullptr) return find_in_set(world, sentence, stopped);
  CheckedSentence checked = resolve(world, sentence, {.find = &find});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  const ask::OrderSearch search = Finding(world, std::move(checked), stopped).search();
  if (search.found) return found_reply(world, *search.found);
  return {true, {ReplyLine{not_found(search) + tried_lists(world.model()), Tone::bad}}};
}

}  // namespace bywhen::session
