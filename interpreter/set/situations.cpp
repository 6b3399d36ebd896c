#include "interpreter/set/situations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace bywhen::set {

std::optional<syntax::Expr> joined(const std::vector<syntax::Condition>& conditions) {
  std::vector<syntax::Expr> operands;
  for (const syntax::Condition& condition : conditions) {
    operands.push_back(condition.expr);
    if (condition.unless) operands.back() = {syntax::Not{condition.expr}, condition.span};
  }
  if (operands.empty()) return std::nullopt;
  if (operands.size() == 1) return operands.front();
  const Span span = join(conditions.front().span, conditions.back().span);
  return syntax::Expr{syntax::Logic{true, std::move(operands)}, span};
}

namespace {

using Truth = std::optional<bool>;

constexpr std::string_view missing = "missing";

/// Something that a condition hangs on, and what it may be.
struct Variable {
  std::string name;
  std::vector<std::string> values;
};

/// A comparison that is not looked into: it holds or does not.
struct Atom {
  std::string text;
  bool negated = false;
};

/// The values of all variables, by name.
using Values = std::map<std::string, std::string>;

class Reader {
public:
  Reader(const Sources& sources, const syntax::File& policy) : sources_(sources) {
    for (const syntax::Declaration& declaration : policy.declarations) {
      if (const auto* fact = std::get_if<syntax::FactDecl>(&declaration)) add_fact(*fact);
    }
  }

  /// Gathers the variables that the expression reads.
  void gather(const syntax::Expr& expr, std::map<std::string, Variable>& read) const {
    if (const auto* logic = std::get_if<syntax::Logic>(&expr.node)) {
      for (const syntax::Expr& operand : logic->operands) gather(operand, read);
    } else if (const auto* no = std::get_if<syntax::Not>(&expr.node)) {
      gather(*no->operand, read);
    } else if (const std::string* fact = subject(expr)) {
      read.emplace(*fact, facts_.at(*fact));
    } else {
      const std::string text = atom(expr).text;
      read.emplace(text, Variable{text, {"yes", "no"}});
    }
  }

  [[nodiscard]] Truth truth(const syntax::Expr& expr, const Values& values) const {
    if (const auto* logic = std::get_if<syntax::Logic>(&expr.node)) return all_or_any(*logic, values);
    if (const auto* no = std::get_if<syntax::Not>(&expr.node)) return negated(truth(*no->operand, values));
    const std::string* fact = subject(expr);
    if (fact == nullptr) {
      const Atom read = atom(expr);
      return (values.at(read.text) == "yes") != read.negated;
    }
    const std::string& value = values.at(*fact);
    if (const auto* presence = std::get_if<syntax::Presence>(&expr.node)) return (value != missing) == presence->known;
    if (value == missing) return std::nullopt;
    if (const auto* in = std::get_if<syntax::Membership>(&expr.node)) {
      const auto is = [&](const syntax::Expr& choice) { return text_of(choice) == value; };
      return std::any_of(in->choices.begin(), in->choices.end(), is) != in->negated;
    }
    const auto* compare = std::get_if<syntax::Compare>(&expr.node);
    if (compare == nullptr) return value == "yes";
    return (text_of(*compare->right) == value) == (compare->comparison == syntax::Comparison::is);
  }

private:
  void add_fact(const syntax::FactDecl& fact) {
    Variable variable;
    for (const syntax::Name& choice : fact.type.choices) variable.values.push_back(choice.text);
    if (fact.type.name == "yes/no") variable.values = {"yes", "no"};
    if (variable.values.empty()) return;
    if (fact.type.optional && !fact.default_value) variable.values.emplace_back(missing);
    for (const syntax::Name& name : fact.names) {
      variable.name = name.text;
      facts_[name.text] = variable;
    }
  }

