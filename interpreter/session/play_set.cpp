#include "interpreter/session/play_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/check/check_question.hpp"
#include "interpreter/check/codes.hpp"
#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/scenario/run.hpp"
#include "interpreter/session/steps.hpp"
#include "interpreter/session/world.hpp"
#include "interpreter/set/inside.hpp"
#include "interpreter/set/picker.hpp"
#include "interpreter/set/story.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen::session {
namespace {

std::vector<const syntax::ScenarioDecl*> scenarios_in(const Parsed& parsed) {
  std::vector<const syntax::ScenarioDecl*> found;
  for (const syntax::Declaration& declaration : parsed.file.declarations) {
    if (const auto* scenario = std::get_if<syntax::ScenarioDecl>(&declaration)) found.push_back(scenario);
  }
  return found;
}

Span span_of(const syntax::Step& step) {
  return std::visit([](const auto& each) { return each.span; }, step);
}

/// The actions that a step names.
struct ActionsNamed {
  std::vector<syntax::Name> operator()(const syntax::ExpectMay& may) const { return {may.action}; }
  std::vector<syntax::Name> operator()(const syntax::ExpectUnknown& unknown) const { return {unknown.action}; }
  std::vector<syntax::Name> operator()(const syntax::ExpectMust& must) const { return must.actions; }
  std::vector<syntax::Name> operator()(const syntax::ExpectCannot& cannot) const { return {cannot.action}; }
  std::vector<syntax::Name> operator()(const syntax::ExpectHappens& happens) const { return {happens.action}; }
  std::vector<syntax::Name> operator()(const syntax::DoesStep& does) const { return {does.action}; }
  std::vector<syntax::Name> operator()(const syntax::ExpectStep& expect) const {
    return std::visit(*this, expect.expectation);
  }
  template <typename Other>
  std::vector<syntax::Name> operator()(const Other&) const {
    return {};
  }
};

/// Whether nothing more is expected than that something is not allowed, or not owed.
bool expects_nothing(const syntax::Step& step) {
  const auto* expect = std::get_if<syntax::ExpectStep>(&step);
  if (expect == nullptr) return false;
  if (const auto* may = std::get_if<syntax::ExpectMay>(&expect->expectation))
    return may->negated && !may->from && !may->until && !may->because;
  const auto* must = std::get_if<syntax::ExpectMust>(&expect->expectation);
  return must != nullptr && must->negated;
}

bool has_action(const Model& model, const std::string& name) {
  return std::any_of(model.actions.begin(), model.actions.end(),
                     [&](const Action& action) { return action.name == name; });
}

/// A file of scenarios in the light of one member of the set.
struct View {
  World world;
  /// Those of the member, and behind them the file.
  Sources sources;
  Parsed file;
  /// Which of the set's sources these are.
  std::vector<std::uint32_t> places;
};

class Views {
public:
  Views(const PolicySet::Inside& set, std::uint32_t source) : set_(set), source_(source) {}

  const View& of(std::size_t member) {
    const auto known = views_.find(member);
    if (known != views_.end()) return known->second;
    View view{make_world(set_.members[member].policy), {}, {}, set_.places[member]};
    view.sources = view.world.sources;
    const Source& text = set_.sources[source_];
    const std::uint32_t own = view.sources.add(text.name(), std::string(text.original()));
    view.file = parse(view.sources, own);
    view.places.resize(own);
    view.places.push_back(source_);
    return views_.emplace(member, std::move(view)).first->second;
  }

private:
  const PolicySet::Inside& set_;
  std::uint32_t source_;
  std::map<std::size_t, View> views_;
};

/// Plays one scenario.
class Play {
public:
  Play(const PolicySet& set, Views& views, std::size_t scenario)
      : cast_(set), inside_(PolicySetAccess::inside(set)), views_(views), scenario_(scenario) {}

  Diagnostics play() {
    const std::size_t count = steps(0).size();
    while (next_ < count && std::holds_alternative<syntax::GivenStep>(steps(0)[next_])) ++next_;
    if (next_ == count) return {};
    begin();
    for (; next_ < count && !stopped_; ++next_) take_step();
    return std::move(failures_);
  }

private:
  [[nodiscard]] const std::vector<syntax::Step>& steps(std::size_t member) const {
    return scenarios_in(views_.of(member).file)[scenario_]->steps;
  }
  [[nodiscard]] const Policy::Compiled& compiled(std::size_t member) const {
    return *PolicyAccess::compiled(inside_.members[member].policy);
  }

  // ── The beginning: nobody knows yet which policy governs ──

  /// What is given is read by the newest version first, as far as it knows it, to see which version is meant.
  void begin() {
    const std::size_t newest = inside_.members.size() - 1;
    member_ = newest;
    give(true);
    std::size_t chosen = newest;
    if (const auto at = time_of(steps(newest)[next_]); at && pick(*at)) chosen = member_;
    member_ = chosen;
    if (!stopped_) give(false);
  }

