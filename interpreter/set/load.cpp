#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/named_files.hpp"
#include "interpreter/check/analysis.hpp"
#include "interpreter/check/check.hpp"
#include "interpreter/check/codes.hpp"
#include "interpreter/set/changes.hpp"
#include "interpreter/set/gathered.hpp"
#include "interpreter/set/inside.hpp"
#include "interpreter/set/member.hpp"
#include "interpreter/set/merge.hpp"
#include "interpreter/set/situations.hpp"
#include "interpreter/set/takeover_check.hpp"
#include "interpreter/set/texts.hpp"
#include "interpreter/time/shift.hpp"

namespace bywhen {
namespace set {
namespace {

using TextRefs = std::vector<const Text*>;

/// What a member is made of, besides a version that says all by itself.
std::string names_of(const Text& version, const TextRefs& overlays) {
  std::string names;
  for (const Text* overlay : overlays) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", overlay->name());
  if (!names.empty()) names = fmt::format("the overlay{} {}", overlays.size() == 1 ? "" : "s", names);
  if (!version.amends()) return names;
  return fmt::format("version {}{}{}", version.version_text(), names.empty() ? "" : " and ", names);
}

class Loader {
public:
  Loader(Sources sources, const FileReader& files) : files_(files) {
    inside_.sources = std::move(sources);
    for (std::uint32_t i = 0; i < inside_.sources.size(); ++i) parsed_.push_back(parse(inside_.sources, i));
  }

  LoadedPolicySet load() {
    const bool good = sort();
    if (good) build();
    LoadedPolicySet loaded;
    loaded.diagnostics = gathered_.take();
    leave_out_unused(loaded.diagnostics);
    loaded.sources = inside_.sources;
    if (has_errors(loaded.diagnostics) || !good) return loaded;
    loaded.set = PolicySetAccess::wrap(std::make_shared<const PolicySet::Inside>(std::move(inside_)));
    return loaded;
  }

private:
  /// Beside errors nobody knows what is used: an overlay that does may not have been read, or not been laid.
  static void leave_out_unused(Diagnostics& diagnostics) {
    if (!has_errors(diagnostics)) return;
    std::erase_if(diagnostics, [](const Diagnostic& diagnostic) {
      return diagnostic.code == codes::unused_fact || diagnostic.code == codes::unused_term ||
             diagnostic.code == codes::unused_define || diagnostic.code == codes::unused_actor;
    });
  }

  /// False where the texts do not make up a set.
  bool sort() {
    bool head_unread = false;
    for (const Parsed& parsed : parsed_) {
      for (const Diagnostic& diagnostic : parsed.diagnostics) gathered_.add(diagnostic);
      const auto& all = parsed.file.declarations;
      const bool head = std::any_of(all.begin(), all.end(), [](const syntax::Declaration& declaration) {
        return std::holds_alternative<syntax::PolicyDecl>(declaration);
      });
      head_unread = head_unread || (!head && has_errors(parsed.diagnostics));
    }
    Diagnostics found;
    texts_ = sort_texts(parsed_, found);
    for (const auto* texts : {&texts_.versions, &texts_.overlays}) {
      for (const Text& text : *texts) report_changed_twice(parsed_[text.source], found);
    }
    // Who does not know which text is what says nothing of what is missing.
    if (head_unread) return false;
    for (Diagnostic& diagnostic : found) gathered_.add(diagnostic);
    return !has_errors(found);
  }

  void build() {
    for (const Text& version : texts_.versions) {
      if (version.governed != nullptr) inside_.event = version.governed->event.text;
    }
    inside_.name = texts_.versions.front().name();
    inside_.scenario_sources = texts_.scenario_sources;
    inside_.scenario_count = texts_.scenario_count;
    for (const auto& date : dates()) add_stretch(date);
    report_without_event();
    report_changed_facts();
    for (Diagnostic& diagnostic : compare_takeovers(inside_, grounds_)) report_once(std::move(diagnostic));
    report_idle();
    report_early();
  }

