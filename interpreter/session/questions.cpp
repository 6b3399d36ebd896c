#include "interpreter/session/questions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/api/access.hpp"
#include "interpreter/api/preview.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/scenario/run.hpp"
#include "interpreter/session/realm.hpp"
#include "interpreter/session/time_words.hpp"

namespace bywhen::session {
namespace {

using Tone = ReplyLine::Tone;

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::allowed:
      return Tone::good;
    case Verdict::not_yet:
    case Verdict::unknown:
      return Tone::waiting;
    default:
      return Tone::bad;
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) text += fmt::format("{}{}", text.empty() ? "" : between, part);
  return text;
}

using MaybeTakeover = std::optional<Takeover>;

/// `yes, until …`, `not yet: from … until …`, `no, it was until …`
std::string verdict_words(const World& world, const ActionAnswer& action, const MaybeTakeover& takeover) {
  const std::string until = end_words(world, action.until, takeover);
  switch (action.verdict) {
    case Verdict::allowed:
      return "yes" + (until.empty() ? ", without end" : "," + until);
    case Verdict::not_yet:
      if (const std::string before = before_words(world, action.from, takeover); !before.empty())
        return fmt::format("not yet: from {}{}", clock_text(world, *action.from), before);
      return fmt::format("not yet: from {}{}", action.from ? clock_text(world, *action.from) : "later", until);
    case Verdict::expired:
      return fmt::format("no longer: it was{}", until.empty() ? " before" : until);
    case Verdict::unknown:
      return fmt::format("unknown: it hangs on {}", joined(action.unknown, ", "));
    case Verdict::forbidden:
      break;
  }
  return "no" + (action.until ? "," + until : "");
}

std::string because_words(const ActionAnswer& action) {
  return action.because.empty() ? "" : fmt::format(" · {}", joined(action.because, "; "));
}

ReplyLine action_line(const World& world, const ActionAnswer& action, const MaybeTakeover& takeover) {
  return {fmt::format("{} may {}: {}{}", action.actor, action.action, verdict_words(world, action, takeover),
                      because_words(action)),
          tone_of(action.verdict)};
}

std::string duty_words(const World& world, const DeadlineAnswer& duty, const MaybeTakeover& takeover) {
  std::string text(to_string(duty.state));
  if (duty.amount) text += fmt::format(", {}", duty.amount->amount);
  if (duty.due) text += fmt::format(", due {}", clock_text(world, *duty.due));
  const bool ahead = duty.state == DutyState::pending || duty.state == DutyState::ahead;
  if (ahead) text += before_words(world, duty.due, takeover);
  return text;
}

/// Whether an actor and an action are those of an answer's entry.
struct Named {
  std::optional<std::string> actor;
  std::optional<std::string> action;

  [[nodiscard]] bool matches(const ActionAnswer& candidate) const {
    return (!actor || candidate.actor == *actor) && (!action || candidate.action == *action);
  }
};

class Asker {
public:
  /// `told` is the order as it was before another policy took it over, if one did.
  Asker(const Place& told, const Place& here, const Sentence& sentence, Answer answer)
      : told_(told), world_(*here.world), state_(here.state), sentence_(sentence), answer_(std::move(answer)) {}

  Reply operator()(const syntax::ShowQuestion&) { return {true, {answer_}}; }

  Reply operator()(const syntax::WhoQuestion& who) {
    auto named = names({}, who.action);
    if (auto* reply = std::get_if<Reply>(&named)) return std::move(*reply);
    Reply reply;
    for (const ActionAnswer& action : answer_.actions) {
      if (!std::get<Named>(named).matches(action)) continue;
      const bool shown = who.action || action.verdict == Verdict::allowed || action.verdict == Verdict::unknown;
      if (shown) add_action(reply, action);
    }
    if (reply.parts.empty()) {
      reply.parts.emplace_back(
          ReplyLine{who.action ? fmt::format("no rule speaks of {} in the status {}", who.action->text, answer_.status)
                               : "nobody may do anything now",
                    Tone::bad});
    }
    return reply;
  }

