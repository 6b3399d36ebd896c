#include "interpreter/session/searches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "interpreter/ask/search.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/session/scenario_text.hpp"

namespace bywhen::session {
namespace {

using Tone = ReplyLine::Tone;

// ── A fact that varies
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Saying the steps of a session again for each value takes time.
constexpr std::size_t most_replays = 300;

/// What is asked about, as far as a question names it.
struct Focus {
  std::optional<std::string> actor;
  std::optional<std::string> action;
};

Focus focus_of(const std::optional<syntax::PlainQuestion>& question) {
  if (!question) return {};
  if (const auto* who = std::get_if<syntax::WhoQuestion>(&*question))
    return {std::nullopt, who->action ? std::optional(who->action->text) : std::nullopt};
  if (const auto* why = std::get_if<syntax::WhyQuestion>(&*question)) return {why->actor.text, why->action.text};
  if (const auto* when = std::get_if<syntax::WhenQuestion>(&*question)) return {when->actor.text, when->action.text};
  const auto* until = std::get_if<syntax::UntilQuestion>(&*question);
  if (until == nullptr || !until->actor) return {};
  return {until->actor->text, until->action->text};
}

bool matches(const Focus& focus, const std::string& actor, const std::vector<std::string>& actions) {
  const bool of_action = !focus.action || std::find(actions.begin(), actions.end(), *focus.action) != actions.end();
  return of_action && (!focus.actor || *focus.actor == actor);
}

/// What an answer says without any time, which would be another for each value: one line a thing.
std::string outline(const Answer& answer, const Focus& focus) {
  std::string text;
  const auto add = [&](const std::string& line) { text += fmt::format("{}{}", text.empty() ? "" : "\n", line); };
  if (!focus.actor && !focus.action) add(answer.status_label);
  for (const ActionAnswer& action : answer.actions) {
    if (matches(focus, action.actor, {action.action}))
      add(fmt::format("{} may {}: {}", action.actor, action.action, to_string(action.verdict)));
  }
  for (const DeadlineAnswer& duty : answer.deadlines) {
    if (!matches(focus, duty.actor, duty.actions)) continue;
    const std::string amount = duty.amount ? " " + duty.amount->amount : "";
    add(fmt::format("{} must {}{}: {}", duty.actor, duty.actions.front(), amount, to_string(duty.state)));
  }
  if (text.empty()) add(fmt::format("no rule speaks of it in the status {}", answer.status));
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::string line;
  for (const char c : text + "\n") {
    if (c != '\n') {
      line += c;
    } else {
      lines.push_back(std::exchange(line, {}));
    }
  }
  return lines;
}

/// The lines that not all pieces have in common; all of them where that is none.
std::set<std::string> telling_lines(const std::vector<ask::Piece>& pieces) {
  std::map<std::string, std::size_t> counts;
  std::size_t answered = 0;
  for (const ask::Piece& piece : pieces) {
    if (!piece.outcome) continue;
    ++answered;
    for (const std::string& line : lines_of(*piece.outcome)) ++counts[line];
  }
  std::set<std::string> telling;
  for (const auto& [line, count] : counts) {
    if (count < answered) telling.insert(line);
  }
  return telling;
}

std::string outcome_words(const ask::Piece& piece, const std::set<std::string>& telling) {
  if (!piece.outcome) return "no such order";
  std::string words;
  for (const std::string& line : lines_of(*piece.outcome)) {
    if (telling.empty() || telling.contains(line)) words += fmt::format("{}{}", words.empty() ? "" : "; ", line);
  }
  return words.empty() ? "nothing of what the others say" : words;
}

std::string value_of(const World& world, const Value& value) {
  if (const auto* instant = std::get_if<Instant>(&value)) return clock_text(world, *instant);
  return value_words(world.model(), value);
}

/// `missing`, `before …`, `from … until …`, `from … on`; of things without an order the value itself.
std::string piece_words(const World& world, const std::vector<ask::Piece>& pieces, std::size_t index) {
  const ask::Piece& piece = pieces[index];
  if (is_unknown(piece.first)) return "missing";
  const bool single = piece.first == piece.last;
  const bool first = index == 0 || is_unknown(pieces[index - 1].first);
  const bool last = index + 1 == pieces.size();
  if (single) return value_of(world, piece.first);
  if (first && last) return "any";
  if (first) return fmt::format("before {}", value_of(world, pieces[index + 1].first));
  if (last) return fmt::format("from {} on", value_of(world, piece.first));
  return fmt::format("from {} until {}", value_of(world, piece.first), value_of(world, pieces[index + 1].first));
}

Reply variation_reply(const World& world, const std::string& fact, const ask::Variation& variation) {
  const auto telling = telling_lines(variation.pieces);
  ReplyTable table{{fact, "then"}, {}};
  for (std::size_t i = 0; i < variation.pieces.size(); ++i) {
    std::string piece = piece_words(world, variation.pieces, i);
    std::string outcome = outcome_words(variation.pieces[i], telling);
    const bool joins = !variation.scale && !table.rows.empty() && table.rows.back()[1] == outcome;
    if (joins) {
      table.rows.back()[0] += ", " + piece;
    } else {
      table.rows.push_back({std::move(piece), std::move(outcome)});
    }
  }
  Reply reply;
  if (telling.empty()) {
    reply.parts.emplace_back(ReplyLine{fmt::format("{} makes no difference to this", fact), Tone::plain});
  } else {
    reply.parts.emplace_back(std::move(table));
  }
  if (variation.cut) {
    reply.parts.emplace_back(
        ReplyLine{fmt::format("{} values were tried; there may be more pieces", variation.tried), Tone::dim});
  }
  return reply;
}

// ── An order
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

bool permission_holds(const Program& program, const Decision& decision, const AskedPermission& asked) {
  const auto& entitlements = program.statuses[decision.order.status].entitlements;
  for (std::size_t i = 0; i < entitlements.size(); ++i) {
    if (entitlements[i].actor != asked.actor || entitlements[i].action != asked.action) continue;
    const auto& view = decision.view.actions[i];
    return (view && view->verdict == Verdict::allowed) != asked.negated;
  }
  return asked.negated;
}

}  // namespace

Reply ask_varies(const World& world, const State& now, const History& history, const Sentence& sentence,
                 const syntax::VariesQuestion& varies) {
  if (!now.at) return std::get<Reply>(answer_of(world, now));
  CheckedSentence checked = resolve(world, sentence, {.fact = &varies.fact});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  const FactId fact = *checked.fact;
  const Focus focus = focus_of(varies.question);
  const auto outcome = [&](const OrderState& order) -> std::optional<std::string> {
    auto there = replay(world, history, std::nullopt, {{fact, order.facts[fact]}});
    auto* state = std::get_if<State>(&there);
    if (state == nullptr) return std::nullopt;
    if (state->at) state->at = std::max(*state->at, *now.at);
    const auto answer = answer_of(world, *state);
    const auto* told = std::get_if<Answer>(&answer);
    return told == nullptr ? std::nullopt : std::optional(outline(*told, focus));
  };
  OrderState start = history.start.order;
  start.as_of.reset();
  const std::size_t most = history.steps.empty() ? ask::most_variations : most_replays;
  return variation_reply(world, varies.fact.text, ask::vary(world.program(), start, fact, *now.at, outcome, most));
}

Reply ask_find(const World& world, const Sentence& sentence, const syntax::FindQuestion& find) {
  CheckedSentence checked = resolve(world, sentence, {.find = &find});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  Program program = world.program();
  program.model = checked.model;
  const auto wanted = [&](const OrderState&, Instant at, const Decision& decision) {
    Evaluation evaluation(*checked.model, decision.order, at);
    return std::all_of(checked.permissions.begin(), checked.permissions.end(),
                       [&](const AskedPermission& asked) { return permission_holds(program, decision, asked); }) &&
           std::all_of(checked.conditions.begin(), checked.conditions.end(),
                       [&](ExprId condition) { return evaluation.truth(condition) == Truth::yes; });
  };
  const ask::OrderSearch search = ask::find_order(program, wanted);
  if (!search.found) {
    return {true, {ReplyLine{fmt::format("no such order was found; {} were tried", search.tried), Tone::bad}}};
  }
  State found{search.found->order, search.found->at, "", std::nullopt};
  Reply reply{true, {}};
  reply.parts.emplace_back(ReplyLine{"given " + given_text(world, found), Tone::good});
  reply.parts.emplace_back(ReplyLine{"at " + clock_text(world, *found.at), Tone::good});
  return reply;
}

}  // namespace bywhen::session