  /// On which dates another version or overlay begins; the first is that from which on there are any.
  [[nodiscard]] std::set<std::optional<Date>> dates() const {
    std::set<std::optional<Date>> all;
    const bool one = texts_.versions.size() == 1;
    const auto first = one ? std::nullopt : texts_.versions.front().date;
    all.insert(first);
    for (const Text& version : texts_.versions) {
      if (!one) all.insert(version.date);
    }
    for (const Text& overlay : texts_.overlays) {
      if (overlay.date > first) all.insert(overlay.date);
    }
    return all;
  }

  /// Of texts of one name the last that has begun.
  static void keep_last(TextRefs& refs, const Text& text, const std::optional<Date>& date) {
    if (text.date > date) return;
    if (!refs.empty() && refs.back()->name() == text.name()) refs.pop_back();
    refs.push_back(&text);
  }

  void add_stretch(const std::optional<Date>& date) {
    TextRefs versions;
    TextRefs overlays;
    for (const Text& version : texts_.versions) {
      if (texts_.versions.size() == 1 || version.date <= date) versions = {&version};
    }
    for (const Text& overlay : texts_.overlays) keep_last(overlays, overlay, date);
    const Text& version = *versions.front();
    const auto choices = find_situations(version, overlays);
    if (!choices) return;
    auto stretch = make_stretch(version, overlays);
    for (const Situation& situation : *choices) {
      const auto member = add_member(version, overlays, situation);
      if (stretch && member) stretch->members.emplace(situation.holds, *member);
    }
    if (!stretch) return;
    stretch->from = date ? start_of_day(*date, stretch->chooser->model->zone) : Instant::always();
    const bool begins_here = version.date == date;
    const bool takes_over = begins_here && version.for_all_orders();
    if (takes_over) inside_.takeovers.push_back(stretch->from);
    Ground ground{inside_.stretches.size(), whole(version).file, conditions_of(overlays), std::nullopt};
    if (takes_over) ground.takes_over = version.version->for_all_orders;
    grounds_.push_back(std::move(ground));
    inside_.zone = stretch->chooser->model->zone.name();
    inside_.stretches.push_back(std::move(*stretch));
  }

  /// The version with what it amends.
  [[nodiscard]] Parsed whole(const Text& version) const {
    std::vector<const Parsed*> chain;
    for (const std::uint32_t source : version.amended) chain.push_back(&parsed_[source]);
    chain.push_back(&parsed_[version.source]);
    Diagnostics said_of_members;
    return amend(chain, said_of_members);
  }

  static std::vector<std::optional<syntax::Expr>> conditions_of(const TextRefs& overlays) {
    std::vector<std::optional<syntax::Expr>> conditions;
    for (const Text* overlay : overlays) conditions.push_back(joined(overlay->policy->conditions));
    return conditions;
  }

  std::optional<std::vector<Situation>> find_situations(const Text& version, const TextRefs& overlays) {
    const auto conditions = conditions_of(overlays);
    std::vector<const syntax::Expr*> refs;
    for (const auto& condition : conditions) refs.push_back(condition ? &*condition : nullptr);
    auto found = situations(inside_.sources, whole(version).file, refs);
    if (found && inside_.members.size() + found->size() <= max_policy_members) return found;
    if (std::exchange(too_many_, true)) return std::nullopt;
    Diagnostic diagnostic;
    diagnostic.code = codes::too_many_overlays;
    diagnostic.span = overlays.empty() ? version.policy->span : overlays.back()->policy->span;
    diagnostic.message =
        found ? fmt::format("versions and overlays go together in more than {} ways", max_policy_members)
              : fmt::format("the conditions of the overlays read facts of more than {} combinations", max_situations);
    diagnostic.help = "let overlays exclude each other by their conditions, or say some of this in the policy itself";
    gathered_.add(std::move(diagnostic));
    return std::nullopt;
  }

  // ── What reads an order to pick a member ──

  std::optional<Stretch> make_stretch(const Text& version, const TextRefs& overlays) {
    Chooser chooser = make_chooser(inside_.sources, version, overlays, files_);
    for (Diagnostic& diagnostic : chooser.diagnostics) report_once(std::move(diagnostic));
    unsure_ = unsure_ || !chooser.program;
    event_unsure_ = event_unsure_ || (!chooser.program && version.governed != nullptr);
    if (!chooser.program || !knows_event(*chooser.program->model, version)) return std::nullopt;
    note_facts(chooser);
    Stretch stretch{{}, version.version_text(), chooser.program, std::move(chooser.overlays), {}};
    return stretch;
  }

