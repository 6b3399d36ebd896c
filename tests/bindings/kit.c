#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

const char* const unpaid_order =
    "{\"status\":\"unpaid\",\"facts\":{\"placed_at\":\"2026-03-01T10:00:00Z\",\"total\":\"59.90 EUR\"}}";
const char* const paid_order =
    "{\"id\":\"A 7\",\"status\":\"paid\",\"facts\":{\"placed_at\":\"2026-03-01T10:00:00Z\","
    "\"paid_at\":\"2026-03-02T10:00:00Z\",\"total\":\"59.90 EUR\"}}";

void check_that(int holds, const char* condition, const char* file, int line) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
}

void check_equal(const char* wanted, const char* found, const char* file, int line) {
  if (found != NULL && strcmp(wanted, found) == 0) return;
  ++failures;
  fprintf(stderr, "%s:%d: wanted `%s`, found `%s`\n", file, line, wanted, found == NULL ? "NULL" : found);
}

void check_has(const char* text, const char* part, const char* file, int line) {
  if (text != NULL && strstr(text, part) != NULL) return;
  ++failures;
  fprintf(stderr, "%s:%d: no `%s` in `%s`\n", file, line, part, text == NULL ? "NULL" : text);
}

void check_failed(bywhen_outcome wanted, bywhen_outcome outcome, bywhen_error* error, const void* result,
                  const char* part, const char* file, int line) {
  check_that(outcome == wanted, "the outcome is the one that is wanted", file, line);
  check_that(result == NULL, "there is no result", file, line);
  check_that(bywhen_error_outcome(error) == wanted, "the error tells the outcome", file, line);
  check_that(bywhen_error_count(error) > 0, "there is a problem", file, line);
  check_that(bywhen_error_severity(error, 0) == BYWHEN_ERROR || bywhen_error_severity(error, 0) == BYWHEN_WARNING,
             "it has a severity", file, line);
  check_that(bywhen_error_message(error, 0)[0] != '\0', "it has a message", file, line);
  check_that((bywhen_error_code(error, 0)[0] != '\0') == (wanted == BYWHEN_REFUSED), "it has a code if it is refused",
             file, line);
  check_that(bywhen_error_json(error)[0] == '[', "it has JSON", file, line);
  check_has(bywhen_error_text(error), part, file, line);
  bywhen_error_free(error);
}

int check_good(bywhen_outcome outcome, bywhen_error** error, const char* call, const char* file, int line) {
  if (outcome == BYWHEN_OK && *error == NULL) return 1;
  ++failures;
  fprintf(stderr, "%s:%d: %s fails with %d: %s\n", file, line, call, (int)outcome, bywhen_error_text(*error));
  bywhen_error_free(*error);
  *error = NULL;
  return 0;
}

int failed_checks(void) { return failures; }

char* file_text(const char* path) {
  FILE* file = fopen(path, "rb");
  char* text = malloc(1 << 20);
  size_t length = file == NULL || text == NULL ? 0 : fread(text, 1, (1 << 20) - 1, file);
  if (length == 0) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(2);
  }
  fclose(file);
  text[length] = '\0';
  return text;
}

bywhen_policy* stall(void) {
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  if (bywhen_policy_from_file("tests/bindings/stall.bywhen", T, &policy, &error) == BYWHEN_OK) return policy;
  fputs(bywhen_error_text(error), stderr);
  exit(2);
}

int64_t instant(const bywhen_policy* policy, const char* text) {
  int64_t micros = 0;
  bywhen_error* error = NULL;
  CHECK_GOOD(bywhen_read_time(policy, text, T, &micros, &error));
  return micros;
}

void take_text(bywhen_text* text, const char* part) {
  CHECK(text != NULL);
  CHECK(strlen(bywhen_text_data(text)) == bywhen_text_length(text));
  CHECK_HAS(bywhen_text_data(text), part);
  bywhen_text_free(text);
}

static const struct {
  const char* name;
  void (*run)(void);
} groups[] = {
    {"policies", test_policies}, {"asking", test_asking},           {"orders", test_orders},
    {"batches", test_batches},   {"evaluators", test_evaluators},   {"sessions", test_sessions},
    {"sets", test_sets},         {"wrong_calls", test_wrong_calls}, {"no_memory", test_no_memory},
};

/* c_tests GROUP... */
int main(int argc, char** argv) {
  size_t group;
  int argument;
  int run = 0;
  for (argument = 1; argument < argc; ++argument) {
    for (group = 0; group < sizeof groups / sizeof groups[0]; ++group) {
      long before;
      if (strcmp(argv[argument], groups[group].name) != 0) continue;
      /* What is made once and kept, such as the names of time zones, is made in the first round. */
      groups[group].run();
      before = live_blocks();
      groups[group].run();
      check_that(live_blocks() == before, "all memory is given back", argv[argument], 0);
      ++run;
    }
  }
  if (run == 0 || run != argc - 1) {
    fputs("c_tests GROUP...\n", stderr);
    return 2;
  }
  return failed_checks() == 0 ? 0 : 1;
}
