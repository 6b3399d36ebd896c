/* bywhen for C, and for every language that can call C: policies, orders and answers behind handles and as JSON.

   Results. A function that can fail returns a `bywhen_outcome`, and gives its result through an out pointer, which may
   not be NULL and is set to NULL if there is no result. Its last parameter, `error`, may be NULL; else it is set to
   NULL, or on failure to an error that the caller frees with `bywhen_error_free`. A function that returns something
   else cannot fail: where NULL or a handle of another policy is passed, it returns what it says for "nothing".

   Texts. A text goes in as a pointer and a number of bytes, in UTF-8, and is not needed after the call. The number may
   be BYWHEN_TERMINATED for a text that ends at its first NUL. NULL is the empty text if the number is 0. Texts come out
   as a `bywhen_text`, which the caller frees, or as a `const char *` which belongs to the object that gave it; both are
   UTF-8, end with a NUL, and are never NULL.

   Ownership. Who gets a `bywhen_…` object through an out pointer owns it, and frees it once with the `_free` of its
   type, which takes NULL and does nothing then. To free an object twice, or to use it after that, is not noticed and
   may crash. Policies, orders, evaluators, readers, writers and sessions do not need each other: each may be freed
   before the others.

   Threads. Nothing here has global state, so calls on different objects never meet. A policy, a text and an error can
   be used by any number of threads at once. An order can be read by many or changed by one; sources, an evaluator, a
   reader, a writer and a session are for one thread at a time.

   Numbers. Constants keep their values for ever. A later library may give values that this header does not name: take
   an unknown outcome for a failure, an unknown verdict for "not allowed", an unknown duty state for
   BYWHEN_DUTY_UNKNOWN.

   Callbacks return normally: a callback that throws through these functions or jumps out of them has to expect leaks.
   It may call any function here, but may not free or change an object that the running call was given. */
#ifndef BYWHEN_BYWHEN_H
#define BYWHEN_BYWHEN_H

#include <stddef.h>
#include <stdint.h>

#include "bywhen/export.hpp"

