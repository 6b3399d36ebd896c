#include <stdlib.h>
#include <string.h>

#include "kit.h"

static const char* const tiny =
    "policy tiny \"Tiny\"\nzone \"UTC\"\nactor buyer \"Buyer\"\nfact placed_at, done_at : event\n"
    "status open \"Open\" initial, marks placed_at\nstatus done \"Done\" final, marks done_at\n"
    "action finish \"Finish\" { becomes done }\nin open { buyer may finish }\n";

static void versions(void) {
  CHECK(bywhen_abi_version() == BYWHEN_ABI_VERSION);
  CHECK(strchr(bywhen_version(), '.') != NULL);
}

static void from_text(void) {
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  if (!CHECK_GOOD(bywhen_policy_from_text("tiny.bywhen", T, tiny, strlen(tiny), &policy, &error))) return;
  CHECK_EQUAL("tiny", bywhen_policy_name(policy));
  CHECK_HAS(bywhen_policy_digest(policy), "sha256:");
  CHECK(bywhen_policy_scenario_count(policy) == 0);
  CHECK(bywhen_error_count(bywhen_policy_warnings(policy)) == 0);
  CHECK_EQUAL("", bywhen_error_text(bywhen_policy_warnings(policy)));
  CHECK_GOOD(bywhen_policy_schema(policy, &text, &error));
  take_text(text, "\"placed_at\"");
  CHECK_GOOD(bywhen_format("tiny.bywhen", T, tiny, T, &text, &error));
  take_text(text, "\nin open {\n  buyer may finish\n}\n");
  bywhen_policy_free(policy);
}

/* Warnings stand where loading succeeds, and belong to the policy. */
static void warnings(void) {
  char text[1024];
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  const bywhen_error* warned;
  strcpy(text, tiny);
  strcat(text, "term never_used = 3 days\n");
  if (!CHECK_GOOD(bywhen_policy_from_text("tiny.bywhen", T, text, T, &policy, &error))) return;
  warned = bywhen_policy_warnings(policy);
  CHECK(bywhen_error_outcome(warned) == BYWHEN_OK);
  CHECK(bywhen_error_count(warned) == 1);
  CHECK(bywhen_error_severity(warned, 0) == BYWHEN_WARNING);
  CHECK(bywhen_error_severity(warned, 1) == 0);
  CHECK_EQUAL("tiny.bywhen:9:6", bywhen_error_place(warned, 0));
  CHECK_HAS(bywhen_error_text(warned), "never_used");
  CHECK_HAS(bywhen_error_json(warned), "\"severity\": \"warning\"");
  bywhen_error_free((bywhen_error*)warned); /* is the policy's: stays */
  CHECK_HAS(bywhen_error_message(warned, 0), "never_used");
  bywhen_policy_free(policy);
}

static void refused(void) {
  const char* bad = "policy bad \"Bad\"\nzone \"Nowhere\"\nactor buyer \"Buyer\"\nin open { buyer may finish }\n";
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  CHECK(bywhen_policy_from_text("bad.bywhen", T, bad, T, &policy, &error) == BYWHEN_REFUSED);
  CHECK(policy == NULL);
  CHECK(bywhen_error_count(error) > 2);
  CHECK_HAS(bywhen_error_place(error, 0), "bad.bywhen:1:1");
  CHECK_HAS(bywhen_error_code(error, 0), "BW");
  CHECK_HAS(bywhen_error_text(error), "zone \"Nowhere\"");
  CHECK_HAS(bywhen_error_json(error), "\"offset\"");
  CHECK_EQUAL("", bywhen_error_message(error, 1000));
  bywhen_error_free(error);
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_policy_from_text("bad.bywhen", T, "\xff\xfe", T, &policy, &error), error, policy,
               "BW0101");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_policy_from_text("", 0, NULL, 0, &policy, &error), error, policy, "error");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_policy_from_text("b", T, "a\0b", 3, &policy, &error), error, policy, "BW0102");
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_format("bad.bywhen", T, "policy \"", T, &text, &error), error, text, "BW01");
  /* Whoever wants no error gets none. */
  CHECK(bywhen_policy_from_text("bad.bywhen", T, bad, T, &policy, NULL) == BYWHEN_REFUSED);
}

/* A calendar that the policy names is found from where the policy lies. */
static void from_files(void) {
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  size_t failed = 7;
  bywhen_sources* sources = NULL;
  if (!CHECK_GOOD(bywhen_policy_from_file("policies/time-limits.bywhen", T, &policy, &error))) return;
  CHECK_EQUAL("time_limits", bywhen_policy_name(policy));
  bywhen_policy_free(policy);

  CHECK_GOOD(bywhen_sources_new(&sources, &error));
  CHECK_GOOD(bywhen_sources_add_file(sources, "policies/time-limits.bywhen", T, &error));
  CHECK_GOOD(bywhen_sources_add_file(sources, "policies/time-limits.scenarios.bywhen", T, &error));
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_policy_load(sources, NULL, NULL, &policy, &error), error, policy,
               "germany.dates");
  CHECK_GOOD(bywhen_policy_load(sources, bywhen_open_file, NULL, &policy, &error));
  CHECK(bywhen_policy_scenario_count(policy) > 5);
  CHECK_GOOD(bywhen_policy_test(policy, &failed, &text, &error));
  CHECK(failed == 0);
  take_text(text, "\"passed\":true");
  CHECK_GOOD(bywhen_policy_test(policy, NULL, &text, &error));
  bywhen_text_free(text);
  bywhen_policy_free(policy);
  bywhen_sources_free(sources);

  CHECK_FAILED(BYWHEN_UNREADABLE, bywhen_policy_from_file("policies/none.bywhen", T, &policy, &error), error, policy,
               "policies/none.bywhen: no such file");
  CHECK_FAILED(BYWHEN_UNREADABLE, bywhen_policy_from_file("policies", T, &policy, &error), error, policy, "directory");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_policy_from_file("", 0, &policy, &error), error, policy, "empty");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_policy_from_file("a\0b", 3, &policy, &error), error, policy, "NUL");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_policy_from_file("\xff", 1, &policy, &error), error, policy, "UTF-8");
}

