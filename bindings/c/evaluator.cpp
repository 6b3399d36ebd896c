#include <algorithm>
#include <cstddef>
#include <cstring>

#include "bindings/c/boundary.hpp"
#include "bywhen/brief.hpp"

namespace bywhen::c {
namespace {

/// What was decided last; absent too where there is no evaluator.
const CompactAnswer* answer_of(const bywhen_evaluator* evaluator) {
  return evaluator != nullptr && evaluator->answer ? &*evaluator->answer : nullptr;
}

PermissionHandle handle_of(bywhen_permission permission) {
  return {permission.policy, permission.actor, permission.action};
}
DutyHandle handle_of(bywhen_duty duty) { return {duty.policy, duty.rule}; }

std::int32_t number_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::allowed:
      return BYWHEN_VERDICT_ALLOWED;
    case Verdict::not_yet:
      return BYWHEN_VERDICT_NOT_YET;
    case Verdict::expired:
      return BYWHEN_VERDICT_EXPIRED;
    case Verdict::forbidden:
      return BYWHEN_VERDICT_FORBIDDEN;
    case Verdict::unknown:
      break;
  }
  return BYWHEN_VERDICT_UNKNOWN;
}

std::int32_t number_of(DutyState state) {
  switch (state) {
    case DutyState::ahead:
      return BYWHEN_DUTY_AHEAD;
    case DutyState::pending:
      return BYWHEN_DUTY_PENDING;
    case DutyState::overdue:
      return BYWHEN_DUTY_OVERDUE;
    case DutyState::met:
      return BYWHEN_DUTY_MET;
    case DutyState::met_late:
      return BYWHEN_DUTY_MET_LATE;
    case DutyState::unknown:
      break;
  }
  return BYWHEN_DUTY_UNKNOWN;
}

bywhen_standing written(const Standing& standing) {
  bywhen_standing out = BYWHEN_STANDING_INIT;
  out.verdict = number_of(standing.verdict);
  out.from = micros_of(standing.from);
  out.until = micros_of(standing.until);
  // It is a whole string of the policy's, so it ends with a NUL.
  if (!standing.rule.empty()) out.rule = standing.rule.data();
  return out;
}

bywhen_duty_standing written(const DutyStanding& standing) {
  bywhen_duty_standing out = BYWHEN_DUTY_STANDING_INIT;
  out.state = number_of(standing.state);
  out.opens = micros_of(standing.opens);
  out.due = micros_of(standing.due);
  out.done_at = micros_of(standing.done_at);
  if (standing.amount) {
    out.has_amount = 1;
    out.amount = standing.amount->minor;
    std::copy(standing.amount->currency.begin(), standing.amount->currency.end(), out.currency);
  }
  return out;
}