  Reply operator()(const syntax::WhyQuestion& question) {
    auto named = names(question.actor, question.action);
    if (auto* reply = std::get_if<Reply>(&named)) return std::move(*reply);
    auto reason = reason_of(question.actor.text, question.action.text);
    if (auto* problems = std::get_if<Problems>(&reason)) return refused(std::move(*problems));
    return {true, {std::move(std::get<Why>(reason))}};
  }
  Reply operator()(const syntax::WhenQuestion& when) {
    auto named = names(when.actor, when.action);
    if (auto* reply = std::get_if<Reply>(&named)) return std::move(*reply);
    auto outlook = outlook_of(when.actor.text, when.action.text);
    if (auto* problems = std::get_if<Problems>(&outlook)) return refused(std::move(*problems));
    return {true, {ReplyWhen{std::move(std::get<Outlook>(outlook))}}};
  }

  Reply operator()(const syntax::UntilQuestion& until) {
    if (until.actor) return about(*until.actor, *until.action);
    if (!answer_.valid_until) return {true, {ReplyLine{"this holds for good, if no fact changes", Tone::plain}}};
    const bool taken_over = answer_.takeover && answer_.takeover->at == *answer_.valid_until;
    const std::string how = taken_over ? fmt::format(", when {}", takeover_words(*answer_.takeover)) : "";
    Reply reply{true,
                {ReplyLine{fmt::format("until {}{}", clock_text(world_, *answer_.valid_until), how), Tone::waiting}}};
    State later = state_;
    later.at = answer_.valid_until;
    const auto then = answer_of(world_, later);
    if (const auto* next = std::get_if<Answer>(&then)) {
      ReplyTable table = differences(sayings(world_, answer_), sayings(world_, *next), "now", "then");
      if (!table.rows.empty()) reply.parts.emplace_back(std::move(table));
    }
    return reply;
  }

  Reply operator()(const syntax::NextQuestion&) {
    Reply reply;
    auto all = all_next();
    if (auto* problems = std::get_if<Problems>(&all)) return refused(std::move(*problems));
    for (const NextAnswer& next : std::get<std::vector<NextAnswer>>(all)) {
      const std::string& status = next.to_label;
      reply.parts.emplace_back(
          ReplyLine{fmt::format("{}  {} → {}{}", clock_text(world_, next.at), next.action_label, status,
                                next.because.empty() ? "" : fmt::format(" · {}", next.because)),
                    Tone::waiting});
      for (const std::string& note : next.notes) reply.parts.emplace_back(ReplyLine{"  " + note, Tone::dim});
    }
    if (reply.parts.empty()) {
      reply.parts.emplace_back(ReplyLine{"nothing happens by itself", Tone::plain});
    }
    return reply;
  }

  Reply operator()(const syntax::TimelineQuestion&) {
    auto outlook = outlook_of();
    if (auto* problems = std::get_if<Problems>(&outlook)) return refused(std::move(*problems));
    return {true, {std::move(std::get<Outlook>(outlook))}};
  }

  Reply operator()(const syntax::PreviewQuestion& question) {
    auto planned = plan_deed(world_, sentence_, question.deed);
    if (auto* reply = std::get_if<Reply>(&planned)) return std::move(*reply);
    const Planned& step = std::get<Planned>(planned);
    const DoesStep& does = std::get<DoesStep>(step.does);
    const Inputs inputs = told_by(step, state_, {});
    auto found = world_.realm != nullptr ? preview_of(does, inputs)
                                         : preview({world_.compiled, state_.order, state_.id},
                                                   {does.actor, does.action, inputs}, *state_.at);
    if (auto* problems = std::get_if<Problems>(&found)) return refused(std::move(*problems));
    return {true, {std::move(std::get<Preview>(found))}};
  }

