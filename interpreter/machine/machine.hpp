#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/machine/glance.hpp"

namespace bywhen::machine {

/// Decides one order after another. What it says is what `bywhen::decide` says, without the texts; from the second
/// order on it needs no memory beyond its own. For one thread at a time.
class Machine {
public:
  /// The code must outlive the machine.
  explicit Machine(const Code& code);

  /// Decides. False where something has no ground, now or later: the evaluator finds out what, and what that leaves.
  /// The order must be valid for the program and not right later than `at`; it is not needed afterwards.
  [[nodiscard]] bool decide(const OrderState& order, Instant at);
  /// The same of an order that is told in words.
  [[nodiscard]] bool decide(const kernel::Layout& layout, const kernel::OrderWords& order, StatusId status,
                            std::optional<Instant> as_of, Instant at);

  // ── What was decided
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Instant at() const { return now_.at; }
  [[nodiscard]] StatusId status() const { return frames_.front().status; }
  /// How often the clock acted before the instant.
  [[nodiscard]] std::uint32_t settled() const { return settled_; }
  /// See `Decision::valid_until`.
  [[nodiscard]] Instant valid_until() const { return valid_until_; }

  /// Whether an entitlement of the status is allowed now.
  [[nodiscard]] Truth allowed(std::uint32_t entitlement) const;

  struct Reading {
    Verdict verdict = Verdict::forbidden;
    std::optional<Instant> from;
    std::optional<Instant> until;
    std::optional<RuleId> rule;
    /// Of the permission that opens or has ended, where that explains a no: `GroundCode::reason`.
    std::uint32_t reason = 0;
    friend bool operator==(const Reading&, const Reading&) = default;
  };
  /// All that `ActionView` says, but the texts. Looks into the future and the past: dearer than `allowed`. Absent where
  /// no applying block speaks of it.
  [[nodiscard]] std::optional<Reading> read(std::uint32_t entitlement);

  struct DutyReading {
    DutyState state = DutyState::pending;
    std::optional<Instant> opens;
    std::optional<Instant> due;
    std::optional<Instant> done_at;
    /// `Cell::unknown` where there is none, or none that is known.
    AmountCell amount;
    /// Where the deadline's automatic action would lead.
    std::optional<StatusId> becomes;
    friend bool operator==(const DutyReading&, const DutyReading&) = default;
  };
  /// A duty of the status, by its place in the code's list. Absent where it does not arise.
  [[nodiscard]] std::optional<DutyReading> read_duty(std::uint32_t duty);

  /// A fact as the clock left it.
  [[nodiscard]] const Cell& fact(FactId fact) const { return frames_.front().facts[fact]; }

  // ── What an answer tells beside it
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  using FactBits = std::vector<std::uint64_t>;

  /// The reasons for a reading, each once: `GroundCode::reason`. Until the next question.
  [[nodiscard]] std::span<const std::uint32_t> reasons(std::uint32_t entitlement, const Reading& reading);
  /// A bit for each fact that would settle what is unknown; of a list as a whole. Until the next question.
  [[nodiscard]] const FactBits& unknown(std::uint32_t entitlement);
  [[nodiscard]] const FactBits& unknown(std::uint32_t duty, const DutyReading& reading);
  /// The prohibition that stands before a duty for one of its actors, by the actor's place.
  [[nodiscard]] std::optional<RuleId> blocked_by(std::uint32_t duty, const DutyReading& reading,
                                                 std::size_t actor) const;
  /// What one of an entitlement's grounds, by its place, says now.
  [[nodiscard]] Truth ground(std::uint32_t entitlement, std::size_t place) const;
  [[nodiscard]] Truth forbidden(std::uint32_t entitlement) const;

  /// What the clock did, or will do if nobody acts.
  struct Change {
    FactId fact = 0;
    Cell before;
    Cell after;
  };
  struct Step {
    Instant at;
    RuleId rule = 0;
    ActionId action = 0;
    StatusId from = 0;
    StatusId to = 0;
    /// Of `changes`; in slot order, each fact once. Not told of what lies ahead.
    Range changes;
    AmountCell amount;
    /// There may be something to tell of how its instant and its amount were computed.
    bool noted = false;
    /// Others were ready at the same instant.
    bool crowded = false;
  };
  [[nodiscard]] std::span<const Step> past() const { return past_; }
  [[nodiscard]] std::span<const Change> changes(const Step& step) const { return part(step_changes_, step.changes); }
  /// To the end of all that the clock does. False where that has no ground.
  [[nodiscard]] bool look_to_the_end();
  [[nodiscard]] std::span<const Step> future() const { return future_; }

  /// Computes anew for the instant that was decided: from then on `cell` and `noted` are of it, until it is asked for
  /// something else.
  void return_to_now();
  [[nodiscard]] const Cell& cell(ExprId expr) const { return frames_.front().cells[expr]; }
  /// Whether there may be something to tell of how a rule's window, conditions and amount were computed.
  [[nodiscard]] bool noted(RuleId rule) const { return noted(frames_.front(), rule); }

private:
  struct Next {
    Instant at = Instant::never();
    /// Null where nothing is ready, ever.
    const AutomaticCode* automatic = nullptr;
    /// Others are ready at the same instant.
    bool crowded = false;
  };