  void note_facts(const Chooser& chooser) {
    const Model& model = *chooser.program->model;
    std::set<FactId> facts;
    for (const OverlayCondition& overlay : chooser.overlays) {
      if (overlay.condition) model.expressions.collect_facts(*overlay.condition, facts);
    }
    for (const FactId fact : facts) read_by_conditions_.insert(model.facts[fact].name);
  }

  void report_once(Diagnostic diagnostic) {
    const auto key = std::make_tuple(diagnostic.span.source, diagnostic.span.begin, diagnostic.message);
    if (reported_.insert(key).second) gathered_.add(std::move(diagnostic));
  }

  bool knows_event(const Model& model, const Text& version) {
    if (!inside_.event) return true;
    const auto is = [&](const Fact& fact) { return fact.name == *inside_.event && fact.type.kind == Kind::event; };
    if (std::any_of(model.facts.begin(), model.facts.end(), is)) return true;
    Diagnostic diagnostic;
    diagnostic.code = codes::governed_by_what;
    diagnostic.span = version.policy->span;
    diagnostic.message = fmt::format("this version has no event `{}`, which picks the version", *inside_.event);
    diagnostic.help = fmt::format("declare it with `fact {} : event`", *inside_.event);
    without_event_.push_back(std::move(diagnostic));
    return false;
  }
  /// Where a mistake lies in the version that names the event, it may be no event at all.
  void report_without_event() {
    if (event_unsure_) return;
    for (Diagnostic& diagnostic : without_event_) report_once(std::move(diagnostic));
  }

  // ── Members ──

  std::optional<std::size_t> add_member(const Text& version, const TextRefs& overlays, const Situation& situation) {
    TextRefs laid;
    for (std::size_t i = 0; i < overlays.size(); ++i) {
      if (situation.holds[i]) laid.push_back(overlays[i]);
    }
    for (const Text* overlay : laid) applies_.insert(overlay->source);
    if (report_clashes(laid, situation)) return std::nullopt;
    std::vector<std::uint32_t> key = {version.source};
    for (const Text* overlay : laid) key.push_back(overlay->source);
    if (const auto known = built_.find(key); known != built_.end()) return known->second;
    MadeMember made = make_member(inside_.sources, version, laid, files_);
    std::erase_if(made.diagnostics, [&](const Diagnostic& diagnostic) {
      if (diagnostic.code != codes::unused_fact) return false;
      const Span place{made.places[diagnostic.span.source], diagnostic.span.begin, diagnostic.span.end};
      return read_by_conditions_.contains(std::string(inside_.sources.text(place)));
    });
    gathered_.add(made.diagnostics, made.places, names_of(version, laid));
    auto& index = built_[key];
    if (!made.policy) return std::nullopt;
    report_moved_ground(*made.policy, made.places, version.amended.size() + 1);
    PolicyMember member{std::move(*made.policy), version.version_text(), {}, situation.example, {}};
    for (const Text* overlay : laid) {
      member.overlays.push_back(overlay->name());
      member.overlay_versions.push_back(overlay->version_text());
    }
    inside_.members.push_back(std::move(member));
    inside_.places.push_back(std::move(made.places));
    index = inside_.members.size() - 1;
    return index;
  }

  /// An action of an overlay must not change on what overlays hang; those of versions are looked at with the condition.
  void report_moved_ground(const Policy& policy, const std::vector<std::uint32_t>& places, std::size_t versions) {
    const Model& model = *PolicyAccess::compiled(policy)->program.model;
    const auto report = [&](const Action& action, FactId fact, std::string_view does) {
      if (action.span.source < versions || !read_by_conditions_.contains(model.facts[fact].name)) return;
      Diagnostic diagnostic;
      diagnostic.code = codes::overlay_condition;
      diagnostic.span = {places[action.span.source], action.span.begin, action.span.end};
      diagnostic.message =
          fmt::format("`{}` {} `{}`, on which an overlay hangs", action.name, does, model.facts[fact].name);
      diagnostic.help = "an overlay holds for an order from the beginning: let the action change another fact";
      report_once(std::move(diagnostic));
    };
    for (const Action& action : model.actions) {
      for (const Setting& setting : action.sets) report(action, setting.fact, "sets");
      for (const FactId fact : action.asks) report(action, fact, "asks for");
    }
  }

