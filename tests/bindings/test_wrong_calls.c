/* NULL wherever a pointer goes: an error that says what is missing, no result, and never a crash. */
#include "kit.h"

#define MISUSE(call, result, part) CHECK_FAILED(BYWHEN_MISUSE, call, error, result, part)

static const char* const at = "2026-03-03T10:00:00Z";

static void freeing_nothing(void) {
  bywhen_text_free(NULL);
  bywhen_error_free(NULL);
  bywhen_policy_free(NULL);
  bywhen_sources_free(NULL);
  bywhen_order_free(NULL);
  bywhen_evaluator_free(NULL);
  bywhen_reader_free(NULL);
  bywhen_writer_free(NULL);
  bywhen_session_free(NULL);
}

static void reading_nothing(void) {
  bywhen_permission permission = {1, 1, 1};
  bywhen_duty duty = {1, 1};
  CHECK_EQUAL("", bywhen_text_data(NULL));
  CHECK(bywhen_text_length(NULL) == 0);
  CHECK(bywhen_error_outcome(NULL) == BYWHEN_OK && bywhen_error_count(NULL) == 0 &&
        bywhen_error_severity(NULL, 0) == 0);
  CHECK_EQUAL("", bywhen_error_code(NULL, 0));
  CHECK_EQUAL("", bywhen_error_message(NULL, 0));
  CHECK_EQUAL("", bywhen_error_help(NULL, 0));
  CHECK_EQUAL("", bywhen_error_place(NULL, 0));
  CHECK_EQUAL("", bywhen_error_expected(NULL, 0));
  CHECK_EQUAL("", bywhen_error_found(NULL, 0));
  CHECK_EQUAL("", bywhen_error_text(NULL));
  CHECK_EQUAL("[]", bywhen_error_json(NULL));
  CHECK(bywhen_policy_warnings(NULL) == NULL);
  CHECK_EQUAL("", bywhen_policy_name(NULL));
  CHECK_EQUAL("", bywhen_policy_digest(NULL));
  CHECK(bywhen_policy_scenario_count(NULL) == 0);
  CHECK(bywhen_policy_fact(NULL, "total", T).policy == 0);
  CHECK(bywhen_policy_status(NULL, "paid", T).policy == 0);
  CHECK(bywhen_policy_permission(NULL, "buyer", T, "pay", T).policy == 0);
  CHECK(bywhen_policy_duty(NULL, "payment", T).policy == 0);
  CHECK(bywhen_evaluator_at(NULL) == BYWHEN_NO_TIME);
  CHECK(bywhen_evaluator_status(NULL).policy == 0);
  CHECK_EQUAL("", bywhen_evaluator_status_name(NULL));
  CHECK(bywhen_evaluator_settled(NULL) == 0);
  CHECK(bywhen_evaluator_valid_until(NULL) == BYWHEN_NO_TIME);
  CHECK(bywhen_evaluator_allowed(NULL, permission) == 0);
  CHECK(bywhen_evaluator_due(NULL, duty) == BYWHEN_NO_TIME);
  CHECK(bywhen_session_now(NULL) == BYWHEN_NO_TIME);
  CHECK(bywhen_sentence_goes_on(NULL, 1) == 0);
}