  /// From the order that is loaded.
  [[nodiscard]] bool decide(std::optional<Instant> as_of, Instant at);
  [[nodiscard]] Instant last_right(std::optional<Instant> as_of) const;
  [[nodiscard]] const StatusCode& status_code() const { return code_.statuses[status()]; }
  [[nodiscard]] Next next_automatic(Frame& frame, Instant from, Instant upto);
  [[nodiscard]] Instant first_ready(Frame& frame, const AutomaticCode& automatic, Instant from, Instant upto);
  /// Where an automatic action leads.
  [[nodiscard]] StatusId target(Frame& frame, const Next& next);
  void take_effect(Frame& frame, const Next& next);
  [[nodiscard]] bool noted(const Frame& frame, RuleId rule) const;
  [[nodiscard]] Step step_of(const Frame& frame, const Next& next, StatusId to) const;
  void record_past(const Frame& frame, const Next& next, StatusId to);
  void gather_changes(const Frame& frame, const Action& action, StatusId to, Instant at);
  void settle(Instant clock, Instant upto);
  void look_ahead(Instant clock);
  [[nodiscard]] Frame& later_frame();
  [[nodiscard]] bool has_ground();

  // ── Until when it stays so
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Instant first_change();
  /// What the status says at an instant, looked at once for all questions of one decision; in `spare` where these are
  /// too many.
  [[nodiscard]] const Glance& glance_at(Frame& frame, Instant at, Glance& spare);
  [[nodiscard]] bool differs(const Glance& later);
  [[nodiscard]] bool entitlement_differs(std::uint32_t index, const Glance& later);
  [[nodiscard]] bool no_differs(std::uint32_t index, const Glance& later);
  [[nodiscard]] bool unknown_differs(const EntitlementCode& entry, const Glance& later);
  [[nodiscard]] bool duty_differs(std::uint32_t index, const Glance& later);
  [[nodiscard]] bool blocking_differs(const DutyCode& code, const DutyReading& reading, const Glance& later) const;

  // ── One rule's part over time
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  struct Piece {
    Truth truth = Truth::no;
    Instant until;
  };
  [[nodiscard]] Piece allowed_piece(std::uint32_t entitlement, Instant at);
  [[nodiscard]] Instant end_of_piece(std::uint32_t entitlement, Instant at);
  [[nodiscard]] Instant next_not_false(std::uint32_t entitlement, Instant at);
  [[nodiscard]] Instant last_permitted_end(std::uint32_t entitlement, Instant at);
  [[nodiscard]] const GroundCode* ground_at(std::uint32_t entitlement, Instant at);
  [[nodiscard]] Reading reading_at(std::uint32_t entitlement, const Glance& glance);
  [[nodiscard]] std::optional<RuleId> rule_for(Truth truth, const EntitlementCode& entry, const Glance& glance) const;
  void explain_no(std::uint32_t entitlement, const Glance& glance, Reading& reading);
  [[nodiscard]] bool is_mentioned(const EntitlementCode& entry);
  [[nodiscard]] bool block_applies(const Sentence& sentence);
  [[nodiscard]] std::optional<DutyReading> duty_reading(const DutyCode& code, const DutyGlance& seen, Instant at);
  [[nodiscard]] std::optional<Instant> applies_from(const DutyCode& code, Instant at);
  [[nodiscard]] Frame& frame_at(Instant at, Instant& until);

  // ── What is unknown
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void collect_unknown(ExprId expr, FactBits& facts);
  void collect_unknown(const Sentence& sentence, FactBits& facts);
  /// As of an instant, for which the cells are computed anew.
  void collect_unknown(const EntitlementCode& entry, const Glance& glance, FactBits& facts);
  void collect_unknown(const DutyCode& code, const DutyReading& reading, Instant at, FactBits& facts);

  const Code& code_;
  /// The order now, and as the clock will have left it while it stays in its status.
  std::vector<Frame> frames_;
  std::size_t frames_used_ = 1;
  std::uint32_t settled_ = 0;
  /// When the clock acts next, and when it moves the order out of its status.
  Instant next_ = Instant::never();
  Instant leaves_ = Instant::never();
  Instant valid_until_ = Instant::never();
  bool lost_ = false;

  Glance now_;
  Glance later_;
  Glance walk_;
  /// What else was looked at for this decision.
  struct Looked {
    const Frame* frame = nullptr;
    Glance glance;
  };
  std::vector<Looked> looked_;
  std::size_t looked_used_ = 0;

  std::vector<Step> past_;
  std::vector<Change> step_changes_;
  std::vector<Step> future_;
  /// How the clock moves the order out of its status, and the order from there on.
  Next leaving_;
  Frame beyond_;
  std::vector<std::pair<FactId, Cell>> changes_;
  /// Entitlements that were permitted at some instant that was looked at.
  std::vector<bool> was_permitted_;
  std::vector<std::uint32_t> reasons_;
  std::vector<std::uint32_t> other_reasons_;
  FactBits unknown_;
  FactBits other_unknown_;
};

}  // namespace bywhen::machine
