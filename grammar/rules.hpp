#pragma once

#include "grammar/rule_kit.hpp"

/// The sentence grammar over token kinds. A rule under `must` has a message in messages.hpp; each rule struct that
/// differs from another only in its name is there for its own message.
namespace bywhen::grammar::rules {

// ── Words and lists ──────────────────────────────────────────────────────────────────────────────

/// All kinds for which `is_name` holds; they are next to each other.
static_assert(Kind::name < Kind::unit && static_cast<int>(Kind::unit) < 128, "bytes are compared as signed ones");
struct a_name_kind : range<static_cast<char>(Kind::name), static_cast<char>(Kind::unit)> {};
/// A name that leaves no node.
struct a_name : a_name_kind {};
struct name : a_name_kind {
  static constexpr NodeKind node_kind = NodeKind::token;
};
struct quoted : leaf<Kind::text> {};
struct comma : key<Kind::comma> {};
struct colon : key<Kind::colon> {};
struct equals : key<Kind::equals> {};
struct open_brace : leaf<Kind::open_brace> {};
struct close_brace : key<Kind::close_brace> {};
struct next_declaration : ahead<outer_declaration_stands_at> {};

/// The end of a block: its brace, or a node that says that it is missing where a declaration or the end of the text
/// comes instead.
struct missing_close : node<NodeKind::missing_close, at<sor<eof, next_declaration>>> {};
struct block_end : sor<close_brace, eof, next_declaration> {};
struct closing_brace : sor<close_brace, missing_close> {};
template <typename Item, bool (*Reached)(const Reader&, std::size_t)>
struct items : star<not_at<block_end>, recover<Item, Reached, true>> {};

// ── Values ───────────────────────────────────────────────────────────────────────────────────────

struct condition;
struct value;

struct signed_number : node<NodeKind::signed_number, opt<key<Kind::minus>>, key<Kind::number>> {};
struct unit_name : sor<name, leaf<Kind::months>> {};
struct full_unit : unit_name {};
struct business_unit : unit_name {};
struct full_count : seq<leaf<Kind::full>, must<full_unit>> {};
struct business_count
    : seq<at<opt<a_name>, key<Kind::business>>, opt<name>, leaf<Kind::business>, must<business_unit>> {};
struct plain_unit : seq<ahead<unit_stands_at>, unit_name> {};
struct number_quantity : node<NodeKind::quantity, signed_number, sor<full_count, business_count, plain_unit>> {};
struct name_quantity : node<NodeKind::quantity, ahead<counting_name_stands_at>, sor<name, leaf<Kind::path>>,
                            sor<full_count, business_count, unit_name>> {};
/// What goes on with a minus is a difference, not a duration of two parts.
struct next_quantity : seq<not_at<key<Kind::minus>>, not_at<ahead<numbered_row_stands_at>>, number_quantity> {};
struct quantities : folding_node<NodeKind::compound, sor<name_quantity, number_quantity>, star<next_quantity>> {};

struct day_word : key<Kind::day> {};
struct edge_of : key<Kind::of> {};
struct edge_anchor;
struct zone_suffix : node<NodeKind::zone_suffix, key<Kind::in>, quoted> {};
struct day_edge : node<NodeKind::day_edge, leaf<Kind::start, Kind::end_of>, must<edge_of>, must<day_word>,
                       must<edge_anchor>, opt<zone_suffix>> {};

// ── What is gathered over the records of a list ──────────────────────────────────────────────────

struct where_condition;
struct where : node<NodeKind::where, key<Kind::where>, must<where_condition>> {};
/// What is gathered, and of which records only.
template <typename Item>
struct gathered : folding_node<NodeKind::filtered, Item, opt<where>> {};
struct counted_list : name {};
struct count_of : node<NodeKind::count_of, at<key<Kind::count>, key<Kind::of>>, a_name, key<Kind::of>,
                       must<counted_list>, opt<where>> {};

struct since_event : name {};
struct time_since : node<NodeKind::time_since, at<key<Kind::time_word>, key<Kind::since>>, a_name, key<Kind::since>,
                         must<since_event>> {};

struct extremum_of : key<Kind::of> {};
struct extremum_item;
/// `latest of a, b` ends where the comma belongs to the list around it: before `c = 3`.
struct extremum_next : seq<not_at<comma, a_name, equals>, comma, must<extremum_item>> {};
struct extremum : node<NodeKind::extremum, leaf<Kind::latest, Kind::earliest>, must<extremum_of>, must<extremum_item>,
                       star<extremum_next>> {};

struct total_of : key<Kind::of> {};
struct total_item;
struct total_next : seq<not_at<comma, a_name, equals>, comma, must<total_item>> {};
struct total : node<NodeKind::total, key<Kind::sum>, must<total_of>, must<total_item>, star<total_next>> {};

struct closing_paren : key<Kind::close_paren> {};
struct inner_condition;
struct paren : node<NodeKind::paren, leaf<Kind::open_paren>, must<inner_condition>, must<closing_paren>> {};

struct signed_percent : node<NodeKind::signed_number, key<Kind::minus>, key<Kind::percent>> {};
struct literal
    : sor<signed_number, signed_percent, leaf<Kind::percent, Kind::text, Kind::date, Kind::time, Kind::yes, Kind::no>> {
};
/// A name with a verb behind it begins the next sentence.
struct name_in_sentence : seq<not_at<a_name, key<Kind::may, Kind::must, Kind::does>>, name> {};
struct primary : sor<quantities, literal, leaf<Kind::path>, count_of, time_since, name_in_sentence, day_edge, extremum,
                     total, paren> {};

struct whole : primary {};
struct of_tail : node<NodeKind::of_tail, key<Kind::of>, must<whole>> {};
struct multiplied : folding_node<NodeKind::value, primary, opt<of_tail>> {};
struct times_tail : node<NodeKind::times_tail, ahead<times_stands_at>, key<Kind::times>, must<multiplied>> {};
struct product : folding_node<NodeKind::value, primary, opt<of_tail>, star<times_tail>> {};
struct added : product {};
struct sum_tail
    : node<NodeKind::sum_tail, not_at<ahead<numbered_row_stands_at>>, leaf<Kind::plus, Kind::minus>, must<added>> {};
struct bound : product {};
struct bound_tail : node<NodeKind::bound_tail, key<Kind::at>, leaf<Kind::least, Kind::most>, must<bound>> {};
/// Everything of a value but where it is counted from.
struct computed : seq<primary, opt<of_tail>, star<times_tail>, star<sor<sum_tail, bound_tail>>> {};

struct ending_on : key<Kind::on> {};
struct ending_a : key<Kind::a> {};
struct ending_business : key<Kind::business> {};
struct ending_day : key<Kind::day> {};
struct ending_calendar : seq<not_at<key<Kind::business>>, name> {};
struct ending : node<NodeKind::ending, key<Kind::ending>, must<ending_on>, must<ending_a>, opt<ending_calendar>,
                     must<ending_business>, must<ending_day>> {};
struct held_quantity : quantities {};
struct holding : node<NodeKind::holding, key<Kind::holding>, must<held_quantity>> {};
struct law_eu : key<Kind::eu> {};
struct law_word : key<Kind::law> {};
struct law_calendar : name {};
struct law_holidays : key<Kind::holidays> {};
struct law_with : seq<key<Kind::with>, must<law_calendar>, must<law_holidays>> {};
struct under_law : node<NodeKind::under_law, key<Kind::under>, must<law_eu>, must<law_word>, opt<law_with>> {};
struct anchor;
struct shift_suffixes : star<sor<ending, holding, under_law, zone_suffix>> {};
struct shift_tail : node<NodeKind::shift_tail, leaf<Kind::after, Kind::before>, must<anchor>, shift_suffixes> {};

struct value : folding_node<NodeKind::value, computed, opt<shift_tail>> {};
/// `sum of parcels.price + shipping` ends before the plus.
struct total_item : sor<seq<ahead<gathering_stands_at>, gathered<product>>, value> {};
struct anchor : value {};
struct edge_anchor : value {};
struct extremum_item : gathered<value> {};

// ── Conditions ───────────────────────────────────────────────────────────────────────────────────

struct known_or_missing : leaf<Kind::known, Kind::missing> {};
struct compared : value {};
struct compared_point : value {};
struct choice : value {};
struct choices_end : key<Kind::close_brace> {};
struct choices : seq<open_brace, must<choice>, star<comma, must<choice>>, must<choices_end>> {};

struct presence : node<NodeKind::presence, known_or_missing> {};
struct compare_time : node<NodeKind::compare, leaf<Kind::before, Kind::after>, must<compared_point>> {};
struct compare_equal : node<NodeKind::compare, opt<leaf<Kind::not_>>, must<compared>> {};
struct is_tail : seq<key<Kind::is>, sor<presence, compare_time, compare_equal>> {};
struct membership
    : node<NodeKind::membership, opt<leaf<Kind::not_>>, key<Kind::in>, at<key<Kind::open_brace>>, choices> {};
struct happened_or_passed : leaf<Kind::happened, Kind::passed> {};
struct has_tail : node<NodeKind::has, key<Kind::has>, opt<leaf<Kind::not_>>, must<happened_or_passed>> {};
struct relation
    : node<NodeKind::compare, leaf<Kind::less_than, Kind::less_equal, Kind::greater_than, Kind::greater_equal>,
           must<compared>> {};
struct no_equals_sign : failure {};
struct equals_slip : seq<at<key<Kind::equals>>, must<no_equals_sign>> {};
struct comparison_tail : sor<is_tail, membership, has_tail, relation, equals_slip> {};
struct comparison : folding_node<NodeKind::comparison, value, opt<comparison_tail>> {};

struct status_name : name {};
struct status_names : seq<open_brace, must<status_name>, star<comma, must<status_name>>, must<choices_end>> {};
struct status_in : seq<opt<leaf<Kind::not_>>, key<Kind::in>, status_names> {};
struct status_equal : seq<key<Kind::is>, opt<leaf<Kind::not_>>, must<status_name>> {};
struct status_tail : sor<status_in, status_equal> {};
struct status_is : node<NodeKind::status_is, key<Kind::status>, must<status_tail>> {};

/// After `all` several are spoken of, after `any` one.
struct are_tail : seq<key<Kind::are>, sor<presence, compare_time, compare_equal>> {};
struct have_tail : node<NodeKind::has, key<Kind::have>, opt<leaf<Kind::not_>>, must<happened_or_passed>> {};
struct all_tail : sor<are_tail, membership, have_tail, relation, equals_slip> {};
struct any_tail : sor<is_tail, membership, has_tail, relation, equals_slip> {};
struct quantified_value : value {};
struct all_of : seq<leaf<Kind::all>, node<NodeKind::comparison, must<quantified_value>, must<all_tail>>> {};
struct any_of : seq<leaf<Kind::any>, node<NodeKind::comparison, must<quantified_value>, must<any_tail>>> {};
struct quantified : node<NodeKind::quantified, ahead<quantifier_stands_at>, sor<all_of, any_of>, opt<where>> {};

struct negated : sor<quantified, status_is, comparison> {};
struct operand
    : folding_node<NodeKind::operand, sor<seq<leaf<Kind::not_>, must<negated>>, quantified, status_is, comparison>> {};
/// What has parentheses ends with them: `count of parcels where (…) > 2`.
struct where_condition : sor<paren, operand> {};
struct next_operand : operand {};
struct condition : folding_node<NodeKind::logic, operand, star<leaf<Kind::and_, Kind::or_>, must<next_operand>>> {};
struct inner_condition : condition {};
struct when_condition : condition {};
struct when : node<NodeKind::when, leaf<Kind::when, Kind::unless>, must<when_condition>> {};

// ── Tables ───────────────────────────────────────────────────────────────────────────────────────

struct row_colon : colon {};
struct value_after_condition : in_part<Part::value_after_condition, value> {};
struct value_after_cells : in_part<Part::value_after_cells, value> {};
template <typename Value>
struct else_row : node<NodeKind::else_row, key<Kind::else_>, must<row_colon>, must<Value>> {};

struct row_condition : node<NodeKind::row_condition, in_part<Part::row_condition, condition>> {};
struct condition_row : node<NodeKind::row, row_condition, must<row_colon>, must<value_after_condition>> {};
struct a_row_of_conditions : sor<else_row<value_after_condition>, condition_row> {};

struct cell_choice
    : sor<signed_number, leaf<Kind::percent, Kind::text, Kind::date, Kind::time, Kind::yes, Kind::no>, name> {};
struct cell_set : seq<open_brace, must<cell_choice>, star<comma, must<cell_choice>>, must<choices_end>> {};
struct cell : node<NodeKind::cell, sor<leaf<Kind::any>, cell_set, cell_choice>> {};
struct next_cell : cell {};
struct cell_row : node<NodeKind::row, cell, star<comma, must<next_cell>>, must<row_colon>, must<value_after_cells>> {};
struct a_row_of_cells : sor<else_row<value_after_cells>, cell_row> {};

struct by_fact : name {};
struct by_list : node<NodeKind::by_list, key<Kind::by>, must<by_fact>, star<comma, must<by_fact>>> {};
struct table_start : open_brace {};
template <typename Row>
struct rows : seq<must<Row>, star<not_at<block_end>, must<Row>>, closing_brace> {};
struct rows_by_facts : seq<by_list, must<table_start>, rows<a_row_of_cells>> {};
struct table_by_facts : node<NodeKind::table, rows_by_facts> {};
struct table : node<NodeKind::table, sor<rows_by_facts, seq<open_brace, rows<a_row_of_conditions>>>> {};

// ── Declarations ─────────────────────────────────────────────────────────────────────────────────

struct policy_name : name {};
struct extended_policy : name {};
struct extends : node<NodeKind::extends, key<Kind::extends>, must<extended_policy>, star<when>> {};
struct policy : node<NodeKind::policy, key<Kind::policy>, must<policy_name>, opt<quoted>, opt<extends>> {};
struct version_date : leaf<Kind::date> {};
struct all_word : key<Kind::all> {};
struct orders_word : key<Kind::orders> {};
struct for_all_orders : seq<leaf<Kind::for_>, must<all_word>, must<orders_word>> {};
struct the_word : key<Kind::the> {};
struct version_before : key<Kind::version> {};
struct before_word : key<Kind::before> {};
struct amends : seq<leaf<Kind::amends>, must<the_word>, must<version_before>, must<before_word>> {};
struct version : node<NodeKind::version, key<Kind::version>, must<version_date>, star<sor<amends, for_all_orders>>> {};
struct governed_by : key<Kind::by> {};
struct governing_event : name {};
struct governed : node<NodeKind::governed, key<Kind::governed>, must<governed_by>, must<governing_event>> {};
struct zone_name : quoted {};
struct zone : node<NodeKind::zone, key<Kind::zone>, must<zone_name>> {};
struct round_word : key<Kind::round> {};
struct round_direction : leaf<Kind::up, Kind::down> {};
struct months : node<NodeKind::months, key<Kind::months>, must<round_word>, must<round_direction>> {};

struct rounds_word : key<Kind::rounds> {};
struct half_way : leaf<Kind::up, Kind::down, Kind::even> {};
struct money_way : leaf<Kind::up, Kind::down> {};
struct money : node<NodeKind::money, key<Kind::money>, must<rounds_word>,
                    sor<seq<leaf<Kind::half>, must<half_way>>, must<money_way>>> {};

struct year : leaf<Kind::number> {};
struct last_year : leaf<Kind::number> {};
struct years_to : key<Kind::to> {};
struct covers : node<NodeKind::covers, key<Kind::covers>, must<year>, must<years_to>, must<last_year>> {};
struct weekday : name {};
struct weekend : node<NodeKind::weekend, key<Kind::weekend>, must<weekday>, star<comma, must<weekday>>> {};
struct holiday_date : leaf<Kind::date> {};
struct holiday_day : leaf<Kind::number> {};
/// May is a month, whatever else it means.
struct holiday_month : sor<name, leaf<Kind::may>> {};
struct every_year : node<NodeKind::every_year, key<Kind::every>, must<holiday_day>, must<holiday_month>, opt<quoted>> {
};
struct holidays_file : quoted {};
struct from_file : node<NodeKind::from_file, key<Kind::from>, must<holidays_file>> {};
struct other_calendar : name {};
struct of_calendars
    : node<NodeKind::of_calendars, key<Kind::of>, must<other_calendar>, star<key<Kind::and_>, must<other_calendar>>> {};
struct holiday : node<NodeKind::holiday, must<holiday_date>, opt<quoted>> {};
struct holiday_item : sor<every_year, from_file, of_calendars, holiday> {};
struct holidays : node<NodeKind::holidays, key<Kind::holidays>, holiday_item, star<comma, holiday_item>> {};
struct a_calendar_part : sor<covers, weekend, holidays> {};
inline bool calendar_part_stands_at(const Reader& reader, std::size_t index) {
  return reader.kind(index) >= Kind::covers && reader.kind(index) <= Kind::holidays;
}
struct calendar_name : name {};
struct calendar_start : open_brace {};
struct calendar_body : seq<must<calendar_start>, items<must<a_calendar_part>, calendar_part_stands_at>, closing_brace> {
};
/// In an overlay a declaration may stand for one of the policy that it extends.
struct replace_word : opt<key<Kind::replace>> {};
struct calendar : node<NodeKind::calendar, replace_word, key<Kind::calendar>, must<calendar_name>,
                       opt<leaf<Kind::default_>>, sor<table_by_facts, calendar_body>> {};

struct term_name : name {};
struct term_value : value {};
struct term_body : sor<seq<equals, must<term_value>>, table> {};
struct term_limit : value {};
/// `term notice at least 14 days`
struct term_bound : node<NodeKind::term_bound, key<Kind::term>, name, key<Kind::at>, leaf<Kind::least, Kind::most>,
                         must<term_limit>, opt<quoted>> {};
struct term : node<NodeKind::term, replace_word, key<Kind::term>, must<term_name>, must<term_body>, opt<quoted>> {};

struct define_name : name {};
struct define_value : value {};
struct define_condition : condition {};
struct define_when : node<NodeKind::define_when, key<Kind::when>, must<define_condition>> {};
struct define_body : sor<seq<equals, must<define_value>>, define_when, table> {};
struct define : node<NodeKind::define, replace_word, key<Kind::define>, must<define_name>, must<define_body>> {};

struct actor_name : name {};
struct actor : node<NodeKind::actor, replace_word, key<Kind::actor>, must<actor_name>, opt<quoted>> {};

struct fact_name : name {};
struct fact_choice : name {};
struct type_slash : key<Kind::slash> {};
struct type_no : key<Kind::no> {};
struct type_yes_no : seq<key<Kind::yes>, must<type_slash>, must<type_no>> {};
struct type_choices : seq<open_brace, must<fact_choice>, star<comma, must<fact_choice>>, must<choices_end>> {};
struct plain_type : node<NodeKind::type, sor<type_choices, type_yes_no, name>, opt<leaf<Kind::question>>> {};
struct member_name : name {};
struct member_colon : colon {};
struct member_type : plain_type {};
struct member_default : value {};
struct member : node<NodeKind::member, must<member_name>, must<member_colon>, must<member_type>,
                     opt<equals, must<member_default>>> {};
struct list_start : open_brace {};
struct list_end : close_brace {};
struct list_type : node<NodeKind::list_type, at<key<Kind::list>, key<Kind::of>>, a_name, key<Kind::of>,
                        must<list_start>, member, star<comma, member>, must<list_end>> {};
struct fact_type : sor<seq<list_type, opt<leaf<Kind::question>>>, plain_type> {};
struct fact_colon : colon {};
struct fact_default : value {};
struct fact : node<NodeKind::fact, replace_word, key<Kind::fact>, must<fact_name>, star<comma, must<fact_name>>,
                   must<fact_colon>, must<fact_type>, opt<equals, must<fact_default>>> {};

struct marked_event : name {};
struct mark : node<NodeKind::mark, must<marked_event>, opt<leaf<Kind::once>>> {};
struct more_marks : seq<comma, at<a_name>, mark> {};
struct marks : node<NodeKind::marks, key<Kind::marks>, mark, star<more_marks>> {};
struct needed_fact : name {};
struct more_needs : seq<comma, at<a_name>, name> {};
struct needs : node<NodeKind::needs, key<Kind::needs>, must<needed_fact>, star<more_needs>> {};
struct attribute : sor<leaf<Kind::initial, Kind::final>, marks, needs> {};
struct next_attribute : attribute {};
struct declared_status : name {};
struct status : node<NodeKind::status, replace_word, key<Kind::status>, must<declared_status>, opt<quoted>,
                     opt<attribute, star<sor<seq<comma, must<next_attribute>>, attribute>>>> {};

struct asked_fact : name {};
struct asks : node<NodeKind::asks, key<Kind::asks>, must<asked_fact>, star<comma, must<asked_fact>>> {};
struct reason : quoted {};
struct because : node<NodeKind::because, key<Kind::because>, must<reason>> {};
struct required_condition : condition {};
struct requirement : node<NodeKind::requirement, key<Kind::requires_>, must<required_condition>, opt<because>> {};
struct set_fact : name {};
struct set_equals : equals {};
struct set_value : value {};
struct set_one : node<NodeKind::assignment, must<set_fact>, must<set_equals>, must<set_value>> {};
struct sets : node<NodeKind::sets, key<Kind::sets>, set_one, star<comma, set_one>> {};
struct becomes_status : name {};
struct becomes_condition : condition {};
struct becomes_when : seq<key<Kind::when>, must<becomes_condition>> {};
struct becomes : node<NodeKind::becomes, key<Kind::becomes>, must<becomes_status>, opt<becomes_when>> {};
struct an_effect : sor<asks, requirement, marks, sets, becomes> {};
inline bool effect_stands_at(const Reader& reader, std::size_t index) {
  return reader.kind(index) >= Kind::asks && reader.kind(index) <= Kind::becomes;
}
struct action_name : name {};
struct action_body : seq<open_brace, items<must<an_effect>, effect_stands_at>, closing_brace> {};
struct declared_action
    : node<NodeKind::action, replace_word, key<Kind::action>, must<action_name>, opt<quoted>, must<action_body>> {};

// ── Rules ────────────────────────────────────────────────────────────────────────────────────────

struct window_duration : computed {};
struct window_after : leaf<Kind::after, Kind::before> {};
struct window_shift_tail : node<NodeKind::shift_tail, must<window_after>, must<anchor>, shift_suffixes> {};
struct window_shift : node<NodeKind::value, must<window_duration>, window_shift_tail> {};
struct within : node<NodeKind::within, key<Kind::within>, window_shift> {};
struct moment : value {};
struct from : node<NodeKind::from, key<Kind::from>, must<moment>> {};
struct until_rule : node<NodeKind::until, key<Kind::until>, must<moment>> {};
struct by : node<NodeKind::by, key<Kind::by>, must<moment>> {};

struct less_value : value {};
struct less : node<NodeKind::less, key<Kind::less>, must<less_value>> {};
struct to_value : value {};
struct to : node<NodeKind::to, key<Kind::to>, must<to_value>> {};
struct amount : node<NodeKind::amount, ahead<amount_stands_at>, value, star<less>, opt<to>> {};

struct right_action : name {};
struct otherwise_name : name {};
struct right
    : seq<at<a_name, star<comma, a_name>, key<Kind::may>>, node<NodeKind::names, name, star<comma, name>>,
          key<Kind::may>, node<NodeKind::names, must<right_action>, star<comma, must<right_action>>>, opt<until_rule>> {
};
struct otherwise : node<NodeKind::otherwise, key<Kind::otherwise>,
                        sor<right, node<NodeKind::names, must<otherwise_name>>>, opt<because>> {};

struct clause : sor<within, from, until_rule, by, when, because, otherwise> {};
struct clauses : star<clause> {};

struct label : node<NodeKind::label, name, colon> {};
struct rule_actor : name {};
struct actors : node<NodeKind::names, name, star<comma, must<rule_actor>>> {};
struct may_action : name_in_sentence {};
struct may_actions : node<NodeKind::names, must<may_action>, star<comma, must<may_action>>> {};
template <Kind Verb>
struct people_who : at<opt<a_name, colon>, a_name, star<comma, a_name>, key<Verb>> {};
struct may_rule : node<NodeKind::may_rule, people_who<Kind::may>, opt<label>, actors, key<Kind::may>,
                       opt<leaf<Kind::not_>>, may_actions, clauses> {};
struct must_action : name_in_sentence {};
struct must_actions : node<NodeKind::names, must<must_action>, star<key<Kind::or_>, must<must_action>>> {};
struct must_rule : node<NodeKind::must_rule, people_who<Kind::must>, opt<label>, actors, key<Kind::must>, must_actions,
                        opt<amount>, clauses> {};
struct happens_at : key<Kind::at> {};
struct happens_moment : value {};
/// Here a name before `happens` is the unit of a number, not the next sentence.
struct happening_amount : in_part<Part::phrase, amount> {};
struct happens_rule : node<NodeKind::happens_rule, opt<label>, name, opt<happening_amount>, key<Kind::happens>,
                           must<happens_at>, must<happens_moment>, clauses> {};
struct rule_verb : failure {};
struct rule_without_verb : seq<opt<a_name, colon>, a_name, star<comma, a_name>, must<rule_verb>> {};
struct a_rule : sor<may_rule, must_rule, happens_rule, rule_without_verb> {};

struct block_status : name {};
struct excepted : seq<key<Kind::except>, must<block_status>, star<comma, must<block_status>>> {};
struct block_states : node<NodeKind::status_list,
                           sor<seq<leaf<Kind::any>, opt<excepted>>, seq<name, star<comma, must<block_status>>>>> {};
struct block_start : open_brace {};
struct in_block : node<NodeKind::in_block, key<Kind::in>, must<block_states>, star<when>, must<block_start>,
                       items<must<a_rule>, rule_stands_at>, closing_brace> {};

struct what_is_replaced : a_rule {};
struct replaced_rule : node<NodeKind::replaced_rule, key<Kind::replace>, must<what_is_replaced>> {};
struct removed_kind
    : leaf<Kind::term, Kind::define, Kind::actor, Kind::fact, Kind::status, Kind::action, Kind::calendar> {};
struct removed_name : name {};
struct removed_label : name {};
struct removed_thing : sor<seq<removed_kind, must<removed_name>>, removed_label> {};
struct removal_reason : because {};
struct remove : node<NodeKind::remove, key<Kind::remove>, must<removed_thing>, must<removal_reason>> {};

// ── Scenarios ────────────────────────────────────────────────────────────────────────────────────

struct assigned_fact : sor<name, leaf<Kind::status>> {};
struct assigned_equals : equals {};
/// `missing`: what has not happened, or is not told.
struct member_equals : equals {};
struct member_value : sor<leaf<Kind::missing>, value> {};
struct told_member : node<NodeKind::assignment, must<member_name>, must<member_equals>, must<member_value>> {};
struct record : node<NodeKind::record, open_brace,
                     opt<not_at<key<Kind::close_brace>>, told_member, star<comma, told_member>>, must<list_end>> {};
struct records : node<NodeKind::records, record, star<seq<at<comma, key<Kind::open_brace>>, comma, record>>> {};
struct assigned_value : sor<leaf<Kind::missing>, records, value> {};
struct assignment : node<NodeKind::assignment, must<assigned_fact>, must<assigned_equals>, must<assigned_value>> {};
struct assignments : seq<assignment, star<comma, assignment>> {};
struct given : node<NodeKind::given, key<Kind::given>, assignments> {};
struct step_time : value {};
struct at_step : node<NodeKind::at, key<Kind::at>, must<step_time>> {};
struct does_action : name {};
struct with_inputs : seq<key<Kind::with>, assignments> {};
struct does
    : node<NodeKind::does, at<a_name, key<Kind::does>>, name, key<Kind::does>, must<does_action>, opt<with_inputs>> {};

struct expected_action : name {};
struct expected_actor : name {};
struct expected_may_word : key<Kind::may> {};
struct expect_unknown : node<NodeKind::expect_unknown, key<Kind::unknown>, key<Kind::whether>, must<expected_actor>,
                             must<expected_may_word>, must<expected_action>> {};
struct expect_may : node<NodeKind::expect_may, at<a_name, key<Kind::may>>, name, key<Kind::may>, opt<leaf<Kind::not_>>,
                         must<expected_action>, opt<from>, opt<until_rule>, opt<because>> {};
struct expected_must_actions
    : node<NodeKind::names, must<expected_action>, star<key<Kind::or_>, must<expected_action>>> {};
struct need_not : seq<key<Kind::need>, leaf<Kind::not_>> {};
struct expected_amount : seq<ahead<amount_stands_at>, value> {};
struct expect_must
    : node<NodeKind::expect_must, at<a_name, sor<key<Kind::must>, key<Kind::need>>>, name,
           sor<key<Kind::must>, need_not>, expected_must_actions, opt<expected_amount>, opt<by>, opt<because>> {};
struct expect_cannot : node<NodeKind::expect_cannot, at<a_name, key<Kind::cannot>, a_name>, name, key<Kind::cannot>,
                            name, opt<with_inputs>, opt<because>> {};
struct expect_happens : node<NodeKind::expect_happens, at<a_name, key<Kind::happens>>, name, key<Kind::happens>,
                             must<happens_at>, must<happens_moment>, opt<because>> {};
struct condition_goes_on
    : key<Kind::is, Kind::in, Kind::not_, Kind::has, Kind::less_than, Kind::less_equal, Kind::greater_than,
          Kind::greater_equal, Kind::and_, Kind::or_, Kind::of, Kind::after, Kind::before, Kind::full, Kind::business,
          Kind::equals, Kind::plus, Kind::minus, Kind::times, Kind::odd, Kind::path, Kind::number, Kind::open_paren> {};
struct bound_goes_on : seq<key<Kind::at>, key<Kind::least, Kind::most>> {};
struct expect_status : node<NodeKind::expect_status, at<a_name, not_at<sor<condition_goes_on, bound_goes_on>>>,
                            not_at<ahead<counting_name_stands_at>>, name, opt<because>> {};
struct expect_condition : node<NodeKind::expect_condition, condition> {};
struct expectation
    : sor<expect_unknown, expect_may, expect_must, expect_cannot, expect_happens, expect_status, expect_condition> {};
struct expect : node<NodeKind::expect, key<Kind::expect>, must<expectation>> {};
struct a_step : sor<given, at_step, does, expect> {};
struct scenario_name : quoted {};
struct scenario_start : open_brace {};
struct scenario : node<NodeKind::scenario, key<Kind::scenario>, must<scenario_name>, must<scenario_start>,
                       items<must<a_step>, step_stands_at>, closing_brace> {};

// ── The whole ────────────────────────────────────────────────────────────────────────────────────

struct declaration : sor<policy, version, governed, zone, months, money, calendar, term_bound, term, define, actor,
                         fact, status, declared_action, in_block, replaced_rule, remove, scenario> {};
struct file : seq<star<not_at<eof>, recover<must<declaration>, nearly_declaration_stands_at, false>>, eof> {};

}  // namespace bywhen::grammar::rules
