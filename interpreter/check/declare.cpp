#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "interpreter/check/expressions.hpp"

namespace bywhen::check_stage {

namespace {

Diagnostic& duplicate(Context& context, const syntax::Name& name, Span first,
                      std::string_view code = codes::duplicate_name) {
  Diagnostic& diagnostic = context.error(code, name.span, fmt::format("`{}` is declared twice", name.text));
  diagnostic.further.push_back({first, "first declared here"});
  diagnostic.help = "give one of them another name, or leave it out";
  return diagnostic;
}

/// Says once that a policy has too many names; what is named then is not called unknown.
bool has_room(Context& context, const syntax::Name& name, std::size_t count, std::size_t most) {
  if (count < most) return true;
  context.incomplete = true;
  context.skipped_words.insert(name.text);
  if (std::exchange(context.names_full, true)) return false;
  context.error(codes::too_many_names, name.span, fmt::format("a policy has at most {} names of this kind", most))
      .help = "split it into several policies";
  return false;
}

}  // namespace

bool enter(Context& context, Symbols& symbols, const syntax::Name& name, std::size_t index) {
  if (!has_room(context, name, index, &symbols == &context.statuses ? max_statuses : max_names)) return false;
  const auto [symbol, fresh] =
      enter_once(symbols, name.text, NamedSymbol{static_cast<std::uint32_t>(index), name.span, false});
  if (!fresh) duplicate(context, name, symbol.span);
  return fresh;
}

namespace {

bool enter_value(Context& context, const syntax::Name& name, ValueRole role, std::size_t index) {
  if (!has_room(context, name, index, max_names)) return false;
  const auto [symbol, fresh] =
      enter_once(context.values, name.text, ValueSymbol{role, static_cast<std::uint32_t>(index), name.span, false});
  if (!fresh) duplicate(context, name, symbol.span);
  return fresh;
}

std::string label_or_name(const std::optional<syntax::Text>& label, const syntax::Name& name) {
  return label ? label->text : name.text;
}

// ── Types
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

struct TypeWord {
  std::string_view word;
  Kind kind;
};

constexpr std::array<TypeWord, 10> type_words{{{"event", Kind::event},
                                               {"time", Kind::time},
                                               {"date", Kind::date},
                                               {"yes/no", Kind::yes_no},
                                               {"integer", Kind::integer},
                                               {"decimal", Kind::decimal},
                                               {"percent", Kind::percent},
                                               {"money", Kind::money},
                                               {"text", Kind::text},
                                               {"duration", Kind::duration}}};

std::optional<Choice> intern_choice(Context& context, const syntax::Name& name) {
  const auto known = context.choices.find(name.text);
  if (known != context.choices.end()) return Choice{known->second};
  const std::size_t next = context.model.choice_names.size();
  if (!has_room(context, name, next, max_names)) return std::nullopt;
  context.choices.emplace(name.text, static_cast<std::uint16_t>(next));
  context.model.choice_names.push_back(name.text);
  return Choice{static_cast<std::uint16_t>(next)};
}

Type choice_type(Context& context, const syntax::TypeRef& type) {
  std::vector<Choice> list;
  for (const syntax::Name& name : type.choices) {
    const auto choice = intern_choice(context, name);
    if (!choice) continue;
    if (std::find(list.begin(), list.end(), *choice) != list.end()) {
      context.error(codes::repeated_in_list, name.span, fmt::format("`{}` stands twice in this list", name.text)).help =
          "leave out one of them";
      continue;
    }
    list.push_back(*choice);
  }
  // Lists of the same choices are the same type, so that facts declared apart can be compared.
  auto& lists = context.model.choice_lists;
  const auto same = std::find(lists.begin(), lists.end(), list);
  const auto index = static_cast<std::uint16_t>(same - lists.begin());
  if (same == lists.end()) lists.push_back(std::move(list));
  return {Kind::choice, index};
}

std::optional<Type> lower_type(Context& context, const syntax::TypeRef& type);

void refuse_event_extras(Context& context, const syntax::TypeRef& type,
                         const std::optional<syntax::Expr>& default_value) {
  if (type.optional) {
    context.error(codes::event_never_unknown, type.span, "an event is never unknown").help =
        "a missing event has not happened yet; leave out the `?`, or use the type `time`";
  }
  if (default_value) {
    context.error(codes::event_never_unknown, default_value->span, "an event has no default").help =
        "a missing event has not happened yet; use the type `time` for a moment that is planned or told";
  }
}

/// Each list has a record type of its own. A member with a mistake is left out, and its uses are no mistakes of their
/// own.
Type list_type(Context& context, const syntax::TypeRef& type) {
  RecordType records;
  for (const syntax::MemberDecl& decl : type.members) {
    const auto same = std::find_if(records.members.begin(), records.members.end(),
                                   [&](const Fact& other) { return other.name == decl.name.text; });
    if (same != records.members.end()) {
      duplicate(context, decl.name, same->span);
      continue;
    }
    const auto member_type = lower_type(context, decl.type);
    if (!member_type || !has_room(context, decl.name, records.members.size(), max_names)) {
      context.skipped_words.insert(decl.name.text);
      continue;
    }
    if (member_type->kind == Kind::event) refuse_event_extras(context, decl.type, decl.default_value);
    Fact member;
    member.name = decl.name.text;
    member.type = *member_type;
    member.optional = decl.type.optional && member_type->kind != Kind::event;
    member.span = decl.name.span;
    records.members.push_back(std::move(member));
  }
  context.model.record_types.push_back(std::move(records));
  return {Kind::list, static_cast<std::uint16_t>(context.model.record_types.size() - 1)};
}

std::optional<Type> lower_type(Context& context, const syntax::TypeRef& type) {
  if (!type.members.empty()) return list_type(context, type);
  if (type.name.empty()) return choice_type(context, type);
  for (const TypeWord& entry : type_words) {
    if (entry.word == type.name) return Type{entry.kind};
  }
  std::vector<std::string_view> known;
  for (const TypeWord& entry : type_words) known.push_back(entry.word);
  Diagnostic& diagnostic = context.error(codes::unknown_type, type.span, fmt::format("unknown type `{}`", type.name));
  const auto near = nearest_name(type.name, known);
  if (type.name == "list") {
    diagnostic.help = "say what each record holds: `list of { received_at : event, weight : decimal? }`";
    return std::nullopt;
  }
  diagnostic.help = near ? fmt::format("did you mean `{}`?", *near)
                         : "types are event, time, date, yes/no, integer, decimal, percent, money, text, duration, and "
                           "choices such as `{a, b}`";
  return std::nullopt;
}

// ── Facts
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Value> lower_default(Context& context, const syntax::Expr& written, Type type) {
  const auto lowered = lower_for_fact(context, written, type);
  if (!lowered) return std::nullopt;
  const Value* value = context.model.expressions.constant(*lowered);
  if (value == nullptr) {
    context.error(codes::not_constant, written.span, "this default is no fixed value").help =
        "write the value itself, or name a term";
    return std::nullopt;
  }
  return *value;
}

void lower_member_defaults(Context& context, const syntax::FactDecl& decl) {
  for (const syntax::MemberDecl& member : decl.type.members) {
    if (!member.default_value) continue;
    for (RecordType& records : context.model.record_types) {
      for (Fact& fact : records.members) {
        if (fact.span == member.name.span && fact.type.kind != Kind::event)
          fact.default_value = lower_default(context, *member.default_value, fact.type);
      }
    }
  }
}

/// After all names are entered, so that a default may name a term from anywhere.
void lower_defaults(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  for (const auto* declaration : declarations) {
    const auto* decl = std::get_if<syntax::FactDecl>(declaration);
    if (decl != nullptr) lower_member_defaults(context, *decl);
    if (decl == nullptr || !decl->default_value) continue;
    std::vector<FactId> facts;
    for (const syntax::Name& name : decl->names) {
      const auto found = context.values.find(name.text);
      const bool declared_here = found != context.values.end() && found->second.span == name.span;
      if (declared_here && found->second.role == ValueRole::fact)
        facts.push_back(static_cast<FactId>(found->second.index));
    }
    const auto kind = facts.empty() ? Kind::event : context.model.facts[facts.front()].type.kind;
    if (kind == Kind::event || kind == Kind::list) continue;
    const auto value = lower_default(context, *decl->default_value, context.model.facts[facts.front()].type);
    for (const FactId id : facts) context.model.facts[id].default_value = value;
  }
}

void declare_facts(Context& context, const syntax::FactDecl& decl) {
  const auto type = lower_type(context, decl.type);
  if (type && type->kind == Kind::list && decl.default_value) {
    context.error(codes::list_is_told, decl.default_value->span, "a list has no default").help =
        "an order tells its records, or `[]` where there are none";
  }
  if (type && type->kind == Kind::event) refuse_event_extras(context, decl.type, decl.default_value);
  for (const syntax::Name& name : decl.names) {
    if (!type) {
      context.skipped_words.insert(name.text);  // its uses are no mistakes of their own
      continue;
    }
    if (!enter_value(context, name, ValueRole::fact, context.model.facts.size())) continue;
    Fact fact;
    fact.name = name.text;
    fact.type = *type;
    fact.optional = decl.type.optional && type->kind != Kind::event;
    fact.span = name.span;
    context.model.facts.push_back(std::move(fact));
  }
}

// ── Headers
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Which header sentences have been seen, to say that a second one is too many.
struct Headers {
  std::optional<Span> policy;
  std::optional<Span> version;
  std::optional<Span> zone;
  std::optional<Span> months;
  std::optional<Span> money;
};

bool once(Context& context, std::optional<Span>& seen, Span span, std::string_view what) {
  if (!seen) {
    seen = span;
    return true;
  }
  Diagnostic& diagnostic = context.error(codes::repeated_header, span, fmt::format("`{}` is said twice", what));
  diagnostic.further.push_back({*seen, "first said here"});
  diagnostic.help = "keep one of them";
  return false;
}

MoneyRounding rounding_of(const syntax::MoneyDecl& decl) {
  using Way = syntax::MoneyDecl::Way;
  if (decl.way == Way::even) return MoneyRounding::half_even;
  if (decl.half) return decl.way == Way::up ? MoneyRounding::half_up : MoneyRounding::half_down;
  return decl.way == Way::up ? MoneyRounding::up : MoneyRounding::down;
}

struct HeaderReader {
  Context& context;
  Headers& seen;