  /// Takes in all that is given before the first step, from nothing.
  void give(bool lenient) {
    standing_ = {};
    standing_.order = empty_state(views_.of(member_).world).order;
    for (std::size_t i = 0; i < next_ && !stopped_; ++i) {
      syntax::Step step = steps(member_)[i];
      if (lenient) leave_out(member_, std::get<syntax::GivenStep>(step));
      const std::size_t before = failures_.size();
      play_in(step);
      if (!lenient) continue;
      failures_.resize(before);
      stopped_ = false;
    }
  }

  /// What the member does not know; and the status, which says nothing of who governs.
  void leave_out(std::size_t member, syntax::GivenStep& given) const {
    leave_out_unknown(*compiled(member).program.model, given);
    std::erase_if(given.assignments, [](const auto& assignment) { return assignment.fact.text == "status"; });
  }

  [[nodiscard]] OrderData data() const { return order_data(*compiled(member_).program.model, standing_.order); }
  [[nodiscard]] std::string json() const { return to_json(data()); }

  /// Picks by the facts that are given; they need not make up a whole order yet.
  bool pick(Instant at) {
    const std::string order = json();
    const set::Picker picker(inside_, order);
    const auto picked = picker.pick(at);
    if (picked) {
      member_ = picked->member;
      return true;
    }
    stop(codes::scenario_order_refused, "no version governs this order", picker.no_version(at).message);
    return false;
  }

  // ── Steps ──

  void take_step() {
    const syntax::Step step = steps(member_)[next_];
    const bool moves = std::holds_alternative<syntax::AtStep>(step);
    if (standing_.at || moves) {
      const auto at = moves ? time_of(step) : standing_.at;
      if (moves && at && standing_.at && *at < *standing_.at) return stop_backwards();
      if (at) govern_anew(*at);
      if (stopped_) return;
      // Time goes on under the policy that governs then, and not before.
      if (moves && at) standing_.at.reset();
    }
    if (standing_.at && std::holds_alternative<syntax::GivenStep>(step)) return tell(*standing_.at);
    if (std::holds_alternative<syntax::ExpectStep>(step)) look_ahead();
    play_in(steps(member_)[next_]);
    standing_.next.reset();
  }

  /// What will happen by itself, where another version will have a say in that.
  void look_ahead() {
    if (!until_ || !standing_.at) return;
    auto outlook = project(cast_, json(), *standing_.at);
    if (auto* told = std::get_if<Outlook>(&outlook)) standing_.next = std::move(told->next);
  }

  // ── What is told on the way may bring in another policy, and facts that only that one knows ──

  void tell(Instant at) {
    const auto telling = [this](std::size_t member) { return told_in(member, true); };
    const auto found = member_when_told(cast_, data(), telling, at, member_);
    const auto* member = std::get_if<std::size_t>(&found);
    if (member == nullptr || *member == member_) return play_in(steps(member_)[next_]);
    const std::size_t before = failures_.size();
    const set::Told told = told_in(*member, false);
    if (failures_.size() > before) {
      stopped_ = true;
      return;
    }
    auto read = read_order(inside_.members[*member].policy, to_json(set::with_told(data(), told)));
    if (auto* problems = std::get_if<Problems>(&read)) return refuse(*problems, "what is given here is refused");
    member_ = *member;
    standing_.order = PolicyAccess::parts(std::get<Order>(read)).state;
  }

  /// What the step tells, as a member reads it.
  set::Told told_in(std::size_t member, bool lenient) {
    syntax::Step step = steps(member)[next_];
    set::Told told;
    auto& given = std::get<syntax::GivenStep>(step);
    const Model& known = *compiled(member).program.model;
    for (std::string& fact : leave_out_withdrawn(*compiled(member_).program.model, known, given.assignments))
      told.emplace_back(std::move(fact), std::nullopt);
    if (lenient) leave_out(member, given);
    const CheckedSentence checked = read(member, {.step = &step});
    if (!checked.step) {
      if (!lenient) add(member, checked.diagnostics);
      return {};
    }
    const OrderState order = read_facts_told(compiled(member).program, json());
    for (const Assigned& assigned : std::get<GivenStep>(*checked.step).facts) {
      Evaluation evaluation(*checked.model, order, *standing_.at);
      const Value value = evaluation.value(assigned.value);
      std::optional<Scalar> scalar;
      if (!is_unknown(value)) scalar = to_scalar(*checked.model, value);
      told.emplace_back(checked.model->facts[assigned.fact].name, std::move(scalar));
    }
    return told;
  }

  void refuse(const Problems& problems, std::string_view message) {
    std::string text;
    for (const Problem& problem : problems) text += fmt::format("{}{}", text.empty() ? "" : "\n", problem.message);
    stop(codes::scenario_order_refused, std::string(message), std::move(text));
  }

  void stop_backwards() {
    stop(codes::time_runs_back, "time runs backwards here",
         fmt::format("the scenario is at {} already",
                     zone_time_literal(compiled(member_).program.model->zone, *standing_.at)));
  }

