#include "interpreter/set/situations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "interpreter/set/ranges.hpp"

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

/// What something may be: a choice, `yes`, `no` or `missing`, or a place of its range.
struct Possible {
  std::string name;
  std::size_t place = 0;
};

/// Something that a condition hangs on, and what it may be.
struct Variable {
  std::string name;
  std::vector<Possible> values;
  /// Of what is compared with literals.
  const Range* range = nullptr;

  [[nodiscard]] std::string words(const Possible& value) const {
    if (range == nullptr) return fmt::format("{} = {}", name, value.name);
    return value.name == missing ? fmt::format("{} is missing", name) : range->words(value.place);
  }
};

/// A condition that is not looked into: it holds or does not.
struct Atom {
  std::string text;
  bool negated = false;
};

/// The values of all variables, by name.
using Values = std::map<std::string, Possible>;

struct Compared {
  const syntax::Expr* left = nullptr;
  Comparing comparing;
};

/// With its sides the other way round.
syntax::Comparison turned(syntax::Comparison comparison) {
  using syntax::Comparison;
  switch (comparison) {
    case Comparison::less:
      return Comparison::greater;
    case Comparison::less_equal:
      return Comparison::greater_equal;
    case Comparison::greater:
      return Comparison::less;
    case Comparison::greater_equal:
      return Comparison::less_equal;
    case Comparison::is_before:
      return Comparison::is_after;
    case Comparison::is_after:
      return Comparison::is_before;
    default:
      return comparison;
  }
}

class Reader {
public:
  Reader(const Sources& sources, const syntax::File& policy, const std::set<std::string>& untold)
      : sources_(sources), untold_(untold) {
    for (const syntax::Declaration& declaration : policy.declarations) {
      if (const auto* fact = std::get_if<syntax::FactDecl>(&declaration)) add_fact(*fact);
    }
  }

  /// Notes with what things are compared; of all expressions, before anything is gathered.
  void scan(const syntax::Expr& expr) {
    if (const auto* logic = std::get_if<syntax::Logic>(&expr.node)) {
      for (const syntax::Expr& operand : logic->operands) scan(operand);
    } else if (const auto* no = std::get_if<syntax::Not>(&expr.node)) {
      scan(*no->operand);
    } else if (const auto compared = compared_in(expr)) {
      range_of(*compared->left).add(compared->comparing);
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
    } else if (const syntax::Expr* ranging = ranged(expr)) {
      read.emplace(text_of(*ranging), ranging_variable(*ranging));
    } else {
      const std::string text = atom(expr).text;
      read.emplace(text, Variable{text, {{"yes"}, {"no"}}});
    }
  }

  [[nodiscard]] Truth truth(const syntax::Expr& expr, const Values& values) const {
    if (const auto* logic = std::get_if<syntax::Logic>(&expr.node)) return all_or_any(*logic, values);
    if (const auto* no = std::get_if<syntax::Not>(&expr.node)) return negated(truth(*no->operand, values));
    const std::string* fact = subject(expr);
    const syntax::Expr* ranging = fact == nullptr ? ranged(expr) : nullptr;
    if (fact == nullptr && ranging == nullptr) {
      const Atom read = atom(expr);
      return (values.at(read.text).name == "yes") != read.negated;
    }
    const Possible& value = values.at(fact != nullptr ? *fact : text_of(*ranging));
    if (const auto* presence = std::get_if<syntax::Presence>(&expr.node))
      return (value.name != missing) == presence->known;
    if (value.name == missing) return std::nullopt;
    if (ranging != nullptr) return ranges_.at(text_of(*ranging)).holds(compared_in(expr)->comparing, value.place);
    return truth_of_choice(expr, value.name);
  }

private:
  [[nodiscard]] Truth truth_of_choice(const syntax::Expr& expr, const std::string& value) const {
    if (const auto* in = std::get_if<syntax::Membership>(&expr.node)) {
      const auto is = [&](const syntax::Expr& choice) { return text_of(choice) == value; };
      return std::any_of(in->choices.begin(), in->choices.end(), is) != in->negated;
    }
    const auto* compare = std::get_if<syntax::Compare>(&expr.node);
    if (compare == nullptr) return value == "yes";
    return (text_of(*compare->right) == value) == (compare->comparison == syntax::Comparison::is);
  }