  void operator()(const syntax::PolicyDecl& decl) const {
    if (!once(context, seen.policy, decl.span, "policy")) return;
    context.model.name = decl.name.text;
    context.model.title = decl.title ? decl.title->text : decl.name.text;
  }
  void operator()(const syntax::VersionDecl& decl) const {
    if (!once(context, seen.version, decl.span, "version")) return;
    if (const auto date = read_date_literal(context, decl.date)) context.model.version = *date;
  }
  void operator()(const syntax::ZoneDecl& decl) const {
    if (!once(context, seen.zone, decl.span, "zone")) return;
    if (const auto zone = look_up_zone(context, decl.zone)) context.model.zone = *zone;
  }
  void operator()(const syntax::MonthsDecl& decl) const {
    if (!once(context, seen.months, decl.span, "months")) return;
    context.model.rounding = decl.up ? MonthRounding::up : MonthRounding::down;
  }
  void operator()(const syntax::MoneyDecl& decl) const {
    if (once(context, seen.money, decl.span, "money rounds")) context.model.money_rounding = rounding_of(decl);
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

void read_headers(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  Headers seen;
  for (const auto* declaration : declarations) std::visit(HeaderReader{context, seen}, *declaration);
  const bool may_be_skipped = context.skipped_words.contains("policy");
  if (!seen.policy && !may_be_skipped) {
    context.error(codes::missing_policy, Span{}, "the policy has no name").help =
        "begin with `policy NAME \"What it is about\"`";
  }
}

// ── Statuses and the rest
// ───────────────────────────────────────────────────────────────────────────────────────────────────────

void declare_initial(Context& context, const syntax::StatusDecl& decl, std::size_t index,
                     std::optional<Span>& initial) {
  if (!decl.initial) return;
  if (!initial) {
    initial = *decl.initial;
    context.model.initial = static_cast<StatusId>(index);
    return;
  }
  context.unsure_of_initial = true;
  Diagnostic& diagnostic = context.error(codes::second_initial, *decl.initial, "a second status is `initial`");
  diagnostic.further.push_back({*initial, "the first one"});
  diagnostic.help = "an order begins in exactly one status: leave out `initial` here or there";
}

struct Declarer {
  Context& context;
  std::optional<Span>& initial;

  void operator()(const syntax::FactDecl& decl) const { declare_facts(context, decl); }
  void operator()(const syntax::TermDecl& decl) const {
    if (!enter_value(context, decl.name, ValueRole::term, context.terms.size())) return;
    context.terms.push_back({&decl.name, &decl.value, false, true, NamedValue::State::waiting, std::nullopt});
    context.model.terms.push_back({decl.name.text, decl.doc ? decl.doc->text : "", 0, decl.name.span});
  }
  void operator()(const syntax::DefineDecl& decl) const {
    if (!enter_value(context, decl.name, ValueRole::define, context.defines.size())) return;
    context.defines.push_back(
        {&decl.name, &decl.value, decl.condition, false, NamedValue::State::waiting, std::nullopt});
  }
  void operator()(const syntax::ActorDecl& decl) const {
    if (!enter(context, context.actors, decl.name, context.model.actors.size())) return;
    context.model.actors.push_back({decl.name.text, label_or_name(decl.label, decl.name), decl.name.span});
  }
  void operator()(const syntax::StatusDecl& decl) const {
    const std::size_t index = context.model.statuses.size();
    if (!enter(context, context.statuses, decl.name, index)) return;
    Status status;
    status.name = decl.name.text;
    status.label = label_or_name(decl.label, decl.name);
    status.initial = decl.initial.has_value();
    status.final = decl.final.has_value();
    status.span = decl.name.span;
    context.model.statuses.push_back(std::move(status));
    declare_initial(context, decl, index, initial);
  }
  void operator()(const syntax::ActionDecl& decl) const {
    if (!enter(context, context.actions, decl.name, context.model.actions.size())) return;
    Action action;
    action.name = decl.name.text;
    action.label = label_or_name(decl.label, decl.name);
    action.span = decl.name.span;
    context.model.actions.push_back(std::move(action));
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

void report_no_initial(Context& context) {
  context.unsure_of_initial = true;
  if (context.incomplete) return;
  if (context.model.statuses.empty()) {
    context.error(codes::no_statuses, Span{}, "the policy has no statuses").help =
        "say where an order can stand and where it begins, for example `status awaiting_payment \"Awaiting payment\" "
        "initial`";
    return;
  }
  context.error(codes::no_initial, context.model.statuses.front().span, "no status is `initial`").help =
      "say in which status an order begins, for example `status awaiting_payment \"Awaiting payment\" initial`";
}

}  // namespace

void declare(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  read_headers(context, declarations);
  std::optional<Span> initial;
  declare_calendars(context, declarations);  // first: literals of business days in defaults name them
  for (const auto* declaration : declarations) std::visit(Declarer{context, initial}, *declaration);
  if (!initial) report_no_initial(context);
  lower_defaults(context, declarations);
}

void lower_named_values(Context& context) {
  for (std::size_t i = 0; i < context.terms.size(); ++i) {
    if (const auto expr = lower_named_value(context, context.terms[i])) context.model.terms[i].value = *expr;
  }
  for (NamedValue& define : context.defines) {
    if (const auto expr = lower_named_value(context, define))
      context.model.defines.push_back({define.name->text, *expr});
  }
}

}  // namespace bywhen::check_stage