  Reply operator()(const syntax::ExpectStep& expect) {
    const syntax::Step step = expect;
    CheckedSentence checked = resolve(world_, sentence_, {.step = &step});
    if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence_.sources);
    Program program = world_.program();
    program.model = checked.model;
    auto next = all_next();
    if (auto* problems = std::get_if<Problems>(&next)) return refused(std::move(*problems));
    ScenarioResult result = run_expectation(program, sentence_.sources, state_.order, *state_.at, state_.because,
                                            *checked.step, std::get<std::vector<NextAnswer>>(next));
    if (result.passed()) return {true, {ReplyLine{"as expected", Tone::good}}};
    return refused(std::move(result.failures), sentence_.sources);
  }

private:
  [[nodiscard]] Policy policy() const { return PolicyAccess::wrap(world_.compiled); }
  [[nodiscard]] Order order() const { return PolicyAccess::wrap({world_.compiled, state_.order, state_.id}); }

  // What a set says beyond the policy that governs now.

  [[nodiscard]] std::string json() const { return to_json(data_of(*told_.world, told_.state)); }
  [[nodiscard]] std::variant<Why, Problems> reason_of(const std::string& actor, const std::string& action) const {
    return world_.realm != nullptr ? set::why(world_.realm->cast(), json(), actor, action, *state_.at)
                                   : why(policy(), order(), actor, action, *state_.at);
  }
  [[nodiscard]] std::variant<Outlook, Problems> outlook_of(const std::string& actor, const std::string& action) const {
    return world_.realm != nullptr ? set::project(world_.realm->cast(), json(), actor, action, *state_.at)
                                   : project(policy(), order(), actor, action, *state_.at);
  }
  [[nodiscard]] std::variant<Outlook, Problems> outlook_of() const {
    return world_.realm != nullptr ? set::project(world_.realm->cast(), json(), *state_.at)
                                   : project(policy(), order(), *state_.at);
  }
  [[nodiscard]] std::variant<Preview, Problems> preview_of(const DoesStep& does, const Inputs& inputs) const {
    const Model& model = world_.model();
    FactTexts texts;
    for (const auto& [fact, value] : inputs)
      texts.emplace_back(model.facts[fact].name, is_unknown(value) ? "missing" : set::text_of(to_scalar(model, value)));
    return set::preview(world_.realm->cast(), json(), model.actors[does.actor].name, model.actions[does.action].name,
                        texts, *state_.at);
  }
  [[nodiscard]] std::variant<std::vector<NextAnswer>, Problems> all_next() const {
    if (world_.realm == nullptr) return answer_.next;
    auto outlook = outlook_of();
    if (auto* problems = std::get_if<Problems>(&outlook)) return std::move(*problems);
    return std::move(std::get<Outlook>(outlook).next);
  }

  /// The names of an actor and an action, or what is wrong with them.
  std::variant<Named, Reply> names(const std::optional<syntax::Name>& actor,
                                   const std::optional<syntax::Name>& action) {
    Unresolved unresolved;
    if (actor) unresolved.actor = &*actor;
    if (action) unresolved.action = &*action;
    CheckedSentence checked = resolve(world_, sentence_, unresolved);
    if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence_.sources);
    Named named;
    if (checked.actor) named.actor = world_.model().actors[*checked.actor].name;
    if (checked.action) named.action = world_.model().actions[*checked.action].name;
    return named;
  }

  /// A duty that can be done in two ways is told once.
  static void add_line(Reply& reply, ReplyLine line) {
    const bool told = std::any_of(reply.parts.begin(), reply.parts.end(), [&](const ReplyPart& part) {
      const auto* other = std::get_if<ReplyLine>(&part);
      return other != nullptr && other->text == line.text;
    });
    if (!told) reply.parts.emplace_back(std::move(line));
  }

  /// What it may, and whether it must.
  void add_action(Reply& reply, const ActionAnswer& action) const {
    reply.parts.emplace_back(action_line(world_, action, answer_.takeover));
    for (const DeadlineAnswer& duty : answer_.deadlines) {
      const bool owed = std::find(duty.actions.begin(), duty.actions.end(), action.action) != duty.actions.end();
      if (duty.actor != action.actor || !owed) continue;
      add_line(reply, {fmt::format("{} must {}: {}", duty.actor, joined(duty.actions, " or "),
                                   duty_words(world_, duty, answer_.takeover)),
                       duty.state == DutyState::overdue ? Tone::bad : Tone::waiting});
    }
  }

  Reply about(const syntax::Name& actor, const syntax::Name& action) {
    auto named = names(actor, action);
    if (auto* reply = std::get_if<Reply>(&named)) return std::move(*reply);
    for (const ActionAnswer& candidate : answer_.actions) {
      if (!std::get<Named>(named).matches(candidate)) continue;
      Reply reply;
      add_action(reply, candidate);
      return reply;
    }
    return {true,
            {ReplyLine{fmt::format("no: no rule lets {} {} in the status {}", actor.text, action.text, answer_.status),
                       Tone::bad}}};
  }

  const Place& told_;
  const World& world_;
  const State& state_;
  const Sentence& sentence_;
  Answer answer_;
};

}  // namespace

