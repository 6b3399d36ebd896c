#include <string.h>

#include "kit.h"

typedef struct scene {
  bywhen_policy* policy;
  bywhen_evaluator* evaluator;
  bywhen_order* order;
} scene;

static scene make_scene(const char* json) {
  scene made = {NULL, NULL, NULL};
  bywhen_error* error = NULL;
  made.policy = stall();
  CHECK_GOOD(bywhen_evaluator_new(made.policy, &made.evaluator, &error));
  CHECK_GOOD(bywhen_order_read(made.policy, json, T, &made.order, &error));
  return made;
}

static void end_scene(scene made) {
  bywhen_policy_free(made.policy);
  bywhen_order_free(made.order);
  bywhen_evaluator_free(made.evaluator);
}

static void decide(scene in, const char* at) {
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_evaluator_decide(in.evaluator, in.order, instant(in.policy, at), &error));
}

static bywhen_standing standing(scene in, const char* actor, const char* action) {
  bywhen_standing stands = BYWHEN_STANDING_INIT;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_evaluator_standing(in.evaluator, bywhen_policy_permission(in.policy, actor, T, action, T), &stands,
                                       &error));
  return stands;
}

static bywhen_duty_standing duty(scene in, const char* label) {
  bywhen_duty_standing stands = BYWHEN_DUTY_STANDING_INIT;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_evaluator_duty(in.evaluator, bywhen_policy_duty(in.policy, label, T), &stands, &error));
  return stands;
}

static void nothing_decided(scene in) {
  CHECK(bywhen_evaluator_at(in.evaluator) == BYWHEN_NO_TIME);
  CHECK(bywhen_evaluator_status(in.evaluator).policy == 0);
  CHECK_EQUAL("", bywhen_evaluator_status_name(in.evaluator));
  CHECK(bywhen_evaluator_settled(in.evaluator) == 0);
  CHECK(bywhen_evaluator_valid_until(in.evaluator) == BYWHEN_NO_TIME);
  CHECK(bywhen_evaluator_allowed(in.evaluator, bywhen_policy_permission(in.policy, "buyer", T, "pay", T)) == 0);
  CHECK(bywhen_evaluator_due(in.evaluator, bywhen_policy_duty(in.policy, "payment", T)) == BYWHEN_NO_TIME);
  CHECK(standing(in, "buyer", "pay").verdict == BYWHEN_VERDICT_NONE);
  CHECK(duty(in, "payment").state == BYWHEN_DUTY_NONE);
}

static void unpaid(void) {
  scene in = make_scene(unpaid_order);
  bywhen_duty_standing payment;
  nothing_decided(in);
  decide(in, "2026-03-10T09:00:00Z");
  CHECK(bywhen_evaluator_at(in.evaluator) == instant(in.policy, "2026-03-10T09:00:00Z"));
  CHECK_EQUAL("unpaid", bywhen_evaluator_status_name(in.evaluator));
  CHECK(bywhen_evaluator_settled(in.evaluator) == 0);
  CHECK(bywhen_evaluator_valid_until(in.evaluator) == instant(in.policy, "2026-03-21T10:00:00Z"));
  CHECK(bywhen_evaluator_allowed(in.evaluator, bywhen_policy_permission(in.policy, "buyer", T, "pay", T)) == 1);
  CHECK(bywhen_evaluator_allowed(in.evaluator, bywhen_policy_permission(in.policy, "seller", T, "ship", T)) == 0);
  CHECK(bywhen_evaluator_due(in.evaluator, bywhen_policy_duty(in.policy, "payment", T)) ==
        instant(in.policy, "2026-03-21T10:00:00Z"));
  payment = duty(in, "payment");
  CHECK(payment.state == BYWHEN_DUTY_PENDING && payment.has_amount == 0 && payment.done_at == BYWHEN_NO_TIME);
  CHECK(payment.size == sizeof payment);
  CHECK(standing(in, "buyer", "pay").verdict == BYWHEN_VERDICT_ALLOWED);
  CHECK_EQUAL("payment", standing(in, "buyer", "pay").rule);
  CHECK(standing(in, "seller", "ship").verdict == BYWHEN_VERDICT_NONE);
  CHECK(standing(in, "seller", "fly").verdict == BYWHEN_VERDICT_NONE);
  /* The clock closes it. */
  decide(in, "2026-03-21T10:00:00Z");
  CHECK_EQUAL("closed", bywhen_evaluator_status_name(in.evaluator));
  CHECK(bywhen_evaluator_settled(in.evaluator) == 1);
  CHECK(bywhen_evaluator_status(in.evaluator).index == bywhen_policy_status(in.policy, "closed", T).index);
  CHECK(bywhen_evaluator_valid_until(in.evaluator) == BYWHEN_NO_TIME);
  end_scene(in);
}

