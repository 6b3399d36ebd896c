#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "interpreter/api/names.hpp"
#include "interpreter/ask/candidates.hpp"
#include "interpreter/ask/search.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/session/realm.hpp"
#include "interpreter/session/searches.hpp"
#include "interpreter/session/share_text.hpp"
#include "interpreter/session/time_words.hpp"

namespace bywhen::session {
namespace {

using Tone = ReplyLine::Tone;

constexpr std::size_t most_rows = 50;
/// So many steps of a session are taken again at most, some thousands of values of them.
constexpr std::size_t most_steps = 200'000;
constexpr std::size_t fewest_values = 300;

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

// ── What is said of one value ────────────────────────────────────────────────────────────────────────────────────────

/// At the beginning of a line that tells an amount by how it is made of the varied fact: it is another for each value.
constexpr char moving_mark = '\x01';
/// At the beginning of an outcome that is no answer: why there is none.
constexpr char refused_mark = '\x02';

/// Whether amounts move with a fact's values evenly, so that the share says more than the amounts.
bool moves_amounts(Kind kind) {
  return kind == Kind::money || kind == Kind::percent || kind == Kind::integer || kind == Kind::decimal;
}

/// What a decision says, one line a thing. Without any time, where values lie on a scale: it would be another for each.
class Outline {
public:
  /// The fact varies; absent where the world does not know it.
  Outline(const World& world, const Decision& decision, const Focus& focus, std::optional<FactId> fact)
      : world_(world), model_(world.model()), decision_(decision), focus_(focus), fact_(fact) {}

  void tell_times(std::optional<Takeover> takeover) {
    times_ = true;
    takeover_ = std::move(takeover);
    // What is laid over it makes no two values differ that do not differ now.
    if (takeover_) takeover_->overlays.clear();
  }

  std::string text() {
    const bool all = !focus_.actor && !focus_.action;
    if (all) add(model_.statuses[decision_.order.status].label);
    add_actions();
    for (const DutyView& duty : decision_.view.duties) add_duty(duty);
    if (all && times_) add_next();
    if (text_.empty())
      add(fmt::format("no rule speaks of it in the status {}", model_.statuses[decision_.order.status].name));
    return std::move(text_);
  }

private:
  void add(const std::string& line) { text_ += fmt::format("{}{}", text_.empty() ? "" : "\n", line); }

  [[nodiscard]] bool matches(ActorId actor, const std::vector<ActionId>& actions) const {
    const bool of_action = !focus_.action || std::any_of(actions.begin(), actions.end(), [&](ActionId action) {
      return model_.actions[action].name == *focus_.action;
    });
    return of_action && (!focus_.actor || *focus_.actor == model_.actors[actor].name);
  }

  void add_actions() {
    const auto& entitlements = world_.program().statuses[decision_.order.status].entitlements;
    for (std::size_t i = 0; i < entitlements.size(); ++i) {
      const auto& view = decision_.view.actions[i];
      if (!view || !matches(entitlements[i].actor, {entitlements[i].action})) continue;
      add(fmt::format("{} may {}: {}{}", model_.actors[entitlements[i].actor].name,
                      model_.actions[entitlements[i].action].name, to_string(view->verdict), times_of(*view)));
    }
  }
  [[nodiscard]] std::string times_of(const ActionView& view) const {
    if (!times_) return "";
    const std::string from = view.from ? " from " + clock_text(world_, *view.from) : "";
    const bool ends = view.until || view.verdict == Verdict::allowed || view.verdict == Verdict::not_yet;
    return from + (ends ? end_words(world_, view.until, takeover_) : "");
  }

  [[nodiscard]] std::string due_words(const DutyView& duty) const {
    if (!duty.due) return "";
    const bool over = takeover_ && *duty.due > takeover_->at && duty.state != DutyState::met;
    return fmt::format(", due {}{}", clock_text(world_, *duty.due),
                       over ? fmt::format(" ({} before)", takeover_words(*takeover_)) : "");
  }

  void add_next() {
    for (const Happening& next : decision_.next) {
      if (takeover_ && next.at >= takeover_->at) return;
      add(fmt::format("{} happens {}", model_.actions[next.action].name, clock_text(world_, next.at)));
    }
  }

  void add_duty(const DutyView& duty) {
    const Rule& rule = model_.rules[duty.rule];
    if (!matches(duty.actor, rule.actions)) return;
    std::string amount = duty.amount ? format_money(duty.amount->amount) : "";
    std::string mark;
    if (duty.amount && fact_ && moves_amounts(model_.facts[*fact_].type.kind)) {
      Evaluation evaluation(model_, decision_.order, decision_.at);
      if (const auto share = share_text(evaluation, *rule.amount, *duty.amount, *fact_)) {
        amount = *share;
        mark = moving_mark;
      }
    }
    add(fmt::format("{}{} must {}{}{}: {}{}", mark, model_.actors[duty.actor].name,
                    model_.actions[rule.actions.front()].name, amount.empty() ? "" : " ", amount, to_string(duty.state),
                    times_ ? due_words(duty) : ""));
  }

