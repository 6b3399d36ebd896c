#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/source.hpp"
#include "grammar/syntax_expr.hpp"

/// The syntax tree: what an author wrote, sentence by sentence, with the place of every part. Nothing is resolved here:
/// names are names, units and currencies too. Plain values; a tree owns all its text.
namespace bywhen::syntax {

// ── Declarations ─────────────────────────────────────────────────────────────────────────────────

/// `when C` or `unless C`
struct Condition {
  bool unless = false;
  Expr expr;
  Span span;
};

/// `policy aliexpress "AliExpress: closing an order"`, and for an overlay `policy aliexpress_eu "In the Union" extends
/// aliexpress when buyer_country in {DE, FR}`.
struct PolicyDecl {
  Name name;
  std::optional<Text> title;
  Span span;
  std::optional<Name> extends;
  /// Of an overlay: for which orders it holds.
  std::vector<Condition> conditions;
};
/// `version 2026-01-01 [amends the version before] [for all orders]`; the expression is a DateLiteral.
struct VersionDecl {
  Expr date;
  Span span;
  /// The spans of their first words, where they were written.
  std::optional<Span> amends;
  std::optional<Span> for_all_orders;
};
/// `governed by placed_at`
struct GovernedDecl {
  Name event;
  Span span;
};
/// `zone "America/Sao_Paulo"`
struct ZoneDecl {
  Text zone;
  Span span;
};
/// `months round down`, `months round up`
struct MonthsDecl {
  bool up = false;
  Span span;
};
/// `money rounds half up`, `money rounds down`; the way is `up`, `down` or (only with half) `even`.
struct MoneyDecl {
  enum class Way { even, up, down };
  bool half = false;
  Way way = Way::even;
  Span span;
};

/// A row of a table: `CONDITION : VALUE`, or, in a table `by` facts, cells, a colon and a value.
struct TableRow {
  /// One alternative list for each `by` fact; empty for `any`.
  struct Cell {
    std::vector<Expr> choices;
    Span span;
  };
  std::optional<Expr> condition;
  std::vector<Cell> cells;
  Expr value;
  Span span;
};
/// `{ C : V … else : V }`, `by F { a, b : V … else : V }`. In a table by one fact a row lists its choices with commas;
/// in one by several facts a row has one cell a fact, with commas between: each a choice, `{a, b}` or `any`.
struct Table {
  std::vector<Name> by;
  std::vector<TableRow> rows;
  std::optional<Expr> otherwise;
  Span span;
};

/// `calendar hk default { covers 2026 to 2028  weekend saturday, sunday  holidays 2026-10-01, 2026-12-25 "Christmas"
/// }`, or a choice between calendars: `calendar origin_days by origin { CN : mainland  else : hk }`
struct CalendarDecl {
  struct Years {
    Expr first;
    Expr last;
    Span span;
  };
  struct Holiday {
    Expr date;
    std::optional<Text> name;
  };
  /// `every 25 december "Christmas"`
  struct Recurring {
    Expr day;
    Name month;
    std::optional<Text> name;
    Span span;
  };
  Name name;
  bool is_default = false;
  std::optional<Table> choice;
  std::vector<Years> covers;
  std::vector<Name> weekend;
  std::vector<Holiday> holidays;
  std::vector<Recurring> recurring;
  /// `holidays from "calendars/germany.dates"`
  std::vector<Text> files;
  /// `holidays of germany and target`
  std::vector<Name> others;
  Span span;
};

/// `term payment_window = 20 days "doc"`, or with a table.
struct TermDecl {
  Name name;
  std::variant<Expr, Table> value;
  std::optional<Text> doc;
  Span span;
};
/// `define NAME = VALUE`, `define NAME when CONDITION`, `define NAME { table }`
struct DefineDecl {
  Name name;
  bool condition = false;
  std::variant<Expr, Table> value;
  Span span;
};
/// `actor buyer "Buyer"`
struct ActorDecl {
  Name name;
  std::optional<Text> label;
  Span span;
};

struct MemberDecl;
/// `event`, `time`, `date`, `yes/no`, `integer`, `decimal`, `percent`, `money`, `text`, `duration`, choices, or a list
/// of records; `?` may follow.
struct TypeRef {
  /// The type's name as written; empty for choices, `list` for a list.
  std::string name;
  std::vector<Name> choices;
  /// What each record of a list holds.
  std::vector<MemberDecl> members;
  bool optional = false;
  Span span;
};
/// `weight : decimal?`, in a list's braces.
struct MemberDecl {
  Name name;
  TypeRef type;
  std::optional<Expr> default_value;
  Span span;
};
struct FactDecl {
  std::vector<Name> names;
  TypeRef type;
  std::optional<Expr> default_value;
  Span span;
};

struct StatusDecl {
  struct Marks {
    Name event;
    bool once = false;
  };
  Name name;
  std::optional<Text> label;
  /// The span of the word, where it was written.
  std::optional<Span> initial;
  std::optional<Span> final;
  std::vector<Marks> marks;
  std::vector<Name> needs;
  Span span;
};

struct ActionDecl {
  struct Requires {
    Expr condition;
    std::optional<Text> because;
    Span span;
  };
  struct Sets {
    Name fact;
    Expr value;
    Span span;
  };
  struct Becomes {
    Name status;
    std::optional<Expr> condition;
    Span span;
  };
  struct Marks {
    Name event;
    bool once = false;
  };
  Name name;
  std::optional<Text> label;
  std::vector<Name> asks;
  std::vector<Requires> requirements;
  std::vector<Marks> marks;
  std::vector<Sets> sets;
  std::vector<Becomes> becomes;
  Span span;
};

// ── Rules ────────────────────────────────────────────────────────────────────────────────────────

/// `within D after P`, `within D before P`, `from M`, `until M`, `from M until M`, and for duties `by M`, `from M by
/// M`.
struct Window {
  /// A Shift. With `after` the window opens at its anchor and closes at the shift, with `before` the other way round.
  std::optional<Expr> within;
  std::optional<Expr> from;
  std::optional<Expr> until;
  std::optional<Expr> by;
  Span span;
};

/// `VALUE [less VALUE]… [to VALUE]`
struct Amount {
  Expr gross;
  std::vector<Expr> less;
  std::optional<Expr> to;
  Span span;
};

/// `[label:] ACTOR[, ACTOR] may [not] ACTION[, ACTION] WINDOW CONDITION because "…"`
struct MayRule {
  std::optional<Name> label;
  std::vector<Name> actors;
  bool prohibition = false;
  std::vector<Name> actions;
  std::optional<Window> window;
  std::vector<Condition> conditions;
  std::optional<Text> because;
  Span span;
};

/// What follows a duty's deadline: an action by itself, or a right of an actor.
struct Otherwise {
  /// Empty for an action that happens by itself; else the actors of the right.
  std::vector<Name> actors;
  std::vector<Name> actions;
  std::optional<Expr> until;
  std::optional<Text> because;
  Span span;
};

/// `[label:] ACTOR must ACTION [or ACTION] [AMOUNT] DUE CONDITION [because "…"] [otherwise …]`
struct MustRule {
  std::optional<Name> label;
  std::vector<Name> actors;
  std::vector<Name> actions;
  std::optional<Amount> amount;
  std::optional<Window> due;
  std::vector<Condition> conditions;
  std::optional<Text> because;
  std::optional<Otherwise> otherwise;
  Span span;
};

/// `[label:] ACTION [AMOUNT] happens at M CONDITION because "…"`
struct HappensRule {
  std::optional<Name> label;
  Name action;
  std::optional<Amount> amount;
  Expr at;
  std::vector<Condition> conditions;
  std::optional<Text> because;
  Span span;
};

using Rule = std::variant<MayRule, MustRule, HappensRule>;

/// `in STATUS[, STATUS] [when C] { rules }`, `in any`, `in any except …`
struct InBlock {
  bool any = false;
  /// The statuses named, or with `any` those excepted.
  std::vector<Name> statuses;
  std::vector<Condition> conditions;
  std::vector<Rule> rules;
  Span span;
};

// ── Overlays ─────────────────────────────────────────────────────────────────────────────────────

/// `term guarantee at least 14 days`: no less than that, whatever the extended policy says.
struct TermBoundDecl {
  Name term;
  bool at_least = true;
  Expr bound;
  std::optional<Text> doc;
  Span span;
};
/// `replace term payment_window = 10 days`, `replace payment: buyer must pay by due`
struct ReplaceDecl {
  std::variant<TermDecl, DefineDecl, ActorDecl, FactDecl, StatusDecl, ActionDecl, CalendarDecl, Rule> what;
  Span span;
};
/// `remove payment because "…"`, `remove term payment_window because "…"`
struct RemoveDecl {
  enum class What { rule, term, define, actor, fact, status, action, calendar };
  What what = What::rule;
  /// A rule's label, or the name of something that was declared.
  Name name;
  std::optional<Text> because;
  Span span;
};

// ── Scenarios ────────────────────────────────────────────────────────────────────────────────────

/// `FACT = VALUE`
struct Assignment {
  Name fact;
  Expr value;
  Span span;
};
/// `given F = V, …`: the order's first facts; inside an `at` block, what the world reports then. `status = shipped`
/// sets the status.
struct GivenStep {
  std::vector<Assignment> assignments;
  Span span;
};
/// `at TIME`: all later steps are at this instant.
struct AtStep {
  Expr time;
  Span span;
};
/// `buyer does pay with F = V, …`
struct DoesStep {
  Name actor;
  Name action;
  std::vector<Assignment> inputs;
  Span span;
};
/// `expect buyer may pay [from T] [until T] [because "…"]`, `expect buyer may not pay [because "…"]`
struct ExpectMay {
  Name actor;
  Name action;
  bool negated = false;
  std::optional<Expr> from;
  std::optional<Expr> until;
  std::optional<Text> because;
};
/// `expect unknown whether buyer may open_dispute`
struct ExpectUnknown {
  Name actor;
  Name action;
};
/// `expect seller must confirm [or …] [59.90 USD] [by T] [because "…"]`; `expect platform need not refund`
struct ExpectMust {
  Name actor;
  std::vector<Name> actions;
  bool negated = false;
  std::optional<Expr> amount;
  std::optional<Expr> by;
  std::optional<Text> because;
};
/// `expect buyer cannot ACTION [with F = V, …] [because "…"]`: trying it is refused.
struct ExpectCannot {
  Name actor;
  Name action;
  std::vector<Assignment> inputs;
  std::optional<Text> because;
};
/// `expect close happens at T [because "…"]`: the next time that the clock does it, if nobody acts.
struct ExpectHappens {
  Name action;
  Expr at;
  std::optional<Text> because;
};
/// `expect closed [because "…"]`: the order's status.
struct ExpectStatus {
  Name status;
  std::optional<Text> because;
};
/// `expect CONDITION`, where a rule's label may stand with a duty's state: `expect money_back is overdue`.
struct ExpectCondition {
  Expr condition;
};
struct ExpectStep {
  std::variant<ExpectMay, ExpectUnknown, ExpectMust, ExpectCannot, ExpectHappens, ExpectStatus, ExpectCondition>
      expectation;
  Span span;
};
using Step = std::variant<GivenStep, AtStep, DoesStep, ExpectStep>;

struct ScenarioDecl {
  Text name;
  std::vector<Step> steps;
  Span span;
};

using Declaration = std::variant<PolicyDecl, VersionDecl, ZoneDecl, MonthsDecl, MoneyDecl, CalendarDecl, TermDecl,
                                 DefineDecl, ActorDecl, FactDecl, StatusDecl, ActionDecl, InBlock, ScenarioDecl,
                                 GovernedDecl, TermBoundDecl, ReplaceDecl, RemoveDecl>;

/// One source, in the order in which it was written.
struct File {
  std::vector<Declaration> declarations;
};

}  // namespace bywhen::syntax
