#include "tests/naive/tree.hpp"

#include <algorithm>
#include <stdexcept>

#include "bywhen/diagnostic.hpp"
#include "grammar/parse.hpp"
#include "tests/naive/expressions.hpp"
#include "tests/naive/wall_clock.hpp"

namespace bywhen::naive {
namespace {

Day day_of(const syntax::Expr& expr) { return read_day(std::get<syntax::DateLiteral>(expr.node).text); }

bool names(const std::vector<syntax::Name>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const syntax::Name& item) { return item.text == name; });
}

struct Take {
  Tree& tree;
  Expressions& expressions;
  std::vector<const syntax::CalendarDecl*>& calendars;

  template <typename Other>
  void operator()(const Other&) const {}
  void operator()(const syntax::VersionDecl& version) const { tree.version = day_of(version.date); }
  void operator()(const syntax::ZoneDecl& zone) const { tree.zone = zone.zone.text; }
  void operator()(const syntax::MonthsDecl& months) const { tree.months_round_up = months.up; }
  void operator()(const syntax::MoneyDecl& money) const { tree.money_rounding = money; }
  void operator()(const syntax::ActorDecl& actor) const { tree.actors.push_back(actor.name.text); }
  void operator()(const syntax::CalendarDecl& calendar) const {
    if (calendar.is_default) tree.default_calendar = calendar.name.text;
    if (calendar.choice) tree.calendar_choices[calendar.name.text] = &*calendar.choice;
    calendars.push_back(&calendar);
  }
  void operator()(const syntax::TermDecl& term) const {
    tree.terms[term.name.text] = &term;
    expressions.add(term.value);
  }
  void operator()(const syntax::DefineDecl& define) const {
    tree.defines[define.name.text] = &define;
    expressions.add(define.value);
  }
  void operator()(const syntax::FactDecl& fact) const {
    for (const auto& name : fact.names) tree.facts[name.text].declaration = &fact;
  }
  void operator()(const syntax::StatusDecl& status) const {
    tree.statuses[status.name.text] = &status;
    if (status.initial) tree.initial = status.name.text;
  }
  void operator()(const syntax::ActionDecl& action) const {
    tree.actions[action.name.text] = &action;
    expressions.add(action);
  }
  void operator()(const syntax::InBlock& block) const {
    tree.blocks.push_back(&block);
    expressions.add(block);
  }
};

}  // namespace

const syntax::MemberDecl& Tree::Fact::member(const std::string& name) const {
  const auto& members = declaration->type.members;
  return *std::find_if(members.begin(), members.end(),
                       [&](const syntax::MemberDecl& member) { return member.name.text == name; });
}

Tree::Tree(const std::string& name, std::string text) {
  const auto source = sources_.add(name, std::move(text));
  Parsed parsed = parse(sources_, source);
  if (!parsed.diagnostics.empty()) throw std::invalid_argument(render_text(parsed.diagnostics, sources_, false));
  file_ = std::move(parsed.file);
  take_apart();
}

Tree::Tree(Sources sources, syntax::File file) : sources_(std::move(sources)), file_(std::move(file)) { take_apart(); }

void Tree::take_apart() {
  Expressions all;
  std::vector<const syntax::CalendarDecl*> declared;
  for (const auto& declaration : file_.declarations) std::visit(Take{*this, all, declared}, declaration);
  calendars = business_days_of(declared);
  expressions = std::move(all.found);
}

std::vector<Sentence> Tree::sentences_in(const std::string& status) const {
  std::vector<Sentence> found;
  for (const auto* block : blocks) {
    if (names(block->statuses, status) == block->any) continue;
    for (const auto& rule : block->rules) found.push_back({block, &rule});
  }
  return found;
}

std::string Tree::name_of(const syntax::Rule& rule) const {
  const auto& label = std::visit(
      [](const auto& sentence) -> const auto& { return sentence.label; }, rule);
  if (label) return label->text;
  const Span span = std::visit([](const auto& sentence) { return sentence.span; }, rule);
  return sources_[span.source].name() + ":" + std::to_string(sources_.position(span).line);
}

std::set<Instant> Tree::ends_of_calendars() const {
  std::set<Instant> ends;
  for (const auto& [name, days] : calendars) {
    const Day after(date::year(days.last_year + 1) / 1 / 1);
    ends.insert(instant_of(after + std::chrono::microseconds(0), zone));
  }
  return ends;
}

}  // namespace bywhen::naive
