#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bywhen/answer_writer.hpp"
#include "bywhen/evaluator.hpp"
#include "bywhen/order.hpp"
#include "bywhen/order_reader.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {

/// What is put out for an order: the answer, in full or in brief, or an entry of a log for `bywhen replay`: the order
/// as it was asked about, and its full answer.
enum class Output { answer, brief, log_entry };

/// Decides one order after the other, with memory of its own. For one thread at a time.
class OrderDecider {
public:
  OrderDecider(const Question& question, Output output);

  /// Appends a line with what is put out for the order, or says why there is none.
  [[nodiscard]] Problems decide(std::string_view json, std::string& out);
  /// The same for an order of the question's policy.
  [[nodiscard]] Problems decide(const Order& order, std::string& out);

private:
  [[nodiscard]] Problems decide_in_full(const Order& order, std::string_view json, std::string& out);
  [[nodiscard]] Problems decide_briefly(const Order& order, const Governed* governed, std::string& out);
  [[nodiscard]] Problems decide_governed(std::string_view json, std::string& out);
  [[nodiscard]] Evaluator& evaluator_of(const Policy& policy);
  void put(std::string_view answer, std::string_view order, std::string& out) const;

  const Question& question_;
  Output output_;
  OrderReader reader_;
  Order order_;
  /// By the digests of their policies: a set has some, and one that varies only by overlays may have many.
  std::map<std::string, Evaluator, std::less<>> evaluators_;
  std::string brief_;
  /// Of full answers, from the first one on.
  std::optional<AnswerWriter> writer_;
};

}  // namespace bywhen::cli
