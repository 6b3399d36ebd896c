/* Decides one order and prints what its buyer may press: a host in C. Usage: buttons POLICY ORDER.json TIME */
#include <stdio.h>
#include <stdlib.h>

#include "bywhen/bywhen.h"

/* What a page shows, as the policy names it. */
static const struct {
  const char* action;
  const char* caption;
} buttons[] = {
    {"pay", "Pay Now"},
    {"request_cancellation", "Cancel Order"},
    {"open_dispute", "Open Dispute"},
    {"readd_to_cart", "Add to Cart"},
};

static int refuse(bywhen_error* error) {
  fputs(bywhen_error_text(error), stderr);
  bywhen_error_free(error);
  return 1;
}

static char* read_file(const char* path, size_t* length) {
  enum { largest = 1 << 20 };
  FILE* file = fopen(path, "rb");
  char* text = malloc(largest);
  *length = file == NULL || text == NULL ? 0 : fread(text, 1, largest, file);
  if (file != NULL) fclose(file);
  return text;
}

/* The words and a time, or nothing if there is none, and the line's end. */
static void print_time(const char* words, int64_t micros) {
  bywhen_text* time = NULL;
  if (micros != BYWHEN_NO_TIME && bywhen_write_time(micros, &time, NULL) == BYWHEN_OK)
    printf("%s%s", words, bywhen_text_data(time));
  printf("\n");
  bywhen_text_free(time);
}

static void print_buttons(const bywhen_policy* policy, const bywhen_evaluator* decided) {
  size_t i;
  printf("%s, ", bywhen_evaluator_status_name(decided));
  print_time("valid until ", bywhen_evaluator_valid_until(decided));
  for (i = 0; i < sizeof buttons / sizeof buttons[0]; ++i) {
    bywhen_standing standing = BYWHEN_STANDING_INIT;
    const bywhen_permission permission =
        bywhen_policy_permission(policy, "buyer", BYWHEN_TERMINATED, buttons[i].action, BYWHEN_TERMINATED);
    if (bywhen_evaluator_standing(decided, permission, &standing, NULL) != BYWHEN_OK) continue;
    if (standing.verdict == BYWHEN_VERDICT_ALLOWED) {
      printf("[%s]", buttons[i].caption);
      print_time(" until ", standing.until);
    } else if (standing.verdict == BYWHEN_VERDICT_NOT_YET) {
      printf(" %s ", buttons[i].caption);
      print_time("from ", standing.from);
    }
  }
}

static int decide(const bywhen_policy* policy, const char* path, const char* time) {
  size_t length = 0;
  int64_t at = BYWHEN_NO_TIME;
  bywhen_order* order = NULL;
  bywhen_evaluator* evaluator = NULL;
  bywhen_error* error = NULL;
  char* json = read_file(path, &length);
  const int good = bywhen_order_read(policy, json, length, &order, &error) == BYWHEN_OK &&
                   bywhen_read_time(policy, time, BYWHEN_TERMINATED, &at, &error) == BYWHEN_OK &&
                   bywhen_evaluator_new(policy, &evaluator, &error) == BYWHEN_OK &&
                   bywhen_evaluator_decide(evaluator, order, at, &error) == BYWHEN_OK;
  if (good) print_buttons(policy, evaluator);
  free(json);
  bywhen_order_free(order);
  bywhen_evaluator_free(evaluator);
  return good ? 0 : refuse(error);
}

int main(int argc, char** argv) {
  bywhen_policy* policy = NULL;
  bywhen_error* error = NULL;
  int status;
  if (argc != 4) return 2;
  if (bywhen_policy_from_file(argv[1], BYWHEN_TERMINATED, &policy, &error) != BYWHEN_OK) return refuse(error);
  status = decide(policy, argv[2], argv[3]);
  bywhen_policy_free(policy);
  return status;
}
