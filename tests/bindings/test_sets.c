#include <stdlib.h>

#include "kit.h"

static const char* const folder = "tests/language/sets/good/amended";
static const char* const american = "{\"facts\": {\"placed_at\": \"2018-04-01T08:00:00Z\", \"country\": \"US\"}}";
static const char* const german = "{\"facts\": {\"placed_at\": \"2020-12-02T09:00:00Z\", \"country\": \"DE\"}}";
static const char* const asked =
    "{\"status\": \"asked\", \"facts\": {\"placed_at\": \"2020-11-30T09:00:00Z\", \"country\": \"US\", "
    "\"asked_at\": \"2020-12-01T09:00:00Z\"}}";

static void what_it_is(const bywhen_set* set) {
  bywhen_text* text = NULL;
  bywhen_error* error = NULL;
  size_t failed = 7;
  CHECK_EQUAL("shop", bywhen_set_name(set));
  CHECK(bywhen_set_scenario_count(set) == 6);
  CHECK(bywhen_error_count(bywhen_set_warnings(set)) == 0);
  CHECK_GOOD(bywhen_set_members(set, &text, &error));
  CHECK_HAS(bywhen_text_data(text), "{\"version\":null,\"overlays\":[\"shop_eu\"],\"example\":\"country = DE\"");
  take_text(text, "{\"version\":\"2020-12-02\",\"overlays\":[],");
  CHECK_GOOD(bywhen_set_schema(set, &text, &error));
  take_text(text, "anyOf");
  CHECK_GOOD(bywhen_set_test(set, &failed, &text, &error));
  CHECK(failed == 0);
  take_text(text, "\"passed\":true");
  CHECK_GOOD(bywhen_set_test(set, NULL, &text, &error));
  bywhen_text_free(text);
}

static void questions(const bywhen_set* set) {
  bywhen_text* text = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_set_decide(set, german, T, "2020-12-03 10:00", T, &text, &error));
  CHECK_HAS(bywhen_text_data(text), "\"overlays\":[\"shop_eu\"]");
  take_text(text, "\"until\":\"2020-12-16T09:00:00Z\"");
  CHECK_GOOD(bywhen_set_why(set, american, T, "buyer", T, "ask", T, "2018-04-01 10:30", T, &text, &error));
  take_text(text, "\"verdict\":\"not_yet\"");
  CHECK_GOOD(bywhen_set_outlook(set, asked, T, NULL, 0, NULL, 0, "2020-12-01 12:00", T, &text, &error));
  take_text(text, "2020-12-04T09:00:00Z");
  CHECK_GOOD(bywhen_set_outlook(set, asked, T, "seller", T, "agree", T, "2020-12-01 12:00", T, &text, &error));
  take_text(text, "\"action\":\"agree\"");
  CHECK_GOOD(bywhen_set_preview(set, asked, T, "seller", T, "agree", T, NULL, 0, "2020-12-01 12:00", T, &text, &error));
  take_text(text, "\"then\":{\"status\":{\"name\":\"closed\"");
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_set_decide(set, "{\"facts\": {\"country\": \"IT\"}}", T, "2020-12-03 10:00", T, &text, &error),
               error, text, "country");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_set_decide(set, german, T, "tomorrow", T, &text, &error), error, text,
               "tomorrow");
}

static void acts(const bywhen_set* set) {
  bywhen_text* text = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_set_apply(set, german, T, "buyer", T, "ask", T, NULL, 0, "2020-12-03 10:00", T, &text, &error));
  take_text(text, "\"status\":\"asked\"");
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_set_apply(set, american, T, "buyer", T, "ask", T, NULL, 0, "2018-04-01 10:30", T, &text, &error),
               error, text, "BW0903");
  /* Under the overlay of the other country from then on. */
  CHECK_GOOD(bywhen_set_record(set, german, T, "{\"country\": \"US\", \"trade\": true}", T, "2020-12-03 10:00", T,
                               &text, &error));
  take_text(text, "\"country\":\"US\"");
}

