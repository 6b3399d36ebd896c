#include "bywhen/answer_writer.hpp"

#include <string>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/full/teller.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

struct AnswerWriter::Inside {
  explicit Inside(Policy of)
      : policy(std::move(of)),
        compiled(*PolicyAccess::compiled(policy)),
        texts(compiled.program, compiled.sources, compiled.tzdata),
        teller(compiled.program, compiled.code, texts) {}

  /// As `decide` and `to_json` do it.
  [[nodiscard]] std::variant<std::string_view, Problems> write_slowly(const Order& order, Instant at);

  Policy policy;
  const Policy::Compiled& compiled;
  full::AnswerTexts texts;
  full::Teller teller;
  /// What was told the general way.
  std::string text;
};

std::variant<std::string_view, Problems> AnswerWriter::Inside::write_slowly(const Order& order, Instant at) {
  auto decided = decide(policy, order, at);
  if (auto* problems = std::get_if<Problems>(&decided)) return std::move(*problems);
  text = to_json(std::get<Answer>(decided));
  return std::string_view(text);
}

namespace {

/// The order's facts as the evaluator has them.
const OrderState& facts_of(const Order::State& order) { return order.state; }

}  // namespace

AnswerWriter::AnswerWriter(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
AnswerWriter::AnswerWriter(AnswerWriter&&) noexcept = default;
AnswerWriter& AnswerWriter::operator=(AnswerWriter&&) noexcept = default;
AnswerWriter::~AnswerWriter() = default;

const Policy& AnswerWriter::policy() const { return inside_->policy; }

std::variant<std::string_view, Problems> AnswerWriter::write(const Order& order, Instant at) {
  const Order::State& parts = PolicyAccess::parts(order);
  if (parts.policy != PolicyAccess::compiled(inside_->policy) || !at.is_real()) return inside_->write_slowly(order, at);
  if (Problems problems = order.problems(); !problems.empty()) return problems;
  const OrderState& facts = facts_of(parts);
  Problems problems = validate_instant(*inside_->compiled.program.model, facts, at);
  if (!problems.empty()) return problems;
  if (inside_->teller.tell(facts, parts.id, at)) return inside_->teller.text();
  return inside_->write_slowly(order, at);
}

}  // namespace bywhen