static void policies(const bywhen_policy* policy) {
  bywhen_error* error = NULL;
  bywhen_policy* made = NULL;
  bywhen_sources* sources = NULL;
  bywhen_text* text = NULL;
  int64_t micros = 0;
  MISUSE(bywhen_policy_from_text(NULL, 1, "", 0, &made, &error), made, "the name is NULL");
  MISUSE(bywhen_policy_from_text("a", T, NULL, T, &made, &error), made, "the text is NULL");
  MISUSE(bywhen_policy_from_text("a", T, "", 0, NULL, &error), NULL, "the place for the result");
  MISUSE(bywhen_policy_from_text("a", T, "", (size_t)-2, &made, &error), made, "longer than any text");
  MISUSE(bywhen_policy_from_text("\xff", T, "", 0, &made, &error), made, "not UTF-8");
  MISUSE(bywhen_policy_from_file(NULL, T, &made, &error), made, "the path");
  MISUSE(bywhen_policy_from_file(NULL, 0, &made, &error), made, "the path is empty");
  MISUSE(bywhen_policy_from_file("a", T, NULL, &error), NULL, "the place");
  MISUSE(bywhen_sources_new(NULL, &error), NULL, "the place");
  MISUSE(bywhen_sources_add(NULL, "a", T, "", 0, &error), NULL, "the sources");
  MISUSE(bywhen_sources_add_file(NULL, "a", T, &error), NULL, "the sources");
  MISUSE(bywhen_policy_load(NULL, NULL, NULL, &made, &error), made, "the sources");
  CHECK_GOOD(bywhen_sources_new(&sources, &error));
  MISUSE(bywhen_sources_add(sources, NULL, 2, "", 0, &error), NULL, "the name");
  MISUSE(bywhen_sources_add(sources, "a", T, NULL, 2, &error), NULL, "the text");
  MISUSE(bywhen_policy_load(sources, NULL, NULL, NULL, &error), NULL, "the place");
  bywhen_sources_free(sources);
  MISUSE(bywhen_file_give(NULL, "", 0, &error), NULL, "the file");
  MISUSE(bywhen_file_refuse(NULL, "", 0, &error), NULL, "the file");
  bywhen_open_file(NULL, NULL, NULL);
  MISUSE(bywhen_policy_schema(NULL, &text, &error), text, "the policy");
  MISUSE(bywhen_policy_schema(policy, NULL, &error), NULL, "the place");
  MISUSE(bywhen_policy_test(NULL, NULL, &text, &error), text, "the policy");
  MISUSE(bywhen_format("a", T, NULL, T, &text, &error), text, "the text");
  MISUSE(bywhen_read_time(NULL, at, T, &micros, &error), NULL, "the policy");
  CHECK(micros == BYWHEN_NO_TIME);
  MISUSE(bywhen_read_time(policy, NULL, T, &micros, &error), NULL, "the time");
  MISUSE(bywhen_read_time(policy, at, T, NULL, &error), NULL, "the place");
  MISUSE(bywhen_write_time(0, NULL, &error), NULL, "the place");
}

static void questions(const bywhen_policy* policy, const bywhen_order* order) {
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  bywhen_order* after = NULL;
  MISUSE(bywhen_decide(NULL, paid_order, T, at, T, &text, &error), text, "the policy");
  MISUSE(bywhen_decide(policy, NULL, T, at, T, &text, &error), text, "the order");
  MISUSE(bywhen_decide(policy, paid_order, T, NULL, T, &text, &error), text, "the time");
  MISUSE(bywhen_decide(policy, paid_order, T, at, T, NULL, &error), NULL, "the place");
  CHECK(bywhen_decide(NULL, NULL, 5, NULL, 5, NULL, NULL) == BYWHEN_MISUSE);
  MISUSE(bywhen_why(NULL, paid_order, T, "buyer", T, "pay", T, at, T, &text, &error), text, "the policy");
  MISUSE(bywhen_why(policy, paid_order, T, NULL, T, "pay", T, at, T, &text, &error), text, "the actor");
  MISUSE(bywhen_why(policy, paid_order, T, "buyer", T, NULL, T, at, T, &text, &error), text, "the action");
  MISUSE(bywhen_preview(NULL, paid_order, T, "buyer", T, "pay", T, NULL, 0, at, T, &text, &error), text, "the policy");
  MISUSE(bywhen_preview(policy, paid_order, T, NULL, T, "pay", T, NULL, 0, at, T, &text, &error), text, "the actor");
  MISUSE(bywhen_order_preview(policy, NULL, "buyer", T, "pay", T, NULL, 0, 0, &text, &error), text, "the order");
  MISUSE(bywhen_outlook(NULL, paid_order, T, NULL, 0, NULL, 0, at, T, &text, &error), text, "the policy");
  MISUSE(bywhen_apply(NULL, paid_order, T, "buyer", T, "pay", T, NULL, 0, at, T, &text, &error), text, "the policy");
  MISUSE(bywhen_apply(policy, paid_order, T, "buyer", T, "pay", T, NULL, T, at, T, &text, &error), text, "the inputs");
  MISUSE(bywhen_record(NULL, paid_order, T, NULL, 0, at, T, &text, &error), text, "the policy");
  MISUSE(bywhen_record(policy, paid_order, T, NULL, T, at, T, &text, &error), text, "the facts");
  MISUSE(bywhen_order_decide(NULL, order, 0, &text, &error), text, "the policy");
  MISUSE(bywhen_order_decide(policy, NULL, 0, &text, &error), text, "the order");
  MISUSE(bywhen_order_decide(policy, order, INT64_MIN, &text, &error), text, "1 to 9999");
  MISUSE(bywhen_order_why(policy, NULL, "buyer", T, "pay", T, 0, &text, &error), text, "the order");
  MISUSE(bywhen_order_outlook(policy, NULL, NULL, 0, NULL, 0, 0, &text, &error), text, "the order");
  MISUSE(bywhen_order_apply(policy, NULL, "buyer", T, "pay", T, NULL, 0, 0, &after, &error), after, "the order");
  MISUSE(bywhen_order_apply(policy, order, "buyer", T, "pay", T, NULL, 0, 0, NULL, &error), NULL, "the place");
  MISUSE(bywhen_order_record(NULL, order, NULL, 0, 0, &after, &error), after, "the policy");
}

