#include "bywhen/answer_writer.hpp"

#include <string>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/full/teller.hpp"
#include "interpreter/kernel/kernel.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

const full::AnswerTexts& Policy::Compiled::answer_texts() const {
  std::call_once(texts_asked_for_,
                 [&] { answer_texts_ = std::make_shared<const full::AnswerTexts>(program, sources, tzdata); });
  return *answer_texts_;
}

struct AnswerWriter::Inside {
  explicit Inside(Policy of)
      : policy(std::move(of)),
        compiled(*PolicyAccess::compiled(policy)),
        kernel(*compiled.kernel),
        teller(compiled.program, compiled.code, compiled.answer_texts()) {}

  [[nodiscard]] Problems problems_of(const Order::State& order, Instant at);
  /// As `decide` and `to_json` do it.
  [[nodiscard]] std::variant<std::string_view, Problems> write_slowly(const Order& order, Instant at);

  Policy policy;
  const Policy::Compiled& compiled;
  kernel::Kernel kernel;
  full::Teller teller;
  OrderState facts;
  /// What was told the general way.
  std::string text;
};

std::variant<std::string_view, Problems> AnswerWriter::Inside::write_slowly(const Order& order, Instant at) {
  auto decided = decide(policy, order, at);
  if (auto* problems = std::get_if<Problems>(&decided)) return std::move(*problems);
  text = to_json(std::get<Answer>(decided));
  return std::string_view(text);
}

/// What is wrong with the order or with asking it about the instant.
Problems AnswerWriter::Inside::problems_of(const Order::State& order, Instant at) {
  const bool in_time = order.words.last_event() <= at && (!order.as_of || *order.as_of <= at);
  if (order.checked && order.words.complete() && in_time) return {};
  // The kernel looks for the same, with far less to do.
  if (kernel.fits(order.words, order.status, order.as_of, at)) return {};
  order.store(facts);
  if (!order.checked) {
    if (Problems problems = validate(compiled.program, facts); !problems.empty()) return problems;
  }
  return validate_instant(*compiled.program.model, facts, at);
}

AnswerWriter::AnswerWriter(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
AnswerWriter::AnswerWriter(AnswerWriter&&) noexcept = default;
AnswerWriter& AnswerWriter::operator=(AnswerWriter&&) noexcept = default;
AnswerWriter::~AnswerWriter() = default;

const Policy& AnswerWriter::policy() const { return inside_->policy; }

std::variant<std::string_view, Problems> AnswerWriter::write(const Order& order, Instant at) {
  const Order::State& state = PolicyAccess::state(order);
  if (state.policy != PolicyAccess::compiled(inside_->policy) || !at.is_real()) return inside_->write_slowly(order, at);
  if (Problems problems = inside_->problems_of(state, at); !problems.empty()) return problems;
  const auto& layout = inside_->compiled.kernel->layout;
  if (inside_->teller.tell({layout, state.words, state.status, state.as_of, state.id}, at))
    return inside_->teller.text();
  return inside_->write_slowly(order, at);
}

}  // namespace bywhen
