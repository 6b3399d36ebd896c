#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "bywhen/source.hpp"
#include "grammar/syntax.hpp"
#include "interpreter/check/check.hpp"
#include "interpreter/check/codes.hpp"
#include "interpreter/model.hpp"
#include "interpreter/scenario/scenario.hpp"

namespace bywhen::check_stage {

/// What a name of the value namespace (facts, terms, defines) stands for.
enum class ValueRole : std::uint8_t { fact, term, define };

struct ValueSymbol {
  ValueRole role = ValueRole::fact;
  std::uint32_t index = 0;
  Span span;
  bool used = false;
};

struct NamedSymbol {
  std::uint32_t index = 0;
  Span span;
  bool used = false;
};

/// Names are looked up however they are held.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};
struct NameEquals {
  using is_transparent = void;
  bool operator()(std::string_view one, std::string_view other) const { return one == other; }
};

/// Names and what they stand for, in the memory that all names of a check share.
template <typename Symbol>
using NameMap = std::pmr::unordered_map<std::pmr::string, Symbol, NameHash, NameEquals>;
using Symbols = NameMap<NamedSymbol>;

/// A term or define, lowered when it is first used: their order in the file does not matter.
struct NamedValue {
  const syntax::Name* name = nullptr;
  const std::variant<syntax::Expr, syntax::Table>* value = nullptr;
  bool condition = false;
  bool term = false;
  enum class State : std::uint8_t { waiting, in_progress, done } state = State::waiting;
  /// Empty after a mistake, which has been reported.
  std::optional<ExprId> expr;
  /// How many definitions hang on one another down from here.
  std::size_t levels = 1;
};

/// Definitions that hang on one another: deeper than anybody reads, and no danger to the stack.
inline constexpr std::size_t max_definition_levels = 64;
/// Steps to compute one definition: an answer stays a matter of microseconds, whatever definitions are built from
/// definitions.
inline constexpr std::uint32_t max_weight = 10'000;
/// Names of one kind (facts, statuses, actions, actors, choices, terms): far beyond any marketplace, and they fit their
/// 16-bit indices.
inline constexpr std::size_t max_names = 10'000;
/// Statuses: rules keep a bit for each.
inline constexpr std::size_t max_statuses = 1'000;

/// A calendar as it is declared: one of the model's, or a choice between them.
struct CalendarEntry {
  const syntax::CalendarDecl* decl = nullptr;
  enum class State : std::uint8_t { waiting, in_progress, done } state = State::waiting;
  /// Its place among the model's calendars; -1 for a choice, and while it is not done.
  int index = -1;
  /// Of a choice, once it was lowered: the expression of the chosen one's index. Empty after a mistake.
  std::optional<ExprId> choice;
};

/// Of whose records members may be read where something is gathered.
struct Gathering {
  /// The list that was read first.
  std::optional<FactId> list;
};

/// What the steps of check share: the model that grows, the names, and the problems found.
struct Context {
  Context(const Sources& all_sources, std::span<const NamedFile> all_files, Model& growing, Diagnostics& found)
      : sources(all_sources), files(all_files), model(growing), diagnostics(found) {}

  const Sources& sources;
  std::span<const NamedFile> files;
  Model& model;
  Diagnostics& diagnostics;