static void paid(void) {
  scene in = make_scene(paid_order);
  bywhen_standing cancel;
  bywhen_duty_standing refund;
  bywhen_error* error = NULL;
  bywhen_order* closed = NULL;
  decide(in, "2026-03-03T10:00:00Z");
  cancel = standing(in, "buyer", "cancel");
  CHECK(cancel.verdict == BYWHEN_VERDICT_ALLOWED && cancel.until == instant(in.policy, "2026-03-04T10:00:00Z"));
  CHECK_EQUAL("cancelling", cancel.rule);
  decide(in, "2026-03-05T10:00:00Z");
  CHECK(standing(in, "buyer", "cancel").verdict == BYWHEN_VERDICT_EXPIRED);

  CHECK_GOOD(bywhen_order_apply(in.policy, in.order, "buyer", T, "cancel", T, "{\"reason\":\"other\",\"note\":\"\"}", T,
                                instant(in.policy, "2026-03-03T10:00:00Z"), &closed, &error));
  bywhen_order_free(in.order);
  in.order = closed;
  decide(in, "2026-03-05T10:00:00Z");
  refund = duty(in, "money_back");
  CHECK(refund.has_amount == 1 && refund.amount == 5990);
  CHECK_EQUAL("EUR", refund.currency);
  CHECK(refund.due == instant(in.policy, "2026-03-08T10:00:00Z"));
  end_scene(in);
}

static void read_again(void) {
  scene in = make_scene(unpaid_order);
  bywhen_error* error = NULL;
  bywhen_reader* reader = NULL;
  bywhen_reader* none = NULL;
  bywhen_text* json = NULL;
  long before;
  int i;
  CHECK_GOOD(bywhen_reader_new(in.policy, &reader, &error));
  CHECK_GOOD(bywhen_reader_read(reader, paid_order, T, in.order, &error));
  decide(in, "2026-03-03T10:00:00Z");
  CHECK_EQUAL("paid", bywhen_evaluator_status_name(in.evaluator));
  before = asked_blocks();
  for (i = 0; i < 100; ++i) {
    CHECK_GOOD(bywhen_reader_read(reader, i % 2 == 0 ? unpaid_order : paid_order, T, in.order, &error));
    decide(in, "2026-03-03T10:00:00Z");
    CHECK_EQUAL(i % 2 == 0 ? "unpaid" : "paid", bywhen_evaluator_status_name(in.evaluator));
  }
  CHECK(asked_blocks() == before);
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_reader_read(reader, "{\"facts\":{\"totl\":1}}", T, in.order, &error), error, NULL,
               "BW0805");
  CHECK_GOOD(bywhen_order_json(in.order, &json, &error));
  CHECK_EQUAL("{\"status\":\"unpaid\",\"as_of\":null,\"facts\":{}}", bywhen_text_data(json));
  bywhen_text_free(json);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_reader_read(NULL, "{}", T, in.order, &error), error, NULL, "the reader is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_reader_read(reader, "{}", T, NULL, &error), error, NULL, "the order is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_reader_read(reader, NULL, T, in.order, &error), error, NULL, "the JSON is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_reader_new(NULL, &none, &error), error, none, "the policy is NULL");
  bywhen_reader_free(reader);
  end_scene(in);
}

