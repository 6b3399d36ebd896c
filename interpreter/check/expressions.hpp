#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/check/context.hpp"

/// From a syntax tree's expressions to typed ones. A mistake is reported where it is made and gives an empty result,
/// about which whoever uses the expression says nothing more.
namespace bywhen::check_stage {

using Lowered = std::optional<ExprId>;

[[nodiscard]] bool is_moment(Kind kind);
/// A number without a unit.
[[nodiscard]] bool is_numeric(Kind kind);
[[nodiscard]] bool can_be_added(Kind kind);
/// The text is a number as it is written, not a name.
[[nodiscard]] bool is_literal_number(std::string_view text);
[[nodiscard]] bool same_type(Type left, Type right);
/// `a moment`, `an amount of money`, `one of {a, b}`…
[[nodiscard]] std::string describe_type(const Context& context, Type type);

/// Any expression; `wanted` gives a choice's name its meaning and makes an integer a decimal where one is wanted.
[[nodiscard]] Lowered lower(Context& context, const syntax::Expr& expr, std::optional<Type> wanted = std::nullopt);
/// One of exactly this type (events and times are both moments); `role` is what it is here for, as in "a term's value".
[[nodiscard]] Lowered lower_as(Context& context, const syntax::Expr& expr, Type wanted);
/// One that a fact of this type may have: the order's JSON can tell it.
[[nodiscard]] Lowered lower_for_fact(Context& context, const syntax::Expr& expr, Type type);
[[nodiscard]] Lowered lower_condition(Context& context, const syntax::Expr& expr);
/// All of `when` and `unless`, joined by `and`; absent if there are none. `failed` is set after a mistake.
[[nodiscard]] std::optional<ExprId> lower_conditions(Context& context, const std::vector<syntax::Condition>& conditions,
                                                     bool& failed);
/// One that can bound a window: a moment, no bare date.
[[nodiscard]] Lowered lower_moment(Context& context, const syntax::Expr& expr);
[[nodiscard]] Lowered lower_table(Context& context, const syntax::Table& table, std::optional<Type> wanted);
[[nodiscard]] Lowered lower_named_value(Context& context, NamedValue& named);

/// `wanted` itself, or what it takes to make it so; reports a wrong type.
[[nodiscard]] Lowered require_type(Context& context, ExprId expr, Type wanted, Span span);

[[nodiscard]] ExprId make(Context& context, Op op, Kind kind, Span span, std::vector<ExprId> operands,
                          std::uint32_t payload = 0);
[[nodiscard]] ExprId make_not(Context& context, ExprId operand, Span span);
[[nodiscard]] ExprId make_all(Context& context, std::vector<ExprId> operands, Span span);
[[nodiscard]] ExprId negate_if(Context& context, bool negated, ExprId operand, Span span);

// ── Names, moments, conditions: what `lower` dispatches to
// ─────────────────────────────────────────────────────────────────────────

/// The fact as it is, whatever its type.
[[nodiscard]] ExprId lower_fact(Context& context, FactId fact, Span span);
[[nodiscard]] Lowered lower_name(Context& context, const std::string& name, Span span, std::optional<Type> wanted);
[[nodiscard]] Lowered lower_sum(Context& context, const syntax::Sum& sum, Span span, std::optional<Type> wanted);
[[nodiscard]] Lowered lower_times(Context& context, const syntax::Times& times, Span span);
[[nodiscard]] Lowered lower_bounded(Context& context, const syntax::Bounded& bounded, Span span,
                                    std::optional<Type> wanted);
/// The sum of items of one kind, or its value where all are fixed.
[[nodiscard]] Lowered add_up(Context& context, std::vector<ExprId> items, std::vector<bool> negative, Span span);
[[nodiscard]] Lowered lower_shift(Context& context, const syntax::Shift& shift, Span span);
[[nodiscard]] Lowered lower_since(Context& context, const syntax::TimeSince& since, Span span);
[[nodiscard]] Lowered lower_edge(Context& context, const syntax::DayEdge& edge, Span span);
[[nodiscard]] Lowered lower_extremum(Context& context, const syntax::Extremum& extremum, Span span);
[[nodiscard]] Lowered lower_compare(Context& context, const syntax::Compare& compare, Span span);
[[nodiscard]] Lowered lower_membership(Context& context, const syntax::Membership& membership, Span span);
[[nodiscard]] Lowered lower_presence(Context& context, const syntax::Presence& presence, Span span);
[[nodiscard]] Lowered lower_status_is(Context& context, const syntax::StatusIs& status_is, Span span);
[[nodiscard]] Lowered lower_logic(Context& context, const syntax::Logic& logic, Span span);
[[nodiscard]] Lowered lower_passed(Context& context, const syntax::Passed& passed, Span span);
[[nodiscard]] Lowered lower_happened(Context& context, const syntax::Happened& happened, Span span);

// ── Lists
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What an item of `sum of` (`Op::sum_of`), `latest of` or `earliest of` is wanted to be.
struct ItemRole {
  Op op = Op::sum_of;
  std::optional<Type> wanted;
};
/// An item: itself, or, if it reads members of records, what it comes to over all of them.
[[nodiscard]] Lowered lower_item(Context& context, const syntax::Expr& item, const ItemRole& role);
[[nodiscard]] Lowered lower_path(Context& context, const syntax::PathRef& path, Span span);
[[nodiscard]] Lowered lower_count_of(Context& context, const syntax::CountOf& count, Span span);
[[nodiscard]] Lowered lower_quantified(Context& context, const syntax::Quantified& quantified, Span span);
/// Says that a list is no value.
Lowered refuse_list(Context& context, const std::string& name, Span span);
/// The records that a scenario tells of a list.
[[nodiscard]] Lowered lower_records(Context& context, FactId list, const syntax::Expr& expr);
/// The group of amounts that a list's belong to, once they are grouped.
[[nodiscard]] std::optional<std::uint32_t> currency_group_of(const Model& model, FactId list);

// ── Literals
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

[[nodiscard]] Lowered lower_number(Context& context, const syntax::NumberLiteral& number, Span span,
                                   std::optional<Type> wanted);
[[nodiscard]] Lowered lower_percent(Context& context, const syntax::PercentLiteral& percent, Span span);
[[nodiscard]] Lowered lower_date(Context& context, const syntax::DateLiteral& date, Span span);
[[nodiscard]] Lowered lower_time(Context& context, const syntax::TimeLiteral& time, Span span);
[[nodiscard]] Lowered lower_quantity(Context& context, const syntax::Quantity& quantity, Span span);
[[nodiscard]] Lowered lower_compound(Context& context, const syntax::Compound& compound, Span span);
/// The calendar that a sentence names, or the default one.
struct NamedCalendar {
  /// -1: the default one.
  int fixed = -1;
  /// Where the order chooses: the expression of its index.
  std::optional<ExprId> chosen;
};
[[nodiscard]] std::optional<NamedCalendar> look_up_calendar(Context& context,
                                                            const std::optional<syntax::Name>& calendar, Span span);
/// Enters all calendars and reads those that are no choice; what is wrong with them is reported.
void declare_calendars(Context& context, const std::vector<const syntax::Declaration*>& declarations);
/// Reads one, and those that it is made of, if that has not been done.
void lower_calendar(Context& context, CalendarEntry& entry);
/// The index of a calendar that is no choice.
[[nodiscard]] std::optional<int> find_fixed_calendar(Context& context, const syntax::Name& name);
/// The date, if the expression is one and right.
[[nodiscard]] std::optional<Date> read_date_literal(Context& context, const syntax::Expr& expr);
[[nodiscard]] std::optional<Zone> look_up_zone(Context& context, const syntax::Text& zone);

}  // namespace bywhen::check_stage
