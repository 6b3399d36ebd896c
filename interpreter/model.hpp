#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bywhen/source.hpp"
#include "interpreter/expression.hpp"
#include "interpreter/time/calendar.hpp"
#include "interpreter/time/shift.hpp"
#include "interpreter/time/zone.hpp"

/// The checked policy: every name resolved to an index, every expression typed. Only check makes one, and only from
/// sources without errors, so that whatever takes one need not look for mistakes again.
namespace bywhen {

struct Fact {
  std::string name;
  Type type;
  /// Written with `?`: may be missing, and is unknown then. (A missing event has not happened; that is no unknown.)
  bool optional = false;
  std::optional<Value> default_value;
  Span span;

  /// Every valid order tells it, or a default stands in.
  [[nodiscard]] bool always_known() const { return type.kind == Kind::event || !optional || default_value; }
  /// An order without it is refused.
  [[nodiscard]] bool required() const { return type.kind != Kind::event && !optional && !default_value; }
};

/// What each record of a list holds.
struct RecordType {
  std::vector<Fact> members;
};

/// Records in one list: far more than a marketplace has of anything in one order, and an answer still takes no time.
inline constexpr std::size_t max_records = 1'000;

struct Term {
  std::string name;
  std::string doc;
  ExprId value = 0;
  Span span;
};

/// A definition, whose expression is shared by its uses.
struct Define {
  std::string name;
  ExprId value = 0;
};

struct Actor {
  std::string name;
  std::string label;
  Span span;
};

/// `marks EVENT`: the event is stamped with the instant; with `once`, only if it has not happened yet.
struct Mark {
  FactId event = 0;
  bool once = false;
};

struct Status {
  std::string name;
  std::string label;
  bool initial = false;
  bool final = false;
  std::vector<Mark> marks;
  std::vector<FactId> needs;
  Span span;
};

struct Requirement {
  ExprId condition = 0;
  std::string because;
  Span span;
};

struct Setting {
  FactId fact = 0;
  ExprId value = 0;
};

struct Becoming {
  StatusId status = 0;
  std::optional<ExprId> condition;
  Span span;
};

struct Action {
  std::string name;
  std::string label;
  std::vector<FactId> asks;
  std::vector<Requirement> requirements;
  std::vector<Mark> marks;
  std::vector<Setting> sets;
  std::vector<Becoming> becomes;
  Span span;
};

struct AmountRule {
  ExprId gross = 0;
  std::vector<ExprId> less;
  std::optional<ExprId> to;
};

enum class RuleKind : std::uint8_t { may, may_not, must, happens };

/// What follows a duty's deadline.
struct OtherwiseRule {
  /// Empty: `actions` holds one action, which happens by itself.
  std::vector<ActorId> actors;
  std::vector<ActionId> actions;
  std::optional<ExprId> until;
  std::string because;
  Span span;
};

/// One rule sentence. Its window is `[open, close)`; a missing bound is open. For `happens` the instant is `close`.
struct Rule {
  RuleKind kind = RuleKind::may;
  /// As the author labelled it, else `file:line`.
  std::string name;
  bool labelled = false;
  std::vector<ActorId> actors;
  std::vector<ActionId> actions;
  std::optional<ExprId> open;
  std::optional<ExprId> close;
  /// The block's condition, and the rule's own together with it.
  std::optional<ExprId> block_condition;
  std::optional<ExprId> condition;
  std::optional<AmountRule> amount;
  std::optional<OtherwiseRule> otherwise;
  std::string because;
  StatusSet statuses;
  Span span;
  /// Where the sentence says `when` or `unless`, in source order; for explanations.
  std::vector<Span> condition_spans;
  /// The condition that stands at each of these places; `unless` is part of it.
  std::vector<ExprId> condition_parts;

  /// The clock does something here: the rule happens, or has an `otherwise ACTION`.
  [[nodiscard]] bool automatic() const { return kind == RuleKind::happens || lapses(); }
  [[nodiscard]] bool lapses() const { return otherwise && otherwise->actors.empty(); }
  [[nodiscard]] ActionId automatic_action() const {
    return kind == RuleKind::happens ? actions.front() : otherwise->actions.front();
  }
  [[nodiscard]] const std::string& automatic_because() const {
    return kind == RuleKind::happens ? because : otherwise->because;
  }
  /// The actions that it lets somebody or the clock do; none for a prohibition.
  [[nodiscard]] std::vector<ActionId> performed() const {
    if (kind == RuleKind::may_not) return {};
    std::vector<ActionId> all = actions;
    if (otherwise) all.insert(all.end(), otherwise->actions.begin(), otherwise->actions.end());
    return all;
  }
};

/// Money facts whose values meet in an operation, so that an order must give them in one currency.
struct CurrencyGroup {
  std::vector<FactId> facts;
  /// Where the policy itself meets them with a sum of its own.
  std::optional<std::uint16_t> currency;
};

struct Model {
  std::string name;
  std::string title;
  /// From which day on it holds, where the policy says.
  std::optional<Date> version;
  std::string digest;
  Zone zone = Zone::utc();
  MonthRounding rounding = MonthRounding::refuse;
  MoneyRounding money_rounding = MoneyRounding::half_even;
  std::vector<BusinessCalendar> calendars;
  int default_calendar = -1;

  std::vector<Fact> facts;
  std::vector<Term> terms;
  std::vector<Define> defines;
  std::vector<Actor> actors;
  std::vector<Status> statuses;
  std::vector<Action> actions;
  std::vector<Rule> rules;
  StatusId initial = 0;

  /// The members of a list's records.
  [[nodiscard]] const std::vector<Fact>& members_of(FactId list) const {
    return record_types[facts[list].type.choices].members;
  }
  [[nodiscard]] const Fact& member(MemberRef ref) const { return members_of(ref.list)[ref.member]; }

  [[nodiscard]] FactId fact_count() const { return static_cast<FactId>(facts.size()); }

  /// Names of all choices (by `Choice::id`), and the lists that types refer to.
  std::vector<std::string> choice_names;
  std::vector<std::vector<Choice>> choice_lists;
  /// The record types that types refer to.
  std::vector<RecordType> record_types;
  std::vector<CurrencyGroup> currency_groups;
  Expressions expressions;
};

/// The name of a fact, `parcels`, or of a part of one, `parcels[2].weight`.
[[nodiscard]] std::string part_name(const Model& model, const FactPart& part);

/// The event whose mark shows that an automatic action has happened when it led from one status to another (or to the
/// same): the first that the action marks itself, else the first that the status entered marks, those with `once`
/// aside. Absent where there is none.
[[nodiscard]] std::optional<FactId> guard_event(const Model& model, const Action& action, StatusId from, StatusId to);

}  // namespace bywhen
