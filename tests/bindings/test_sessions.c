#include "kit.h"

static void say(bywhen_session* session, const char* sentence, const char* part) {
  bywhen_text* reply = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_session_ask(session, sentence, T, &reply, &error));
  take_text(reply, part);
}

static void with_an_order(const bywhen_policy* policy) {
  bywhen_order* order = NULL;
  bywhen_session* session = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  int32_t done = 7;
  int64_t now = instant(policy, "2026-03-03T10:00:00Z");
  CHECK_GOOD(bywhen_order_read(policy, paid_order, T, &order, &error));
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_session_new(policy, order, 0, NULL, NULL, &session, &error), error, session,
               "BW0813");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_session_new(policy, order, BYWHEN_NO_TIME, NULL, NULL, &session, &error), error,
               session, "9999");
  if (!CHECK_GOOD(bywhen_session_new(policy, order, now, NULL, NULL, &session, &error))) return;
  bywhen_order_free(order);
  say(session, "who may cancel", "\"good\":true");
  say(session, "who may fly", "\"good\":false");
  say(session, "", "\"parts\"");
  CHECK(bywhen_session_now(session) == now);
  say(session, "seller does ship", "\"good\":true");
  CHECK_GOOD(bywhen_session_order(session, &text, &error));
  take_text(text, "\"status\":\"shipped\"");
  CHECK_GOOD(bywhen_session_undo(session, &done, &error));
  CHECK(done == 1);
  CHECK_GOOD(bywhen_session_undo(session, &done, &error));
  CHECK(done == 0);
  CHECK_GOOD(bywhen_session_redo(session, &done, &error));
  CHECK(done == 1);
  CHECK_GOOD(bywhen_session_redo(session, NULL, &error));
  CHECK_GOOD(bywhen_session_scenario(session, "Told", T, &text, &error));
  take_text(text, "scenario \"Told\" {");
  CHECK_GOOD(bywhen_session_reset(session, &error));
  CHECK_GOOD(bywhen_session_use(session, policy, &text, &error));
  take_text(text, "\"good\":true");
  CHECK_GOOD(bywhen_session_completions(session, "who may ca", T, &text, &error));
  CHECK_EQUAL("[\"cancel\"]", bywhen_text_data(text));
  bywhen_text_free(text);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_session_ask(session, "\xff", 1, &text, &error), error, text, "UTF-8");
  bywhen_session_free(session);
}

static void without_an_order(const bywhen_policy* policy) {
  bywhen_session* session = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  CHECK_GOOD(bywhen_session_new(policy, NULL, BYWHEN_NO_TIME, NULL, NULL, &session, &error));
  CHECK(bywhen_session_now(session) == BYWHEN_NO_TIME);
  CHECK_GOOD(bywhen_session_order(session, &text, &error));
  CHECK_EQUAL("null", bywhen_text_data(text));
  bywhen_text_free(text);
  say(session, "given placed_at = 2026-03-01 10:00, total = 1.00 EUR", "\"good\":true");
  say(session, "at 2026-03-01 11:00", "\"good\":true");
  CHECK(bywhen_session_now(session) == instant(policy, "2026-03-01T10:00:00Z"));
  bywhen_session_free(session);
}

void test_sessions(void) {
  bywhen_policy* policy = stall();
  with_an_order(policy);
  without_an_order(policy);
  CHECK(bywhen_sentence_goes_on("what if (", T) == 1);
  CHECK(bywhen_sentence_goes_on("who may pay", T) == 0);
  bywhen_policy_free(policy);
}