#ifdef __cplusplus
extern "C" {
#endif

/* ── Versions ────────────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** The version of this interface: grows by one with each release that adds functions; none is ever taken away or
   changed as long as the library's soname is the same. */
#define BYWHEN_ABI_VERSION 1

/** The BYWHEN_ABI_VERSION of the library that is linked: a host needs one that is not less than its header's. */
BYWHEN_API int32_t bywhen_abi_version(void);
/** The version of the library that is linked, as `MAJOR.MINOR.PATCH`. It is a constant. */
BYWHEN_API const char* bywhen_version(void);

/* ── Vocabulary ──────────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** How a call went. */
typedef int32_t bywhen_outcome;
#define BYWHEN_OK 0
/** What was given is understood and refused: a policy with errors, an order with problems, an action that is not
    allowed. The error says what and why. */
#define BYWHEN_REFUSED 1
/** The call itself is wrong: a NULL or a size that is not possible, a text that is not UTF-8. */
#define BYWHEN_MISUSE 2
/** A file cannot be read. */
#define BYWHEN_UNREADABLE 3
/** A callback asked to stop. */
#define BYWHEN_STOPPED 4
/** There is no memory for it. Nothing was changed but what the function says. */
#define BYWHEN_NO_MEMORY 5
/** A mistake of the library. */
#define BYWHEN_INTERNAL 6

/** As the length of a text: it ends at its first NUL. */
#define BYWHEN_TERMINATED SIZE_MAX

/** Instants are microseconds since 1970-01-01T00:00:00Z without leap seconds, in the years 1 to 9999. This is none:
    what has not happened, has no end, is not known. */
#define BYWHEN_NO_TIME INT64_MIN

/** A checked and compiled policy. Immutable. */
typedef struct bywhen_policy bywhen_policy;
/** Texts that a policy is made of, on their way to it. */
typedef struct bywhen_sources bywhen_sources;
/** A policy in its versions, with overlays. Immutable. */
typedef struct bywhen_set bywhen_set;
/** An order in the slots of a policy. */
typedef struct bywhen_order bywhen_order;
/** Decides many orders in a row with memory of its own. */
typedef struct bywhen_evaluator bywhen_evaluator;
/** Reads orders' JSON one after the other with memory of its own. */
typedef struct bywhen_reader bywhen_reader;
/** Writes full answers one after the other with memory of its own. */
typedef struct bywhen_writer bywhen_writer;
/** A policy, an order and a time, which move on with sentences and answer questions. */
typedef struct bywhen_session bywhen_session;
/** A text that its receiver owns. Immutable. */
typedef struct bywhen_text bywhen_text;
/** What went wrong, or what is worth a warning. Immutable. */
typedef struct bywhen_error bywhen_error;
/** Takes the answer of a `bywhen_file_reader`. Lives as long as that call. */
typedef struct bywhen_file bywhen_file;

/** Names of a policy, looked up once. A handle belongs to one text of a policy, and fits every policy with the same
    digest. With another it is refused where facts are set, and finds nothing where answers are read. Zeroes are the
    handle of nothing, which is given for names that the policy does not have: `handle.policy` is 0 then. These structs
    never change. */
typedef struct bywhen_fact {
  uint32_t policy;
  uint32_t index;
} bywhen_fact;
typedef struct bywhen_status {
  uint32_t policy;
  uint32_t index;
} bywhen_status;
/** An actor together with an action. */
typedef struct bywhen_permission {
  uint32_t policy;
  uint16_t actor;
  uint16_t action;
} bywhen_permission;
typedef struct bywhen_duty {
  uint32_t policy;
  uint32_t rule;
} bywhen_duty;

/* ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** The text, with a NUL behind it; belongs to `text`. Empty for NULL. */
BYWHEN_API const char* bywhen_text_data(const bywhen_text* text);
/** Its bytes without that NUL. */
BYWHEN_API size_t bywhen_text_length(const bywhen_text* text);
BYWHEN_API void bywhen_text_free(bywhen_text* text);

/* ── Errors and warnings ─────────────────────────────────────────────────────────────────────────────────────────────
 */

#define BYWHEN_ERROR 1
#define BYWHEN_WARNING 2

/** What the call returned; BYWHEN_OK for warnings, and for NULL. */
BYWHEN_API bywhen_outcome bywhen_error_outcome(const bywhen_error* error);
/** How many problems it holds, by place. At least one, but for warnings; 0 for NULL. */
BYWHEN_API size_t bywhen_error_count(const bywhen_error* error);
/** BYWHEN_ERROR or BYWHEN_WARNING; 0 if there is no such problem. A policy that is refused has its warnings here, too.
 */
BYWHEN_API int32_t bywhen_error_severity(const bywhen_error* error, size_t index);
/** One problem's parts. They belong to `error`, and are empty where there is nothing to say or no such problem. A NUL
    in them is shown as U+FFFD. */
/** `BW` and four digits, explained in docs/diagnostics.md; empty unless the outcome is BYWHEN_REFUSED. */
BYWHEN_API const char* bywhen_error_code(const bywhen_error* error, size_t index);
BYWHEN_API const char* bywhen_error_message(const bywhen_error* error, size_t index);
BYWHEN_API const char* bywhen_error_help(const bywhen_error* error, size_t index);
/** In a policy `file:line:column`; in an order a JSON pointer. */
BYWHEN_API const char* bywhen_error_place(const bywhen_error* error, size_t index);
BYWHEN_API const char* bywhen_error_expected(const bywhen_error* error, size_t index);
BYWHEN_API const char* bywhen_error_found(const bywhen_error* error, size_t index);
/** All problems for people, in lines, those of policies with the source underlined; belongs to `error`. */
BYWHEN_API const char* bywhen_error_text(const bywhen_error* error);
/** All problems as a JSON array of objects, as `render_json` and the command write them; belongs to `error`. */
BYWHEN_API const char* bywhen_error_json(const bywhen_error* error);
/** The warnings of a policy are the policy's, and stay. */
BYWHEN_API void bywhen_error_free(bywhen_error* error);

/* ── Policies ────────────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** Answers for a file that a policy names, with `bywhen_file_give` or `bywhen_file_refuse`; with neither, the file is
    refused. `path` is that of the policy's source with its last part replaced by what the policy says, such as
    `policies/calendars/germany.dates`. It is never absolute unless the source's name is, but `..` may be among its
    parts: a host that loads policies of strangers answers only for the files that it knows. */
typedef void (*bywhen_file_reader)(void* user, const char* path, bywhen_file* file);
/** The file's text; copied. The last answer counts. */
BYWHEN_API bywhen_outcome bywhen_file_give(bywhen_file* file, const char* text, size_t length, bywhen_error** error);
/** Why there is no text, in a few words: "no such file". */
BYWHEN_API bywhen_outcome bywhen_file_refuse(bywhen_file* file, const char* reason, size_t length,
                                             bywhen_error** error);
/** A `bywhen_file_reader` that opens the files of the system, up to 64 MiB each; `user` is not used. */
BYWHEN_API void bywhen_open_file(void* user, const char* path, bywhen_file* file);

/** A policy that is one text and names no files. `name` stands in messages: `refunds.bywhen`. */
BYWHEN_API bywhen_outcome bywhen_policy_from_text(const char* name, size_t name_length, const char* text,
                                                  size_t text_length, bywhen_policy** policy, bywhen_error** error);
/** A policy from a file of the system, with the files that it names, seen from where it lies. */
BYWHEN_API bywhen_outcome bywhen_policy_from_file(const char* path, size_t path_length, bywhen_policy** policy,
                                                  bywhen_error** error);

BYWHEN_API bywhen_outcome bywhen_sources_new(bywhen_sources** sources, bywhen_error** error);
/** Adds a copy of the text. The first one is the policy; further ones hold scenarios of it. */
BYWHEN_API bywhen_outcome bywhen_sources_add(bywhen_sources* sources, const char* name, size_t name_length,
                                             const char* text, size_t text_length, bywhen_error** error);
/** Adds a file of the system, up to 64 MiB. */
BYWHEN_API bywhen_outcome bywhen_sources_add_file(bywhen_sources* sources, const char* path, size_t path_length,
                                                  bywhen_error** error);
BYWHEN_API void bywhen_sources_free(bywhen_sources* sources);
/** Reads, checks and compiles. The sources stay the caller's, and can be used again. `files` is called during this call
    only, with `user`; where it is NULL, a policy that names a file is refused. */
BYWHEN_API bywhen_outcome bywhen_policy_load(const bywhen_sources* sources, bywhen_file_reader files, void* user,
                                             bywhen_policy** policy, bywhen_error** error);
BYWHEN_API void bywhen_policy_free(bywhen_policy* policy);

/** What its loading had to warn of: an error object with any number of problems, which belongs to the policy. NULL for
    NULL only. */
BYWHEN_API const bywhen_error* bywhen_policy_warnings(const bywhen_policy* policy);
/** These belong to the policy. */
BYWHEN_API const char* bywhen_policy_name(const bywhen_policy* policy);
/** `sha256:…` of the policy's text. */
BYWHEN_API const char* bywhen_policy_digest(const bywhen_policy* policy);
BYWHEN_API size_t bywhen_policy_scenario_count(const bywhen_policy* policy);

/** Handles, of nothing where the policy has no such name. */
BYWHEN_API bywhen_fact bywhen_policy_fact(const bywhen_policy* policy, const char* name, size_t length);
BYWHEN_API bywhen_status bywhen_policy_status(const bywhen_policy* policy, const char* name, size_t length);
BYWHEN_API bywhen_permission bywhen_policy_permission(const bywhen_policy* policy, const char* actor,
                                                      size_t actor_length, const char* action, size_t action_length);
/** By the label of the duty's sentence. */
BYWHEN_API bywhen_duty bywhen_policy_duty(const bywhen_policy* policy, const char* label, size_t length);

/** The JSON Schema of the policy's orders. */
BYWHEN_API bywhen_outcome bywhen_policy_schema(const bywhen_policy* policy, bywhen_text** schema, bywhen_error** error);
/** Plays all scenarios. `results` is a JSON array, in their order, of `{"name", "file", "line", "passed", "failures"}`,
    each failure as in `bywhen_error_json`; `failed`, which may be NULL, is how many did not pass. */
BYWHEN_API bywhen_outcome bywhen_policy_test(const bywhen_policy* policy, size_t* failed, bywhen_text** results,
                                             bywhen_error** error);
/** A policy's text in its one canonical layout; refused if it cannot be read. */
BYWHEN_API bywhen_outcome bywhen_format(const char* name, size_t name_length, const char* text, size_t text_length,
                                        bywhen_text** formatted, bywhen_error** error);

/** A time as people type it: RFC 3339, or `2026-03-01 10:00[:30]` in the policy's zone where that is unambiguous.
    `micros` is BYWHEN_NO_TIME on failure. */
BYWHEN_API bywhen_outcome bywhen_read_time(const bywhen_policy* policy, const char* text, size_t length,
                                           int64_t* micros, bywhen_error** error);
/** RFC 3339 in UTC; a number beyond the years 1 to 9999 is refused. */
BYWHEN_API bywhen_outcome bywhen_write_time(int64_t micros, bywhen_text** text, bywhen_error** error);

/* ── Versions and overlays
 * ─────────────────────────────────────────────────────────────────────────────────────────────
 */

/** A policy whose rules change by date, and which overlays adapt to some orders: docs/language.md. Orders come to it as
   JSON, since which facts they may tell hangs on what governs them. A set can be used by any number of threads at once.
   What a function does is what that of the same name without `set` does, by the policy that governs. */
/** All versions and overlays that lie in a folder of the system, with the scenarios there. */
BYWHEN_API bywhen_outcome bywhen_set_from_folder(const char* path, size_t path_length, bywhen_set** set,
                                                 bywhen_error** error);
/** The same from texts, in any order. */
BYWHEN_API bywhen_outcome bywhen_set_load(const bywhen_sources* sources, bywhen_file_reader files, void* user,
                                          bywhen_set** set, bywhen_error** error);
BYWHEN_API void bywhen_set_free(bywhen_set* set);
/** As of a policy; these belong to the set. */
BYWHEN_API const bywhen_error* bywhen_set_warnings(const bywhen_set* set);
BYWHEN_API const char* bywhen_set_name(const bywhen_set* set);
BYWHEN_API size_t bywhen_set_scenario_count(const bywhen_set* set);
/** Every version with every choice of overlays that some order may have: a JSON array of `{"version", "overlays",
    "example", "digest"}`; the version is null for one without a date. */
BYWHEN_API bywhen_outcome bywhen_set_members(const bywhen_set* set, bywhen_text** members, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_schema(const bywhen_set* set, bywhen_text** schema, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_test(const bywhen_set* set, size_t* failed, bywhen_text** results,
                                          bywhen_error** error);
/** The policy that governs the order at the instant, as an object of its own that the caller frees, and the order as
   the versions before have left it. For evaluators: what they say holds until another version takes over, which the
    answer's `valid_until` tells and theirs does not. */
BYWHEN_API bywhen_outcome bywhen_set_govern(const bywhen_set* set, const char* order, size_t order_length,
                                            const char* at, size_t at_length, bywhen_policy** policy,
                                            bywhen_text** settled, bywhen_error** error);

BYWHEN_API bywhen_outcome bywhen_set_decide(const bywhen_set* set, const char* order, size_t order_length,
                                            const char* at, size_t at_length, bywhen_text** answer,
                                            bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_why(const bywhen_set* set, const char* order, size_t order_length,
                                         const char* actor, size_t actor_length, const char* action,
                                         size_t action_length, const char* at, size_t at_length, bywhen_text** why,
                                         bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_outlook(const bywhen_set* set, const char* order, size_t order_length,
                                             const char* actor, size_t actor_length, const char* action,
                                             size_t action_length, const char* at, size_t at_length,
                                             bywhen_text** outlook, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_preview(const bywhen_set* set, const char* order, size_t order_length,
                                             const char* actor, size_t actor_length, const char* action,
                                             size_t action_length, const char* inputs, size_t inputs_length,
                                             const char* from, size_t from_length, bywhen_text** preview,
                                             bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_apply(const bywhen_set* set, const char* order, size_t order_length,
                                           const char* actor, size_t actor_length, const char* action,
                                           size_t action_length, const char* inputs, size_t inputs_length,
                                           const char* at, size_t at_length, bywhen_text** after, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_set_record(const bywhen_set* set, const char* order, size_t order_length,
                                            const char* facts, size_t facts_length, const char* at, size_t at_length,
                                            bywhen_text** after, bywhen_error** error);
/** A session whose policy is picked anew after each sentence. `order` may be NULL, and its time is not read then. */
BYWHEN_API bywhen_outcome bywhen_set_session_new(const bywhen_set* set, const char* order, size_t order_length,
                                                 const char* now, size_t now_length, bywhen_file_reader files,
                                                 void* user, bywhen_session** session, bywhen_error** error);

/* ── Asking with JSON ────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** The order's JSON and a time as for `bywhen_read_time` in; JSON on one line out, described in docs/language.md. All
   of them refuse an order with problems, and an instant before its last event. */

/** What holds for the order at the instant: the answer. */
BYWHEN_API bywhen_outcome bywhen_decide(const bywhen_policy* policy, const char* order, size_t order_length,
                                        const char* at, size_t at_length, bywhen_text** answer, bywhen_error** error);
/** Why the actor may or may not do the action, and what would lead to a yes (docs/why.md). */
BYWHEN_API bywhen_outcome bywhen_why(const bywhen_policy* policy, const char* order, size_t order_length,
                                     const char* actor, size_t actor_length, const char* action, size_t action_length,
                                     const char* at, size_t at_length, bywhen_text** why, bywhen_error** error);
/** The order over all of its time, if nobody acts. With an actor and an action the windows of those alone; NULL and 0
    for both: of all. */
BYWHEN_API bywhen_outcome bywhen_outlook(const bywhen_policy* policy, const char* order, size_t order_length,
                                         const char* actor, size_t actor_length, const char* action,
                                         size_t action_length, const char* at, size_t at_length, bywhen_text** outlook,
                                         bywhen_error** error);
/** What doing the action brings, piece by piece over the time of doing it from the instant on. `inputs` as for
    `bywhen_apply`. */
BYWHEN_API bywhen_outcome bywhen_preview(const bywhen_policy* policy, const char* order, size_t order_length,
                                         const char* actor, size_t actor_length, const char* action,
                                         size_t action_length, const char* inputs, size_t inputs_length,
                                         const char* from, size_t from_length, bywhen_text** preview,
                                         bywhen_error** error);
/** The order after the actor has done the action, if that is allowed. `inputs` are the facts that it tells, a JSON
   object whose members are as those of an order's `facts`; NULL and 0: none. `null` and the text `missing` take a
   fact's value away. */
BYWHEN_API bywhen_outcome bywhen_apply(const bywhen_policy* policy, const char* order, size_t order_length,
                                       const char* actor, size_t actor_length, const char* action, size_t action_length,
                                       const char* inputs, size_t inputs_length, const char* at, size_t at_length,
                                       bywhen_text** after, bywhen_error** error);
/** The order after the world has told `facts`, a JSON object as for `bywhen_apply`. */
BYWHEN_API bywhen_outcome bywhen_record(const bywhen_policy* policy, const char* order, size_t order_length,
                                        const char* facts, size_t facts_length, const char* at, size_t at_length,
                                        bywhen_text** after, bywhen_error** error);

/* ── Many orders ─────────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** Takes what is said of one order. `place` is the number of its line, from 1, or its index, from 0. `outcome` is
    BYWHEN_OK and `json` the answer, or BYWHEN_REFUSED (or another failure) and `json` the problems, an array as in
    `bywhen_error_json` on one line. `json` ends with a NUL and lives as long as this call. A result that is not 0 ends
   the batch, which returns BYWHEN_STOPPED. */
typedef int32_t (*bywhen_each)(void* user, size_t place, bywhen_outcome outcome, const char* json, size_t length);

/** Decides the orders of `lines`, JSON on one line each (NDJSON), at one instant, in their order. Empty lines are left
    out. One order is in memory at a time. That orders are refused is no failure of the call. */
BYWHEN_API bywhen_outcome bywhen_decide_each_line(const bywhen_policy* policy, const char* lines, size_t lines_length,
                                                  const char* at, size_t at_length, bywhen_each each, void* user,
                                                  bywhen_error** error);
/** The same for `count` orders, a text each. `lengths` may be NULL: all end with a NUL. */
BYWHEN_API bywhen_outcome bywhen_decide_each(const bywhen_policy* policy, const char* const* orders,
                                             const size_t* lengths, size_t count, const char* at, size_t at_length,
                                             bywhen_each each, void* user, bywhen_error** error);
/** The same with lines out, one for each line that is not empty: the answer, or `{"line": NUMBER, "problems": […]}`.
    `refused`, which may be NULL, is how many have problems. */
BYWHEN_API bywhen_outcome bywhen_decide_lines(const bywhen_policy* policy, const char* lines, size_t lines_length,
                                              const char* at, size_t at_length, size_t* refused, bywhen_text** answers,
                                              bywhen_error** error);

/* ── Orders ──────────────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** An order in the policy's initial status, of which nothing is told yet. */
BYWHEN_API bywhen_outcome bywhen_order_new(const bywhen_policy* policy, bywhen_order** order, bywhen_error** error);
/** An order from its JSON, which must be right. */
BYWHEN_API bywhen_outcome bywhen_order_read(const bywhen_policy* policy, const char* json, size_t length,
                                            bywhen_order** order, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_copy(const bywhen_order* order, bywhen_order** copy, bywhen_error** error);
BYWHEN_API void bywhen_order_free(bywhen_order* order);
/** The order as JSON on one line. */
BYWHEN_API bywhen_outcome bywhen_order_json(const bywhen_order* order, bywhen_text** json, bywhen_error** error);
/** Refused with all that the order as a whole lacks: facts that are required, events that its status implies, one
    currency. Whoever takes an order looks by itself, so that facts can be set one after the other. */
BYWHEN_API bywhen_outcome bywhen_order_check(const bywhen_order* order, bywhen_error** error);

/** Tell a fact; refused, and nothing is changed, where the value does not fit the fact's type. None of these asks for
    memory when it succeeds, but for texts that are longer than those before. */
/** What was told is taken back; an event has not happened. */
BYWHEN_API bywhen_outcome bywhen_order_set_nothing(bywhen_order* order, bywhen_fact fact, bywhen_error** error);
/** For events and times. */
BYWHEN_API bywhen_outcome bywhen_order_set_time(bywhen_order* order, bywhen_fact fact, int64_t micros,
                                                bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_set_date(bywhen_order* order, bywhen_fact fact, int32_t year, int32_t month,
                                                int32_t day, bywhen_error** error);
/** Any number but 0 is yes. */
BYWHEN_API bywhen_outcome bywhen_order_set_yes_no(bywhen_order* order, bywhen_fact fact, int32_t yes,
                                                  bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_set_integer(bywhen_order* order, bywhen_fact fact, int64_t number,
                                                   bywhen_error** error);
/** In minor units (cents of USD, whole JPY), at most 10^15; `currency` are the three letters of ISO 4217 and a NUL. */
BYWHEN_API bywhen_outcome bywhen_order_set_amount(bywhen_order* order, bywhen_fact fact, int64_t minor,
                                                  const char* currency, bywhen_error** error);
/** For every type, as an order's JSON writes it: `59.90 USD`, `2026-03-01T10:00:00Z`, `P14D`, the name of a choice; of
   a list, its JSON array. */
BYWHEN_API bywhen_outcome bywhen_order_set_text(bywhen_order* order, bywhen_fact fact, const char* text, size_t length,
                                                bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_set_status(bywhen_order* order, bywhen_status status, bywhen_error** error);
/** When the order was last right and settled; BYWHEN_NO_TIME: since it entered its status. */
BYWHEN_API bywhen_outcome bywhen_order_set_as_of(bywhen_order* order, int64_t micros, bywhen_error** error);
/** What the host calls the order: only echoed. */
BYWHEN_API bywhen_outcome bywhen_order_set_id(bywhen_order* order, const char* id, size_t length, bywhen_error** error);
/** Takes back all that was told, and the status, for another order in the same memory. */
BYWHEN_API bywhen_outcome bywhen_order_clear(bywhen_order* order, bywhen_error** error);

/** The questions of above about an order that is read already. An order of another policy is read anew. */
BYWHEN_API bywhen_outcome bywhen_order_decide(const bywhen_policy* policy, const bywhen_order* order, int64_t at,
                                              bywhen_text** answer, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_why(const bywhen_policy* policy, const bywhen_order* order, const char* actor,
                                           size_t actor_length, const char* action, size_t action_length, int64_t at,
                                           bywhen_text** why, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_outlook(const bywhen_policy* policy, const bywhen_order* order,
                                               const char* actor, size_t actor_length, const char* action,
                                               size_t action_length, int64_t at, bywhen_text** outlook,
                                               bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_preview(const bywhen_policy* policy, const bywhen_order* order,
                                               const char* actor, size_t actor_length, const char* action,
                                               size_t action_length, const char* inputs, size_t inputs_length,
                                               int64_t from, bywhen_text** preview, bywhen_error** error);
/** `after` is a new order. */
BYWHEN_API bywhen_outcome bywhen_order_apply(const bywhen_policy* policy, const bywhen_order* order, const char* actor,
                                             size_t actor_length, const char* action, size_t action_length,
                                             const char* inputs, size_t inputs_length, int64_t at, bywhen_order** after,
                                             bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_order_record(const bywhen_policy* policy, const bywhen_order* order, const char* facts,
                                              size_t facts_length, int64_t at, bywhen_order** after,
                                              bywhen_error** error);

/* ── Deciding without asking for memory ──────────────────────────────────────────────────────────────────────────────
 */

BYWHEN_API bywhen_outcome bywhen_evaluator_new(const bywhen_policy* policy, bywhen_evaluator** evaluator,
                                               bywhen_error** error);
BYWHEN_API void bywhen_evaluator_free(bywhen_evaluator* evaluator);
/** Decides the order at the instant. After the first few orders this asks for no memory, as long as what is decided is
    ordinary. The order is not changed, and not needed afterwards. The functions below read what was decided last;
   before the first time, and after a failure, they find nothing. */
BYWHEN_API bywhen_outcome bywhen_evaluator_decide(bywhen_evaluator* evaluator, const bywhen_order* order, int64_t at,
                                                  bywhen_error** error);

BYWHEN_API bywhen_outcome bywhen_reader_new(const bywhen_policy* policy, bywhen_reader** reader, bywhen_error** error);
BYWHEN_API void bywhen_reader_free(bywhen_reader* reader);
/** Reads and validates an order's JSON into an order that exists, whatever it told before and of whatever policy it
   was, in its memory: after the first few, orders that are as they should be ask for no more, but for texts and lists.
   Where it fails, with the problems that `bywhen_order_read` has, nothing is told of the order. */
BYWHEN_API bywhen_outcome bywhen_reader_read(bywhen_reader* reader, const char* json, size_t length,
                                             bywhen_order* order, bywhen_error** error);

BYWHEN_API bywhen_outcome bywhen_writer_new(const bywhen_policy* policy, bywhen_writer** writer, bywhen_error** error);
BYWHEN_API void bywhen_writer_free(bywhen_writer* writer);
/** The answer of `bywhen_order_decide`, in a fraction of its time. The text ends with a NUL and belongs to the writer,
   until the next call of this function; it is empty where it fails. `length` may be NULL. */
BYWHEN_API bywhen_outcome bywhen_writer_write(bywhen_writer* writer, const bywhen_order* order, int64_t at,
                                              const char** json, size_t* length, bywhen_error** error);

/** The instant asked about. */
BYWHEN_API int64_t bywhen_evaluator_at(const bywhen_evaluator* evaluator);
/** The status into which the clock has brought the order by then. */
BYWHEN_API bywhen_status bywhen_evaluator_status(const bywhen_evaluator* evaluator);
/** Its name; lives as long as the evaluator. */
BYWHEN_API const char* bywhen_evaluator_status_name(const bywhen_evaluator* evaluator);
/** How often the clock acted since the order was last right. If not 0, `bywhen_order_decide` tells what it did; the
   host stores the order that it gives. */
BYWHEN_API size_t bywhen_evaluator_settled(const bywhen_evaluator* evaluator);
/** The first instant at which the answer would differ if no fact changes; BYWHEN_NO_TIME: never. */
BYWHEN_API int64_t bywhen_evaluator_valid_until(const bywhen_evaluator* evaluator);
/** The brief answer, as JSON on one line: the members are those of docs/language.md. `order` is the one that was
   decided, whose `id` is echoed, or NULL. The text ends with a NUL and belongs to the evaluator, until the next call of
   this function or of `bywhen_evaluator_decide`; it is empty where nothing was decided. `length` may be NULL. After the
   first few orders this asks for no memory. */
BYWHEN_API bywhen_outcome bywhen_evaluator_brief(bywhen_evaluator* evaluator, const bywhen_order* order,
                                                 const char** json, size_t* length, bywhen_error** error);

/** 1 if the actor may do the action now, else 0. */
BYWHEN_API int32_t bywhen_evaluator_allowed(const bywhen_evaluator* evaluator, bywhen_permission permission);
/** When the duty is due; BYWHEN_NO_TIME where it does not arise, has no deadline, or an unknown one. */
BYWHEN_API int64_t bywhen_evaluator_due(const bywhen_evaluator* evaluator, bywhen_duty duty);

/** No rule that applies speaks of it. */
#define BYWHEN_VERDICT_NONE 0
#define BYWHEN_VERDICT_ALLOWED 1
/** It opens at `from`. */
#define BYWHEN_VERDICT_NOT_YET 2
/** It ended at `until`. */
#define BYWHEN_VERDICT_EXPIRED 3
#define BYWHEN_VERDICT_FORBIDDEN 4
/** It hangs on facts that are not told. */
#define BYWHEN_VERDICT_UNKNOWN 5

/** How an action stands for an actor. The caller sets `size` to `sizeof(bywhen_standing)`, as BYWHEN_STANDING_INIT
   does; later versions may add members at the end, and fill in as many as fit. */
typedef struct bywhen_standing {
  size_t size;
  int32_t verdict;
  int32_t reserved;
  int64_t from;
  int64_t until;
  /** The label of the rule that decides, else `file:line`; lives as long as the evaluator. Never NULL. */
  const char* rule;
} bywhen_standing;
#define BYWHEN_STANDING_INIT \
  { sizeof(bywhen_standing), BYWHEN_VERDICT_NONE, 0, BYWHEN_NO_TIME, BYWHEN_NO_TIME, "" }
BYWHEN_API bywhen_outcome bywhen_evaluator_standing(const bywhen_evaluator* evaluator, bywhen_permission permission,
                                                    bywhen_standing* standing, bywhen_error** error);

/** The status has no such duty, or it does not arise. */
#define BYWHEN_DUTY_NONE 0
#define BYWHEN_DUTY_AHEAD 1
#define BYWHEN_DUTY_PENDING 2
#define BYWHEN_DUTY_OVERDUE 3
#define BYWHEN_DUTY_MET 4
#define BYWHEN_DUTY_MET_LATE 5
#define BYWHEN_DUTY_UNKNOWN 6

/** How a duty stands; `size` as in `bywhen_standing`. */
typedef struct bywhen_duty_standing {
  size_t size;
  int32_t state;
  /** 1 if the duty has an amount and everything that it hangs on is known. */
  int32_t has_amount;
  int64_t opens;
  int64_t due;
  int64_t done_at;
  /** In minor units of `currency`, three letters and a NUL. */
  int64_t amount;
  char currency[8];
} bywhen_duty_standing;
#define BYWHEN_DUTY_STANDING_INIT \
  { sizeof(bywhen_duty_standing), BYWHEN_DUTY_NONE, 0, BYWHEN_NO_TIME, BYWHEN_NO_TIME, BYWHEN_NO_TIME, 0, "" }
BYWHEN_API bywhen_outcome bywhen_evaluator_duty(const bywhen_evaluator* evaluator, bywhen_duty duty,
                                                bywhen_duty_standing* standing, bywhen_error** error);

/* ── Asking what if ──────────────────────────────────────────────────────────────────────────────────────────────────
 */

/** Begins with an order at an instant; without one (NULL) as a scenario does: with `given`, then `at`, and `now` is not
    looked at. `files`, which may be NULL, is called during the calls of the session, for files that a question names.
 */
BYWHEN_API bywhen_outcome bywhen_session_new(const bywhen_policy* policy, const bywhen_order* order, int64_t now,
                                             bywhen_file_reader files, void* user, bywhen_session** session,
                                             bywhen_error** error);
BYWHEN_API void bywhen_session_free(bywhen_session* session);
/** One sentence of docs/repl.md. `reply` is JSON on one line; its member `good` says whether something was answered or
    done. */
BYWHEN_API bywhen_outcome bywhen_session_ask(bywhen_session* session, const char* sentence, size_t length,
                                             bywhen_text** reply, bywhen_error** error);
/** Takes the last step back, or takes it again. `done`, which may be NULL, is 1, or 0 if there is none. */
BYWHEN_API bywhen_outcome bywhen_session_undo(bywhen_session* session, int32_t* done, bywhen_error** error);
BYWHEN_API bywhen_outcome bywhen_session_redo(bywhen_session* session, int32_t* done, bywhen_error** error);
/** Back to the beginning. */
BYWHEN_API bywhen_outcome bywhen_session_reset(bywhen_session* session, bywhen_error** error);
/** Goes on under another policy; `reply` tells what differs. Where the order or a step does not fit, nothing changes.
 */
BYWHEN_API bywhen_outcome bywhen_session_use(bywhen_session* session, const bywhen_policy* policy, bywhen_text** reply,
                                             bywhen_error** error);
/** The settled order as JSON; `null` before the first `at` of a session that began without one. */
BYWHEN_API bywhen_outcome bywhen_session_order(const bywhen_session* session, bywhen_text** json, bywhen_error** error);
/** The session's time; BYWHEN_NO_TIME where `bywhen_session_order` gives `null`. */
BYWHEN_API int64_t bywhen_session_now(const bywhen_session* session);
/** The session so far as a scenario. */
BYWHEN_API bywhen_outcome bywhen_session_scenario(const bywhen_session* session, const char* name, size_t length,
                                                  bywhen_text** scenario, bywhen_error** error);
/** The words that complete the text's last word: a JSON array. */
BYWHEN_API bywhen_outcome bywhen_session_completions(const bywhen_session* session, const char* text, size_t length,
                                                     bywhen_text** words, bywhen_error** error);
/** 1 if a sentence that was typed so far goes on in the next line, else 0. */
BYWHEN_API int32_t bywhen_sentence_goes_on(const char* text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