  /// Of the names below, which come one by one and are given up together.
  std::pmr::monotonic_buffer_resource memory{16'384};
  NameMap<ValueSymbol> values{&memory};
  std::vector<NamedValue> terms;
  std::vector<NamedValue> defines;
  /// Absent outside of `latest of`, `sum of`, `all`, `any` and `where`.
  Gathering* gathering = nullptr;
  /// What an action sets is lowered, which is computed at one instant.
  bool in_sets = false;
  /// The terms and defines that are being lowered, each for the one before it.
  std::vector<NamedValue*> in_progress;
  Symbols actors{&memory};
  Symbols statuses{&memory};
  Symbols actions{&memory};
  Symbols calendars{&memory};
  /// What the calendars' symbols are indices of.
  std::vector<CalendarEntry> calendar_entries;
  std::optional<std::size_t> default_calendar;
  Symbols labels{&memory};
  NameMap<std::uint16_t> choices{&memory};
  /// Words in text that the parser left out; what they name may be declared there.
  std::set<std::string, std::less<>> skipped_words;
  /// Some sentence could not be read, or names no status or action that there is: conclusions from what is absent would
  /// be noise.
  bool incomplete = false;
  /// A sentence of a session is read: what is unknown cannot be declared there.
  bool in_session = false;
  /// More names than a policy may have; said once, and not followed by more.
  bool names_full = false;
  /// An action or a status has a mistake of its own: nothing is concluded from what it lacks.
  bool broken_actions = false;
  /// No status is the only initial one: nothing is concluded from where orders begin.
  bool unsure_of_initial = false;
  /// Rules with a mistake in them, as far as they could be read: good enough to see who does what.
  std::vector<Rule> partial_rules;
  /// Where month arithmetic and business days without a calendar stand; each reported once for the policy.
  std::vector<Span> month_places;
  std::vector<Span> business_places;
  /// Limits of terms by their places, to compare those of one term.
  std::vector<std::pair<Span, ExprId>> bounds;

  Diagnostic& error(std::string_view code, Span span, std::string message);
  Diagnostic& warning(std::string_view code, Span span, std::string message);
  [[nodiscard]] bool maybe_declared(std::string_view name) const { return skipped_words.contains(name); }
  /// A mistake has been found inside of this text.
  [[nodiscard]] bool has_mistake_in(Span span) const;
};

/// `did you mean …?` where a known name is near, else a list of what is there, else empty.
[[nodiscard]] std::string suggestion(std::string_view wrong, std::vector<std::string_view> known);

/// Those that somebody wrote: names with a blank are made up where versions and overlays are laid together.
template <typename Map>
[[nodiscard]] std::vector<std::string_view> names_of(const Map& symbols) {
  std::vector<std::string_view> names;
  for (const auto& [name, symbol] : symbols) {
    if (name.find(' ') == std::string::npos) names.push_back(name);
  }
  return names;
}

/// What else a name is, for "`pay` is an action, not a fact"; empty if nothing.
[[nodiscard]] std::string other_role(const Context& context, const std::string& name);

/// Enters a name unless it is there; the entry, and whether it is new.
template <typename Symbol>
std::pair<Symbol&, bool> enter_once(NameMap<Symbol>& symbols, std::string_view name, Symbol symbol) {
  if (const auto known = symbols.find(name); known != symbols.end()) return {known->second, false};
  return {symbols.emplace(name, symbol).first->second, true};
}

/// Enters a name that is declared; false, with a message, for one that was declared before.
[[nodiscard]] bool enter(Context& context, Symbols& symbols, const syntax::Name& name, std::size_t index);

/// Looks up an actor, action, status or calendar and marks it used; reports `kind` where it is unknown.
[[nodiscard]] std::optional<std::uint16_t> look_up(Context& context, Symbols& symbols, const syntax::Name& name,
                                                   std::string_view kind, std::string_view code);
[[nodiscard]] std::optional<FactId> look_up_fact(Context& context, const syntax::Name& name);

/// All of a list, each once.
[[nodiscard]] std::vector<std::uint16_t> look_up_all(Context& context, Symbols& symbols,
                                                     const std::vector<syntax::Name>& names, std::string_view kind,
                                                     std::string_view code);

// ── The steps, in their order
// ───────────────────────────────────────────────────────────────────────────────────────────────────

/// Enters all names, so that later sentences may use them in any order; reads types, defaults, statuses' words, zone
/// and calendars.
void declare(Context& context, const std::vector<const syntax::Declaration*>& declarations);
/// Lowers every choice between calendars, used or not.
void lower_calendar_choices(Context& context);
/// Lowers every term and define, used or not.
void lower_named_values(Context& context);
void lower_actions(Context& context, const std::vector<const syntax::Declaration*>& declarations);
void lower_rules(Context& context, const std::vector<const syntax::Declaration*>& declarations);
/// What only the whole shows: reachability, needs, duties, the clock's sentences, what nothing uses.
void prove_lifecycle(Context& context);
void prove_duties(Context& context);
void prove_automatic(Context& context);
void find_unused(Context& context);
/// What only the file of an overlay may say, and only together with the policy that it extends.
void refuse_overlays(Context& context, const std::vector<const syntax::Declaration*>& declarations);
/// The event that is said to pick the version.
void check_governing_event(Context& context, const std::vector<const syntax::Declaration*>& declarations);
/// Last of all, since it says nothing of a policy with errors.
void find_conflicts(Context& context);
void group_currencies(Context& context);
/// What one sentence of the policy would mend everywhere is one message: months without rounding, business days without
/// a calendar.
void report_policy_wide(Context& context);
/// One step of a session; nothing after a mistake.
[[nodiscard]] std::optional<ScenarioStep> lower_step(Context& context, const syntax::Step& step, bool started);
/// Last, since what a scenario mentions is not thereby used.
[[nodiscard]] std::vector<Scenario> lower_scenarios(Context& context,
                                                    const std::vector<const syntax::Declaration*>& declarations);

}  // namespace bywhen::check_stage
