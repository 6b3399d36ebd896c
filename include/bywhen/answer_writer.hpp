#pragma once

#include <memory>
#include <string_view>
#include <variant>

#include "bywhen/export.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"

namespace bywhen {

/// Writes the full answers of many orders in a row as JSON, each straight into the same memory: character for character
/// what `to_json` makes of what `decide` gives, in a fraction of the time.
///
/// For one thread at a time; make one for each thread: the first of a policy prepares its texts for all others.
class BYWHEN_API AnswerWriter {
public:
  explicit AnswerWriter(Policy policy);
  AnswerWriter(AnswerWriter&&) noexcept;
  AnswerWriter& operator=(AnswerWriter&&) noexcept;
  ~AnswerWriter();

  [[nodiscard]] const Policy& policy() const;

  /// The answer, on one line and without an end of the line, or why there is none. The text is the writer's, and a NUL
  /// stands behind it; it stays until the next `write`, move or end.
  [[nodiscard]] std::variant<std::string_view, Problems> write(const Order& order, Instant at);

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace bywhen
