#include "tree.hpp"

#include <fmt/format.h>

namespace bywhen::test {
namespace {

using namespace syntax;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

/// ` (word …)` for a part that is there.
std::string part(const char* word, const std::string& inner) { return fmt::format(" ({} {})", word, inner); }

std::string list(const std::vector<Name>& names) {
  std::string out;
  for (const Name& name : names) out += (out.empty() ? "" : " ") + name.text;
  return out;
}
std::string part(const char* word, const std::vector<Name>& names) {
  return names.empty() ? "" : part(word, list(names));
}
std::string part(const char* word, const std::optional<Name>& name) { return name ? part(word, name->text) : ""; }
std::string part(const char* word, const std::optional<Text>& text) {
  return text ? part(word, quoted(text->text)) : "";
}
std::string part(const char* word, const std::optional<Expr>& expr) { return expr ? part(word, tree(*expr)) : ""; }
std::string flag(const char* word, bool set) { return set ? fmt::format(" {}", word) : ""; }

std::string all(const std::vector<Expr>& exprs) {
  std::string out;
  for (const Expr& expr : exprs) out += " " + tree(expr);
  return out;
}

struct ExprTree {
  std::string operator()(const NumberLiteral& e) const { return e.text; }
  std::string operator()(const PercentLiteral& e) const { return e.text + "%"; }
  std::string operator()(const TextLiteral& e) const { return quoted(e.text); }
  std::string operator()(const YesNoLiteral& e) const { return e.yes ? "yes" : "no"; }
  std::string operator()(const DateLiteral& e) const { return fmt::format("(date {})", e.text); }
  std::string operator()(const TimeLiteral& e) const { return fmt::format("(time {})", e.text); }
  std::string operator()(const NameRef& e) const { return e.text; }
  std::string operator()(const PathRef& e) const { return fmt::format("(of-each {} {})", e.list.text, e.member.text); }
  std::string operator()(const Filtered& e) const {
    return fmt::format("(where {} {})", tree(*e.value), tree(*e.filter));
  }
  std::string operator()(const CountOf& e) const {
    return fmt::format("(count {}{})", e.list.text, e.filter ? part("where", tree(**e.filter)) : "");
  }
  std::string operator()(const Quantified& e) const {
    return fmt::format("({} {}{})", e.all ? "all" : "any", tree(*e.condition),
                       e.filter ? part("where", tree(**e.filter)) : "");
  }
  std::string operator()(const RecordsLiteral& e) const {
    std::string records;
    for (const auto& record : e.records) {
      std::string told;
      for (const auto& member : record.members) told += part(member.member.text.c_str(), tree(*member.value));
      records += fmt::format(" (record{})", told);
    }
    return fmt::format("(records{})", records);
  }
  std::string operator()(const Quantity& e) const {
    return fmt::format("({}{}{} {})", tree(*e.count), flag("full", e.full),
                       e.business ? flag("business", true) + part("calendar", e.calendar) : "", e.unit.text);
  }
  std::string operator()(const Compound& e) const { return fmt::format("(sum{})", all(e.quantities)); }
  std::string operator()(const PercentOf& e) const { return fmt::format("(of {} {})", tree(*e.share), tree(*e.whole)); }
  std::string operator()(const Times& e) const { return fmt::format("(times {} {})", tree(*e.count), tree(*e.value)); }
  std::string operator()(const Sum& e) const {
    std::string items;
    for (std::size_t i = 0; i < e.items.size(); ++i)
      items += e.negative[i] ? part("minus", tree(e.items[i])) : " " + tree(e.items[i]);
    return fmt::format("(add{})", items);
  }
  std::string operator()(const Bounded& e) const {
    return fmt::format("({} {} {})", e.at_least ? "at-least" : "at-most", tree(*e.value), tree(*e.bound));
  }
  std::string operator()(const Shift& e) const {
    std::string suffixes = flag("ending", e.ending_on_business_day) + part("calendar", e.ending_calendar);
    if (e.holding) suffixes += part("holding", tree(**e.holding));
    suffixes += flag("eu-law", e.under_eu_law) + part("calendar", e.law_calendar);
    return fmt::format("({} {} {}{}{})", e.before ? "before" : "after", tree(*e.duration), tree(*e.anchor), suffixes,
                       part("zone", e.zone));
  }
  std::string operator()(const TimeSince& e) const { return fmt::format("(time-since {})", e.event.text); }
  std::string operator()(const DayEdge& e) const {
    return fmt::format("({} {}{})", e.end ? "day-end" : "day-start", tree(*e.anchor), part("zone", e.zone));
  }
  std::string operator()(const Extremum& e) const {
    return fmt::format("({}{})", e.latest ? "latest" : "earliest", all(e.items));
  }
  std::string operator()(const Compare& e) const {
    static constexpr const char* words[] = {"is", "is-not", "<", "<=", ">", ">=", "is-before", "is-after"};
    return fmt::format("({} {} {})", words[static_cast<std::size_t>(e.comparison)], tree(*e.left), tree(*e.right));
  }
  std::string operator()(const Membership& e) const {
    return fmt::format("({} {}{})", e.negated ? "not-in" : "in", tree(*e.left), all(e.choices));
  }
  std::string operator()(const Presence& e) const {
    return fmt::format("({} {})", e.known ? "known" : "missing", tree(*e.subject));
  }
  std::string operator()(const Happened& e) const {
    return fmt::format("({} {})", e.negated ? "not-happened" : "happened", tree(*e.event));
  }
  std::string operator()(const Passed& e) const {
    return fmt::format("({} {})", e.negated ? "not-passed" : "passed", tree(*e.moment));
  }
  std::string operator()(const StatusIs& e) const {
    return fmt::format("({} {})", e.negated ? "status-not" : "status", list(e.statuses));
  }
  std::string operator()(const Not& e) const { return fmt::format("(not {})", tree(*e.operand)); }
  std::string operator()(const Logic& e) const {
    return fmt::format("({}{})", e.conjunction ? "and" : "or", all(e.operands));
  }
};

std::string table(const Table& table) {
  std::string out = part("by", table.by);
  for (const TableRow& row : table.rows) {
    out += "\n  (row";
    if (row.condition) out += " " + tree(*row.condition);
    for (const auto& cell : row.cells)
      out += fmt::format(" [{}]", cell.choices.empty() ? "any" : all(cell.choices).substr(1));
    out += fmt::format(" {})", tree(row.value));
  }
  if (table.otherwise) out += "\n " + part("else", tree(*table.otherwise));
  return fmt::format("(table{})", out);
}

std::string type_text(const TypeRef& type) {
  if (type.members.empty()) return type.choices.empty() ? type.name : fmt::format("{{{}}}", list(type.choices));
  std::string members;
  for (const MemberDecl& member : type.members)
    members += fmt::format(" ({} {}{}{})", member.name.text, type_text(member.type),
                           flag("optional", member.type.optional), part("default", member.default_value));
  return "list" + members;
}

std::string value(const std::variant<Expr, Table>& value) {
  const auto* expr = std::get_if<Expr>(&value);
  return expr ? tree(*expr) : table(std::get<Table>(value));
}

std::string conditions(const std::vector<Condition>& conditions) {
  std::string out;
  for (const Condition& condition : conditions) out += part(condition.unless ? "unless" : "when", tree(condition.expr));
  return out;
}

std::string window(const std::optional<Window>& window) {
  if (!window) return "";
  return part("within", window->within) + part("from", window->from) + part("until", window->until) +
         part("by", window->by);
}

std::string amount(const std::optional<Amount>& amount) {
  if (!amount) return "";
  std::string out = tree(amount->gross);
  for (const Expr& less : amount->less) out += part("less", tree(less));
  return part("amount", out + part("to", amount->to));
}

std::string otherwise(const std::optional<Otherwise>& otherwise) {
  if (!otherwise) return "";
  return part("otherwise", list(otherwise->actions) + part("actors", otherwise->actors) +
                               part("until", otherwise->until) + part("because", otherwise->because));
}

std::string marks(const auto& marks) {
  std::string out;
  for (const auto& mark : marks) out += part("marks", mark.event.text + flag("once", mark.once));
  return out;
}

struct RuleTree {
  std::string operator()(const MayRule& r) const {
    return fmt::format("({}{}{}{}{}{}{})", r.prohibition ? "may-not" : "may", part("label", r.label),
                       part("actors", r.actors), part("actions", r.actions), window(r.window), conditions(r.conditions),
                       part("because", r.because));
  }
  std::string operator()(const MustRule& r) const {
    return fmt::format("(must{}{}{}{}{}{}{}{})", part("label", r.label), part("actors", r.actors),
                       part("actions", r.actions), amount(r.amount), window(r.due), conditions(r.conditions),
                       part("because", r.because), otherwise(r.otherwise));
  }
  std::string operator()(const HappensRule& r) const {
    return fmt::format("(happens{} {}{}{}{}{})", part("label", r.label), r.action.text, amount(r.amount),
                       part("at", tree(r.at)), conditions(r.conditions), part("because", r.because));
  }
};

std::string assignments(const std::vector<Assignment>& assignments) {
  std::string out;
  for (const Assignment& a : assignments) out += part(a.fact.text.c_str(), tree(a.value));
  return out;
}

struct ExpectationTree {
  std::string operator()(const ExpectMay& e) const {
    return fmt::format("{} {} {}{}{}{}", e.negated ? "may-not" : "may", e.actor.text, e.action.text,
                       part("from", e.from), part("until", e.until), part("because", e.because));
  }
  std::string operator()(const ExpectUnknown& e) const {
    return fmt::format("unknown {} {}", e.actor.text, e.action.text);
  }
  std::string operator()(const ExpectMust& e) const {
    return fmt::format("{} {}{}{}{}{}", e.negated ? "need-not" : "must", e.actor.text, part("actions", e.actions),
                       part("amount", e.amount), part("by", e.by), part("because", e.because));
  }
  std::string operator()(const ExpectCannot& e) const {
    return fmt::format("cannot {} {}{}{}", e.actor.text, e.action.text, assignments(e.inputs),
                       part("because", e.because));
  }
  std::string operator()(const ExpectHappens& e) const {
    return fmt::format("happens {}{}{}", e.action.text, part("at", tree(e.at)), part("because", e.because));
  }
  std::string operator()(const ExpectStatus& e) const {
    return fmt::format("status {}{}", e.status.text, part("because", e.because));
  }
  std::string operator()(const ExpectCondition& e) const { return fmt::format("condition {}", tree(e.condition)); }
};

struct StepTree {
  std::string operator()(const GivenStep& s) const { return fmt::format("(given{})", assignments(s.assignments)); }
  std::string operator()(const AtStep& s) const { return fmt::format("(at {})", tree(s.time)); }
  std::string operator()(const DoesStep& s) const {
    return fmt::format("(does {} {}{})", s.actor.text, s.action.text, assignments(s.inputs));
  }
  std::string operator()(const ExpectStep& s) const {
    return fmt::format("(expect {})", std::visit(ExpectationTree{}, s.expectation));
  }
};

struct DeclarationTree {
  std::string operator()(const PolicyDecl& d) const {
    std::string out = d.name.text + part("title", d.title);
    if (d.extends) out += part("extends", d.extends->text);
    return fmt::format("(policy {}{})", out, conditions(d.conditions));
  }
  std::string operator()(const VersionDecl& d) const {
    return fmt::format("(version {}{}{})", tree(d.date), flag("amends", d.amends.has_value()),
                       flag("for-all-orders", d.for_all_orders.has_value()));
  }
  std::string operator()(const GovernedDecl& d) const { return fmt::format("(governed {})", d.event.text); }
  std::string operator()(const TermBoundDecl& d) const {
    const std::string bound = part(d.at_least ? "at-least" : "at-most", tree(d.bound));
    return fmt::format("(term-bound {}{}{})", d.term.text, bound, part("doc", d.doc));
  }
  std::string operator()(const ReplaceDecl& d) const {
    const auto inner = [this](const auto& what) {
      if constexpr (std::is_same_v<std::decay_t<decltype(what)>, Rule>) {
        return std::visit(RuleTree{}, what);
      } else {
        return (*this)(what);
      }
    };
    return fmt::format("(replace {})", std::visit(inner, d.what));
  }
  std::string operator()(const RemoveDecl& d) const {
    static constexpr const char* kinds[] = {"",      "term ",   "define ", "actor ",
                                            "fact ", "status ", "action ", "calendar "};
    return fmt::format("(remove {}{}{})", kinds[static_cast<std::size_t>(d.what)], d.name.text,
                       part("because", d.because));
  }
  std::string operator()(const ZoneDecl& d) const { return fmt::format("(zone {})", quoted(d.zone.text)); }
  std::string operator()(const MonthsDecl& d) const { return fmt::format("(months {})", d.up ? "up" : "down"); }
  std::string operator()(const MoneyDecl& d) const {
    static constexpr const char* ways[] = {"even", "up", "down"};
    return fmt::format("(money{} {})", flag("half", d.half), ways[static_cast<std::size_t>(d.way)]);
  }
  std::string operator()(const CalendarDecl& d) const {
    std::string out = d.name.text + flag("default", d.is_default);
    if (d.choice) out += " " + table(*d.choice);
    for (const auto& years : d.covers) out += part("covers", tree(years.first) + " " + tree(years.last));
    out += part("weekend", d.weekend);
    for (const auto& day : d.holidays) out += part("holiday", tree(day.date) + part("name", day.name));
    for (const auto& day : d.recurring)
      out += part("every", tree(day.day) + " " + day.month.text + part("name", day.name));
    for (const auto& file : d.files) out += part("from", std::optional(file));
    out += part("of", d.others);
    return fmt::format("(calendar {})", out);
  }
  std::string operator()(const TermDecl& d) const {
    return fmt::format("(term {} {}{})", d.name.text, value(d.value), part("doc", d.doc));
  }
  std::string operator()(const DefineDecl& d) const {
    return fmt::format("({} {} {})", d.condition ? "define-when" : "define", d.name.text, value(d.value));
  }
  std::string operator()(const ActorDecl& d) const {
    return fmt::format("(actor {}{})", d.name.text, part("label", d.label));
  }
  std::string operator()(const FactDecl& d) const {
    const std::string type = type_text(d.type);
    return fmt::format("(fact {} (type {}{}){})", list(d.names), type, flag("optional", d.type.optional),
                       part("default", d.default_value));
  }
  std::string operator()(const StatusDecl& d) const {
    return fmt::format("(status {}{}{}{}{}{})", d.name.text, part("label", d.label),
                       flag("initial", d.initial.has_value()), flag("final", d.final.has_value()), marks(d.marks),
                       part("needs", d.needs));
  }
  std::string operator()(const ActionDecl& d) const {
    std::string out = d.name.text + part("label", d.label) + part("asks", d.asks);
    for (const auto& r : d.requirements) out += part("requires", tree(r.condition) + part("because", r.because));
    out += marks(d.marks);
    for (const auto& s : d.sets) out += part("sets", s.fact.text + " " + tree(s.value));
    for (const auto& b : d.becomes) out += part("becomes", b.status.text + part("when", b.condition));
    return fmt::format("(action {})", out);
  }
  std::string operator()(const InBlock& d) const {
    std::string out = flag("any", d.any) + part(d.any ? "except" : "statuses", d.statuses) + conditions(d.conditions);
    for (const Rule& rule : d.rules) out += "\n  " + std::visit(RuleTree{}, rule);
    return fmt::format("(in{})", out);
  }
  std::string operator()(const ScenarioDecl& d) const {
    std::string out = quoted(d.name.text);
    for (const Step& step : d.steps) out += "\n  " + std::visit(StepTree{}, step);
    return fmt::format("(scenario {})", out);
  }
};

}  // namespace

std::string tree(const Expr& expr) { return std::visit(ExprTree{}, expr.node); }

std::string tree(const File& file) {
  std::string out;
  for (const Declaration& declaration : file.declarations) out += std::visit(DeclarationTree{}, declaration) + "\n";
  return out;
}

}  // namespace bywhen::test