  /// What clashes is not merged: whose change counts is not known.
  bool report_clashes(const TextRefs& laid, const Situation& situation) {
    bool found = false;
    for (std::size_t b = 0; b < laid.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) found = report_clash(*laid[a], *laid[b], situation) || found;
    }
    return found;
  }
  bool report_clash(const Text& first, const Text& second, const Situation& situation) {
    Diagnostics found;
    clashes({first.name(), parsed_[first.source]}, {second.name(), parsed_[second.source]}, situation.example, found);
    for (const Diagnostic& diagnostic : found) report_once(diagnostic);
    return !found.empty();
  }

  // ── What only the whole shows ──

  void report_changed_facts() {
    Diagnostics found;
    for (const Ground& ground : grounds_) {
      for (const Text& overlay : texts_.overlays)
        set::report_changed_facts({overlay.name(), parsed_[overlay.source]}, ground.version, read_by_conditions_,
                                  found);
    }
    for (Diagnostic& diagnostic : found) report_once(std::move(diagnostic));
  }
  void warn(std::string_view code, Span span, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.severity = Severity::warning;
    diagnostic.span = span;
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    gathered_.add(std::move(diagnostic));
  }

  void report_idle() {
    for (const Text& overlay : texts_.overlays) {
      if (applies_.contains(overlay.source) || too_many_ || unsure_) continue;
      warn(codes::overlay_never_applies, overlay.policy->span,
           fmt::format("the overlay `{}` holds for no order", overlay.name()),
           is_followed_at_once(overlay) ? "a later version of it begins before the first version of the policy does: "
                                          "change its date, or remove the file"
                                        : "no values of the facts fulfil its condition: change it, or remove the file");
    }
  }

  /// No order is old enough for this version of the overlay.
  [[nodiscard]] bool is_followed_at_once(const Text& overlay) const {
    const auto first = texts_.versions.size() == 1 ? std::nullopt : texts_.versions.front().date;
    return std::any_of(texts_.overlays.begin(), texts_.overlays.end(), [&](const Text& later) {
      return later.name() == overlay.name() && later.date > overlay.date && later.date <= first;
    });
  }

  void report_early() {
    const Text& first = texts_.versions.front();
    if (texts_.versions.size() == 1 || !first.date) return;
    warn(codes::early_orders, first.version->span,
         fmt::format("no version governs orders from before {}", first.version_text()),
         "leave out the date of the first version if its rules held from the beginning");
  }

  const FileReader& files_;
  PolicySet::Inside inside_;
  /// One for each stretch.
  std::vector<Ground> grounds_;
  std::vector<Parsed> parsed_;
  Texts texts_;
  Gathered gathered_;
  std::map<std::vector<std::uint32_t>, std::optional<std::size_t>> built_;
  std::set<std::uint32_t> applies_;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> reported_;
  bool too_many_ = false;
  /// Some condition has a mistake.
  bool unsure_ = false;
  bool event_unsure_ = false;
  Diagnostics without_event_;
  /// Facts that conditions read: they are used, though no sentence of a member does.
  std::set<std::string> read_by_conditions_;
};

}  // namespace
}  // namespace set

LoadedPolicySet load_policy_set(Sources sources, const FileReader& files) {
  return set::Loader(std::move(sources), files).load();
}

bool is_policy_set(const Sources& sources) {
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    for (const syntax::Declaration& declaration : parse(sources, i).file.declarations) {
      if (std::holds_alternative<syntax::GovernedDecl>(declaration)) return true;
      const auto* policy = std::get_if<syntax::PolicyDecl>(&declaration);
      if (policy != nullptr && policy->extends) return true;
      const auto* version = std::get_if<syntax::VersionDecl>(&declaration);
      if (version != nullptr && version->amends) return true;
    }
  }
  return false;
}

}  // namespace bywhen