namespace {

/// The question that a sentence asks in the end.
class Asked {
public:
  using Found = std::optional<syntax::PlainQuestion>;
  Found operator()(const syntax::WhatIfQuestion& what_if) const { return what_if.question; }
  Found operator()(const syntax::CompareQuestion& compare) const { return compare.question; }
  Found operator()(const syntax::VariesQuestion& varies) const { return varies.question; }
  Found operator()(const syntax::FindQuestion&) const { return std::nullopt; }
  Found operator()(const syntax::GivenStep&) const { return std::nullopt; }
  Found operator()(const syntax::MoveStep&) const { return std::nullopt; }
  Found operator()(const syntax::DoesStep&) const { return std::nullopt; }
  template <typename Plain>
  Found operator()(const Plain& plain) const {
    return plain;
  }
};

}  // namespace

Reply ask_plain(const World& world, const State& state, std::string_view text) {
  auto answer = answer_of(world, state);
  if (auto* reply = std::get_if<Reply>(&answer)) return std::move(*reply);
  auto standpoint = stand(world, state);
  if (auto* problems = std::get_if<Problems>(&standpoint)) return refused(std::move(*problems));
  const Place told{&world, state};
  const Place& here = std::get<Standpoint>(standpoint).place;
  const Sentence sentence = read_sentence(*here.world, text);
  const auto question = std::visit(Asked(), *sentence.question);
  return std::visit(Asker(told, here, sentence, std::move(std::get<Answer>(answer))), *question);
}

std::vector<Saying> sayings(const World& world, const Answer& answer) {
  std::vector<Saying> all{{"status", answer.status_label}};
  for (const ActionAnswer& action : answer.actions)
    all.push_back(
        {fmt::format("{} may {}", action.actor, action.action), verdict_words(world, action, answer.takeover)});
  for (const DeadlineAnswer& duty : answer.deadlines) {
    all.push_back({fmt::format("{} must {}", duty.actor, joined(duty.actions, " or ")),
                   duty_words(world, duty, answer.takeover)});
  }
  for (const NextAnswer& next : answer.next)
    all.push_back({fmt::format("{} happens", next.action), clock_text(world, next.at)});
  return all;
}

ReplyTable differences(const std::vector<Saying>& first, const std::vector<Saying>& second,
                       const std::string& first_name, const std::string& second_name) {
  ReplyTable table{{"", first_name, second_name}, {}};
  const auto said_in = [](const std::vector<Saying>& all, const std::string& about) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Saying& saying) { return saying.about == about; });
    return found == all.end() ? std::string("–") : found->said;
  };
  for (const Saying& saying : first) {
    const std::string other = said_in(second, saying.about);
    if (other != saying.said) table.rows.push_back({saying.about, saying.said, other});
  }
  for (const Saying& saying : second) {
    if (said_in(first, saying.about) == "–") table.rows.push_back({saying.about, "–", saying.said});
  }
  return table;
}

}  // namespace bywhen::session