static void failing_scenario(void) {
  bywhen_sources* sources = NULL;
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  bywhen_text* text = NULL;
  size_t failed = 0;
  const char* wrong =
      "scenario \"Wrong\" {\n  given placed_at = 2026-03-01 10:00\n  at 2026-03-02 10:00\n"
      "    expect buyer may not finish\n}\n";
  CHECK_GOOD(bywhen_sources_new(&sources, &error));
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_policy_load(sources, NULL, NULL, &policy, &error), error, policy, "no text");
  CHECK_GOOD(bywhen_sources_add(sources, "tiny.bywhen", T, tiny, T, &error));
  CHECK_GOOD(bywhen_sources_add(sources, "tiny.scenarios.bywhen", T, wrong, T, &error));
  if (!CHECK_GOOD(bywhen_policy_load(sources, NULL, NULL, &policy, &error))) return;
  bywhen_sources_free(sources);
  CHECK_GOOD(bywhen_policy_test(policy, &failed, &text, &error));
  CHECK(failed == 1);
  CHECK_HAS(bywhen_text_data(text), "[{\"name\":\"Wrong\",\"file\":\"tiny.scenarios.bywhen\",\"line\":1,");
  CHECK(strchr(bywhen_text_data(text), '\n') == NULL);
  take_text(text, "\"passed\":false");
  bywhen_policy_free(policy);
}

/* ── Files that the host gives ── */

typedef struct asked {
  int times;
  const char* wanted;
  const char* text;
  int kind;
} asked;

static void answer(void* user, const char* path, bywhen_file* file) {
  asked* about = user;
  ++about->times;
  CHECK_EQUAL(about->wanted, path);
  if (about->kind == 0) CHECK(bywhen_file_give(file, about->text, T, NULL) == BYWHEN_OK);
  if (about->kind == 1) CHECK(bywhen_file_refuse(file, "it is a secret", T, NULL) == BYWHEN_OK);
}

static void given_files(void) {
  char* text = file_text("policies/time-limits.bywhen");
  char* dates = file_text("policies/calendars/germany.dates");
  asked about = {0, "a/calendars/germany.dates", NULL, 0};
  bywhen_sources* sources = NULL;
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_sources_new(&sources, &error));
  CHECK_GOOD(bywhen_sources_add(sources, "a/limits.bywhen", T, text, T, &error));
  free(text);
  about.text = dates;
  CHECK_GOOD(bywhen_policy_load(sources, answer, &about, &policy, &error));
  CHECK(about.times == 1);
  bywhen_policy_free(policy);
  about.kind = 1;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_policy_load(sources, answer, &about, &policy, &error), error, policy,
               "it is a secret");
  about.kind = 2;
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_policy_load(sources, answer, &about, &policy, &error), error, policy,
               "has no such file");
  CHECK(about.times == 3);
  free(dates);
  bywhen_sources_free(sources);
}

static void handles(void) {
  bywhen_policy* policy = stall();
  CHECK(bywhen_policy_fact(policy, "total", T).policy != 0);
  CHECK(bywhen_policy_fact(policy, "totals", T).policy == 0);
  CHECK(bywhen_policy_fact(policy, "total and more", 5).index == bywhen_policy_fact(policy, "total", T).index);
  CHECK(bywhen_policy_status(policy, "paid", T).policy != 0);
  CHECK(bywhen_policy_status(policy, "", 0).policy == 0);
  CHECK(bywhen_policy_permission(policy, "buyer", T, "pay", T).policy != 0);
  CHECK(bywhen_policy_permission(policy, "pay", T, "buyer", T).policy == 0);
  CHECK(bywhen_policy_duty(policy, "payment", T).policy != 0);
  CHECK(bywhen_policy_duty(policy, "cancelling", T).policy == 0);
  bywhen_policy_free(policy);
}

static void times(void) {
  bywhen_policy* policy = stall();
  bywhen_text* text = NULL;
  bywhen_error* error = NULL;
  int64_t micros = 0;
  CHECK(instant(policy, "1970-01-01T00:00:01Z") == 1000000);
  CHECK(instant(policy, "1970-01-01 01:00") == 0); /* Berlin */
  CHECK(bywhen_read_time(policy, "tomorrow", T, &micros, &error) == BYWHEN_REFUSED);
  CHECK(micros == BYWHEN_NO_TIME);
  CHECK_HAS(bywhen_error_text(error), "tomorrow");
  bywhen_error_free(error);
  CHECK_GOOD(bywhen_write_time(1500000, &text, &error));
  CHECK_EQUAL("1970-01-01T00:00:01.5Z", bywhen_text_data(text));
  bywhen_text_free(text);
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_write_time(BYWHEN_NO_TIME, &text, &error), error, text, "1 to 9999");
  CHECK_FAILED(BYWHEN_MISUSE, bywhen_write_time(INT64_MAX, &text, &error), error, text, "1 to 9999");
  bywhen_policy_free(policy);
}

void test_policies(void) {
  versions();
  from_text();
  warnings();
  refused();
  from_files();
  failing_scenario();
  given_files();
  handles();
  times();
}
