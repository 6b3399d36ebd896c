#include "interpreter/session/share_text.hpp"

#include <fmt/format.h>

#include "interpreter/arithmetic.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen::session {
namespace {

bool is_nothing(const Value& value) {
  const auto* money = std::get_if<Money>(&value);
  const auto* percent = std::get_if<Percent>(&value);
  const auto* whole = std::get_if<std::int64_t>(&value);
  return (money != nullptr && money->minor == 0) || (percent != nullptr && percent->millionths == 0) ||
         (whole != nullptr && *whole == 0);
}

class Writer {
public:
  Writer(Evaluation& evaluation, FactId fact)
      : evaluation_(evaluation), expressions_(evaluation.model().expressions), fact_(fact) {}

  [[nodiscard]] bool reads(ExprId expr) const {
    std::set<FactId> facts;
    expressions_.collect_facts(expr, facts);
    return facts.contains(fact_);
  }

  /// Empty: nothing, whatever the fact is.
  std::string words(ExprId expr) {
    if (!reads(expr)) {
      const Value value = evaluation_.value(expr);
      return is_nothing(value) ? "" : value_words(evaluation_.model(), value);
    }
    const auto operands = expressions_.operands(expr);
    switch (expressions_[expr].op) {
      case Op::fact:
        return evaluation_.model().facts[fact_].name;
      case Op::percent_of:
        return joined(words(operands[0]), "of", whole(operands[1]));
      case Op::times:
        return joined(words(operands[0]), "times", whole(operands[1]));
      case Op::sum:
        return sum(expr);
      case Op::at_least:
      case Op::at_most:
        return bounded(expr);
      case Op::to_decimal:
        return words(operands[0]);
      case Op::table:
        return row(operands);
      default:
        return value_words(evaluation_.model(), evaluation_.value(expr));
    }
  }

private:
  static std::string joined(const std::string& left, std::string_view between, const std::string& right) {
    return left.empty() || right.empty() ? "" : fmt::format("{} {} {}", left, between, right);
  }

  std::string whole(ExprId expr) {
    const std::string text = words(expr);
    const bool several = text.find(" + ") != std::string::npos || text.find(" - ") != std::string::npos;
    return several ? fmt::format("({})", text) : text;
  }

  std::string sum(ExprId expr) {
    const auto& signs = expressions_.signs[expressions_[expr].payload];
    const auto operands = expressions_.operands(expr);
    std::string text;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const std::string item = words(operands[i]);
      if (item.empty()) continue;
      if (text.empty()) {
        text = signs[i] ? "-" + item : item;
      } else {
        text += fmt::format(" {} {}", signs[i] ? "-" : "+", item);
      }
    }
    return text;
  }

  std::string bounded(ExprId expr) {
    const auto operands = expressions_.operands(expr);
    const bool inside = evaluation_.value(expr) == evaluation_.value(operands[0]);
    return words(inside ? operands[0] : operands[1]);
  }

  std::string row(std::span<const ExprId> operands) {
    for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
      if (evaluation_.truth(operands[i]) == Truth::yes) return words(operands[i + 1]);
    }
    return operands.size() % 2 == 1 ? words(operands.back()) : "";
  }

  Evaluation& evaluation_;
  const Expressions& expressions_;
  FactId fact_;
};

}  // namespace

std::optional<std::string> share_text(Evaluation& evaluation, const AmountRule& rule, const AmountDue& due,
                                      FactId fact) {
  Writer writer(evaluation, fact);
  bool reads = writer.reads(rule.gross);
  for (const ExprId part : rule.less) reads = reads || writer.reads(part);
  if (!reads || due.amount.minor == 0) return std::nullopt;
  std::string text = writer.words(rule.gross);
  for (const ExprId part : rule.less) {
    if (const std::string less = writer.words(part); !less.empty()) text += " less " + less;
  }
  return text;
}

}  // namespace bywhen::session
