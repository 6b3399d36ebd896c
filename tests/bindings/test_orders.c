#include "kit.h"

static bywhen_fact fact(const bywhen_policy* policy, const char* name) {
  bywhen_fact handle = bywhen_policy_fact(policy, name, T);
  CHECK(handle.policy != 0);
  return handle;
}

static bywhen_order* new_order(const bywhen_policy* policy) {
  bywhen_order* order = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_order_new(policy, &order, &error));
  return order;
}

static void set_each_kind(const bywhen_policy* policy) {
  bywhen_order* order = new_order(policy);
  bywhen_order* copy = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_check(order, &error), error, NULL, "placed_at");
  CHECK_GOOD(bywhen_order_set_time(order, fact(policy, "placed_at"), 0, &error));
  CHECK_GOOD(bywhen_order_set_amount(order, fact(policy, "total"), 5990, "EUR", &error));
  CHECK_GOOD(bywhen_order_set_yes_no(order, fact(policy, "gift"), 7, &error));
  CHECK_GOOD(bywhen_order_set_integer(order, fact(policy, "pieces"), -3, &error));
  CHECK_GOOD(bywhen_order_set_date(order, fact(policy, "travel_day"), 2026, 2, 28, &error));
  CHECK_GOOD(bywhen_order_set_text(order, fact(policy, "reason"), "other", T, &error));
  CHECK_GOOD(bywhen_order_set_text(order, fact(policy, "weight"), "2.50", 3, &error));
  CHECK_GOOD(bywhen_order_set_text(order, fact(policy, "note"), "a\0b", 3, &error));
  CHECK_GOOD(bywhen_order_set_id(order, "N\"1", T, &error));
  CHECK_GOOD(bywhen_order_set_as_of(order, 1000000, &error));
  CHECK_GOOD(bywhen_order_check(order, &error));
  CHECK_GOOD(bywhen_order_copy(order, &copy, &error));
  CHECK_GOOD(bywhen_order_set_nothing(order, fact(policy, "note"), &error));
  CHECK_GOOD(bywhen_order_json(copy, &text, &error));
  CHECK_EQUAL(
      "{\"id\":\"N\\\"1\",\"status\":\"unpaid\",\"as_of\":\"1970-01-01T00:00:01Z\",\"facts\":{"
      "\"placed_at\":\"1970-01-01T00:00:00Z\",\"total\":\"59.90 EUR\",\"gift\":true,\"pieces\":-3,"
      "\"weight\":2.5,\"travel_day\":\"2026-02-28\",\"note\":\"a\\u0000b\",\"reason\":\"other\"}}",
      bywhen_text_data(text));
  bywhen_text_free(text);
  CHECK_GOOD(bywhen_order_set_as_of(order, BYWHEN_NO_TIME, &error));
  CHECK_GOOD(bywhen_order_clear(order, &error));
  CHECK_GOOD(bywhen_order_set_status(order, bywhen_policy_status(policy, "paid", T), &error));
  CHECK_GOOD(bywhen_order_json(order, &text, &error));
  CHECK_HAS(bywhen_text_data(text), "\"status\":\"paid\"");
  bywhen_text_free(text);
  bywhen_order_free(order);
  bywhen_order_free(copy);
}

/* What does not fit changes nothing. */
static void refused_values(const bywhen_policy* policy) {
  bywhen_order* order = new_order(policy);
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  bywhen_fact total = fact(policy, "total");
  CHECK_GOOD(bywhen_order_set_amount(order, total, 100, "EUR", &error));
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_amount(order, total, 100, "eur", &error), error, NULL, "ISO 4217");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_amount(order, total, 100, "EURO", &error), error, NULL, "ISO 4217");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_amount(order, total, INT64_MIN, "EUR", &error), error, NULL,
               "beyond all bounds");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_order_set_amount(order, total, 100, NULL, &error), error, NULL, "currency");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_integer(order, total, 1, &error), error, NULL, "/facts/total");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_text(order, total, "1.001 EUR", T, &error), error, NULL,
               "/facts/total");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_order_set_text(order, total, "\xc3", T, &error), error, NULL, "UTF-8");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_time(order, fact(policy, "paid_at"), BYWHEN_NO_TIME, &error), error,
               NULL, "1 to 9999");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_date(order, fact(policy, "travel_day"), 2026, 2, 29, &error), error,
               NULL, "no day");
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_order_set_date(order, fact(policy, "travel_day"), INT32_MIN, INT32_MAX, -1, &error), error, NULL,
               "no day");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_text(order, fact(policy, "reason"), "", 0, &error), error, NULL,
               "/facts/reason");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_order_set_as_of(order, INT64_MAX, &error), error, NULL, "1 to 9999");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_order_set_id(order, "\xff", 1, &error), error, NULL, "UTF-8");
  CHECK_GOOD(bywhen_order_json(order, &text, &error));
  CHECK_EQUAL("{\"status\":\"unpaid\",\"as_of\":null,\"facts\":{\"total\":\"1.00 EUR\"}}", bywhen_text_data(text));
  bywhen_text_free(text);
  bywhen_order_free(order);
}

