#pragma once

#include <memory>
#include <optional>
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

  /// False where the machine has to decide, or to say what is wrong with the order.
  [[nodiscard]] bool decide(const OrderWords& order, StatusId status, std::optional<Instant> as_of, Instant at);

  // ── What was decided
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Instant at() const;
  [[nodiscard]] StatusId status() const;
  [[nodiscard]] std::uint32_t settled() const;
  [[nodiscard]] Instant valid_until() const;
  /// Bits as `Code::permissions` tells: what is allowed, and what an unknown fact leaves open.
  [[nodiscard]] std::uint64_t allowed() const;
  [[nodiscard]] std::uint64_t open() const;

  struct DutyFound {
    DutyState state = DutyState::pending;
    Instant opens;
    Instant due;
    Instant done_at;
    std::optional<Money> amount;
  };
  /// A duty of the status, by its place in the status's list. Absent where it does not arise.
  [[nodiscard]] std::optional<DutyFound> duty(std::size_t place);

  /// The order as it was before it was decided, texts aside.
  void unpack(OrderState& order) const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bywhen::kernel