static void governing(const bywhen_set* set) {
  bywhen_policy* policy = NULL;
  bywhen_text* text = NULL;
  bywhen_text* answer = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_set_govern(set, asked, T, "2020-12-03 10:00", T, &policy, &text, &error));
  CHECK_GOOD(
      bywhen_decide(policy, bywhen_text_data(text), bywhen_text_length(text), "2020-12-03 10:00", T, &answer, &error));
  take_text(answer, "\"due\":\"2020-12-04T09:00:00Z\"");
  CHECK(bywhen_error_count(bywhen_policy_warnings(policy)) == 0);
  bywhen_policy_free(policy);
  bywhen_text_free(text);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_set_govern(set, asked, T, "2020-12-03 10:00", T, NULL, &text, &error), error, text,
               "the place for the policy");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_set_govern(set, asked, T, "2020-12-03 10:00", T, &policy, NULL, &error), error,
               policy, "the place for the order");
}

static void sessions(const bywhen_set* set) {
  bywhen_session* session = NULL;
  bywhen_text* reply = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_set_session_new(set, american, T, "2018-04-02 10:00", T, NULL, NULL, &session, &error));
  CHECK_GOOD(bywhen_session_ask(session, "given country = DE", T, &reply, &error));
  bywhen_text_free(reply);
  CHECK_GOOD(bywhen_session_ask(session, "until when may buyer ask", T, &reply, &error));
  take_text(reply, "2018-04-15");
  bywhen_session_free(session);
  CHECK_GOOD(bywhen_set_session_new(set, NULL, 0, NULL, 0, NULL, NULL, &session, &error));
  bywhen_session_free(session);
  CHECK_FAILED(BYWHEN_REFUSED,
               bywhen_set_session_new(set, "{}", T, "2018-04-02 10:00", T, NULL, NULL, &session, &error), error,
               session, "country");
}

static void loading(void) {
  bywhen_set* set = NULL;
  bywhen_sources* sources = NULL;
  bywhen_error* error = NULL;
  char* text = file_text("tests/language/sets/good/amended/shop.bywhen");
  CHECK_FAILED(BYWHEN_UNREADABLE, bywhen_set_from_folder("tests/nowhere", T, &set, &error), error, set,
               "tests/nowhere");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_set_from_folder("tests/language/sets/bad/amends_nothing", T, &set, &error), error,
               set, "BW1014");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_set_from_folder("", T, &set, &error), error, set, "the path is empty");
  CHECK_GOOD(bywhen_sources_new(&sources, &error));
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_set_load(sources, NULL, NULL, &set, &error), error, set, "no text");
  CHECK_GOOD(bywhen_sources_add(sources, "shop.bywhen", T, text, T, &error));
  CHECK_GOOD(bywhen_set_load(sources, NULL, NULL, &set, &error));
  CHECK(bywhen_set_scenario_count(set) == 0);
  bywhen_set_free(set);
  bywhen_sources_free(sources);
  free(text);
}

static void nothing(void) {
  bywhen_text* text = NULL;
  bywhen_error* error = NULL;
  CHECK_EQUAL("", bywhen_set_name(NULL));
  CHECK(bywhen_set_scenario_count(NULL) == 0);
  CHECK(bywhen_set_warnings(NULL) == NULL);
  bywhen_set_free(NULL);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_set_members(NULL, &text, &error), error, text, "the set is NULL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_set_decide(NULL, german, T, "2020-12-03 10:00", T, &text, &error), error, text,
               "the set is NULL");
}

void test_sets(void) {
  bywhen_set* set = NULL;
  bywhen_error* error = NULL;
  if (!CHECK_GOOD(bywhen_set_from_folder(folder, T, &set, &error))) return;
  what_it_is(set);
  questions(set);
  acts(set);
  governing(set);
  sessions(set);
  bywhen_set_free(set);
  loading();
  nothing();
}
