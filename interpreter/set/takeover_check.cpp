#include "interpreter/set/takeover_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/check/codes.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/set/situations.hpp"

namespace bywhen::set {
namespace {

/// Whether what orders tell as the first type is read as the second. Which choices there are is another question.
bool is_readable(Kind told, Kind read) {
  if (told == read) return true;
  return (told == Kind::integer && read == Kind::decimal) || (told == Kind::event && read == Kind::time) ||
         (told == Kind::choice && read == Kind::text);
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

/// A member with what it knows.
struct Side {
  const PolicySet::Inside& set;
  std::size_t member;

  [[nodiscard]] const Program& program() const { return PolicyAccess::compiled(set.members[member].policy)->program; }
  [[nodiscard]] const Model& model() const { return *program().model; }
  [[nodiscard]] Span place(Span own) const { return {set.places[member][own.source], own.begin, own.end}; }
};

/// Compares two members of which the second takes an order over from the first.
class Comparison {
public:
  Comparison(Side before, Side after, Span takeover, Diagnostics& found)
      : before_(before), after_(after), takeover_(takeover), found_(found) {}

  void compare() {
    for (const Fact& fact : after_.model().facts) {
      const auto old = find_name(before_.model().facts, fact.name);
      compare_fact(fact.name, old ? &before_.model().facts[*old] : nullptr, fact);
    }
    for (std::size_t i = 0; i < before_.model().statuses.size(); ++i) compare_status(i);
  }

private:
  void compare_fact(const std::string& name, const Fact* old, const Fact& fact) {
    const bool always_told = old != nullptr && old->required();
    if (fact.required() && !always_told) return lacking(name, old, fact);
    if (old == nullptr) return;
    if (!is_readable(old->type.kind, fact.type.kind)) return other_type(name, *old, fact);
    if (old->type.kind == Kind::choice && fact.type.kind == Kind::choice) compare_choices(name, *old, fact);
    if (old->type.kind == Kind::list) compare_members(name, *old, fact);
  }

  void lacking(const std::string& name, const Fact* old, const Fact& fact) {
    Diagnostic& problem = report(after_.place(fact.span), fmt::format("running orders need not have told `{}`", name));
    problem.label = "every order must have it from the takeover on";
    if (old != nullptr) problem.further.push_back({before_.place(old->span), "orders may leave it out here"});
    problem.help = "give it a default, `= …`, or make it optional with `?`";
  }
  void other_type(const std::string& name, const Fact& old, const Fact& fact) {
    Diagnostic& problem =
        report(after_.place(fact.span), fmt::format("running orders have told `{}` as a value of another type", name));
    problem.label = fmt::format("{} is wanted here", expected_form(after_.model(), fact.type));
    problem.further.push_back(
        {before_.place(old.span), fmt::format("{} is told here", expected_form(before_.model(), old.type))});
    problem.help = "keep the type, or declare a new fact with a default, or an optional one";
  }
  void compare_choices(const std::string& name, const Fact& old, const Fact& fact) {
    std::vector<std::string> gone;
    const auto now = choices(after_.model(), fact);
    for (const std::string& choice : choices(before_.model(), old)) {
      if (std::find(now.begin(), now.end(), choice) == now.end()) gone.push_back(choice);
    }
    if (gone.empty()) return;
    Diagnostic& problem =
        report(after_.place(fact.span), fmt::format("running orders may have told {} as `{}`", list_of(gone), name));
    problem.label = gone.size() == 1 ? "this choice is gone" : "these choices are gone";
    problem.further.push_back({before_.place(old.span), "they may here"});
    problem.help = fmt::format("keep {}, and let rules say that new orders cannot have {}", list_of(gone),
                               gone.size() == 1 ? "it" : "them");
  }
  static std::vector<std::string> choices(const Model& model, const Fact& fact) {
    std::vector<std::string> names;
    for (const Choice choice : model.choice_lists[fact.type.choices]) names.push_back(model.choice_names[choice.id]);
    return names;
  }
  void compare_members(const std::string& list, const Fact& old, const Fact& fact) {
    const auto& known = before_.model().record_types[old.type.choices].members;
    for (const Fact& member : after_.model().record_types[fact.type.choices].members) {
      const auto same = find_name(known, member.name);
      compare_fact(fmt::format("{}.{}", list, member.name), same ? &known[*same] : nullptr, member);
    }
  }

  void compare_status(std::size_t index) {
    const Status& status = before_.model().statuses[index];
    const auto now = find_name(after_.model().statuses, status.name);
    if (!now) return status_gone(status);
    const auto& supplied = before_.program().statuses[index].required;
    for (const FactId fact : after_.program().statuses[*now].required) {
      const Fact& needed = after_.model().facts[fact];
      const auto old = find_name(before_.model().facts, needed.name);
      const bool there = old && (before_.model().facts[*old].required() ||
                                 std::find(supplied.begin(), supplied.end(), *old) != supplied.end());
      if (!there && !needed.default_value && !needed.required()) status_lacks(after_.model().statuses[*now], needed);
    }
  }
  void status_gone(const Status& status) {
    Diagnostic& problem =
        report(takeover_, fmt::format("running orders may be in the status `{}`, which is gone", status.name));
    problem.further.push_back({before_.place(status.span), "declared here"});
    problem.help = "keep the status, with what leads out of it, for as long as orders may be in it";
  }
  void status_lacks(const Status& status, const Fact& needed) {
    Diagnostic& problem = report(after_.place(status.span),
                                 fmt::format("running orders in `{}` may lack `{}`", status.name, needed.name));
    problem.label = "every order in it must have that from the takeover on";
    problem.help = fmt::format(
        "give the orders that enter it from now on a status of their own, or let `{}` neither "
        "mark nor need `{}`",
        status.name, needed.name);
  }

  Diagnostic& report(Span span, std::string message) {
    Diagnostic diagnostic;
    diagnostic.code = codes::takeover_strands;
    diagnostic.span = span;
    diagnostic.message = std::move(message);
    if (span != takeover_) diagnostic.further.push_back({takeover_, "taken over here"});
    found_.push_back(std::move(diagnostic));
    return found_.back();
  }

  Side before_;
  Side after_;
  Span takeover_;
  Diagnostics& found_;
};

// ── Which members hand orders to which ──

/// Indices of members, before and after.
using Pairs = std::set<std::pair<std::size_t, std::size_t>>;

void collect_names(const syntax::File& version, std::set<std::string>& names) {
  for (const syntax::Declaration& declaration : version.declarations) {
    const auto* fact = std::get_if<syntax::FactDecl>(&declaration);
    if (fact == nullptr) continue;
    for (const syntax::Name& name : fact->names) names.insert(name.text);
  }
}

/// Facts as running orders tell them, and behind them those that only the later version has.
syntax::File facts_of_both(const Ground& before, const Ground& after, std::set<std::string>& untold) {
  std::set<std::string> told;
  collect_names(before.version, told);
  syntax::File both = before.version;
  for (const syntax::Declaration& declaration : after.version.declarations) {
    const auto* fact = std::get_if<syntax::FactDecl>(&declaration);
    if (fact == nullptr) continue;
    syntax::FactDecl fresh = *fact;
    std::erase_if(fresh.names, [&](const syntax::Name& name) { return told.contains(name.text); });
    for (const syntax::Name& name : fresh.names) untold.insert(name.text);
    if (!fresh.names.empty()) both.declarations.emplace_back(std::move(fresh));
  }
  return both;
}

Pairs pairs_of(const PolicySet::Inside& set, const Ground& before, const Ground& after) {
  std::vector<const syntax::Expr*> conditions;
  for (const Ground* ground : {&before, &after}) {
    for (const auto& condition : ground->conditions) conditions.push_back(condition ? &*condition : nullptr);
  }
  std::set<std::string> untold;
  const syntax::File facts = facts_of_both(before, after, untold);
  const auto ways = situations(set.sources, facts, conditions, untold);
  Pairs pairs;
  if (!ways) return pairs;
  const auto split = static_cast<std::ptrdiff_t>(before.conditions.size());
  for (const Situation& way : *ways) {
    const auto& from = set.stretches[before.stretch].members;
    const auto& to = set.stretches[after.stretch].members;
    const auto first = from.find({way.holds.begin(), way.holds.begin() + split});
    const auto second = to.find({way.holds.begin() + split, way.holds.end()});
    if (first != from.end() && second != to.end()) pairs.emplace(first->second, second->second);
  }
  return pairs;
}

}  // namespace

Diagnostics compare_takeovers(const PolicySet::Inside& set, const std::vector<Ground>& grounds) {
  Diagnostics found;
  // Orders from before the last takeover are under that one's version by now.
  std::size_t first = 0;
  for (std::size_t after = 0; after < grounds.size(); ++after) {
    if (!grounds[after].takes_over) continue;
    for (std::size_t before = first; before < after; ++before) {
      for (const auto& [from, to] : pairs_of(set, grounds[before], grounds[after]))
        Comparison({set, from}, {set, to}, *grounds[after].takes_over, found).compare();
    }
    first = after;
  }
  return found;
}

}  // namespace bywhen::set