  const World& world_;
  const Model& model_;
  const Decision& decision_;
  const Focus& focus_;
  std::optional<FactId> fact_;
  bool times_ = false;
  std::optional<Takeover> takeover_;
  std::string text_;
};

// ── The table ────────────────────────────────────────────────────────────────────────────────────────────────────────

bool is_refused(const std::string& outcome) { return outcome.starts_with(refused_mark); }

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

/// The lines that not all pieces have in common, and those that are another for each value.
std::set<std::string> telling_lines(const std::vector<ask::Piece>& pieces) {
  std::map<std::string, std::size_t> counts;
  std::size_t answered = 0;
  for (const ask::Piece& piece : pieces) {
    if (!piece.outcome || is_refused(*piece.outcome)) continue;
    ++answered;
    for (const std::string& line : lines_of(*piece.outcome)) ++counts[line];
  }
  std::set<std::string> telling;
  for (const auto& [line, count] : counts) {
    if (count < answered || line.starts_with(moving_mark)) telling.insert(line);
  }
  return telling;
}

std::string outcome_words(const ask::Piece& piece, const std::set<std::string>& telling) {
  if (!piece.found) return "not found out: it changes in here";
  if (!piece.outcome) return "no such order";
  if (is_refused(*piece.outcome)) return piece.outcome->substr(1);
  std::string words;
  for (const std::string& line : lines_of(*piece.outcome)) {
    if (!telling.empty() && !telling.contains(line)) continue;
    words += fmt::format("{}{}", words.empty() ? "" : "; ", line.starts_with(moving_mark) ? line.substr(1) : line);
  }
  return words.empty() ? "nothing of what the others say" : words;
}

std::string value_of(const World& world, const Value& value) {
  if (const auto* instant = std::get_if<Instant>(&value)) return clock_text(world, *instant);
  return value_words(world.model(), value);
}

/// `missing`, `before …`, `from … until …`, `from … on`, of events `from … until now`; of things without an order the
/// value itself.
std::string piece_words(const World& world, const ask::Variation& variation, std::size_t index) {
  const auto& pieces = variation.pieces;
  // None lies ahead of the present.
  const bool of_events = variation.scale && variation.scale->kind == Kind::event;
  const ask::Piece& piece = pieces[index];
  if (is_unknown(piece.first)) return "missing";
  const bool single = piece.first == piece.last;
  const bool first = index == 0 || is_unknown(pieces[index - 1].first);
  const bool last = index + 1 == pieces.size();
  const std::string on = of_events ? "until now" : "on";
  if (single) return value_of(world, piece.first);
  if (first && last) return "any";
  if (first) return fmt::format("before {}", value_of(world, pieces[index + 1].first));
  if (last) return fmt::format("from {} {}", value_of(world, piece.first), on);
  return fmt::format("from {} until {}", value_of(world, piece.first), value_of(world, pieces[index + 1].first));
}

ReplyTable table_of(const World& world, const std::string& fact, const ask::Variation& variation,
                    const std::set<std::string>& telling) {
  ReplyTable table{{fact, "then"}, {}};
  for (std::size_t i = 0; i < variation.pieces.size(); ++i) {
    std::string piece = piece_words(world, variation, i);
    std::string outcome = outcome_words(variation.pieces[i], telling);
    const bool joins = !variation.scale && !table.rows.empty() && table.rows.back()[1] == outcome;
    if (joins) {
      table.rows.back()[0] += ", " + piece;
    } else {
      table.rows.push_back({std::move(piece), std::move(outcome)});
    }
  }
  return table;
}

/// Whether the values that are answered are all answered alike, as far as they were tried.
bool all_alike(const ask::Variation& variation, const std::set<std::string>& telling) {
  return telling.empty() && std::none_of(variation.pieces.begin(), variation.pieces.end(), [](const ask::Piece& piece) {
           return !piece.found || (piece.outcome && is_refused(*piece.outcome));
         });
}

std::string bound_words(const ask::Variation& variation) {
  return fmt::format("{}{} values were tried: there may be more pieces", variation.stopped ? "stopped; " : "only ",
                     variation.tried);
}

Reply variation_reply(const World& world, const std::string& fact, const ask::Variation& variation) {
  const auto telling = telling_lines(variation.pieces);
  const bool none = std::none_of(variation.pieces.begin(), variation.pieces.end(),
                                 [](const ask::Piece& piece) { return piece.outcome.has_value(); });
  Reply reply;
  if (none) {
    reply.parts.emplace_back(ReplyLine{fmt::format("no order with another {} was found", fact), Tone::plain});
  } else if (!all_alike(variation, telling)) {
    ReplyTable table = table_of(world, fact, variation, telling);
    const std::size_t rows = table.rows.size();
    if (rows > most_rows) table.rows.resize(most_rows);
    reply.parts.emplace_back(std::move(table));
    if (rows > most_rows)
      reply.parts.emplace_back(ReplyLine{fmt::format("… and {} more rows", rows - most_rows), Tone::dim});
  } else {
    const std::string_view but = variation.scale ? variation.cut ? ", unless of times" : ", unless to its times" : "";
    reply.parts.emplace_back(ReplyLine{variation.cut ? fmt::format("no difference was found{}", but)
                                                     : fmt::format("{} makes no difference to this{}", fact, but),
                                       Tone::plain});
  }
  if (variation.cut) reply.parts.emplace_back(ReplyLine{bound_words(variation), Tone::dim});
  return reply;
}

/// A list has too many values for a table.
Reply not_gone_through(const std::string& list) {
  return {false,
          {ReplyLine{fmt::format("{0} is a list, whose values cannot be gone through: ask `what if {0} = {{…}}, {{…}}` "
                                 "for one of them, or `what if {0} = none`",
                                 list),
                     Tone::bad}}};
}

/// The steps that cost time when they are taken again.
std::size_t acts_in(const History& history) {
  return static_cast<std::size_t>(std::count_if(history.steps.begin(), history.steps.end(), [](const Planned& step) {
    return std::holds_alternative<GivenStep>(step.does) || std::holds_alternative<DoesStep>(step.does);
  }));
}

/// So many members are asked for the values that they put beside a fact.
constexpr std::size_t most_members_asked = 24;

/// The values at which other members of a set may say something else, and those at which another one governs.
std::vector<Value> values_of_others(const World& world, const State& now, FactId fact) {
  if (world.realm == nullptr) return {};
  const std::string& name = world.model().facts[fact].name;
  const Kind kind = world.model().facts[fact].type.kind;
  const PolicySet::Inside& inside = PolicySetAccess::inside(world.realm->set());
  std::vector<Value> values;
  if (name == inside.event) {
    for (const Stretch& stretch : inside.stretches) {
      if (stretch.from.is_real()) values.emplace_back(stretch.from);
    }
  }
  const std::size_t count = std::min(inside.members.size(), most_members_asked);
  for (std::size_t member = 0; member < count; ++member) {
    const World& other = world.realm->world(member);
    const auto same = find_name(other.model().facts, name);
    // Names of choices are counted anew in each policy.
    const bool comparable =
        same && other.model().facts[*same].type.kind == kind && kind != Kind::choice && kind != Kind::list;
    if (member == world.member || !comparable) continue;
    const State there = carried(world, other, now);
    for (Value& value : ask::candidates(other.program(), there.order, *same, *now.at))
      values.push_back(std::move(value));
  }
  for (const Stretch& stretch : inside.stretches) {
    const auto same = find_name(stretch.chooser->model->facts, name);
    if (!same || kind == Kind::choice || kind == Kind::list || stretch.chooser->model->facts[*same].type.kind != kind)
      continue;
    for (const Value& value : ask::uses_of(*stretch.chooser->model, *same).constants) values.push_back(value);
  }
  return values;
}

}  // namespace

Reply ask_varies(const World& world, const State& now, const History& history, const Sentence& sentence,
                 const syntax::VariesQuestion& varies, const std::function<bool()>& stopped) {
  if (!now.at) return std::get<Reply>(answer_of(world, now));
  CheckedSentence checked = resolve(world, sentence, {.fact = &varies.fact});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  const FactId fact = *checked.fact;
  if (world.model().facts[fact].type.kind == Kind::list) return not_gone_through(varies.fact.text);
  if (auto reply = set_again(world, now, history, fact)) return std::move(*reply);
  const Focus focus = focus_of(varies.question);
  const bool scaled = ask::has_scale(world.model().facts[fact].type.kind);
  const auto outcome = [&](const OrderState& order) -> std::optional<std::string> {
    Changes other;
    other.facts.push_back({fact, order.facts[fact]});
    const auto there = replay(world, now, history, other);
    if (const auto* refusal = std::get_if<Refusal>(&there))
      return refusal->words.empty() ? std::nullopt : std::optional(refused_mark + refusal->words);
    const auto& [at_world, state] = std::get<Place>(there);
    const auto standpoint = stand(*at_world, state);
    if (std::holds_alternative<Problems>(standpoint)) return std::nullopt;
    const auto& [here, settled, by] = std::get<Standpoint>(standpoint);
    const auto decided = settle_at(*here.world, here.state, *here.state.at);
    const auto* decision = std::get_if<Decision>(&decided);
    if (decision == nullptr) return std::nullopt;
    Outline outline(*here.world, *decision, focus, find_name(here.world->model().facts, varies.fact.text));
    if (!scaled) outline.tell_times(by ? by->takeover : std::nullopt);
    return outline.text();
  };
  const std::size_t most = std::clamp(most_steps / (acts_in(history) + 1), fewest_values, ask::most_variations);
  return variation_reply(
      world, varies.fact.text,
      ask::vary(
          world.program(), now.order, fact, *now.at, outcome,
          {.most = most, .stopped = stopped, .valid_only = false, .further = values_of_others(world, now, fact)}));
}

}  // namespace bywhen::session
