#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/kernel/code.hpp"

namespace bywhen::kernel {

/// Decides one order after another on words, without memory of the heap. What it says is what the machine says; what
/// it cannot say it leaves to the machine. For one thread at a time.
class Kernel {
public:
  /// The code must outlive the kernel.
  explicit Kernel(const Code& code);
  Kernel(Kernel&&) noexcept;
  Kernel& operator=(Kernel&&) noexcept;
  ~Kernel();

  /// The order is one that can be decided, without a problem; false where others have to look. Forgets what was
  /// decided.
  [[nodiscard]] bool fits(const OrderWords& order, StatusId status, std::optional<Instant> as_of, Instant at);

  /// False where the machine has to decide, or to say what is wrong with the order.
  [[nodiscard]] bool decide(const OrderWords& order, StatusId status, std::optional<Instant> as_of, Instant at);

  // ── What was decided
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  struct DutySeen {
    /// A `DutyState` as a number, or -1 where it does not arise.
    std::int64_t state = -1;
    std::int64_t opens = 0;
    std::int64_t due = 0;
    std::int64_t done_at = 0;

    [[nodiscard]] bool arises() const { return state >= 0; }
  };

  struct Result {
    Instant at;
    /// The first instant at which the answer differs.
    Instant valid_until;
    /// Bits as `Code::permissions` tells: what is allowed, and what an unknown fact leaves open.
    std::uint64_t allowed = 0;
    std::uint64_t open = 0;
    std::uint32_t settled = 0;
    StatusId status = 0;
    /// How the status's duties stand, by their places.
    std::span<const DutySeen> duties;
    /// What they are computed by.
    const Duty* duty_codes = nullptr;
  };
  [[nodiscard]] const Result& result() const { return result_; }

  [[nodiscard]] std::span<const DutySeen> duties() const { return result_.duties; }
  /// Whether one of them can come to something, by its place.
  [[nodiscard]] bool may_have_amount(std::size_t place) const { return result_.duty_codes[place].has_amount; }
  /// What one of them comes to, by its place. Absent where it comes to nothing, or hangs on what is unknown.
  [[nodiscard]] std::optional<Money> amount(std::size_t place) const;

  /// The order as it was before it was decided, texts aside.
  void unpack(OrderState& order) const;

private:
  struct State;
  std::unique_ptr<State> state_;
  Result result_;
};

}  // namespace bywhen::kernel