static const char* brief(scene in, const bywhen_order* order) {
  const char* json = NULL;
  size_t length = 0;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_evaluator_brief(in.evaluator, order, &json, &length, &error));
  CHECK(strlen(json) == length);
  return json;
}

static void in_brief(void) {
  scene in = make_scene(unpaid_order);
  bywhen_error* error = NULL;
  const char* json = NULL;
  long before;
  int i;
  CHECK_EQUAL("", brief(in, in.order));
  CHECK_GOOD(bywhen_order_set_id(in.order, "A-1", T, &error));
  decide(in, "2026-03-10T09:00:00Z");
  CHECK_EQUAL(
      "{\"id\":\"A-1\",\"at\":\"2026-03-10T09:00:00Z\",\"status\":\"unpaid\",\"allowed\":[[\"buyer\",\"pay\"]],"
      "\"deadlines\":[{\"rule\":\"payment\",\"state\":\"pending\",\"due\":\"2026-03-21T10:00:00Z\"}],"
      "\"valid_until\":\"2026-03-21T10:00:00Z\"}",
      brief(in, in.order));
  CHECK(strncmp("{\"at\":", brief(in, NULL), 6) == 0);
  before = asked_blocks();
  for (i = 0; i < 100; ++i) {
    decide(in, "2026-03-10T09:00:00Z");
    (void)brief(in, in.order);
  }
  CHECK(asked_blocks() == before);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_evaluator_brief(in.evaluator, in.order, NULL, NULL, &error), error, NULL,
               "the place for the result is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_evaluator_brief(NULL, in.order, &json, NULL, &error), error, NULL,
               "the evaluator is NULL");
  CHECK_EQUAL("", json);
  end_scene(in);
}

/* The characters of the answer that `bywhen_order_decide` gives, and after the first no memory. */
static void in_full(void) {
  scene in = make_scene(unpaid_order);
  bywhen_error* error = NULL;
  bywhen_writer* writer = NULL;
  bywhen_text* answer = NULL;
  const char* json = NULL;
  size_t length = 0;
  int64_t at = instant(in.policy, "2026-03-10T09:00:00Z");
  long before;
  int i;
  CHECK_GOOD(bywhen_writer_new(in.policy, &writer, &error));
  CHECK_GOOD(bywhen_order_decide(in.policy, in.order, at, &answer, &error));
  CHECK_GOOD(bywhen_writer_write(writer, in.order, at, &json, &length, &error));
  CHECK(strlen(json) == length);
  CHECK_EQUAL(bywhen_text_data(answer), json);
  before = asked_blocks();
  for (i = 0; i < 100; ++i) CHECK_GOOD(bywhen_writer_write(writer, in.order, at, &json, NULL, &error));
  CHECK(asked_blocks() == before);
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_writer_write(writer, in.order, 0, &json, &length, &error), error, NULL, "BW0813");
  CHECK_EQUAL("", json);
  CHECK(length == 0);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_writer_write(writer, NULL, at, &json, NULL, &error), error, NULL,
               "the order is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_writer_write(NULL, in.order, at, &json, NULL, &error), error, NULL,
               "the writer is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_writer_write(writer, in.order, at, NULL, NULL, &error), error, NULL,
               "the place for the result is NULL");
  bywhen_text_free(answer);
  bywhen_writer_free(writer);
  end_scene(in);
}

static void refused(void) {
  scene in = make_scene(paid_order);
  bywhen_error* error = NULL;
  bywhen_order* empty = NULL;
  int64_t at = instant(in.policy, "2026-03-03T10:00:00Z");
  decide(in, "2026-03-03T10:00:00Z");
  CHECK_GOOD(bywhen_order_new(in.policy, &empty, &error));
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_evaluator_decide(in.evaluator, empty, at, &error), error, NULL, "BW08");
  nothing_decided(in);
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_evaluator_decide(in.evaluator, in.order, 0, &error), error, NULL, "BW0813");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_evaluator_decide(in.evaluator, in.order, INT64_MAX, &error), error, NULL, "9999");
  bywhen_order_free(empty);
  end_scene(in);
}

