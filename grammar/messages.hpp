#pragma once

#include "grammar/rules.hpp"

/// What was wanted, for every rule that stands under `must`: the first line completes "expected …", the second helps. A
/// first line that begins with `!` is the whole message. "the name of …" marks places where only a name can stand. A
/// rule under `must` that has no message here does not compile.
namespace bywhen::grammar {

struct Messages {
  template <typename Rule>
  static constexpr const char* message = nullptr;
  template <typename Rule>
  static constexpr bool raise_on_failure = false;
};

template <>
inline constexpr const char* Messages::message<rules::full_unit> =
    "a unit of time\nwrite a unit after `full`, such as `14 full days`";
template <>
inline constexpr const char* Messages::message<rules::business_unit> =
    "`days`\nwrite `3 business days`, or with a calendar `3 hk business days`";
template <>
inline constexpr const char* Messages::message<rules::edge_of> = "`of`\nwrite `start of day NAME` or `end of day NAME`";
template <>
inline constexpr const char* Messages::message<rules::day_word> =
    "`day`\nwrite `start of day NAME` or `end of day NAME`";
template <>
inline constexpr const char* Messages::message<rules::edge_anchor> =
    "a date or a point in time\nwrite `start of day NAME` or `end of day NAME`";
template <>
inline constexpr const char* Messages::message<rules::extremum_of> = "`of`\nwrite `latest of paid_at, shipped_at`";
template <>
inline constexpr const char* Messages::message<rules::extremum_item> =
    "a point in time\nwrite `latest of paid_at, shipped_at`";
template <>
inline constexpr const char* Messages::message<rules::where_condition> =
    "a condition after `where`\nwrite `count of parcels where parcels.weight > 20.0`";
template <>
inline constexpr const char* Messages::message<rules::since_event> =
    "the name of an event\nwrite `sets paused_for = paused_for + time since paused_at`";
template <>
inline constexpr const char* Messages::message<rules::counted_list> =
    "the name of a list\nwrite `count of parcels`, or with a condition `count of parcels where parcels.weight > 20.0`";
template <>
inline constexpr const char* Messages::message<rules::quantified_value> =
    "what is asked of the records\nwrite `all parcels.received_at have happened` or `any parcels.weight > 20.0`";
template <>
inline constexpr const char* Messages::message<rules::all_tail> =
    "`have`, `are` or a comparison after `all`\nwrite `all parcels.received_at have happened` or `all parcels.weight "
    "<= 20.0`";
template <>
inline constexpr const char* Messages::message<rules::any_tail> =
    "`has`, `is` or a comparison after `any`\nwrite `any parcels.received_at has happened` or `any parcels.weight > "
    "20.0`";
template <>
inline constexpr const char* Messages::message<rules::list_start> =
    "`{` after `list of`\nwrite `fact parcels : list of {received_at : event, weight : decimal?}`";
template <>
inline constexpr const char* Messages::message<rules::list_end> =
    "`,` or `}`\nthe members of a record stand between braces, with commas";
template <>
inline constexpr const char* Messages::message<rules::member_name> =
    "the name of a member\nwrite `fact parcels : list of {received_at : event, weight : decimal?}`";
template <>
inline constexpr const char* Messages::message<rules::member_colon> =
    "`:` and the member's type\nwrite `fact parcels : list of {received_at : event, weight : decimal?}`";
template <>
inline constexpr const char* Messages::message<rules::member_type> =
    "the member's type\na type is `event`, `time`, `date`, `yes/no`, `integer`, `decimal`, `percent`, `money`, `text`, "
    "`duration` or choices such as `{cn, hk}`";
template <>
inline constexpr const char* Messages::message<rules::member_default> =
    "the member's default\nwrite `fact parcels : list of {fragile : yes/no = no}`";
template <>
inline constexpr const char* Messages::message<rules::member_equals> =
    "`=` and the member's value\nwrite `given parcels = {received_at = 2026-03-01 10:00}, {weight = 2.5}`";
template <>
inline constexpr const char* Messages::message<rules::member_value> =
    "the member's value\nwrite `given parcels = {received_at = 2026-03-01 10:00}, {weight = 2.5}`";
template <>
inline constexpr const char* Messages::message<rules::inner_condition> = "a condition or a value after `(`";
template <>
inline constexpr const char* Messages::message<rules::closing_paren> = "`)`";
template <>
inline constexpr const char* Messages::message<rules::whole> =
    "the value of which this is a part\nwrite `20% of total` or `cancellation_fee of total`";
template <>
inline constexpr const char* Messages::message<rules::total_of> = "`of`\nwrite `sum of price, shipping`";
template <>
inline constexpr const char* Messages::message<rules::total_item> = "a value to add\nwrite `sum of price, shipping`";
template <>
inline constexpr const char* Messages::message<rules::multiplied> =
    "what is taken so many times\nwrite `2 times notice` or `extensions times 5 days`";
template <>
inline constexpr const char* Messages::message<rules::added> =
    "a value to add or take away\nwrite `price + shipping` or `price - discount`";
template <>
inline constexpr const char* Messages::message<rules::bound> =
    "the bound\nwrite `5% of total at least 1.00 EUR` or `5% of total at most 25.00 EUR`";
template <>
inline constexpr const char* Messages::message<rules::law_eu> =
    "`EU law`\nwrite `14 days after received_at under EU law`, or `… under EU law with german holidays`";
template <>
inline constexpr const char* Messages::message<rules::law_word> =
    "`law`\nwrite `14 days after received_at under EU law`";
template <>
inline constexpr const char* Messages::message<rules::law_calendar> =
    "the name of the calendar\nwrite `under EU law with german holidays`";
template <>
inline constexpr const char* Messages::message<rules::law_holidays> =
    "`holidays`\nwrite `under EU law with german holidays`";
template <>
inline constexpr const char* Messages::message<rules::ending_on> = "`on`\nwrite `ending on a business day`";
template <>
inline constexpr const char* Messages::message<rules::ending_a> = "`a`\nwrite `ending on a business day`";
template <>
inline constexpr const char* Messages::message<rules::ending_business> =
    "`business`\nwrite `ending on a business day` or `ending on a hk business day`";
template <>
inline constexpr const char* Messages::message<rules::ending_day> = "`day`\nwrite `ending on a business day`";
template <>
inline constexpr const char* Messages::message<rules::held_quantity> =
    "a number of business days\nwrite `holding 2 business days`";
template <>
inline constexpr const char* Messages::message<rules::anchor> =
    "a point in time\ncount from a name, a time or the start or end of a day: `3 days after paid_at`";
template <>
inline constexpr const char* Messages::message<rules::compared> = "a value to compare with";
template <>
inline constexpr const char* Messages::message<rules::compared_point> = "a point in time to compare with";
template <>
inline constexpr const char* Messages::message<rules::choice> =
    "a choice\nwrite the choices between braces: `{changed_mind, other}`";
template <>
inline constexpr const char* Messages::message<rules::choices_end> =
    "`,` or `}`\nwrite the choices between braces, with commas: `{changed_mind, other}`";
template <>
inline constexpr const char* Messages::message<rules::happened_or_passed> =
    "`happened` or `passed`\nwrite `paid_at has happened`, `paid_at has not happened` or `(3 days after paid_at) has "
    "passed`";
template <>
inline constexpr const char* Messages::message<rules::no_equals_sign> =
    "!`=` does not compare\ncompare with `is`: `tracking is wrong`";
template <>
inline constexpr const char* Messages::message<rules::status_name> =
    "the name of a status\nwrite `status is closed` or `status in {closed, shipped}`";
template <>
inline constexpr const char* Messages::message<rules::status_tail> =
    "`is` or `in` after `status`\nwrite `status is closed` or `status in {closed, shipped}`";
template <>
inline constexpr const char* Messages::message<rules::negated> = "a condition after `not`";
template <>
inline constexpr const char* Messages::message<rules::next_operand> = "a condition";

template <>
inline constexpr const char* Messages::message<rules::row_colon> =
    "`:` and the row's value\na row is written `CONDITION : VALUE`, in a table by facts `choice, choice : VALUE`, at "
    "the end `else : VALUE`";
template <>
inline constexpr const char* Messages::message<rules::value_after_condition> = "the row's value";
template <>
inline constexpr const char* Messages::message<rules::value_after_cells> = "the row's value";
template <>
inline constexpr const char* Messages::message<rules::cell_choice> =
    "a choice\nwrite the choices between braces, with commas: `{cn, hk}`";
template <>
inline constexpr const char* Messages::message<rules::next_cell> = "a choice, choices between braces or `any`";
template <>
inline constexpr const char* Messages::message<rules::by_fact> =
    "the name of a fact\nwrite `by country { cn : 20 days  else : 10 days }`, for calendars `by country { cn : hk  "
    "else : works }`";
template <>
inline constexpr const char* Messages::message<rules::table_start> =
    "`{` and the rows of the table\nwrite `by country { cn : 20 days  else : 10 days }`, for calendars `by country { "
    "cn : hk  else : works }`";
template <>
inline constexpr const char* Messages::message<rules::a_row_of_cells> =
    "a row of the table or `}`\na row is written `choice, choice : VALUE`, the last one may be `else : VALUE`";
template <>
inline constexpr const char* Messages::message<rules::a_row_of_conditions> =
    "a row of the table or `}`\na row is written `CONDITION : VALUE`, the last one may be `else : VALUE`";

template <>
inline constexpr const char* Messages::message<rules::policy_name> =
    "the name of the policy\nwrite `policy aliexpress \"AliExpress: closing an order\"`";
template <>
inline constexpr const char* Messages::message<rules::version_date> = "a date\nwrite `version 2026-01-01`";
template <>
inline constexpr const char* Messages::message<rules::extended_policy> =
    "the name of the policy that is extended\nwrite `policy shop_eu extends shop when country in {DE, FR}`";
template <>
inline constexpr const char* Messages::message<rules::all_word> =
    "`all orders`\nwrite `version 2026-01-01 for all orders`";
template <>
inline constexpr const char* Messages::message<rules::orders_word> =
    "`orders`\nwrite `version 2026-01-01 for all orders`";
template <>
inline constexpr const char* Messages::message<rules::the_word> =
    "`the version before`\nwrite `version 2026-01-01 amends the version before`";
template <>
inline constexpr const char* Messages::message<rules::version_before> =
    "`version before`\nwrite `version 2026-01-01 amends the version before`";
template <>
inline constexpr const char* Messages::message<rules::before_word> =
    "`before`\nwrite `version 2026-01-01 amends the version before`";
template <>
inline constexpr const char* Messages::message<rules::governed_by> = "`by`\nwrite `governed by placed_at`";
template <>
inline constexpr const char* Messages::message<rules::governing_event> =
    "the name of an event\nwrite `governed by placed_at`: its date picks the version";
template <>
inline constexpr const char* Messages::message<rules::zone_name> =
    "a time zone in double quotes\nwrite `zone \"Europe/Berlin\"`";
template <>
inline constexpr const char* Messages::message<rules::round_word> =
    "`round`\nwrite `months round down` or `months round up`";
template <>
inline constexpr const char* Messages::message<rules::round_direction> =
    "`down` or `up`\nwrite `months round down` or `months round up`";
template <>
inline constexpr const char* Messages::message<rules::rounds_word> =
    "`rounds`\nwrite `money rounds half up`, `money rounds half down`, `money rounds up` or `money rounds down`";
template <>
inline constexpr const char* Messages::message<rules::half_way> =
    "`up`, `down` or `even`\nwrite `money rounds half up`, `money rounds half down` or `money rounds half even`";
template <>
inline constexpr const char* Messages::message<rules::money_way> =
    "`half`, `up` or `down`\nwrite `money rounds half up`, `money rounds half down`, `money rounds up` or `money "
    "rounds down`";
template <>
inline constexpr const char* Messages::message<rules::year> = "a year\nwrite `covers 2026 to 2028`";
template <>
inline constexpr const char* Messages::message<rules::last_year> = "a year\nwrite `covers 2026 to 2028`";
template <>
inline constexpr const char* Messages::message<rules::years_to> = "`to`\nwrite `covers 2026 to 2028`";
template <>
inline constexpr const char* Messages::message<rules::weekday> =
    "the name of a day of the week\nwrite `weekend saturday, sunday`";
template <>
inline constexpr const char* Messages::message<rules::holiday_date> =
    "a date, `every`, `from` or `of`\nwrite `holidays 2026-10-01, every 25 december \"Christmas\"`, `holidays from "
    "\"germany.dates\"` or `holidays of germany and target`";
template <>
inline constexpr const char* Messages::message<rules::holiday_day> =
    "the day of the month\nwrite `holidays every 25 december \"Christmas\"`";
template <>
inline constexpr const char* Messages::message<rules::holiday_month> =
    "the name of a month\nwrite `holidays every 25 december \"Christmas\"`";
template <>
inline constexpr const char* Messages::message<rules::holidays_file> =
    "the file's path in double quotes\nwrite `holidays from \"calendars/germany.dates\"`";
template <>
inline constexpr const char* Messages::message<rules::other_calendar> =
    "the name of another calendar\nwrite `holidays of germany and target`";
template <>
inline constexpr const char* Messages::message<rules::a_calendar_part> =
    "`covers`, `weekend`, `holidays` or `}`\nwrite `calendar hk { covers 2026 to 2028  weekend saturday, sunday  "
    "holidays 2026-10-01 }`, or a choice: `calendar ship by origin { HK : hk  else : works }`";
template <>
inline constexpr const char* Messages::message<rules::calendar_name> =
    "the name of the calendar\nwrite `calendar hk { covers 2026 to 2028  weekend saturday, sunday }`";
template <>
inline constexpr const char* Messages::message<rules::calendar_start> =
    "`{` or `by`\nwrite `calendar hk { covers 2026 to 2028  weekend saturday, sunday }`, or `calendar ship by origin { "
    "HK : hk  "
    "else : works }`";

template <>
inline constexpr const char* Messages::message<rules::term_name> =
    "the name of the term\nwrite `term payment_window = 20 days`";
template <>
inline constexpr const char* Messages::message<rules::term_value> =
    "the value of the term\nwrite `term payment_window = 20 days`; a table stands without `=`";
template <>
inline constexpr const char* Messages::message<rules::term_limit> =
    "what the term is at least or at most\nwrite `term guarantee at least 14 days`";
template <>
inline constexpr const char* Messages::message<rules::term_body> =
    "`=` and a value, or a table\nwrite `term payment_window = 20 days` or `term payment_window by country { cn : 20 "
    "days  else : 10 days }`";
template <>
inline constexpr const char* Messages::message<rules::define_name> =
    "the name of what is defined\nwrite `define delivered when tracking is valid` or `define due = 3 days after "
    "paid_at`";
template <>
inline constexpr const char* Messages::message<rules::define_value> =
    "a value or a moment\nwrite `define due = 3 days after paid_at`; a table stands without `=`";
template <>
inline constexpr const char* Messages::message<rules::define_condition> =
    "a condition\nwrite `define delivered when tracking is valid`";
template <>
inline constexpr const char* Messages::message<rules::define_body> =
    "`=`, `when` or a table\nwrite `define due = 3 days after paid_at` or `define delivered when tracking is valid`";
template <>
inline constexpr const char* Messages::message<rules::actor_name> =
    "the name of the actor\nwrite `actor buyer \"Buyer\"`";
template <>
inline constexpr const char* Messages::message<rules::fact_name> =
    "the name of a fact\nwrite `fact paid_at, shipped_at : event`";
template <>
inline constexpr const char* Messages::message<rules::fact_colon> =
    "`:` and the fact's type\nwrite `fact paid_at, shipped_at : event`";
template <>
inline constexpr const char* Messages::message<rules::fact_choice> =
    "the name of a choice\nwrite `fact tracking : {unchecked, valid, wrong}`";
template <>
inline constexpr const char* Messages::message<rules::type_slash> = "`/no`\nthe type is written `yes/no`";
template <>
inline constexpr const char* Messages::message<rules::type_no> = "`no`\nthe type is written `yes/no`";
template <>
inline constexpr const char* Messages::message<rules::fact_type> =
    "the fact's type\na type is `event`, `time`, `date`, `yes/no`, `integer`, `decimal`, `percent`, `money`, `text`, "
    "`duration` or choices such as `{cn, hk}`";
template <>
inline constexpr const char* Messages::message<rules::fact_default> =
    "the fact's default\nwrite `fact complaint : yes/no = no`";
template <>
inline constexpr const char* Messages::message<rules::marked_event> =
    "the name of the event to mark\nwrite `marks paid_at`";
template <>
inline constexpr const char* Messages::message<rules::needed_fact> =
    "the name of a fact\nwrite `needs tracking_number`";
template <>
inline constexpr const char* Messages::message<rules::next_attribute> =
    "`initial`, `final`, `marks` or `needs`\nwrite `status closed \"Closed\" final, marks closed_at`";
template <>
inline constexpr const char* Messages::message<rules::declared_status> =
    "the name of the status\nwrite `status closed \"Closed\" final, marks closed_at`";
template <>
inline constexpr const char* Messages::message<rules::asked_fact> =
    "the name of a fact\nwrite `asks cancel_reason, complaint`";
template <>
inline constexpr const char* Messages::message<rules::reason> =
    "a text in double quotes\nwrite `because \"The order was not paid in time\"`";
template <>
inline constexpr const char* Messages::message<rules::required_condition> =
    "a condition\nwrite `requires total < 100 USD because \"…\"`";
template <>
inline constexpr const char* Messages::message<rules::set_fact> = "the name of a fact\nwrite `sets tracking = valid`";
template <>
inline constexpr const char* Messages::message<rules::set_equals> = "`=`\nwrite `sets tracking = valid`";
template <>
inline constexpr const char* Messages::message<rules::set_value> = "a value\nwrite `sets tracking = valid`";
template <>
inline constexpr const char* Messages::message<rules::becomes_status> =
    "the name of a status\nwrite `becomes closed` or `becomes closed when tracking is valid`";
template <>
inline constexpr const char* Messages::message<rules::becomes_condition> =
    "a condition\nwrite `becomes closed when tracking is valid`";
template <>
inline constexpr const char* Messages::message<rules::an_effect> =
    "`asks`, `requires`, `marks`, `sets`, `becomes` or `}`\nwrite `action pay \"Pay Now\" { marks paid_at  becomes "
    "awaiting_shipment }`";
template <>
inline constexpr const char* Messages::message<rules::action_name> =
    "the name of the action\nwrite `action pay \"Pay Now\" { marks paid_at }`";
template <>
inline constexpr const char* Messages::message<rules::action_body> =
    "`{` and what the action does\nwrite `action pay \"Pay Now\" { marks paid_at }`; an action that changes nothing "
    "has `{}`";

template <>
inline constexpr const char* Messages::message<rules::when_condition> = "a condition";
template <>
inline constexpr const char* Messages::message<rules::window_duration> =
    "a duration\nwrite `within 3 days after paid_at`";
template <>
inline constexpr const char* Messages::message<rules::window_after> =
    "`after` or `before`\nwrite `within 3 days after paid_at` or `within 3 days before due`";
template <>
inline constexpr const char* Messages::message<rules::moment> =
    "a moment\na moment is a name, a time, `3 days after NAME`, `start of day NAME`, `latest of NAME, NAME`";
template <>
inline constexpr const char* Messages::message<rules::less_value> =
    "the value to take off\nwrite `refund total less cancellation_fee of total`";
template <>
inline constexpr const char* Messages::message<rules::to_value> =
    "to whom or what it goes\nwrite `refund total to payment_method`";
template <>
inline constexpr const char* Messages::message<rules::right_action> =
    "the name of an action\nwrite `otherwise buyer may open_dispute because \"…\"`";
template <>
inline constexpr const char* Messages::message<rules::otherwise_name> =
    "the name of an action or an actor\nwrite `otherwise close because \"…\"` or `otherwise buyer may open_dispute "
    "because \"…\"`";
template <>
inline constexpr const char* Messages::message<rules::rule_actor> =
    "the name of an actor\nwrite `buyer, seller may message`";
template <>
inline constexpr const char* Messages::message<rules::may_action> =
    "the name of an action\nwrite `buyer may pay` or `buyer may not pay because \"…\"`";
template <>
inline constexpr const char* Messages::message<rules::must_action> =
    "the name of an action\nwrite `seller must confirm or refuse within 3 days after asked_at`";
template <>
inline constexpr const char* Messages::message<rules::happens_at> =
    "`at`\nwrite `complete happens at 15 days after shipped_at`";
template <>
inline constexpr const char* Messages::message<rules::happens_moment> =
    "a moment\nwrite `complete happens at 15 days after shipped_at`";
template <>
inline constexpr const char* Messages::message<rules::rule_verb> =
    "`may`, `must` or `happens`\na rule is written `buyer may pay`, `buyer may not pay`, `seller must ship by due` or "
    "`close happens at due`";
template <>
inline constexpr const char* Messages::message<rules::a_rule> =
    "a rule or `}`\na rule is written `buyer may pay`, `buyer may not pay`, `seller must ship by due` or `close "
    "happens at due`";
template <>
inline constexpr const char* Messages::message<rules::block_status> =
    "the name of a status\nwrite `in closed, shipped { … }` or `in any except closed { … }`";
template <>
inline constexpr const char* Messages::message<rules::block_states> =
    "the name of a status or `any`\nwrite `in closed, shipped { … }` or `in any except closed { … }`";
template <>
inline constexpr const char* Messages::message<rules::block_start> =
    "`{` and the rules that apply there\nwrite `in closed, shipped { … }` or `in closed when complaint { … }`";

template <>
inline constexpr const char* Messages::message<rules::what_is_replaced> =
    "a term, another declaration or a rule with its label\nwrite `replace term payment_window = 10 days` or `replace "
    "payment: buyer must pay by due`";
template <>
inline constexpr const char* Messages::message<rules::removed_thing> =
    "the label of a rule, or a word such as `term` and a name\nwrite `remove payment because \"…\"` or `remove term "
    "payment_window because \"…\"`";
template <>
inline constexpr const char* Messages::message<rules::removed_name> =
    "the name of what is removed\nwrite `remove term payment_window because \"…\"`";
template <>
inline constexpr const char* Messages::message<rules::removal_reason> =
    "`because` and the reason\nwrite `remove payment because \"…\"`";

template <>
inline constexpr const char* Messages::message<rules::assigned_fact> =
    "the name of a fact\nwrite `given total = 59.90 USD, status = shipped`";
template <>
inline constexpr const char* Messages::message<rules::assigned_equals> =
    "`=` and the fact's value\nwrite `given total = 59.90 USD, status = shipped`, or `paid_at = missing` for what has "
    "not happened";
template <>
inline constexpr const char* Messages::message<rules::assigned_value> =
    "the fact's value\nwrite `given total = 59.90 USD, status = shipped`";
template <>
inline constexpr const char* Messages::message<rules::step_time> = "a time\nwrite `at 2026-03-02 09:00`";
template <>
inline constexpr const char* Messages::message<rules::does_action> =
    "the name of an action\nwrite `buyer does pay` or `buyer does cancel with cancel_reason = other`";
template <>
inline constexpr const char* Messages::message<rules::expected_action> =
    "the name of an action\nwrite `expect buyer may pay until 2026-03-21 10:00`";
template <>
inline constexpr const char* Messages::message<rules::expected_actor> =
    "the name of an actor\nwrite `expect unknown whether buyer may open_dispute`";
template <>
inline constexpr const char* Messages::message<rules::expected_may_word> =
    "`may`\nwrite `expect unknown whether buyer may open_dispute`";
template <>
inline constexpr const char* Messages::message<rules::expectation> =
    "what is expected\nwrite `expect buyer may pay`, `expect seller must ship by TIME`, `expect closed` or a condition";
template <>
inline constexpr const char* Messages::message<rules::a_step> =
    "`given`, `at`, `expect`, `ACTOR does ACTION` or `}`\nwrite `at 2026-03-02 09:00  buyer does pay  expect closed`";
template <>
inline constexpr const char* Messages::message<rules::scenario_name> =
    "the scenario's name in double quotes\nwrite `scenario \"Paid in time\" { … }`";
template <>
inline constexpr const char* Messages::message<rules::scenario_start> = "`{`\nwrite `scenario \"Paid in time\" { … }`";

template <>
inline constexpr const char* Messages::message<rules::declaration> =
    "a declaration\na declaration begins with `policy`, `version`, `zone`, `months`, `money`, `calendar`, `term`, "
    "`define`, `actor`, `fact`, `status`, `action`, `in` or `scenario`";

}  // namespace bywhen::grammar
