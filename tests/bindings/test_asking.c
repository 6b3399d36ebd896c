#include <string.h>

#include "kit.h"

static const char* const at = "2026-03-03T10:00:00Z";

/* Each question with JSON, and the same by a handle: both say the same. */
static void same(bywhen_text* by_text, bywhen_text* by_handle, const char* part) {
  CHECK(by_text != NULL && by_handle != NULL);
  CHECK_EQUAL(bywhen_text_data(by_text), bywhen_text_data(by_handle));
  take_text(by_text, part);
  bywhen_text_free(by_handle);
}

static void questions(const bywhen_policy* policy) {
  bywhen_order* order = NULL;
  bywhen_error* error = NULL;
  bywhen_text* first = NULL;
  bywhen_text* second = NULL;
  int64_t now = instant(policy, at);
  CHECK_GOOD(bywhen_order_read(policy, paid_order, T, &order, &error));
  CHECK_GOOD(bywhen_decide(policy, paid_order, strlen(paid_order), at, T, &first, &error));
  CHECK_GOOD(bywhen_order_decide(policy, order, now, &second, &error));
  same(first, second, "\"action\":\"ship\"");
  CHECK_GOOD(bywhen_why(policy, paid_order, T, "buyer", T, "cancel", T, at, T, &first, &error));
  CHECK_GOOD(bywhen_order_why(policy, order, "buyer", T, "cancel", T, now, &second, &error));
  same(first, second, "\"sentences\":");
  CHECK_GOOD(bywhen_outlook(policy, paid_order, T, NULL, 0, NULL, 0, at, T, &first, &error));
  CHECK_GOOD(bywhen_order_outlook(policy, order, NULL, 0, NULL, 0, now, &second, &error));
  same(first, second, "\"action\":\"ship\"");
  CHECK_GOOD(bywhen_outlook(policy, paid_order, T, "buyer", T, "cancel", T, at, T, &first, &error));
  CHECK_GOOD(bywhen_order_outlook(policy, order, "buyer", T, "cancel", T, now, &second, &error));
  CHECK(strstr(bywhen_text_data(first), "\"action\":\"ship\"") == NULL);
  same(first, second, "\"action\":\"cancel\"");
  CHECK_GOOD(bywhen_preview(policy, paid_order, T, "buyer", T, "cancel", T, "{\"reason\": \"other\", \"note\": \"x\"}",
                            T, at, T, &first, &error));
  CHECK_GOOD(bywhen_order_preview(policy, order, "buyer", T, "cancel", T, "{\"reason\": \"other\", \"note\": \"x\"}", T,
                                  now, &second, &error));
  same(first, second, "\"then\":{\"status\":{\"name\":\"closed\"");
  bywhen_order_free(order);
}

static void acts(const bywhen_policy* policy) {
  bywhen_order* order = NULL;
  bywhen_order* after = NULL;
  bywhen_error* error = NULL;
  bywhen_text* first = NULL;
  bywhen_text* second = NULL;
  const char* inputs = "{\"reason\": \"other\", \"note\": \"too \\u006cate\"}";
  int64_t now = instant(policy, at);
  CHECK_GOOD(bywhen_order_read(policy, paid_order, T, &order, &error));
  CHECK_GOOD(bywhen_apply(policy, paid_order, T, "buyer", T, "cancel", T, inputs, T, at, T, &first, &error));
  CHECK_GOOD(bywhen_order_apply(policy, order, "buyer", T, "cancel", T, inputs, T, now, &after, &error));
  CHECK_GOOD(bywhen_order_json(after, &second, &error));
  CHECK_HAS(bywhen_text_data(first), "\"note\":\"too late\"");
  same(first, second, "\"status\":\"closed\"");
  bywhen_order_free(after);

  inputs = "{\"gift\": true, \"pieces\": 12, \"weight\": 2.5, \"note\": null, \"travel_day\": \"2026-05-01\"}";
  CHECK_GOOD(bywhen_record(policy, paid_order, T, inputs, T, at, T, &first, &error));
  CHECK_GOOD(bywhen_order_record(policy, order, inputs, T, now, &after, &error));
  CHECK_GOOD(bywhen_order_json(after, &second, &error));
  CHECK_HAS(bywhen_text_data(first), "\"gift\":true,\"pieces\":12,\"weight\":2.5,");
  same(first, second, "\"id\":\"A 7\"");
  bywhen_order_free(after);
  /* No inputs at all. */
  CHECK_GOOD(bywhen_apply(policy, paid_order, T, "seller", T, "ship", T, NULL, 0, at, T, &first, &error));
  take_text(first, "\"status\":\"shipped\"");
  bywhen_order_free(order);
}

