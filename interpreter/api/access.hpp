#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"
#include "interpreter/api/brief_texts.hpp"
#include "interpreter/kernel/code.hpp"
#include "interpreter/machine/code.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"
#include "interpreter/scenario/scenario.hpp"

namespace bywhen::full {
class AnswerTexts;
}

/// What stands behind the public handles.
namespace bywhen {

struct Policy::Compiled {
  Program program;
  machine::Code code;
  /// What of it works on words; never null.
  std::shared_ptr<const kernel::Code> kernel;
  /// What brief answers are written from; never null.
  std::shared_ptr<const BriefTexts> brief_texts;

  /// Makes ready to run what was compiled.
  void translate();
  /// What the policy's handles carry; never 0.
  std::uint32_t stamp = 0;
  Sources sources;
  /// How many of them, from the first on, make up the policy: the first, and overlays that are laid over it.
  std::size_t texts = 1;
  std::vector<Scenario> scenarios;
  std::string tzdata;

  /// How answers call the rules, and what full ones are put together of: made when it is asked for first, for all
  /// threads.
  [[nodiscard]] const std::vector<RuleName>& rule_names() const;
  [[nodiscard]] const full::AnswerTexts& answer_texts() const;

private:
  mutable std::once_flag names_asked_for_;
  mutable std::vector<RuleName> rule_names_;
  mutable std::once_flag texts_asked_for_;
  mutable std::shared_ptr<const full::AnswerTexts> answer_texts_;
};

/// What every decision reads stands together at the front. Not aligned to the processor's lines: the heap then keeps
/// orders farther apart, which costs more than a line that is shared.
struct Order::State {
  std::shared_ptr<const Policy::Compiled> policy;
  std::optional<Instant> as_of;
  StatusId status = 0;
  /// It is known to fit the policy as a whole.
  bool checked = false;
  kernel::OrderWords words{};
  std::string id;

  /// The facts as values, in the same memory.
  void store(OrderState& order) const;
  void load(const OrderState& order);
};

/// An order taken out of its handle, to be worked with.
struct OrderParts {
  std::shared_ptr<const Policy::Compiled> policy;
  OrderState state{};
  std::string id;
};

/// What tells a policy's handles from those of others, from its digest; never 0.
[[nodiscard]] std::uint32_t stamp_of(std::string_view digest);

/// The one door between the public handles and the rooms behind them.
class PolicyAccess {
public:
  using Compiled = Policy::Compiled;

  [[nodiscard]] static Policy wrap(std::shared_ptr<const Compiled> compiled) { return Policy(std::move(compiled)); }
  [[nodiscard]] static const std::shared_ptr<const Compiled>& compiled(const Policy& policy) {
    return policy.compiled_;
  }
  /// An order that is known to fit the policy as a whole.
  [[nodiscard]] static Order wrap(const OrderParts& parts);
  [[nodiscard]] static OrderParts parts(const Order& order);
  [[nodiscard]] static const Order::State& state(const Order& order) { return *order.state_; }
  /// Null of an order that was moved from.
  [[nodiscard]] static Order::State* changeable(Order& order) { return order.state_.get(); }
};

}  // namespace bywhen
