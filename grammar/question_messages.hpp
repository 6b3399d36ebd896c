#pragma once

#include "grammar/messages.hpp"
#include "grammar/question_rules.hpp"

/// What was wanted where a line of a session is not understood; see messages.hpp for their form.
namespace bywhen::grammar {

template <>
inline constexpr const char* Messages::message<rules::deadline_word> = "`deadline`\nwrite `at the deadline`";
template <>
inline constexpr const char* Messages::message<rules::later_duration> = "a duration\nwrite `at +3 days`";
template <>
inline constexpr const char* Messages::message<rules::moved_to> =
    "a time\nwrite `at 2026-03-02 09:00`, `at +3 days`, `at the deadline` or `at 1 second before the deadline`";
template <>
inline constexpr const char* Messages::message<rules::changed_term> =
    "the name of a term\nwrite `what if term payment_window = 30 days`";
template <>
inline constexpr const char* Messages::message<rules::changed_equals> =
    "`=` and a value\nwrite `what if term payment_window = 30 days`";
template <>
inline constexpr const char* Messages::message<rules::changed_value> =
    "a value\nwrite `what if term payment_window = 30 days`";
template <>
inline constexpr const char* Messages::message<rules::policy_file> =
    "a policy's file in double quotes\nwrite `what if policy \"next-year.bywhen\"`";
template <>
inline constexpr const char* Messages::message<rules::first_change> =
    "what is changed\nwrite `paid_at = 2026-03-02 09:00`, `at +3 days`, `term payment_window = 30 days` or `policy "
    "\"next-year.bywhen\"`";
template <>
inline constexpr const char* Messages::message<rules::next_change> =
    "what else is changed\nwrite `paid_at = 2026-03-02 09:00`, `at +3 days`, `term payment_window = 30 days` or "
    "`policy "
    "\"next-year.bywhen\"`";
template <>
inline constexpr const char* Messages::message<rules::who_verb> = "`may`\nask `who may refund` or `who may`";
template <>
inline constexpr const char* Messages::message<rules::why_verb> =
    "`may`\nask `why may buyer pay` or `why may buyer not pay`";
template <>
inline constexpr const char* Messages::message<rules::asked_actor> = "the name of an actor\nask `when may buyer pay`";
template <>
inline constexpr const char* Messages::message<rules::asked_action> = "the name of an action\nask `when may buyer pay`";
template <>
inline constexpr const char* Messages::message<rules::when_verb> = "`may`\nask `when may buyer pay`";
template <>
inline constexpr const char* Messages::message<rules::until_word> =
    "`when`\nask `until when` or `until when may buyer pay`";
template <>
inline constexpr const char* Messages::message<rules::previewed_deed> =
    "who does what\nask `preview buyer does cancel with cancel_reason = other`";
template <>
inline constexpr const char* Messages::message<rules::inner_question> =
    "a question after `:`\nask `show`, `who may`, `why may …`, `when may …`, `until when`, `what next`, `timeline` or "
    "`preview …`";
template <>
inline constexpr const char* Messages::message<rules::if_word> =
    "`if` or `next`\nask `what next` or `what if total = 5.00 EUR: who may refund`";
template <>
inline constexpr const char* Messages::message<rules::find_part> =
    "a condition\nask `find an order where buyer may pay and total > 100.00 EUR`";
template <>
inline constexpr const char* Messages::message<rules::next_find_part> =
    "a condition\nask `find an order where buyer may pay and total > 100.00 EUR`";
template <>
inline constexpr const char* Messages::message<rules::find_an> =
    "`an`\nask `find an order where buyer may pay and total > 100.00 EUR`";
template <>
inline constexpr const char* Messages::message<rules::find_order> =
    "`order`\nask `find an order where buyer may pay and total > 100.00 EUR`";
template <>
inline constexpr const char* Messages::message<rules::find_where> =
    "`where`\nask `find an order where buyer may pay and total > 100.00 EUR`";
template <>
inline constexpr const char* Messages::message<rules::a_question> =
    "a question or a step\nask `show`, `who may`, `why may …`, `when may …`, `until when`, `what next`, `what if …`, "
    "`timeline`, `preview …`, `compare …` or `find an order where …`, or go on with `given`, `at`, `ACTOR does ACTION` "
    "or `expect`";
template <>
inline constexpr const char* Messages::message<rules::does_word> =
    "`does`\nwrite `buyer does pay`, or begin with a question: `who may`, `when may …`, `what if …`; `help` lists them";
template <>
inline constexpr const char* Messages::message<rules::question_end> = "the end of the question";

}  // namespace bywhen::grammar