static int32_t never(void* user, size_t place, bywhen_outcome outcome, const char* json, size_t length) {
  (void)user, (void)place, (void)outcome, (void)json, (void)length;
  CHECK(!"this is not called");
  return 0;
}

static void batches(const bywhen_policy* policy) {
  const char* orders[] = {NULL};
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  MISUSE(bywhen_decide_each_line(NULL, "", 0, at, T, never, NULL, &error), NULL, "the policy");
  MISUSE(bywhen_decide_each_line(policy, NULL, T, at, T, never, NULL, &error), NULL, "the orders");
  MISUSE(bywhen_decide_each_line(policy, "", 0, at, T, NULL, NULL, &error), NULL, "the function");
  MISUSE(bywhen_decide_each(policy, NULL, NULL, 1, at, T, never, NULL, &error), NULL, "the list");
  MISUSE(bywhen_decide_each(policy, orders, NULL, 1, at, T, never, NULL, &error), NULL, "the order at 0 is NULL");
  MISUSE(bywhen_decide_lines(policy, NULL, T, at, T, NULL, &text, &error), text, "the orders");
  MISUSE(bywhen_decide_lines(policy, "", 0, at, T, NULL, NULL, &error), NULL, "the place");
}

static void orders(const bywhen_policy* policy, bywhen_order* order) {
  bywhen_fact fact = bywhen_policy_fact(policy, "total", T);
  bywhen_status status = bywhen_policy_status(policy, "paid", T);
  bywhen_error* error = NULL;
  bywhen_order* made = NULL;
  bywhen_text* text = NULL;
  MISUSE(bywhen_order_new(NULL, &made, &error), made, "the policy");
  MISUSE(bywhen_order_new(policy, NULL, &error), NULL, "the place");
  MISUSE(bywhen_order_read(NULL, "{}", T, &made, &error), made, "the policy");
  MISUSE(bywhen_order_read(policy, NULL, T, &made, &error), made, "the order");
  MISUSE(bywhen_order_copy(NULL, &made, &error), made, "the order");
  MISUSE(bywhen_order_json(NULL, &text, &error), text, "the order");
  MISUSE(bywhen_order_check(NULL, &error), NULL, "the order");
  MISUSE(bywhen_order_set_nothing(NULL, fact, &error), NULL, "the order");
  MISUSE(bywhen_order_set_time(NULL, fact, 0, &error), NULL, "the order");
  MISUSE(bywhen_order_set_date(NULL, fact, 2026, 1, 1, &error), NULL, "the order");
  MISUSE(bywhen_order_set_yes_no(NULL, fact, 1, &error), NULL, "the order");
  MISUSE(bywhen_order_set_integer(NULL, fact, 1, &error), NULL, "the order");
  MISUSE(bywhen_order_set_amount(NULL, fact, 1, "EUR", &error), NULL, "the order");
  MISUSE(bywhen_order_set_text(NULL, fact, "", 0, &error), NULL, "the order");
  MISUSE(bywhen_order_set_text(order, fact, NULL, T, &error), NULL, "the text");
  MISUSE(bywhen_order_set_status(NULL, status, &error), NULL, "the order");
  MISUSE(bywhen_order_set_as_of(NULL, 0, &error), NULL, "the order");
  MISUSE(bywhen_order_set_id(NULL, "", 0, &error), NULL, "the order");
  MISUSE(bywhen_order_set_id(order, NULL, T, &error), NULL, "the id");
  MISUSE(bywhen_order_clear(NULL, &error), NULL, "the order");
}

