#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/source.hpp"
#include "grammar/box.hpp"

/// The part of the syntax tree that stands inside of sentences: values, moments, durations and conditions.
namespace bywhen::syntax {

/// A name as it was written: of a fact, term, status, unit, choice…
struct Name {
  std::string text;
  Span span;
};

/// A quoted text with its escapes resolved; the span includes the quotes.
struct Text {
  std::string text;
  Span span;
};

struct Expr;

/// `12`, `2.5`, `-3`; the text holds digits, at most one point and one sign.
struct NumberLiteral {
  std::string text;
};
/// `20%`, `2.5%`; the text is without the sign.
struct PercentLiteral {
  std::string text;
};
struct TextLiteral {
  std::string text;
};
struct YesNoLiteral {
  bool yes = false;
};
/// `2026-03-01`
struct DateLiteral {
  std::string text;
};
/// `2026-03-01 10:00[:30[.5]]` with or without an offset (`Z`, `+02:00`), a space or a `T` between.
struct TimeLiteral {
  std::string text;
};
/// A fact, term, define, choice, status or rule label: which one, check decides.
struct NameRef {
  std::string text;
};
/// `parcels.weight`: a member of the records of a list.
struct PathRef {
  Name list;
  Name member;
};

/// A count of some unit: `20 days`, `14 full days`, `3 business days`, `3 hk business days`, `processing_days days`,
/// and also money, whose unit is a currency: `59.90 USD`.
struct Quantity {
  /// A NumberLiteral, a NameRef or a PathRef.
  Box<Expr> count;
  bool full = false;
  bool business = false;
  std::optional<Name> calendar;
  Name unit;
};
/// Quantities one after another: `1 month 3 days`. At least two.
struct Compound {
  std::vector<Expr> quantities;
};
/// `cancellation_fee of total`
struct PercentOf {
  Box<Expr> share;
  Box<Expr> whole;
};
/// `2 times notice`, `extensions times 5 days`
struct Times {
  Box<Expr> count;
  Box<Expr> value;
};
/// `price + shipping - discount`, and `sum of price, shipping`. At least one.
struct Sum {
  std::vector<Expr> items;
  /// For each item, whether it is taken away.
  std::vector<bool> negative;
  /// Written with `sum of`: an item may be one of each record of a list.
  bool total = false;
};
/// `5% of total at least 1.00 EUR`, `… at most 25.00 EUR`
struct Bounded {
  Box<Expr> value;
  bool at_least = false;
  Box<Expr> bound;
};
/// `D after P`, `D before P`, with what may follow: `ending on a business day`, `holding 2 business days`,
/// `under EU law [with NAME holidays]`, `in "Zone"`.
struct Shift {
  Box<Expr> duration;
  bool before = false;
  Box<Expr> anchor;
  bool ending_on_business_day = false;
  /// The calendar named in `ending on a hk business day`.
  std::optional<Name> ending_calendar;
  /// A Quantity of business days.
  std::optional<Box<Expr>> holding;
  bool under_eu_law = false;
  /// The calendar named in `under EU law with german holidays`.
  std::optional<Name> law_calendar;
  std::optional<Text> zone;
};
/// `time since EVENT`
struct TimeSince {
  Name event;
};
/// `start of day P`, `end of day P`
struct DayEdge {
  bool end = false;
  Box<Expr> anchor;
  std::optional<Text> zone;
};
/// `latest of P, P, …`, `earliest of P, P, …`
struct Extremum {
  bool latest = false;
  std::vector<Expr> items;
};

/// `parcels.price where parcels.kind is box`, as an item of a sum or an extremum: of these records only.
struct Filtered {
  Box<Expr> value;
  Box<Expr> filter;
};
/// `count of parcels`, `count of parcels where parcels.weight > 20.0`
struct CountOf {
  Name list;
  std::optional<Box<Expr>> filter;
};

enum class Comparison { is, is_not, less, less_equal, greater, greater_equal, is_before, is_after };
struct Compare {
  Comparison comparison = Comparison::is;
  Box<Expr> left;
  Box<Expr> right;
};
/// `x in {a, b}`, `x not in {a, b}`
struct Membership {
  Box<Expr> left;
  bool negated = false;
  std::vector<Expr> choices;
};
/// `x is known`, `x is missing`
struct Presence {
  Box<Expr> subject;
  bool known = true;
};
/// `EVENT has [not] happened`
struct Happened {
  Box<Expr> event;
  bool negated = false;
};
/// `M has [not] passed`
struct Passed {
  Box<Expr> moment;
  bool negated = false;
};
/// `status is X`, `status is not X`, `status in {X, Y}`, `status not in {X, Y}`
struct StatusIs {
  bool negated = false;
  std::vector<Name> statuses;
};
/// `all parcels.received_at have happened`, `any parcels.weight > 20.0`, with or without `where`.
struct Quantified {
  bool all = false;
  Box<Expr> condition;
  std::optional<Box<Expr>> filter;
};
struct Not {
  Box<Expr> operand;
};
/// `a and b and c`, or `a or b or c`; at least two operands.
struct Logic {
  bool conjunction = true;
  std::vector<Expr> operands;
};

/// `{received_at = 2026-03-01 10:00}, {weight = 2.5}`: what a scenario tells of a list.
struct RecordsLiteral {
  struct Told {
    Name member;
    Box<Expr> value;
    Span span;
  };
  struct Record {
    std::vector<Told> members;
    Span span;
  };
  std::vector<Record> records;
};

/// Any value, moment, duration or condition; check tells them apart by type.
struct Expr {
  std::variant<NumberLiteral, PercentLiteral, TextLiteral, YesNoLiteral, DateLiteral, TimeLiteral, NameRef, PathRef,
               Quantity, Compound, PercentOf, Times, Sum, Bounded, Shift, TimeSince, DayEdge, Extremum, Filtered,
               CountOf, Compare, Membership, Presence, Happened, Passed, StatusIs, Quantified, Not, Logic,
               RecordsLiteral>
      node;
  Span span;
};

}  // namespace bywhen::syntax
