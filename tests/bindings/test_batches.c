#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

static const char* const at = "2026-03-03T10:00:00Z";

typedef struct seen {
  size_t places[8];
  bywhen_outcome outcomes[8];
  char text[8][64];
  size_t count;
  size_t stop_at;
} seen;

static int32_t see(void* user, size_t place, bywhen_outcome outcome, const char* json, size_t length) {
  seen* all = user;
  CHECK(strlen(json) == length && strchr(json, '\n') == NULL);
  CHECK(all->count < 8);
  all->places[all->count] = place;
  all->outcomes[all->count] = outcome;
  strncpy(all->text[all->count], json, 63);
  ++all->count;
  return all->count == all->stop_at;
}

/* Five lines: a good order, an empty line, two bad ones, a good one without a line end. */
static void make_lines(char* lines) {
  sprintf(lines, "\xEF\xBB\xBF%s\r\n  \n{\"status\":\"lost\",\"facts\":{}}\n{nonsense\n%s", paid_order, unpaid_order);
}

static void check_seen(const seen* all, const size_t* places) {
  size_t i;
  CHECK(all->count == 4);
  for (i = 0; i < 4; ++i) {
    CHECK(all->places[i] == places[i]);
    CHECK(all->outcomes[i] == (i == 0 || i == 3 ? BYWHEN_OK : BYWHEN_REFUSED));
    CHECK_HAS(all->text[i], i == 0 || i == 3 ? "{\"policy\":{\"name\":\"stall\"" : "[{\"code\":\"BW08");
  }
}

static void lines(const bywhen_policy* policy) {
  static const size_t numbers[] = {1, 3, 4, 5};
  static const size_t indices[] = {0, 1, 2, 3};
  char text[2048];
  const char* orders[4];
  size_t lengths[4];
  seen all = {{0}, {0}, {{0}}, 0, 0};
  size_t i;
  bywhen_error* error = NULL;
  make_lines(text);
  CHECK_GOOD(bywhen_decide_each_line(policy, text, strlen(text), at, T, see, &all, &error));
  check_seen(&all, numbers);

  orders[0] = paid_order;
  orders[1] = "{\"status\":\"lost\",\"facts\":{}}";
  orders[2] = "{nonsense";
  orders[3] = unpaid_order;
  all.count = 0;
  CHECK_GOOD(bywhen_decide_each(policy, orders, NULL, 4, at, T, see, &all, &error));
  check_seen(&all, indices);
  for (i = 0; i < 4; ++i) lengths[i] = strlen(orders[i]);
  all.count = 0;
  CHECK_GOOD(bywhen_decide_each(policy, orders, lengths, 4, at, T, see, &all, &error));
  check_seen(&all, indices);
  all.count = 0;
  CHECK_GOOD(bywhen_decide_each(policy, NULL, NULL, 0, at, T, see, &all, &error));
  CHECK_GOOD(bywhen_decide_each_line(policy, NULL, 0, at, T, see, &all, &error));
  CHECK_GOOD(bywhen_decide_each_line(policy, "\n\n \t\n", T, at, T, see, &all, &error));
  CHECK(all.count == 0);
  all.stop_at = 2;
  CHECK_FAILED(BYWHEN_STOPPED, bywhen_decide_each_line(policy, text, T, at, T, see, &all, &error), error, NULL,
               "stopped");
  CHECK(all.count == 2);
}

/* The lines that come out are those of the single questions. */
static void lines_out(const bywhen_policy* policy) {
  char text[2048];
  bywhen_error* error = NULL;
  bywhen_text* answers = NULL;
  bywhen_text* first = NULL;
  size_t refused = 9;
  const char* line;
  make_lines(text);
  CHECK_GOOD(bywhen_decide_lines(policy, text, T, at, T, &refused, &answers, &error));
  CHECK(refused == 2);
  CHECK_GOOD(bywhen_decide(policy, paid_order, T, at, T, &first, &error));
  line = bywhen_text_data(answers);
  CHECK(strncmp(line, bywhen_text_data(first), bywhen_text_length(first)) == 0);
  line += bywhen_text_length(first);
  CHECK_HAS(line, "\n{\"line\":3,\"problems\":[{\"code\":\"BW0810\"");
  CHECK_HAS(line, "\n{\"line\":4,\"problems\":[{\"code\":\"BW0801\"");
  CHECK(line[strlen(line) - 1] == '\n');
  bywhen_text_free(first);
  bywhen_text_free(answers);
  CHECK_GOOD(bywhen_decide_lines(policy, "", T, at, T, NULL, &answers, &error));
  CHECK_EQUAL("", bywhen_text_data(answers));
  bywhen_text_free(answers);
  CHECK_FAILED(BYWHEN_REFUSED, bywhen_decide_lines(policy, text, T, "noon", T, &refused, &answers, &error), error,
               answers, "noon");
  CHECK(refused == 0);
}

/* One order at a time is in memory: the thousandth asks for no more than the second. */
typedef struct tide {
  long low;
  long high;
  size_t count;
} tide;

static int32_t measure(void* user, size_t place, bywhen_outcome outcome, const char* json, size_t length) {
  tide* marks = user;
  long live = live_blocks();
  (void)place;
  (void)json;
  (void)length;
  CHECK(outcome == BYWHEN_OK);
  if (marks->count == 1) marks->low = marks->high = live;
  if (marks->count > 1 && live > marks->high) marks->high = live;
  ++marks->count;
  return 0;
}

static void flat_memory(const bywhen_policy* policy) {
  enum { orders = 1000 };
  size_t length = strlen(paid_order) + 1;
  char* text = malloc(orders * length);
  size_t i;
  tide marks = {0, 0, 0};
  bywhen_error* error = NULL;
  for (i = 0; i < orders; ++i) {
    memcpy(text + i * length, paid_order, length - 1);
    text[(i + 1) * length - 1] = '\n';
  }
  CHECK_GOOD(bywhen_decide_each_line(policy, text, orders * length, at, T, measure, &marks, &error));
  CHECK(marks.count == orders);
  CHECK(marks.low == marks.high);
  free(text);
}

void test_batches(void) {
  bywhen_policy* policy = stall();
  lines(policy);
  lines_out(policy);
  flat_memory(policy);
  bywhen_policy_free(policy);
}
