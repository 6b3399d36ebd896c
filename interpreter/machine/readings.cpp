#include <algorithm>

#include "interpreter/machine/machine.hpp"
#include "interpreter/time/real.hpp"

/// What is said of one entitlement or one duty, read off the course of time as `Viewer` reads it off timelines.
namespace bywhen::machine {

Truth Machine::allowed(std::uint32_t entitlement) const {
  return machine::allowed(status_code(), status_code().entitlements[entitlement], now_);
}

std::optional<Machine::Reading> Machine::read(std::uint32_t entitlement) {
  if (!is_mentioned(status_code().entitlements[entitlement])) return std::nullopt;
  return reading_at(entitlement, now_);
}

std::optional<Machine::DutyReading> Machine::read_duty(std::uint32_t duty) {
  return duty_reading(status_code().duties[duty], now_.duties[duty], now_.at);
}

// ── Entitlements
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Frame& Machine::frame_at(Instant at, Instant& until) {
  std::size_t index = 0;
  while (index + 1 < frames_used_ && frames_[index + 1].from <= at) ++index;
  until = index + 1 < frames_used_ ? frames_[index + 1].from : leaves_;
  return frames_[index];
}

const Glance& Machine::glance_at(Frame& frame, Instant at, Glance& spare) {
  if (at == now_.at && &frame == frames_.data()) return now_;
  for (std::size_t i = 0; i < looked_used_; ++i) {
    if (looked_[i].glance.at == at && looked_[i].frame == &frame) return looked_[i].glance;
  }
  const bool room = looked_used_ < looked_.size();
  if (room) looked_[looked_used_].frame = &frame;
  Glance& glance = room ? looked_[looked_used_++].glance : spare;
  look(code_, frame, at, glance);
  return glance;
}

Machine::Piece Machine::allowed_piece(std::uint32_t entitlement, Instant at) {
  if (at >= leaves_) return {Truth::no, Instant::never()};
  Instant until;
  const Glance& glance = glance_at(frame_at(at, until), at, walk_);
  const StatusCode& status = status_code();
  return {machine::allowed(status, status.entitlements[entitlement], glance), std::min(until, glance.until)};
}

Instant Machine::end_of_piece(std::uint32_t entitlement, Instant at) {
  Piece piece = allowed_piece(entitlement, at);
  const Truth truth = piece.truth;
  while (piece.truth == truth) {
    at = piece.until;
    if (at.is_never()) return at;
    piece = allowed_piece(entitlement, at);
  }
  return at;
}

Instant Machine::next_not_false(std::uint32_t entitlement, Instant at) {
  while (true) {
    const Piece piece = allowed_piece(entitlement, at);
    if (piece.truth != Truth::no || at.is_never()) return at;
    at = piece.until;
    if (at.is_never()) return at;
  }
}

Instant Machine::last_permitted_end(std::uint32_t entitlement, Instant at) {
  const StatusCode& status = status_code();
  Instant end = Instant::always();
  bool before = false;
  for (Instant from = Instant::always(); from <= at;) {
    const Glance& glance = glance_at(frames_.front(), from, walk_);
    const bool now = permitted(status, status.entitlements[entitlement], glance) == Truth::yes;
    if (before && !now) end = from;
    before = now;
    from = glance.until;
  }
  return end;
}

const GroundCode* Machine::ground_at(std::uint32_t entitlement, Instant at) {
  const StatusCode& status = status_code();
  Instant unused;
  const Glance& glance = glance_at(frame_at(at, unused), at, walk_);
  for (const GroundCode& ground : part(status.grounds, status.entitlements[entitlement].grounds)) {
    if (ground_truth(ground, glance) != Truth::no) return &ground;
  }
  return nullptr;
}

Machine::Reading Machine::reading_at(std::uint32_t entitlement, const Glance& glance) {
  const StatusCode& status = status_code();
  const EntitlementCode& entry = status.entitlements[entitlement];
  const Truth truth = machine::allowed(status, entry, glance);
  Reading reading;
  if (truth != Truth::no) {
    reading.verdict = truth == Truth::yes ? Verdict::allowed : Verdict::unknown;
    reading.until = real(end_of_piece(entitlement, glance.at));
    reading.rule = rule_for(truth, entry, glance);
    return reading;
  }
  const Truth permitted_now = permitted(status, entry, glance);
  reading.from = real(next_not_false(entitlement, glance.at));
  if (reading.from) {
    reading.verdict = Verdict::not_yet;
    reading.until = real(end_of_piece(entitlement, *reading.from));
  } else if (permitted_now != Truth::yes) {
    reading.until = real(last_permitted_end(entitlement, glance.at));
    if (reading.until) reading.verdict = Verdict::expired;
  }
  explain_no(entitlement, glance, reading);
  return reading;
}

std::optional<RuleId> Machine::rule_for(Truth truth, const EntitlementCode& entry, const Glance& glance) const {
  const StatusCode& status = status_code();
  for (const GroundCode& ground : part(status.grounds, entry.grounds)) {
    if (ground_truth(ground, glance) != truth) continue;
    return sentence_of(status, ground).rule;
  }
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions)) {
    if (glance.holds[prohibition.index] == truth) return status.sentences[prohibition.index].rule;
  }
  return std::nullopt;
}

