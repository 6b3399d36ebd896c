#include "interpreter/expression.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace bywhen {

ExprId Expressions::add(Node node, std::span<const ExprId> operands) {
  node.first_operand = static_cast<std::uint32_t>(operands_.size());
  node.operand_count = static_cast<std::uint32_t>(operands.size());
  std::uint64_t weight = 1;
  for (const ExprId operand : operands) weight += nodes_[operand].weight;
  node.weight = static_cast<std::uint32_t>(std::min<std::uint64_t>(weight, std::numeric_limits<std::uint32_t>::max()));
  operands_.insert(operands_.end(), operands.begin(), operands.end());
  nodes_.push_back(node);
  return static_cast<ExprId>(nodes_.size() - 1);
}

ExprId Expressions::add_constant(Value value, Type type, Span span) {
  constants.push_back(std::move(value));
  Node node;
  node.op = Op::constant;
  node.type = type;
  node.payload = static_cast<std::uint32_t>(constants.size() - 1);
  node.span = span;
  return add(node, {});
}

std::span<const ExprId> Expressions::operands(ExprId id) const {
  const Node& node = nodes_[id];
  return std::span(operands_).subspan(node.first_operand, node.operand_count);
}

const Value* Expressions::constant(ExprId id) const {
  const Node& node = nodes_[id];
  return node.op == Op::constant ? &constants[node.payload] : nullptr;
}

}  // namespace bywhen
