#include "interpreter/set/member.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/named_files.hpp"
#include "interpreter/check/analysis.hpp"
#include "interpreter/check/check.hpp"
#include "interpreter/check/codes.hpp"
#include "interpreter/machine/code.hpp"
#include "interpreter/set/hints.hpp"
#include "interpreter/set/merge.hpp"
#include "interpreter/set/situations.hpp"
#include "interpreter/time/shift.hpp"
#include "interpreter/time/zone.hpp"

namespace bywhen::set {
namespace {

/// Some texts of a set as the sources of a policy of their own.
struct Read {
  Sources sources;
  std::vector<std::uint32_t> places;
  std::vector<Parsed> parsed;
  /// The first of them are the version and those that it amends, the others overlays.
  std::size_t versions = 0;

  [[nodiscard]] Parsed version(Diagnostics& diagnostics) const {
    std::vector<const Parsed*> chain;
    for (std::size_t i = 0; i < versions; ++i) chain.push_back(&parsed[i]);
    return amend(chain, diagnostics);
  }
};

Read read_texts(const Sources& set, const Text& version, const std::vector<const Text*>& overlays) {
  Read read;
  read.places = version.amended;
  read.places.push_back(version.source);
  read.versions = read.places.size();
  for (const Text* overlay : overlays) read.places.push_back(overlay->source);
  for (const std::uint32_t place : read.places) {
    const std::uint32_t own = read.sources.add(set[place].name(), std::string(set[place].original()));
    read.parsed.push_back(parse(read.sources, own));
  }
  return read;
}

/// Where a file that a member names stands among the set's sources; it is added there if it is new.
std::uint32_t place_in(Sources& set, const Source& file) {
  for (std::uint32_t i = 0; i < set.size(); ++i) {
    if (set[i].name() == file.name()) return i;
  }
  return set.add(file.name(), std::string(file.original()));
}

/// When the last of the texts took effect.
Instant start_of(const Text& version, const std::vector<const Text*>& overlays, const Zone& zone) {
  Instant start = Instant::always();
  if (version.date) start = start_of_day(*version.date, zone);
  for (const Text* overlay : overlays) {
    if (overlay->date) start = std::max(start, start_of_day(*overlay->date, zone));
  }
  return start;
}

// ── Conditions of overlays ──

/// No text has a name with a blank in it.
std::string hidden_name(std::size_t overlay) { return fmt::format("overlay {}", overlay); }

class ConditionCheck {
public:
  ConditionCheck(const Model& model, Diagnostics& found)
      : model_(model), expressions_(model.expressions), found_(found) {
    for (const Action& action : model.actions) {
      for (const Setting& setting : action.sets) set_by_.emplace(setting.fact, fmt::format("`{}` sets", action.name));
      for (const FactId fact : action.asks) set_by_.emplace(fact, fmt::format("`{}` asks for", action.name));
    }
  }

  void check(ExprId condition) {
    if (look(condition)) return;
    if (const auto reader = check_stage::unknown_reader(model_, condition, {})) {
      const check_stage::MaybeUnknown read = check_stage::read_by(model_, *reader);
      report(*reader, fmt::format("whether the overlay holds hangs on `{}`, which may be unknown", read.name),
             help_to_know(read));
    }
  }

private:
  static std::string help_to_know(const check_stage::MaybeUnknown& read) {
    if (!read.guarded) return std::string(check_stage::help_without_guard(read));
    return fmt::format("ask first whether it is there: `{} is known and …`; or give the fact a default", read.name);
  }
  /// Whether something was reported.
  bool look(ExprId expr) {
    const auto operands = expressions_.operands(expr);
    switch (expressions_[expr].op) {
      case Op::passed:
        return report(expr, "whether an overlay holds cannot hang on the present",
                      "a change at a date is a version: give the overlay's file its own `version DATE`");
      case Op::status_in:
        return report(expr, "whether an overlay holds cannot hang on the status",
                      "let the overlay's rules stand in `in STATUS { … }`");
      case Op::fact:
        return look_at_fact(expr, static_cast<FactId>(expressions_[expr].payload));
      case Op::member:
        return look_at_member(expr, MemberRef::of(expressions_[expr].payload));
      default:
        return std::any_of(operands.begin(), operands.end(), [this](ExprId operand) { return look(operand); });
    }
  }
  bool look_at_fact(ExprId expr, FactId fact) {
    const std::string& name = model_.facts[fact].name;
    if (model_.facts[fact].type.kind == Kind::event) return report_event(expr, name);
    const auto setter = set_by_.find(fact);
    if (setter == set_by_.end()) return false;
    return report(expr, fmt::format("whether an overlay holds cannot hang on `{}`, which {}", name, setter->second),
                  "an overlay holds for an order from the beginning: say such a thing in its rules, with `when`");
  }
  bool look_at_member(ExprId expr, MemberRef ref) {
    const Fact& member = model_.member(ref);
    if (member.type.kind != Kind::event) return false;
    return report_event(expr, fmt::format("{}.{}", model_.facts[ref.list].name, member.name));
  }
  bool report_event(ExprId expr, const std::string& name) {
    return report(expr, fmt::format("whether an overlay holds cannot hang on the event `{}`", name),
                  "an overlay holds for an order from the beginning: say such a thing in its rules, with `when`");
  }
  bool report(ExprId expr, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.code = codes::overlay_condition;
    diagnostic.span = expressions_[expr].span;
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    found_.push_back(std::move(diagnostic));
    return true;
  }