  /// The fact of choices that a comparison is about; null for all else.
  [[nodiscard]] const std::string* subject(const syntax::Expr& expr) const {
    if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) return known(name->text);
    if (const auto* in = std::get_if<syntax::Membership>(&expr.node)) return subject(*in->left);
    if (const auto* presence = std::get_if<syntax::Presence>(&expr.node)) return subject(*presence->subject);
    const auto* compare = std::get_if<syntax::Compare>(&expr.node);
    if (compare == nullptr) return nullptr;
    const bool equality =
        compare->comparison == syntax::Comparison::is || compare->comparison == syntax::Comparison::is_not;
    const bool literal = std::holds_alternative<syntax::YesNoLiteral>(compare->right->node);
    const auto* right = std::get_if<syntax::NameRef>(&compare->right->node);
    if (!equality || (!literal && right == nullptr)) return nullptr;
    if (right != nullptr && facts_.contains(right->text)) return nullptr;
    return subject(*compare->left);
  }
  [[nodiscard]] const std::string* known(const std::string& name) const {
    const auto found = facts_.find(name);
    return found == facts_.end() ? nullptr : &found->first;
  }

  [[nodiscard]] std::string text_of(const syntax::Expr& expr) const { return std::string(sources_.text(expr.span)); }

  /// Comparisons that say the opposite of each other are one.
  [[nodiscard]] Atom atom(const syntax::Expr& expr) const {
    const auto* compare = std::get_if<syntax::Compare>(&expr.node);
    if (compare == nullptr) return {text_of(expr), false};
    const auto both = [&](std::string_view sign) {
      return fmt::format("{} {} {}", text_of(*compare->left), sign, text_of(*compare->right));
    };
    switch (compare->comparison) {
      case syntax::Comparison::is_not:
        return {both("is"), true};
      case syntax::Comparison::greater:
        return {both("<="), true};
      case syntax::Comparison::greater_equal:
        return {both("<"), true};
      case syntax::Comparison::less:
        return {both("<"), false};
      case syntax::Comparison::less_equal:
        return {both("<="), false};
      default:
        return {text_of(expr), false};
    }
  }

  static Truth negated(Truth truth) { return truth ? Truth(!*truth) : truth; }
  [[nodiscard]] Truth all_or_any(const syntax::Logic& logic, const Values& values) const {
    Truth result = logic.conjunction;
    for (const syntax::Expr& operand : logic.operands) {
      const Truth part = truth(operand, values);
      if (part == Truth(!logic.conjunction)) return part;
      if (!part) result = part;
    }
    return result;
  }

  const Sources& sources_;
  std::map<std::string, Variable> facts_;
};

class Search {
public:
  Search(const Reader& reader, const std::vector<const syntax::Expr*>& conditions)
      : reader_(reader), conditions_(conditions) {
    std::map<std::string, Variable> read;
    for (const syntax::Expr* condition : conditions) {
      if (condition != nullptr) reader.gather(*condition, read);
    }
    for (auto& [name, variable] : read) variables_.push_back(std::move(variable));
  }

  [[nodiscard]] bool too_many() const {
    std::size_t count = 1;
    for (const Variable& variable : variables_) {
      count *= variable.values.size();
      if (count > max_situations) return true;
    }
    return false;
  }

  std::vector<Situation> run() {
    choose(0);
    return std::move(found_);
  }

private:
  void choose(std::size_t next) {
    if (next == variables_.size()) return look();
    for (const std::string& value : variables_[next].values) {
      values_[variables_[next].name] = value;
      choose(next + 1);
    }
  }
  void look() {
    std::vector<bool> holds;
    for (const syntax::Expr* condition : conditions_)
      holds.push_back(condition == nullptr || reader_.truth(*condition, values_).value_or(false));
    if (seen_.insert(holds).second) found_.push_back({std::move(holds), example()});
  }
  [[nodiscard]] std::string example() const {
    std::string text;
    for (const Variable& variable : variables_) {
      text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", variable.name, values_.at(variable.name));
    }
    return text;
  }

  const Reader& reader_;
  const std::vector<const syntax::Expr*>& conditions_;
  std::vector<Variable> variables_;
  Values values_;
  std::set<std::vector<bool>> seen_;
  std::vector<Situation> found_;
};

}  // namespace

std::optional<std::vector<Situation>> situations(const Sources& sources, const syntax::File& policy,
                                                 const std::vector<const syntax::Expr*>& conditions) {
  const Reader reader(sources, policy);
  Search search(reader, conditions);
  if (search.too_many()) return std::nullopt;
  return search.run();
}

}  // namespace bywhen::set
