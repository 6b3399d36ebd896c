/* What the tests of the C interface share. They are C99 and know the header only. */
#ifndef BYWHEN_TESTS_BINDINGS_KIT_H
#define BYWHEN_TESTS_BINDINGS_KIT_H

#include "bywhen/bywhen.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ── Checks: a failure is printed and counted, and the test goes on ── */

void check_that(int holds, const char* condition, const char* file, int line);
void check_equal(const char* wanted, const char* found, const char* file, int line);
void check_has(const char* text, const char* part, const char* file, int line);
/* The call was refused in the way that is wanted, left no result, and its error is whole and names `part`. Frees it. */
void check_failed(bywhen_outcome wanted, bywhen_outcome outcome, bywhen_error* error, const void* result,
                  const char* part, const char* file, int line);
#define CHECK(condition) check_that((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(wanted, found) check_equal(wanted, found, __FILE__, __LINE__)
#define CHECK_HAS(text, part) check_has(text, part, __FILE__, __LINE__)
#define CHECK_FAILED(wanted, call, error, result, part)                      \
  do {                                                                       \
    const bywhen_outcome outcome_ = (call);                                  \
    check_failed(wanted, outcome_, error, result, part, __FILE__, __LINE__); \
  } while (0)
/* For calls that must succeed: prints the error if not. `error` is named in the call. */
#define CHECK_GOOD(call) check_good(call, &error, #call, __FILE__, __LINE__)
int check_good(bywhen_outcome outcome, bywhen_error** error, const char* call, const char* file, int line);
int failed_checks(void);

/* ── What is tested with ── */

#define T BYWHEN_TERMINATED
/* The text of a file of the repository, a NUL behind it; the caller frees it. Ends the program if there is none. */
char* file_text(const char* path);
/* tests/bindings/stall.bywhen */
bywhen_policy* stall(void);
int64_t instant(const bywhen_policy* policy, const char* text);
/* Frees the text and says whether it was what is wanted, or has the part. */
void take_text(bywhen_text* text, const char* part);

extern const char* const unpaid_order;
extern const char* const paid_order;

/* ── Memory, counted in memory.cpp ── */

/* How many blocks C++ has asked for and not given back. */
long live_blocks(void);
long asked_blocks(void);
/* There is no memory for the block after the next `blocks`; with `once`, for that one alone. */
void fail_after(long blocks, int once);
/* Ends that, and says whether a block was refused. */
int has_failed(void);

/* ── The groups ── */

void test_policies(void);
void test_asking(void);
void test_orders(void);
void test_batches(void);
void test_evaluators(void);
void test_sessions(void);
void test_sets(void);
void test_wrong_calls(void);
void test_no_memory(void);

#ifdef __cplusplus
}
#endif

#endif
