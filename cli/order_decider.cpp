#include "cli/order_decider.hpp"

#include <utility>

#include "bywhen/brief.hpp"

namespace bywhen::cli {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

OrderDecider::OrderDecider(const Question& question, Output output)
    : question_(question), output_(output), reader_(question.policy), order_(question.policy) {}

Problems OrderDecider::decide(std::string_view json, std::string& out) {
  if (question_.set) return decide_governed(json, out);
  if (Problems problems = reader_.read(json, order_); !problems.empty()) return problems;
  return output_ == Output::brief ? decide_briefly(order_, nullptr, out) : decide_in_full(order_, json, out);
}

Problems OrderDecider::decide(const Order& order, std::string& out) {
  if (output_ == Output::brief) return decide_briefly(order, question_.governed ? &*question_.governed : nullptr, out);
  return decide_in_full(order, output_ == Output::log_entry ? to_json(order.data()) : "", out);
}

Problems OrderDecider::decide_in_full(const Order& order, std::string_view json, std::string& out) {
  if (!writer_) writer_.emplace(question_.policy);
  const auto outcome = writer_->write(order, question_.at);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return *problems;
  put(std::get<std::string_view>(outcome), json, out);
  return {};
}

void OrderDecider::put(std::string_view answer, std::string_view order, std::string& out) const {
  if (output_ == Output::log_entry) {
    out.append(R"({"order":)").append(without_blanks(order)).append(R"(,"answer":)").append(answer).append("}");
  } else {
    out += answer;
  }
  out += '\n';
}

Problems OrderDecider::decide_governed(std::string_view json, std::string& out) {
  if (output_ != Output::brief) {
    const auto outcome = bywhen::decide(*question_.set, json, question_.at);
    if (const auto* problems = std::get_if<Problems>(&outcome)) return *problems;
    put(to_json(std::get<Answer>(outcome)), json, out);
    return {};
  }
  const auto outcome = govern(*question_.set, json, question_.at);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return *problems;
  const auto& governed = std::get<Governed>(outcome);
  return decide_briefly(governed.order, &governed, out);
}

Problems OrderDecider::decide_briefly(const Order& order, const Governed* governed, std::string& out) {
  const auto outcome =
      evaluator_of(governed != nullptr ? governed->policy : question_.policy).decide(order, question_.at);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return *problems;
  const auto& answer = std::get<CompactAnswer>(outcome);
  if (governed != nullptr) {
    to_brief_json(*governed, answer, brief_);
  } else {
    to_brief_json(order, answer, brief_);
  }
  out.append(brief_).push_back('\n');
  return {};
}

Evaluator& OrderDecider::evaluator_of(const Policy& policy) {
  const auto found = evaluators_.find(policy.digest());
  if (found != evaluators_.end()) return found->second;
  return evaluators_.emplace(policy.digest(), Evaluator(policy)).first->second;
}

}  // namespace bywhen::cli
