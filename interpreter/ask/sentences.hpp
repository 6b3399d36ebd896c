#pragma once

#include <string_view>
#include <unordered_map>

#include "bywhen/source.hpp"
#include "bywhen/why.hpp"
#include "interpreter/evaluate/rule_truth.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen::ask {

[[nodiscard]] Holds to_holds(Truth truth);

/// Takes sentences apart for one order at one instant: what each part says, with the values put in. It only looks; what
/// holds is said by the same functions that decide.
class Sentences {
public:
  Sentences(const Model& model, const Sources& sources, const OrderState& order, Instant at);

  [[nodiscard]] WhySentence ground(const Ground& ground) const;
  [[nodiscard]] WhySentence prohibition(RuleId rule) const;

private:
  [[nodiscard]] WhySentence sentence(RuleId id, WhySentence::Kind kind, const std::string& because) const;
  void add_duty(const Rule& rule, WhySentence& sentence) const;
  [[nodiscard]] WhyBound bound(WhyBound::Kind kind, ExprId moment) const;
  [[nodiscard]] WhyCondition condition(ExprId expr, std::string text, int depth) const;
  [[nodiscard]] std::vector<WhyCondition> parts(ExprId expr, int depth) const;
  [[nodiscard]] WhyCondition part(ExprId expr, int depth) const;
  [[nodiscard]] WhyCondition whole(ExprId expr, std::string text) const;
  void add_values(ExprId expr, std::vector<WhyValue>& values) const;
  [[nodiscard]] std::vector<ExprId> operands_of(ExprId expr) const;
  [[nodiscard]] std::vector<ExprId> taken_parts(ExprId table) const;
  void add_inner_values(ExprId expr, std::vector<WhyValue>& values) const;
  void add_sides(ExprId expr, std::vector<WhyValue>& values) const;
  void add_value(std::string name, ExprId expr, std::vector<WhyValue>& values) const;
  void add_value(std::string name, const Value& value, std::vector<WhyValue>& values) const;
  void add_records(ExprId expr, std::vector<WhyValue>& values) const;
  /// The name of the term or definition whose expression it is; empty if it is none.
  [[nodiscard]] std::string name_of(ExprId expr) const;
  [[nodiscard]] std::string text_of(ExprId expr) const;

  const Model& model_;
  const Sources& sources_;
  const OrderState& order_;
  Instant at_;
  /// Of terms and definitions, by their expressions.
  std::unordered_map<ExprId, std::string_view> names_;
};

}  // namespace bywhen::ask