  /// Where another policy governs from now on, the order is read by it.
  void govern_anew(Instant at) {
    auto told = tell_story(cast_, json(), at);
    if (const auto* problems = std::get_if<Problems>(&told)) {
      return refuse(*problems,
                    standing_.at ? "the order cannot be asked about here" : "the order given here is refused");
    }
    const set::Story& story = std::get<set::Story>(told);
    until_ = !story.present().until.is_never();
    if (story.present().member == member_ && story.settled.empty()) return;
    member_ = story.present().member;
    standing_.order = PolicyAccess::parts(story.present().order).state;
    for (const SettledAnswer& settled : story.settled) {
      if (settled.from != settled.to) standing_.because = settled.because;
    }
  }

  [[nodiscard]] CheckedSentence read(const Unresolved& sentence) const { return read(member_, sentence); }
  [[nodiscard]] CheckedSentence read(std::size_t member, const Unresolved& sentence) const {
    const View& view = views_.of(member);
    return check_sentence(view.sources, view.world.parsed, view.world.files, sentence);
  }

  /// The instant of an `at`; absent where that is a mistake, which is told when the step is played.
  [[nodiscard]] std::optional<Instant> time_of(const syntax::Step& step) const {
    const auto* at = std::get_if<syntax::AtStep>(&step);
    if (at == nullptr) return std::nullopt;
    const CheckedSentence checked = read({.moment = &at->time});
    if (!checked.diagnostics.empty() || !checked.moment) return std::nullopt;
    Evaluation evaluation(*checked.model, standing_.order, standing_.at.value_or(Instant::first()));
    const auto instant = evaluation.moment(*checked.moment);
    return instant && instant->is_real() ? instant : std::nullopt;
  }

  /// An action that others of the set have, and not the policy that governs: nobody may do it.
  [[nodiscard]] std::optional<syntax::Name> action_of_others(const syntax::Step& step) const {
    for (const syntax::Name& action : std::visit(ActionsNamed{}, step)) {
      const auto has = [&](const PolicyMember& member) {
        return has_action(*PolicyAccess::compiled(member.policy)->program.model, action.text);
      };
      if (has(inside_.members[member_])) continue;
      if (std::any_of(inside_.members.begin(), inside_.members.end(), has)) return action;
    }
    return std::nullopt;
  }
  void refuse(const syntax::Step& step, const syntax::Name& action) {
    const PolicyMember& member = inside_.members[member_];
    std::string governing = member.version.empty() ? "the first version" : fmt::format("version {}", member.version);
    for (const std::string& overlay : member.overlays) governing += fmt::format(", with {}", overlay);
    Diagnostic diagnostic;
    diagnostic.code = std::holds_alternative<syntax::DoesStep>(step) ? codes::step_refused : codes::expectation_failed;
    diagnostic.span = action.span;
    diagnostic.message = fmt::format("nobody can `{}` this order", action.text);
    diagnostic.help = fmt::format("what governs it has no such action: {}", governing);
    add({std::move(diagnostic)});
    stopped_ = std::holds_alternative<syntax::DoesStep>(step);
  }

  void play_in(const syntax::Step& step) {
    if (const auto action = action_of_others(step)) {
      if (!expects_nothing(step)) refuse(step, *action);
      return;
    }
    const bool started = standing_.at || std::holds_alternative<syntax::AtStep>(step);
    const CheckedSentence checked = read({.step = &step, .started = started});
    if (!checked.step) {
      add(checked.diagnostics);
      stopped_ = !std::holds_alternative<syntax::ExpectStep>(step);
      return;
    }
    Program program = compiled(member_).program;
    program.model = checked.model;
    add(play_step(program, views_.of(member_).sources, standing_, *checked.step));
    stopped_ = standing_.stopped;
  }

  // ── Failures ──

  void add(Diagnostics found) { add(member_, std::move(found)); }
  void add(std::size_t member, Diagnostics found) {
    const auto& places = views_.of(member).places;
    const auto move = [&](Span& span) { span.source = places[span.source]; };
    for (Diagnostic& diagnostic : found) {
      move(diagnostic.span);
      for (Label& label : diagnostic.further) move(label.span);
      failures_.push_back(std::move(diagnostic));
    }
  }
  void stop(std::string_view code, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.span = span_of(steps(member_)[next_]);
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    add({std::move(diagnostic)});
    stopped_ = true;
  }

  set::Cast cast_;
  const PolicySet::Inside& inside_;
  Views& views_;
  std::size_t scenario_;
  std::size_t member_ = 0;
  std::size_t next_ = 0;
  Standing standing_;
  Diagnostics failures_;
  bool stopped_ = false;
  /// Another version will take over.
  bool until_ = false;
};

}  // namespace

std::vector<ScenarioResult> play_scenarios(const PolicySet& set) {
  const PolicySet::Inside& inside = PolicySetAccess::inside(set);
  std::vector<ScenarioResult> results;
  for (const std::uint32_t source : inside.scenario_sources) {
    const Parsed parsed = parse(inside.sources, source);
    Views views(inside, source);
    const auto scenarios = scenarios_in(parsed);
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      ScenarioResult result{scenarios[i]->name.text, scenarios[i]->name.span, {}};
      result.failures = Play(set, views, i).play();
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace bywhen::session