static void refused_orders(const bywhen_policy* policy) {
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  bywhen_order* order = NULL;
  const char* bad = "{\"status\":\"lost\",\"facts\":{\"totl\":1,\"placed_at\":\"yesterday\"}}";
  CHECK(bywhen_decide(policy, bad, T, at, T, &text, &error) == BYWHEN_REFUSED);
  CHECK(text == NULL);
  CHECK(bywhen_error_count(error) == 3);
  CHECK_EQUAL("/status", bywhen_error_place(error, 0));
  CHECK_HAS(bywhen_error_expected(error, 0), "unpaid");
  CHECK_EQUAL("lost", bywhen_error_found(error, 0));
  CHECK_HAS(bywhen_error_json(error), "\"pointer\":\"/facts/placed_at\"");
  CHECK_HAS(bywhen_error_text(error), "total");
  bywhen_error_free(error);
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_decide(policy, "{", T, at, T, &text, &error), error, text, "BW0801");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_decide(policy, NULL, 0, at, T, &text, &error), error, text, "BW0801");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_decide(policy, "\"\xff\"", T, at, T, &text, &error), error, text, "BW0801");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_decide(policy, paid_order, T, "soon", T, &text, &error), error, text, "soon");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_decide(policy, paid_order, T, "2026-03-01T10:00:00Z", T, &text, &error), error,
               text, "BW0813");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_why(policy, paid_order, T, "buyr", T, "pay", T, at, T, &text, &error), error,
               text, "did you mean `buyer`");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_outlook(policy, paid_order, T, "buyer", T, NULL, 0, at, T, &text, &error), error,
               text, "BW0902");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_read(policy, "[]", T, &order, &error), error, order, "BW0802");
}

static void refused_acts(const bywhen_policy* policy) {
  static const struct {
    const char* inputs;
    const char* part;
  } cases[] = {
      {"{", "BW0801"},
      {"[]", "an array"},
      {"3", "the facts are an object"},
      {"{\"note\": {}}", "/note: a value is wanted here"},
      {"{\"note\": [1]}", "an array"},
      {"{\"note\": \"a\"} x", "BW0801"},
      {"{\"note\": \"\xff\"}", "not UTF-8"},
      {"{\"nte\": \"a\"}", "did you mean `note`"},
      {"{\"note\": \"a\", \"note\": \"b\"}", "BW0907"},
      {"{\"reason\": \"whim\", \"note\": \"b\"}", "/facts/reason"},
      {"{\"note\": \"a\"}", "BW0905"},
      {"{\"total\": \"1.00 EUR\", \"reason\": \"other\", \"note\": \"a\"}", "BW0904"},
  };
  size_t i;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  for (i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    bywhen_outcome wanted = strstr(cases[i].part, "UTF-8") == NULL ? BYWHEN_REFUSED : BYWHEN_MISUSE;
    CHECK_FAILED(wanted,
                 bywhen_apply(policy, paid_order, T, "buyer", T, "cancel", T, cases[i].inputs, T, at, T, &text, &error),
                 error, text, cases[i].part);
  }
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_apply(policy, unpaid_order, T, "seller", T, "ship", T, NULL, 0, at, T, &text, &error), error,
               text, "BW0903");
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_preview(policy, paid_order, T, "buyer", T, "cancel", T, NULL, 0, at, T, &text, &error), error,
               text, "BW0905");
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_preview(policy, paid_order, T, "buyer", T, "cancl", T, NULL, 0, at, T, &text, &error), error,
               text, "did you mean `cancel`");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_record(policy, unpaid_order, T, "{\"pieces\": 1e400}", T, at, T, &text, &error),
               error, text, "BW0");
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_record(policy, unpaid_order, T, "{\"pieces\": 99999999999999999999}", T, at, T, &text, &error),
               error, text, "/facts/pieces");
}

/* A text with a NUL reaches the library whole, and what is said of it can be read in C. */
static void nul_in_text(const bywhen_policy* policy) {
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  CHECK(bywhen_why(policy, paid_order, T, "bu\0yer", 6, "pay", T, at, T, &text, &error) == BYWHEN_REFUSED);
  CHECK_HAS(bywhen_error_message(error, 0), "bu\xEF\xBF\xBDyer");
  CHECK_HAS(bywhen_error_json(error), "bu\\u0000yer");
  bywhen_error_free(error);
}

static void other_policy(const bywhen_policy* policy) {
  bywhen_policy* other = NULL;
  bywhen_order* order = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  CHECK_GOOD(bywhen_policy_from_file("policies/aliexpress.bywhen", T, &other, &error));
  CHECK_GOOD(bywhen_order_read(policy, paid_order, T, &order, &error));
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_order_decide(other, order, instant(policy, at), &text, &error), error, text,
               "BW08");
  bywhen_policy_free(other);
  bywhen_order_free(order);
}

void test_asking(void) {
  bywhen_policy* policy = stall();
  questions(policy);
  acts(policy);
  refused_orders(policy);
  refused_acts(policy);
  nul_in_text(policy);
  other_policy(policy);
  bywhen_policy_free(policy);
}