  void add_fact(const syntax::FactDecl& fact) {
    for (const syntax::Name& name : fact.names) declared_[name.text] = &fact;
    Variable variable;
    for (const syntax::Name& choice : fact.type.choices) variable.values.push_back({choice.text});
    if (fact.type.name == "yes/no") variable.values = {{"yes"}, {"no"}};
    if (variable.values.empty()) return;
    if (may_be_missing(fact)) variable.values.push_back({std::string(missing)});
    for (const syntax::Name& name : fact.names) {
      variable.name = name.text;
      Variable& own = facts_[name.text] = variable;
      if (!untold_.contains(name.text)) continue;
      if (fact.default_value) own.values = {{text_of(*fact.default_value)}};
      if (may_be_missing(fact)) own.values = {{std::string(missing)}};
    }
  }
  static bool may_be_missing(const syntax::FactDecl& fact) { return fact.type.optional && !fact.default_value; }

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

  // ── What is compared with literals ──

  /// Something that is no literal with one; absent for all else.
  [[nodiscard]] std::optional<Compared> compared_in(const syntax::Expr& expr) const {
    const auto* compare = std::get_if<syntax::Compare>(&expr.node);
    if (compare == nullptr) return std::nullopt;
    const auto left = point_of(sources_, *compare->left);
    const auto right = point_of(sources_, *compare->right);
    if (left.has_value() == right.has_value()) return std::nullopt;
    if (right) return Compared{&*compare->left, {compare->comparison, *right}};
    return Compared{&*compare->right, {turned(compare->comparison), *left}};
  }

  Range& range_of(const syntax::Expr& left) {
    const std::string text = text_of(left);
    Range& range = ranges_.try_emplace(text, Range(text)).first->second;
    if (std::holds_alternative<syntax::CountOf>(left.node)) range.be_count();
    const syntax::FactDecl* fact = declared(left);
    if (fact != nullptr && fact->type.name == "integer") range.be_whole();
    return range;
  }
  [[nodiscard]] const syntax::FactDecl* declared(const syntax::Expr& expr) const {
    const auto* name = std::get_if<syntax::NameRef>(&expr.node);
    const auto found = name == nullptr ? declared_.end() : declared_.find(name->text);
    return found == declared_.end() ? nullptr : found->second;
  }

  /// What has a range that the condition is about; null for all else.
  [[nodiscard]] const syntax::Expr* ranged(const syntax::Expr& expr) const {
    const syntax::Expr* about = nullptr;
    if (const auto* presence = std::get_if<syntax::Presence>(&expr.node)) about = &*presence->subject;
    if (const auto compared = compared_in(expr)) about = compared->left;
    const auto found = about == nullptr ? ranges_.end() : ranges_.find(text_of(*about));
    return found == ranges_.end() || !found->second.good() ? nullptr : about;
  }

  [[nodiscard]] Variable ranging_variable(const syntax::Expr& about) const {
    const Range& range = ranges_.at(text_of(about));
    Variable variable{text_of(about), {}, &range};
    for (const std::size_t place : range.samples()) variable.values.push_back({"", place});
    const syntax::FactDecl* fact = declared(about);
    if (fact == nullptr) return variable;
    const bool untold = untold_.contains(variable.name);
    const auto usual = untold && fact->default_value ? point_of(sources_, *fact->default_value) : std::nullopt;
    if (usual) variable.values = {{"", range.place_of(*usual)}};
    if (untold && may_be_missing(*fact)) variable.values.clear();
    if (may_be_missing(*fact)) variable.values.push_back({std::string(missing)});
    return variable;
  }

  /// Conditions that say the opposite of each other are one.
  [[nodiscard]] Atom atom(const syntax::Expr& expr) const {
    if (const auto* presence = std::get_if<syntax::Presence>(&expr.node))
      return {fmt::format("{} is known", text_of(*presence->subject)), !presence->known};
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
  const std::set<std::string>& untold_;
  std::map<std::string, Variable> facts_;
  std::map<std::string, const syntax::FactDecl*> declared_;
  /// By the text of what is compared.
  std::map<std::string, Range> ranges_;
};

class Search {
public:
  Search(Reader& reader, const std::vector<const syntax::Expr*>& conditions)
      : reader_(reader), conditions_(conditions) {
    for (const syntax::Expr* condition : conditions) {
      if (condition != nullptr) reader.scan(*condition);
    }
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
    for (const Possible& value : variables_[next].values) {
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
      text += fmt::format("{}{}", text.empty() ? "" : ", ", variable.words(values_.at(variable.name)));
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
                                                 const std::vector<const syntax::Expr*>& conditions,
                                                 const std::set<std::string>& untold) {
  Reader reader(sources, policy, untold);
  Search search(reader, conditions);
  if (search.too_many()) return std::nullopt;
  return search.run();
}

}  // namespace bywhen::set