static void evaluators(const bywhen_policy* policy, const bywhen_order* order) {
  bywhen_permission permission = bywhen_policy_permission(policy, "buyer", T, "pay", T);
  bywhen_duty payment = bywhen_policy_duty(policy, "payment", T);
  bywhen_standing stands = BYWHEN_STANDING_INIT;
  bywhen_duty_standing owed = BYWHEN_DUTY_STANDING_INIT;
  bywhen_error* error = NULL;
  bywhen_evaluator* evaluator = NULL;
  MISUSE(bywhen_evaluator_new(NULL, &evaluator, &error), evaluator, "the policy");
  MISUSE(bywhen_evaluator_new(policy, NULL, &error), NULL, "the place");
  CHECK_GOOD(bywhen_evaluator_new(policy, &evaluator, &error));
  MISUSE(bywhen_evaluator_decide(NULL, order, 0, &error), NULL, "the evaluator");
  MISUSE(bywhen_evaluator_decide(evaluator, NULL, 0, &error), NULL, "the order");
  MISUSE(bywhen_evaluator_standing(NULL, permission, &stands, &error), NULL, "the evaluator");
  MISUSE(bywhen_evaluator_standing(evaluator, permission, NULL, &error), NULL, "the place");
  MISUSE(bywhen_evaluator_duty(NULL, payment, &owed, &error), NULL, "the evaluator");
  MISUSE(bywhen_evaluator_duty(evaluator, payment, NULL, &error), NULL, "the place");
  bywhen_evaluator_free(evaluator);
}

static void sessions(const bywhen_policy* policy) {
  bywhen_error* error = NULL;
  bywhen_session* session = NULL;
  bywhen_text* text = NULL;
  MISUSE(bywhen_session_new(NULL, NULL, 0, NULL, NULL, &session, &error), session, "the policy");
  MISUSE(bywhen_session_new(policy, NULL, 0, NULL, NULL, NULL, &error), NULL, "the place");
  MISUSE(bywhen_session_ask(NULL, "", 0, &text, &error), text, "the session");
  MISUSE(bywhen_session_undo(NULL, NULL, &error), NULL, "the session");
  MISUSE(bywhen_session_redo(NULL, NULL, &error), NULL, "the session");
  MISUSE(bywhen_session_reset(NULL, &error), NULL, "the session");
  MISUSE(bywhen_session_use(NULL, policy, &text, &error), text, "the session");
  MISUSE(bywhen_session_order(NULL, &text, &error), text, "the session");
  MISUSE(bywhen_session_scenario(NULL, "", 0, &text, &error), text, "the session");
  MISUSE(bywhen_session_completions(NULL, "", 0, &text, &error), text, "the session");
  CHECK_GOOD(bywhen_session_new(policy, NULL, 0, NULL, NULL, &session, &error));
  MISUSE(bywhen_session_use(session, NULL, &text, &error), text, "the policy");
  MISUSE(bywhen_session_ask(session, NULL, T, &text, &error), text, "the sentence");
  bywhen_session_free(session);
}

void test_wrong_calls(void) {
  bywhen_policy* policy = stall();
  bywhen_order* order = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_order_read(policy, paid_order, T, &order, &error));
  freeing_nothing();
  reading_nothing();
  policies(policy);
  questions(policy, order);
  batches(policy);
  orders(policy, order);
  evaluators(policy, order);
  sessions(policy);
  bywhen_order_free(order);
  bywhen_policy_free(policy);
}
