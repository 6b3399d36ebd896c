#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "bywhen/answer.hpp"
#include "bywhen/export.hpp"
#include "bywhen/fact_value.hpp"
#include "bywhen/handle.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"

/// Deciding many orders in a row: the same answers as `decide`, read by handle instead of written out as text.
namespace bywhen {

/// How an action stands for an actor.
struct Standing {
  Verdict verdict = Verdict::forbidden;
  /// As in `ActionAnswer`.
  std::optional<Instant> from;
  std::optional<Instant> until;
  /// The label of the rule that decides, else `file:line`. Lives as long as the policy.
  std::string_view rule;
};

/// How a duty stands; the members are those of `DeadlineAnswer`.
struct DutyStanding {
  DutyState state = DutyState::pending;
  std::optional<Instant> opens;
  std::optional<Instant> due;
  std::optional<Instant> done_at;
  /// What is owed, where the duty has an amount and everything that it hangs on is known.
  std::optional<Amount> amount;
};

struct StandingDuty {
  DutyHandle duty;
  DutyStanding standing;
};

class CompactAnswer;

/// Decides orders of one policy with memory of its own: after the first few orders no decision asks for more. That is
/// so for orders that were read or made for this policy, and as long as what is decided is ordinary: an order that has
/// to be refused, a calendar that ends, notes that change while amounts do not, are worked out as `decide` does it,
/// with memory.
///
/// For one thread at a time; make one for each thread. Moving keeps its memory.
class BYWHEN_API Evaluator {
public:
  explicit Evaluator(Policy policy);
  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;
  ~Evaluator();

  [[nodiscard]] const Policy& policy() const;

  /// Settles the order up to the instant, and says what holds then; refuses what `decide` refuses. The order is not
  /// changed, and not needed afterwards. An order of another policy is read anew, with memory.
  [[nodiscard]] std::variant<CompactAnswer, Problems> decide(const Order& order, Instant at);

private:
  friend class CompactAnswer;
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// What an evaluator decided last. It reads the evaluator's memory: valid until the evaluator's next `decide`, move or
/// end. Nothing here asks for memory but where an `Evaluator` says so. Handles of another policy find nothing.
class BYWHEN_API CompactAnswer {
public:
  /// The evaluator's.
  [[nodiscard]] const Policy& policy() const;
  [[nodiscard]] Instant at() const { return at_; }
  /// The status into which the clock has brought the order by then; the name lives as long as the policy.
  [[nodiscard]] StatusHandle status() const { return status_; }
  [[nodiscard]] std::string_view status_name() const;
  /// How often the clock acted since the order was last right. If not 0, `apply`, `record` or `decide` tell what it
  /// did; the host stores the order that they give.
  [[nodiscard]] std::size_t settled() const { return settled_; }

  /// Whether the actor may do the action now.
  [[nodiscard]] bool allowed(PermissionHandle permission) const;
  /// All that is allowed now: bit *i* % 64 of word *i* / 64 is the permission at *i* in `Policy::permissions`.
  [[nodiscard]] std::span<const std::uint64_t> allowed_bits() const;
  /// The same of what something unknown leaves open.
  [[nodiscard]] std::span<const std::uint64_t> open_bits() const;
  /// The same with when it opens, ends or ended, and by which rule: looks into the past and the future, some hundred
  /// nanoseconds or more. Absent where no rule that applies speaks of it.
  [[nodiscard]] std::optional<Standing> standing(PermissionHandle permission) const;

  /// Absent where the status has no such duty, or it does not arise.
  [[nodiscard]] std::optional<DutyStanding> duty(DutyHandle duty) const;
  /// All duties that stand, in the order of the policy's text.
  [[nodiscard]] std::span<const StandingDuty> duties() const;
  /// When the duty is due; absent where it does not arise, has no deadline, or an unknown one.
  [[nodiscard]] std::optional<Instant> due(DutyHandle duty) const;

  /// The first instant at which the full answer would differ if no fact changes; absent: never.
  [[nodiscard]] std::optional<Instant> valid_until() const {
    // In this form compilers read it without a branch, which would often be foretold wrongly.
    std::optional<Instant> until;
    if (valid_until_.is_real()) until.emplace(valid_until_);
    return until;
  }

private:
  friend class Evaluator;
  CompactAnswer(Evaluator::Inside* inside, Instant at, Instant valid_until, std::size_t settled, StatusHandle status)
      : inside_(inside), at_(at), valid_until_(valid_until), settled_(settled), status_(status) {}

  Evaluator::Inside* inside_;
  Instant at_;
  Instant valid_until_;
  std::size_t settled_;
  StatusHandle status_;
};

}  // namespace bywhen