  const Model& model_;
  const Expressions& expressions_;
  Diagnostics& found_;
  std::map<FactId, std::string> set_by_;
};

/// The version with a definition for each condition.
Parsed with_conditions(const Read& read, const std::vector<const Text*>& overlays, Diagnostics& ignored) {
  Parsed merged = read.version(ignored);
  for (std::size_t i = 0; i < overlays.size(); ++i) {
    for (const syntax::Declaration& declaration : read.parsed[read.versions + i].file.declarations) {
      const auto* policy = std::get_if<syntax::PolicyDecl>(&declaration);
      const auto condition = policy != nullptr ? joined(policy->conditions) : std::nullopt;
      if (!condition) continue;
      merged.file.declarations.emplace_back(
          syntax::DefineDecl{{hidden_name(i), condition->span}, true, *condition, condition->span});
      break;
    }
  }
  return merged;
}

std::optional<ExprId> condition_of(const Model& model, std::size_t overlay) {
  for (const Define& define : model.defines) {
    if (define.name == hidden_name(overlay)) return define.value;
  }
  return std::nullopt;
}

void keep_errors_of_overlays(Diagnostics& diagnostics, const Read& read) {
  const std::vector<std::uint32_t>& places = read.places;
  std::erase_if(diagnostics, [&](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::warning || diagnostic.span.source < read.versions;
  });
  for (Diagnostic& diagnostic : diagnostics) {
    diagnostic.span.source = places[diagnostic.span.source];
    for (Label& label : diagnostic.further) {
      if (label.span.source < places.size()) label.span.source = places[label.span.source];
    }
  }
}

}  // namespace

MadeMember make_member(Sources& set, const Text& version, const std::vector<const Text*>& overlays,
                       const FileReader& files) {
  Read read = read_texts(set, version, overlays);
  MadeMember made;
  std::vector<const Parsed*> laid;
  for (std::size_t i = read.versions; i < read.parsed.size(); ++i) laid.push_back(&read.parsed[i]);
  const std::vector<Parsed> merged = {merge(read.version(made.diagnostics), laid, made.diagnostics)};
  const std::size_t texts = read.sources.size();
  const std::vector<NamedFile> named = read_named_files(read.sources, merged, files);
  Checked checked = check(read.sources, merged, named, texts);
  for (auto i = static_cast<std::uint32_t>(texts); i < read.sources.size(); ++i)
    read.places.push_back(place_in(set, read.sources[i]));
  made.places = std::move(read.places);
  made.diagnostics.insert(made.diagnostics.end(), checked.diagnostics.begin(), checked.diagnostics.end());
  add_hints(made.diagnostics, read.sources, read.parsed, read.versions);
  if (!checked.model || has_errors(made.diagnostics)) return made;
  auto compiled = std::make_shared<Policy::Compiled>();
  compiled->program = compile(std::move(checked.model));
  compiled->program.starts = start_of(version, overlays, compiled->program.model->zone);
  compiled->translate();
  compiled->stamp = stamp_of(compiled->program.model->digest);
  compiled->sources = std::move(read.sources);
  compiled->texts = texts;
  compiled->tzdata = tzdata_version();
  made.policy = PolicyAccess::wrap(std::move(compiled));
  return made;
}

Chooser make_chooser(const Sources& set, const Text& version, const std::vector<const Text*>& overlays,
                     const FileReader& files) {
  Read read = read_texts(set, version, overlays);
  Chooser chooser;
  Diagnostics ignored;
  const std::vector<Parsed> merged = {with_conditions(read, overlays, ignored)};
  const std::vector<NamedFile> named = read_named_files(read.sources, merged, files);
  Checked checked = check(read.sources, merged, named);
  chooser.diagnostics = std::move(checked.diagnostics);
  for (std::size_t i = 0; checked.model && i < overlays.size(); ++i) {
    const auto condition = condition_of(*checked.model, i);
    if (condition) ConditionCheck(*checked.model, chooser.diagnostics).check(*condition);
    std::string text;
    for (const syntax::Condition& part : overlays[i]->policy->conditions)
      text += fmt::format("{}{}", text.empty() ? "" : " ", set.text(part.span));
    chooser.overlays.push_back({overlays[i]->name(), condition, std::move(text)});
  }
  const bool good = checked.model && !has_errors(chooser.diagnostics);
  keep_errors_of_overlays(chooser.diagnostics, read);
  if (good) chooser.program = std::make_shared<const Program>(compile(std::move(checked.model)));
  return chooser;
}

}  // namespace bywhen::set
