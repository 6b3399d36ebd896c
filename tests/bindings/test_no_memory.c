/* Memory that ends at each block in turn: every call fails with an error that can be read, leaves nothing behind, and
   succeeds when there is enough. */
#include <stdio.h>
#include <stdlib.h>

#include "kit.h"

static const char* const at = "2026-03-03T10:00:00Z";

typedef struct subject {
  const bywhen_policy* policy;
  const bywhen_order* order;
  char* policy_text;
} subject;

/* Makes one thing and frees it; what it returns is the call's outcome. */
typedef bywhen_outcome (*attempt)(const subject* about, bywhen_error** error);

static bywhen_outcome load(const subject* about, bywhen_error** error) {
  bywhen_policy* policy = NULL;
  bywhen_outcome outcome = bywhen_policy_from_text("stall.bywhen", T, about->policy_text, T, &policy, error);
  CHECK((policy != NULL) == (outcome == BYWHEN_OK));
  bywhen_policy_free(policy);
  return outcome;
}

static bywhen_outcome copy(const subject* about, bywhen_error** error) {
  bywhen_order* made = NULL;
  bywhen_outcome outcome = bywhen_order_copy(about->order, &made, error);
  bywhen_order_free(made);
  return outcome;
}

static bywhen_outcome taken(bywhen_outcome outcome, bywhen_text* text) {
  CHECK((text != NULL) == (outcome == BYWHEN_OK));
  bywhen_text_free(text);
  return outcome;
}

static bywhen_outcome decide(const subject* about, bywhen_error** error) {
  bywhen_text* text = NULL;
  bywhen_outcome outcome = bywhen_decide(about->policy, paid_order, T, at, T, &text, error);
  return taken(outcome, text);
}

static bywhen_outcome why(const subject* about, bywhen_error** error) {
  bywhen_text* text = NULL;
  bywhen_outcome outcome =
      bywhen_order_why(about->policy, about->order, "buyer", T, "pay", T, 1772532000000000, &text, error);
  return taken(outcome, text);
}

static bywhen_outcome apply(const subject* about, bywhen_error** error) {
  bywhen_text* text = NULL;
  bywhen_outcome outcome =
      bywhen_apply(about->policy, paid_order, T, "buyer", T, "cancel", T,
                   "{\"reason\":\"other\",\"note\":\"a longer text than a short one\"}", T, at, T, &text, error);
  return taken(outcome, text);
}

static bywhen_outcome test(const subject* about, bywhen_error** error) {
  bywhen_text* text = NULL;
  bywhen_outcome outcome = bywhen_policy_test(about->policy, NULL, &text, error);
  return taken(outcome, text);
}

static bywhen_outcome evaluate(const subject* about, bywhen_error** error) {
  bywhen_evaluator* evaluator = NULL;
  const char* brief = NULL;
  bywhen_outcome outcome = bywhen_evaluator_new(about->policy, &evaluator, error);
  if (outcome == BYWHEN_OK) outcome = bywhen_evaluator_decide(evaluator, about->order, 1772532000000000, error);
  if (outcome == BYWHEN_OK) outcome = bywhen_evaluator_brief(evaluator, about->order, &brief, NULL, error);
  bywhen_evaluator_free(evaluator);
  return outcome;
}

static bywhen_outcome read_into(const subject* about, bywhen_error** error) {
  bywhen_reader* reader = NULL;
  bywhen_order* order = NULL;
  bywhen_outcome outcome = bywhen_reader_new(about->policy, &reader, error);
  if (outcome == BYWHEN_OK) outcome = bywhen_order_new(about->policy, &order, error);
  if (outcome == BYWHEN_OK) outcome = bywhen_reader_read(reader, paid_order, T, order, error);
  bywhen_order_free(order);
  bywhen_reader_free(reader);
  return outcome;
}

static bywhen_outcome converse(const subject* about, bywhen_error** error) {
  bywhen_session* session = NULL;
  bywhen_text* text = NULL;
  bywhen_outcome outcome =
      bywhen_session_new(about->policy, about->order, 1772532000000000, NULL, NULL, &session, error);
  if (outcome == BYWHEN_OK) outcome = bywhen_session_ask(session, "seller does ship", T, &text, error);
  bywhen_session_free(session);
  return taken(outcome, text);
}

/* One trial; whether there was too little memory for it. */
static int try_at(const char* name, attempt try_once, const subject* about, long blocks, int once) {
  long before = live_blocks();
  int too_little;
  bywhen_error* error = NULL;
  bywhen_outcome outcome;
  fail_after(blocks, once);
  outcome = try_once(about, &error);
  too_little = has_failed();
  CHECK((error == NULL) == (outcome == BYWHEN_OK));
  if (outcome == BYWHEN_NO_MEMORY) {
    CHECK_HAS(bywhen_error_text(error), "not enough memory");
    CHECK_HAS(bywhen_error_json(error), "not enough memory");
    CHECK_HAS(bywhen_error_message(error, 0), "not enough memory");
  } else if (outcome != BYWHEN_OK) {
    fprintf(stderr, "%s, %ld blocks: %d %s\n", name, blocks, (int)outcome, bywhen_error_text(error));
    CHECK(!"another outcome");
  }
  bywhen_error_free(error);
  CHECK(live_blocks() == before);
  return too_little;
}

static void try_with_little(const char* name, attempt try_once, const subject* about) {
  enum { most = 200000 };
  int once;
  for (once = 0; once < 2; ++once) {
    long blocks = 0;
    /* The first hundred one by one, then by leaps: each sum of leaps is another place. */
    while (blocks < most && try_at(name, try_once, about, blocks, once)) blocks += blocks < 100 ? 1 : 1 + blocks / 40;
    CHECK(blocks > 0 && blocks < most);
  }
}

void test_no_memory(void) {
  subject about = {NULL, NULL, NULL};
  bywhen_policy* policy = stall();
  bywhen_order* order = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_order_read(policy, paid_order, T, &order, &error));
  about.policy = policy;
  about.order = order;
  about.policy_text = file_text("tests/bindings/stall.bywhen");
  /* What is made once, such as the list of zones, is made before. */
  CHECK_GOOD(decide(&about, &error));
  try_with_little("copy", copy, &about);
  try_with_little("decide", decide, &about);
  try_with_little("why", why, &about);
  try_with_little("apply", apply, &about);
  try_with_little("evaluate", evaluate, &about);
  try_with_little("read into", read_into, &about);
  try_with_little("test", test, &about);
  try_with_little("converse", converse, &about);
  try_with_little("load", load, &about);
  free(about.policy_text);
  bywhen_order_free(order);
  bywhen_policy_free(policy);
}