/// Fills in as many bytes of a struct as the caller has, whose `size` stays.
template <typename Struct>
void fill(Struct& place, Struct filled, std::size_t least) {
  if (place.size < least) {
    fail(BYWHEN_MISUSE, "the size in the struct is smaller than any version of it", "begin with its …_INIT");
  }
  filled.size = place.size;
  std::memcpy(&place, &filled, std::min(place.size, sizeof filled));
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_evaluator_new(const bywhen_policy* policy, bywhen_evaluator** evaluator, bywhen_error** error) {
  return give(evaluator, error,
              [&] { return std::make_unique<bywhen_evaluator>(needed(policy, "the policy").policy); });
}

void bywhen_evaluator_free(bywhen_evaluator* evaluator) { end(evaluator); }

bywhen_outcome bywhen_evaluator_decide(bywhen_evaluator* evaluator, const bywhen_order* order, int64_t at,
                                       bywhen_error** error) {
  return guarded(error, [&] {
    bywhen_evaluator& by = needed(evaluator, "the evaluator");
    by.answer.reset();
    by.answer = value_of(by.evaluator.decide(needed(order, "the order").order, instant_of(at)));
  });
}

bywhen_outcome bywhen_reader_new(const bywhen_policy* policy, bywhen_reader** reader, bywhen_error** error) {
  return give(reader, error, [&] {
    return std::make_unique<bywhen_reader>(bywhen_reader{bywhen::OrderReader(needed(policy, "the policy").policy)});
  });
}

void bywhen_reader_free(bywhen_reader* reader) { end(reader); }

bywhen_outcome bywhen_reader_read(bywhen_reader* reader, const char* json, size_t length, bywhen_order* order,
                                  bywhen_error** error) {
  return guarded(error, [&] {
    bywhen_order& into = needed(order, "the order");
    const bywhen::Problems problems =
        needed(reader, "the reader").reader.read(bytes_of(json, length, "the JSON"), into.order);
    if (!problems.empty()) refuse(problems);
  });
}

bywhen_outcome bywhen_writer_new(const bywhen_policy* policy, bywhen_writer** writer, bywhen_error** error) {
  return give(writer, error, [&] {
    return std::make_unique<bywhen_writer>(bywhen_writer{bywhen::AnswerWriter(needed(policy, "the policy").policy)});
  });
}

void bywhen_writer_free(bywhen_writer* writer) { end(writer); }

bywhen_outcome bywhen_writer_write(bywhen_writer* writer, const bywhen_order* order, int64_t at, const char** json,
                                   size_t* length, bywhen_error** error) {
  if (json != nullptr) *json = "";
  if (length != nullptr) *length = 0;
  return guarded(error, [&] {
    const char*& place = needed(json, "the place for the result");
    bywhen_writer& by = needed(writer, "the writer");
    const auto answer = value_of(by.writer.write(needed(order, "the order").order, instant_of(at)));
    place = answer.data();
    if (length != nullptr) *length = answer.size();
  });
}

int64_t bywhen_evaluator_at(const bywhen_evaluator* evaluator) {
  const auto* answer = answer_of(evaluator);
  return answer == nullptr ? BYWHEN_NO_TIME : answer->at().micros;
}

bywhen_status bywhen_evaluator_status(const bywhen_evaluator* evaluator) {
  const auto* answer = answer_of(evaluator);
  if (answer == nullptr) return {};
  const bywhen::StatusHandle status = answer->status();
  return {status.policy, status.index};
}

const char* bywhen_evaluator_status_name(const bywhen_evaluator* evaluator) {
  const auto* answer = answer_of(evaluator);
  return answer == nullptr ? "" : answer->status_name().data();
}

size_t bywhen_evaluator_settled(const bywhen_evaluator* evaluator) {
  const auto* answer = answer_of(evaluator);
  return answer == nullptr ? 0 : answer->settled();
}

int64_t bywhen_evaluator_valid_until(const bywhen_evaluator* evaluator) {
  return found(BYWHEN_NO_TIME, [&] {
    const auto* answer = answer_of(evaluator);
    return answer == nullptr ? BYWHEN_NO_TIME : micros_of(answer->valid_until());
  });
}

bywhen_outcome bywhen_evaluator_brief(bywhen_evaluator* evaluator, const bywhen_order* order, const char** json,
                                      size_t* length, bywhen_error** error) {
  if (json != nullptr) *json = "";
  if (length != nullptr) *length = 0;
  return guarded(error, [&] {
    const char*& place = needed(json, "the place for the result");
    bywhen_evaluator& by = needed(evaluator, "the evaluator");
    if (!by.answer) return;
    if (order == nullptr) {
      to_brief_json(*by.answer, by.brief);
    } else {
      to_brief_json(order->order, *by.answer, by.brief);
    }
    place = by.brief.c_str();
    if (length != nullptr) *length = by.brief.size();
  });
}

int32_t bywhen_evaluator_allowed(const bywhen_evaluator* evaluator, bywhen_permission permission) {
  return found(0, [&] {
    const auto* answer = answer_of(evaluator);
    return answer != nullptr && answer->allowed(handle_of(permission)) ? 1 : 0;
  });
}

int64_t bywhen_evaluator_due(const bywhen_evaluator* evaluator, bywhen_duty duty) {
  return found(BYWHEN_NO_TIME, [&] {
    const auto* answer = answer_of(evaluator);
    return answer == nullptr ? BYWHEN_NO_TIME : micros_of(answer->due(handle_of(duty)));
  });
}

bywhen_outcome bywhen_evaluator_standing(const bywhen_evaluator* evaluator, bywhen_permission permission,
                                         bywhen_standing* standing, bywhen_error** error) {
  return guarded(error, [&] {
    constexpr std::size_t first_version = offsetof(bywhen_standing, rule) + sizeof(const char*);
    bywhen_standing& place = needed(standing, "the place for the result");
    fill(place, bywhen_standing BYWHEN_STANDING_INIT, first_version);
    needed(evaluator, "the evaluator");
    const auto* answer = answer_of(evaluator);
    const auto stands = answer != nullptr ? answer->standing(handle_of(permission)) : std::nullopt;
    if (stands) fill(place, written(*stands), first_version);
  });
}

bywhen_outcome bywhen_evaluator_duty(const bywhen_evaluator* evaluator, bywhen_duty duty,
                                     bywhen_duty_standing* standing, bywhen_error** error) {
  return guarded(error, [&] {
    constexpr std::size_t first_version =
        offsetof(bywhen_duty_standing, currency) + sizeof(bywhen_duty_standing::currency);
    bywhen_duty_standing& place = needed(standing, "the place for the result");
    fill(place, bywhen_duty_standing BYWHEN_DUTY_STANDING_INIT, first_version);
    needed(evaluator, "the evaluator");
    const auto* answer = answer_of(evaluator);
    const auto stands = answer != nullptr ? answer->duty(handle_of(duty)) : std::nullopt;
    if (stands) fill(place, written(*stands), first_version);
  });
}