/// A prohibition that holds explains a no; else the permission that opens, that has ended, or that never held does.
void Machine::explain_no(std::uint32_t entitlement, const Glance& glance, Reading& reading) {
  const StatusCode& status = status_code();
  const EntitlementCode& entry = status.entitlements[entitlement];
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions)) {
    if (glance.holds[prohibition.index] != Truth::yes) continue;
    reading.rule = status.sentences[prohibition.index].rule;
    return;
  }
  const GroundCode* ground = nullptr;
  if (reading.verdict == Verdict::not_yet) ground = ground_at(entitlement, *reading.from);
  if (reading.verdict == Verdict::expired) ground = ground_at(entitlement, Instant{reading.until->micros - 1});
  if (ground != nullptr) {
    reading.rule = sentence_of(status, *ground).rule;
    reading.reason = ground->reason;
  } else if (entry.grounds.count > 0) {
    reading.rule = sentence_of(status, status.grounds[entry.grounds.first]).rule;
  } else if (entry.prohibitions.count > 0) {
    reading.rule = sentence_of(status, status.prohibitions[entry.prohibitions.first]).rule;
  }
}

std::span<const std::uint32_t> Machine::reasons(std::uint32_t entitlement, const Reading& reading) {
  const StatusCode& status = status_code();
  const EntitlementCode& entry = status.entitlements[entitlement];
  reasons_.clear();
  const auto add = [&](std::uint32_t reason) {
    if (reason != 0 && std::find(reasons_.begin(), reasons_.end(), reason) == reasons_.end())
      reasons_.push_back(reason);
  };
  if (reading.verdict == Verdict::unknown) return reasons_;
  if (reading.verdict == Verdict::allowed) {
    for (const GroundCode& ground : part(status.grounds, entry.grounds)) {
      if (ground_truth(ground, now_) == Truth::yes) add(ground.reason);
    }
    return reasons_;
  }
  for (const ProhibitionCode& prohibition : part(status.prohibitions, entry.prohibitions)) {
    if (now_.holds[prohibition.index] == Truth::yes) add(prohibition.reason);
  }
  add(reading.reason);
  return reasons_;
}

Truth Machine::ground(std::uint32_t entitlement, std::size_t place) const {
  const StatusCode& status = status_code();
  return ground_truth(part(status.grounds, status.entitlements[entitlement].grounds)[place], now_);
}

Truth Machine::forbidden(std::uint32_t entitlement) const {
  return machine::forbidden(status_code(), status_code().entitlements[entitlement], now_);
}

/// At some time of the order's stay in its status.
bool Machine::block_applies(const Sentence& sentence) {
  if (sentence.block == no_expr) return true;
  for (Instant at = Instant::always(); at < leaves_;) {
    Instant until;
    Frame& frame = frame_at(at, until);
    compute_moving(code_, frame, at, until);
    if (frame.cells[sentence.block].as_truth() != Truth::no) return true;
    at = until;
  }
  return false;
}

bool Machine::is_mentioned(const EntitlementCode& entry) {
  if (entry.always_mentioned) return true;
  const StatusCode& status = status_code();
  const auto grounds = part(status.grounds, entry.grounds);
  const auto prohibitions = part(status.prohibitions, entry.prohibitions);
  return std::any_of(grounds.begin(), grounds.end(),
                     [&](const GroundCode& ground) { return block_applies(sentence_of(status, ground)); }) ||
         std::any_of(prohibitions.begin(), prohibitions.end(), [&](const ProhibitionCode& prohibition) {
           return block_applies(sentence_of(status, prohibition));
         });
}

// ── Duties
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Instant> Machine::applies_from(const DutyCode& code, Instant at) {
  Frame& frame = frames_.front();
  while (true) {
    Instant until = Instant::never();
    compute_moving(code_, frame, at, until);
    if (frame.cells[code.sentence.condition].as_truth() != Truth::no) return at;
    at = until;
    if (at.is_never()) return std::nullopt;
  }
}

std::optional<Machine::DutyReading> Machine::duty_reading(const DutyCode& code, const DutyGlance& seen, Instant at) {
  const Duty& duty = seen.duty;
  if (duty.arises == Truth::no) return std::nullopt;
  DutyReading reading;
  reading.opens = real(duty.opens.known().value_or(Instant::never()));
  reading.due = real(duty.due.known().value_or(Instant::never()));
  if (duty.applies == Truth::no) {
    const auto from = applies_from(code, at);
    if (!from) return std::nullopt;
    reading.opens = std::max(*from, reading.opens.value_or(*from));
    reading.state = DutyState::ahead;
  } else {
    reading.state = state_of(duty, at);
  }
  reading.done_at = real(duty.done_at);
  reading.amount = seen.amount;
  if (code.lapses) reading.becomes = seen.becomes;
  return reading;
}

}  // namespace bywhen::machine