static void foreign(void) {
  scene in = make_scene(unpaid_order);
  bywhen_permission permission = bywhen_policy_permission(in.policy, "buyer", T, "pay", T);
  bywhen_duty payment = bywhen_policy_duty(in.policy, "payment", T);
  bywhen_standing stands = BYWHEN_STANDING_INIT;
  bywhen_duty_standing owed = BYWHEN_DUTY_STANDING_INIT;
  decide(in, "2026-03-10T09:00:00Z");
  permission.policy ^= 1;
  payment.rule = UINT32_MAX;
  stands.verdict = BYWHEN_VERDICT_ALLOWED;
  owed.state = BYWHEN_DUTY_MET;
  CHECK(bywhen_evaluator_allowed(in.evaluator, permission) == 0);
  CHECK(bywhen_evaluator_standing(in.evaluator, permission, &stands, NULL) == BYWHEN_OK);
  CHECK(stands.verdict == BYWHEN_VERDICT_NONE);
  CHECK(bywhen_evaluator_due(in.evaluator, payment) == BYWHEN_NO_TIME);
  CHECK(bywhen_evaluator_duty(in.evaluator, payment, &owed, NULL) == BYWHEN_OK);
  CHECK(owed.state == BYWHEN_DUTY_NONE);
  end_scene(in);
}

/* A caller of a later header has a larger struct, whose end is left alone; one without a size is refused. */
static void sizes(void) {
  scene in = make_scene(unpaid_order);
  bywhen_permission permission = bywhen_policy_permission(in.policy, "buyer", T, "pay", T);
  bywhen_error* error = NULL;
  struct {
    bywhen_standing now;
    char later[8];
  } larger;
  decide(in, "2026-03-10T09:00:00Z");
  memset(&larger, 'x', sizeof larger);
  larger.now.size = sizeof larger;
  CHECK_GOOD(bywhen_evaluator_standing(in.evaluator, permission, &larger.now, &error));
  CHECK(larger.now.size == sizeof larger && larger.now.verdict == BYWHEN_VERDICT_ALLOWED && larger.later[0] == 'x');
  larger.now.size = 0;
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_evaluator_standing(in.evaluator, permission, &larger.now, &error), error, NULL,
               "size");
  end_scene(in);
}

/* Setting facts, deciding and reading ask for no memory once the first orders are through. */
static void without_memory(void) {
  scene in = make_scene(unpaid_order);
  bywhen_fact placed = bywhen_policy_fact(in.policy, "placed_at", T);
  bywhen_fact total = bywhen_policy_fact(in.policy, "total", T);
  bywhen_permission pay = bywhen_policy_permission(in.policy, "buyer", T, "pay", T);
  bywhen_duty payment = bywhen_policy_duty(in.policy, "payment", T);
  int64_t at = instant(in.policy, "2026-03-10T09:00:00Z");
  long before = 0;
  int i;
  for (i = 0; i < 20; ++i) {
    bywhen_standing stands = BYWHEN_STANDING_INIT;
    bywhen_error* error = NULL;
    if (i == 10) before = asked_blocks();
    bywhen_order_clear(in.order, &error);
    bywhen_order_set_time(in.order, placed, at - 1000 * i, &error);
    bywhen_order_set_amount(in.order, total, 100 * i, "EUR", &error);
    bywhen_evaluator_decide(in.evaluator, in.order, at, &error);
    bywhen_evaluator_standing(in.evaluator, pay, &stands, &error);
    CHECK(error == NULL && bywhen_evaluator_allowed(in.evaluator, pay) == 1);
    CHECK(bywhen_evaluator_due(in.evaluator, payment) != BYWHEN_NO_TIME && stands.verdict == BYWHEN_VERDICT_ALLOWED);
  }
  CHECK(asked_blocks() == before);
  end_scene(in);
}

void test_evaluators(void) {
  unpaid();
  paid();
  refused();
  foreign();
  sizes();
  without_memory();
  in_brief();
  in_full();
  read_again();
}