static void foreign_handles(const bywhen_policy* policy) {
  bywhen_order* order = new_order(policy);
  bywhen_error* error = NULL;
  bywhen_fact nothing = {0, 0};
  bywhen_fact wild = fact(policy, "total");
  bywhen_fact foreign = wild;
  bywhen_status status = bywhen_policy_status(policy, "paid", T);
  wild.index += 65536;
  foreign.policy += 1;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_nothing(order, nothing, &error), error, NULL, "BW0817");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_nothing(order, wild, &error), error, NULL, "BW0817");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_nothing(order, foreign, &error), error, NULL, "BW0817");
  wild.index = 65535;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_nothing(order, wild, &error), error, NULL, "BW0817");
  status.index = 4;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_status(order, status, &error), error, NULL, "BW0817");
  status.index = 65536;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_status(order, status, &error), error, NULL, "BW0817");
  bywhen_order_free(order);
}

/* An order does not need its policy's handle any more. */
static void outlives_its_policy(void) {
  bywhen_policy* policy = stall();
  bywhen_order* order = new_order(policy);
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  bywhen_policy_free(policy);
  CHECK_GOOD(bywhen_order_json(order, &text, &error));
  take_text(text, "\"status\":\"unpaid\"");
  bywhen_order_free(order);
}

static const char* const parcels_policy =
    "policy several \"Several\"\nversion 2026-01-01\nzone \"UTC\"\n"
    "actor buyer \"Buyer\"\nfact made_at : event\nfact note : text?\n"
    "fact parcels : list of { came_at : event, weight : decimal?, what : text? }\n"
    "status open \"Open\" initial, final, marks made_at\n"
    "action tell \"Tell\" { asks parcels }\n"
    "in open { buyer may tell until 9 days after latest of parcels.came_at }\n";

static void set_lists(const bywhen_policy* policy) {
  bywhen_order* order = new_order(policy);
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  bywhen_fact parcels = fact(policy, "parcels");
  CHECK_GOOD(bywhen_order_set_text(order, parcels, "[{\"weight\": 2.50}, {}]", T, &error));
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_text(order, parcels, "[{\"wight\": 2}]", T, &error), error, NULL,
               "/facts/parcels/0/wight");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_text(order, parcels, "[{]", T, &error), error, NULL, "list of records");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_text(order, parcels, "", 0, &error), error, NULL, "/facts/parcels");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_set_integer(order, parcels, 1, &error), error, NULL, "/facts/parcels");
  CHECK_GOOD(bywhen_order_json(order, &text, &error));
  take_text(text, "\"parcels\":[{\"weight\":2.5},{}]");
  CHECK_GOOD(bywhen_order_set_text(order, parcels, "[]", T, &error));
  CHECK_GOOD(bywhen_order_json(order, &text, &error));
  take_text(text, "\"parcels\":[]");
  bywhen_order_free(order);
}

/* A list is told as in an order's JSON, however its texts and numbers are written. */
static void tell_lists(const bywhen_policy* policy) {
  static const char* const before = "{\"facts\": {\"made_at\": \"2026-03-01T10:00:00Z\", \"parcels\": []}}";
  static const char* const at = "2026-03-02T10:00:00Z";
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  CHECK_GOOD(bywhen_record(policy, before, T,
                           "{\"note\": \"n\", \"parcels\": [{\"weight\": 1.10, \"what\": \"a\\\"[,\"}, {}, "
                           "{\"what\": null, \"came_at\": \"2026-03-02T09:00:00Z\"}]}",
                           T, at, T, &text, &error));
  take_text(text, "\"parcels\":[{\"weight\":1.1,\"what\":\"a\\\"[,\"},{},{\"came_at\":\"2026-03-02T09:00:00Z\"}]");
  text = NULL;
  CHECK_GOOD(bywhen_apply(policy, before, T, "buyer", T, "tell", T, "{\"parcels\": [{}]}", T, at, T, &text, &error));
  take_text(text, "\"parcels\":[{}]");
  text = NULL;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_record(policy, before, T, "{\"parcels\": [[]]}", T, at, T, &text, &error), error,
               text, "parcels/0");
  CHECK_FAILED(
      BYWHEN_REFUSED,
      bywhen_record(policy, before, T, "{\"parcels\": [{\"weight\": 1, \"weight\": 2}]}", T, at, T, &text, &error),
      error, text, "twice");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_record(policy, before, T, "{\"parcels\": {}}", T, at, T, &text, &error), error,
               text, "/parcels");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_record(policy, before, T, "{\"note\": [1]", T, at, T, &text, &error), error, text,
               "no JSON");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_record(policy, before, T, "[{}]", T, at, T, &text, &error), error, text,
               "an array");
}

static void lists(void) {
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_policy_from_text("several.bywhen", T, parcels_policy, T, &policy, &error));
  set_lists(policy);
  tell_lists(policy);
  bywhen_policy_free(policy);
}

void test_orders(void) {
  bywhen_policy* policy = stall();
  set_each_kind(policy);
  refused_values(policy);
  foreign_handles(policy);
  bywhen_policy_free(policy);
  outlives_its_policy();
  lists();
}
