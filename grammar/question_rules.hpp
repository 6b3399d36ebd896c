#pragma once

#include "grammar/rules.hpp"

/// The sentences of a session, over the tokens and rules of policies.
namespace bywhen::grammar::rules {

/// Words that mean something only at their place in a question, and are names everywhere else.
template <std::size_t N>
struct Spelling {
  // NOLINTNEXTLINE(google-explicit-constructor): a literal stands for itself
  consteval Spelling(const char (&literal)[N]) { std::copy_n(literal, N, text); }
  char text[N];
};

template <Spelling S>
struct word {
  using rule_t = word;         // NOLINT(readability-identifier-naming): PEGTL asks for these names
  using subs_t = type_list<>;  // NOLINT(readability-identifier-naming)
  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class, typename ParseInput,
            typename... States>
  static bool match(ParseInput& in, const Reader& reader, States&&...) {
    if (in.byte() >= reader.end() || reader.text(in.byte()) != S.text) return false;
    in.bump(1);
    return true;
  }
};

// ── Times and changes ────────────────────────────────────────────────────────────────────────────

struct deadline_word : word<"deadline"> {};
struct the_deadline : node<NodeKind::the_deadline, word<"the">, must<deadline_word>> {};
struct later_duration : computed {};
struct later_by : node<NodeKind::later_by, key<Kind::plus>, must<later_duration>> {};
/// `one second before the deadline`
struct by_deadline
    : node<NodeKind::by_deadline, quantities, leaf<Kind::after, Kind::before>, at<word<"the">>, the_deadline> {};
struct session_moment : value {};
struct session_time : node<NodeKind::session_time, sor<the_deadline, later_by, by_deadline, session_moment>> {};
struct moved_to : session_time {};
struct move_step : node<NodeKind::move, key<Kind::at>, must<moved_to>> {};

struct changed_term : name {};
struct changed_equals : equals {};
struct changed_value : value {};
struct term_change
    : node<NodeKind::term_change, key<Kind::term>, must<changed_term>, must<changed_equals>, must<changed_value>> {};
struct policy_file : quoted {};
struct policy_change : node<NodeKind::policy_change, key<Kind::policy>, must<policy_file>> {};
struct time_change : node<NodeKind::time_change, key<Kind::at>, must<moved_to>> {};
struct fact_change : seq<at<sor<a_name, key<Kind::status>>>, assignment> {};
struct change : sor<time_change, term_change, policy_change, fact_change> {};
struct first_change : change {};
struct next_change : change {};
struct changes : node<NodeKind::changes, must<first_change>, star<comma, must<next_change>>> {};

// ── Questions ────────────────────────────────────────────────────────────────────────────────────

struct show : node<NodeKind::ask_show, word<"show">> {};
struct who_verb : key<Kind::may> {};
struct who : node<NodeKind::ask_who, word<"who">, must<who_verb>, opt<name>> {};
struct why_verb : key<Kind::may> {};
struct asked_actor : name {};
struct asked_action : name {};
struct why : node<NodeKind::ask_why, word<"why">, must<why_verb>, opt<leaf<Kind::not_>>, must<asked_actor>,
                  opt<leaf<Kind::not_>>, must<asked_action>> {};
struct when_verb : key<Kind::may> {};
struct ask_when : node<NodeKind::ask_when, key<Kind::when>, must<when_verb>, must<asked_actor>, must<asked_action>> {};
struct until_word : key<Kind::when> {};
struct ask_until : node<NodeKind::ask_until, key<Kind::until>, must<until_word>,
                        opt<key<Kind::may>, must<asked_actor>, must<asked_action>>> {};
struct ask_next : node<NodeKind::ask_next, word<"what">, word<"next">> {};
struct ask_timeline : node<NodeKind::ask_timeline, word<"timeline">> {};
struct previewed_deed : does {};
struct ask_preview : node<NodeKind::ask_preview, word<"preview">, must<previewed_deed>> {};
struct plain_question : sor<show, who, why, ask_when, ask_until, ask_next, ask_timeline, ask_preview, expect> {};

struct inner_question : plain_question {};
struct of_question : seq<key<Kind::colon>, must<inner_question>> {};
struct if_word : word<"if"> {};
struct varies : node<NodeKind::ask_varies, word<"what">, word<"if">, name, word<"varies">, opt<of_question>> {};
struct what_if : node<NodeKind::ask_what_if, word<"what">, must<if_word>, changes, opt<of_question>> {};
struct compare
    : node<NodeKind::ask_compare, word<"compare">, changes, opt<key<Kind::with>, changes>, opt<of_question>> {};

struct found_permission : node<NodeKind::permission, at<a_name, key<Kind::may>>, name, key<Kind::may>,
                               opt<leaf<Kind::not_>>, must<asked_action>> {};
struct find_part : sor<found_permission, operand> {};
struct next_find_part : find_part {};
struct find_an : word<"an"> {};
struct find_order : word<"order"> {};
struct find_where : word<"where"> {};
struct find : node<NodeKind::ask_find, word<"find">, must<find_an>, must<find_order>, must<find_where>, must<find_part>,
                   star<key<Kind::and_>, must<next_find_part>>> {};

/// `buyer dose pay`: whoever begins with a name means to act.
struct does_word : key<Kind::does> {};
struct act_without_verb : seq<a_name, at<a_name>, must<does_word>> {};
struct a_question
    : sor<varies, ask_next, what_if, compare, find, plain_question, given, move_step, does, act_without_verb> {};
struct question_end : eof {};
/// No other sentence follows, so that a name behind a number is its unit.
struct question_file : in_part<Part::phrase, must<a_question>, opt<key<Kind::question>>, must<question_end>> {};

}  // namespace bywhen::grammar::rules

namespace tao::pegtl {

template <typename Name, bywhen::grammar::rules::Spelling S>
struct analyze_traits<Name, bywhen::grammar::rules::word<S>> : analyze_any_traits<> {};

}  // namespace tao::pegtl
