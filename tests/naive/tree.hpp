#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bywhen/source.hpp"
#include "grammar/syntax.hpp"
#include "tests/naive/business_days.hpp"

namespace bywhen::naive {

/// A rule where it stands: its block says the statuses and a condition.
struct Sentence {
  const syntax::InBlock* block = nullptr;
  const syntax::Rule* rule = nullptr;
};

/// A policy's syntax tree with its declarations to be found by name. Nothing else is worked out before it is asked for.
class Tree {
public:
  /// Throws where the policy cannot be read: then the test is wrong.
  Tree(const std::string& name, std::string text);
  /// Of a text that was merged from several; the sources are those of all.
  Tree(Sources sources, syntax::File file);
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  struct Fact {
    const syntax::FactDecl* declaration = nullptr;
    [[nodiscard]] const std::string& type() const { return declaration->type.name; }
    /// A member of the list's records.
    [[nodiscard]] const syntax::MemberDecl& member(const std::string& name) const;
    [[nodiscard]] bool is_event() const { return type() == "event"; }
    [[nodiscard]] const std::vector<syntax::Name>& choices() const { return declaration->type.choices; }
  };

  std::map<std::string, Fact> facts;
  std::map<std::string, const syntax::TermDecl*> terms;
  std::map<std::string, const syntax::DefineDecl*> defines;
  std::map<std::string, const syntax::StatusDecl*> statuses;
  std::map<std::string, const syntax::ActionDecl*> actions;
  std::map<std::string, BusinessDays> calendars;
  /// Calendars that the order chooses.
  std::map<std::string, const syntax::Table*> calendar_choices;
  std::vector<std::string> actors;
  std::vector<const syntax::InBlock*> blocks;
  /// Every expression of the policy, parts of expressions too.
  std::vector<const syntax::Expr*> expressions;
  std::string initial;
  std::string default_calendar;
  std::string zone;
  bool months_round_up = false;
  syntax::MoneyDecl money_rounding{true, syntax::MoneyDecl::Way::even, {}};
  std::optional<Day> version;

  /// The rules of the blocks that name the status, in the order of the text.
  [[nodiscard]] std::vector<Sentence> sentences_in(const std::string& status) const;
  /// Its label, else `file:line`.
  [[nodiscard]] std::string name_of(const syntax::Rule& rule) const;
  /// Where the last years of the calendars end.
  [[nodiscard]] std::set<Instant> ends_of_calendars() const;

private:
  void take_apart();

  Sources sources_;
  syntax::File file_;
};

}  // namespace bywhen::naive
