#include "interpreter/kernel/call.hpp"

#include "interpreter/money/money.hpp"

namespace bywhen::kernel {
namespace {

std::int64_t shifted_date(const ShiftCall& call, Date date) {
  const Shifted result = shift(start_of_day(date, call.context.zone), call.duration, call.before, call.context);
  if (result.status != Shifted::exact || !result.instant.is_real()) return no_moment;
  return call.context.zone.to_local(result.instant).date().days;
}

std::int64_t shifted(const ShiftCall& call, std::int64_t word) {
  if (call.of_date) return shifted_date(call, Date{static_cast<std::int32_t>(word)});
  const Instant from{word};
  if (from.is_never()) return from.micros;
  const Shifted result = shift(from, call.duration, call.before, call.context);
  return result.status == Shifted::exact ? result.instant.micros : no_moment;
}

/// Most days are counted where no clock changes.
std::int64_t days_later(const ShiftCall& call, std::int64_t word, std::int64_t days) {
  const auto later = call.context.zone.same_time_later(Instant{word}, days);
  return later ? later->micros : shifted(call, word);
}

std::int64_t edge_of(const EdgeCall& call, std::int64_t word) {
  if (call.of_date) {
    const Date date{static_cast<std::int32_t>(word)};
    return (call.end ? end_of_day(date, call.zone) : start_of_day(date, call.zone)).micros;
  }
  const Instant instant{word};
  return (call.end ? end_of_day(instant, call.zone) : start_of_day(instant, call.zone)).micros;
}

}  // namespace

std::int64_t called(const Code& code, const Instruction& step, std::int64_t a, std::int64_t b) {
  switch (step.op) {
    case Instruction::Op::edge:
      return edge_of(code.edges[step.range.first], a);
    case Instruction::Op::add_days:
      return days_later(code.shifts[step.range.first], a, step.low);
    case Instruction::Op::share: {
      const auto share = percent_of(Percent{b}, Money{a, 0}, code.model->money_rounding);
      return share ? share->amount.minor : no_moment;
    }
    default:
      return shifted(code.shifts[step.range.first], a);
  }
}

}  // namespace bywhen::kernel
