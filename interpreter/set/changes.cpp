#include "interpreter/set/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "interpreter/check/codes.hpp"
#include "interpreter/set/kinds.hpp"
#include "interpreter/set/merge.hpp"

namespace bywhen::set {

std::string Touch::thing() const { return fmt::format("the {} `{}`", kind, name); }

namespace {

struct Touches {
  std::vector<Touch>& found;

  void operator()(const syntax::TermBoundDecl& limit) const {
    found.push_back({kind_of<syntax::TermDecl>(), limit.term.text, limit.term.span, limit.at_least});
  }
  void operator()(const syntax::RemoveDecl& remove) const {
    with_kind(remove.what, [&](auto kind) {
      using Decl = typename decltype(kind)::Decl;
      found.push_back({kind_of<Decl>(), remove.name.text, remove.name.span, {}});
    });
  }
  void operator()(const syntax::ReplaceDecl& replace) const {
    std::visit([this](const auto& decl) { replaced(decl); }, replace.what);
  }
  template <typename Other>
  void operator()(const Other&) const {}

private:
  void replaced(const syntax::Rule& rule) const {
    if (const syntax::Name* label = label_of(rule))
      found.push_back({kind_of<syntax::Rule>(), label->text, label->span, {}});
  }
  template <typename Decl>
  void replaced(const Decl& decl) const {
    for (const syntax::Name& name : names_in(decl)) found.push_back({kind_of<Decl>(), name.text, name.span, {}});
  }
};

Diagnostic changed_twice(const Touch& first, const Touch& second) {
  Diagnostic diagnostic;
  diagnostic.code = codes::changed_twice;
  diagnostic.span = second.span;
  diagnostic.message = fmt::format("{} is changed twice in one text", second.thing());
  diagnostic.further.push_back({first.span, first.at_least ? "limited here" : "first changed here"});
  diagnostic.help = first.at_least ? "what replaces a term takes its limits away: say them behind it, or leave them out"
                                   : "only one of them can count: leave the other out";
  return diagnostic;
}

}  // namespace

std::vector<Touch> touches_of(const Parsed& text) {
  std::vector<Touch> found;
  for (const syntax::Declaration& declaration : text.file.declarations) std::visit(Touches{found}, declaration);
  return found;
}

void report_changed_twice(const Parsed& text, Diagnostics& found) {
  const std::vector<Touch> all = touches_of(text);
  for (auto touch = all.begin(); touch != all.end(); ++touch) {
    // A limit may follow upon any change, and another limit.
    if (touch->at_least) continue;
    const auto before = std::find_if(all.begin(), touch, [&](const Touch& other) { return touch->same_thing(other); });
    if (before != touch) found.push_back(changed_twice(*before, *touch));
  }
}

void clashes(const OverlayText& first, const OverlayText& second, const std::string& example, Diagnostics& found) {
  const std::vector<Touch> others = touches_of(first.text);
  for (const Touch& touch : touches_of(second.text)) {
    const auto other = std::find_if(others.begin(), others.end(), [&](const Touch& each) {
      return touch.same_thing(each) && !(touch.at_least && touch.at_least == each.at_least);
    });
    if (other == others.end()) continue;
    Diagnostic diagnostic;
    diagnostic.code = codes::overlays_clash;
    diagnostic.span = touch.span;
    diagnostic.message = fmt::format("`{}` and `{}` both change {}, and both can hold for one order", second.name,
                                     first.name, touch.thing());
    if (!example.empty()) diagnostic.label = fmt::format("both hold where {}", example);
    diagnostic.further.push_back({other->span, "changed here, too"});
    diagnostic.help = "let one of them exclude the other by its condition, as in `unless …`";
    found.push_back(std::move(diagnostic));
  }
}

namespace {

bool same_type(const syntax::TypeRef& old, const syntax::TypeRef& fresh) {
  const auto by_name = [](const auto& left, const auto& right) { return left.name.text == right.name.text; };
  const auto by_text = [](const syntax::Name& left, const syntax::Name& right) { return left.text == right.text; };
  return old.name == fresh.name && old.choices.size() == fresh.choices.size() &&
         old.members.size() == fresh.members.size() &&
         std::is_permutation(old.choices.begin(), old.choices.end(), fresh.choices.begin(), by_text) &&
         std::is_permutation(old.members.begin(), old.members.end(), fresh.members.begin(), by_name) &&
         std::all_of(old.members.begin(), old.members.end(), [&](const syntax::MemberDecl& member) {
           return std::any_of(fresh.members.begin(), fresh.members.end(), [&](const syntax::MemberDecl& other) {
             return by_name(member, other) && same_type(member.type, other.type);
           });
         });
}

/// Whether a condition that reads the old fact makes the same of an order that fits the new one.
bool reads_alike(const syntax::FactDecl& old, const syntax::FactDecl& fresh) {
  if (!same_type(old.type, fresh.type) || old.default_value) return false;
  const bool may_be_missing = fresh.type.optional || fresh.default_value;
  return old.type.optional || !may_be_missing;
}

const syntax::FactDecl* fact_in(const syntax::File& file, const std::string& name) {
  for (const syntax::Declaration& declaration : file.declarations) {
    const auto* fact = std::get_if<syntax::FactDecl>(&declaration);
    if (const auto* replace = std::get_if<syntax::ReplaceDecl>(&declaration))
      fact = std::get_if<syntax::FactDecl>(&replace->what);
    if (fact == nullptr) continue;
    const auto is = [&](const syntax::Name& each) { return each.text == name; };
    if (std::any_of(fact->names.begin(), fact->names.end(), is)) return fact;
  }
  return nullptr;
}

}  // namespace

void report_changed_facts(const OverlayText& overlay, const syntax::File& version,
                          const std::set<std::string>& read_by_conditions, Diagnostics& found) {
  for (const Touch& touch : touches_of(overlay.text)) {
    if (touch.kind != kind_of<syntax::FactDecl>() || !read_by_conditions.contains(touch.name)) continue;
    const syntax::FactDecl* old = fact_in(version, touch.name);
    const syntax::FactDecl* fresh = fact_in(overlay.text.file, touch.name);
    if (old == nullptr || (fresh != nullptr && reads_alike(*old, *fresh))) continue;
    Diagnostic diagnostic;
    diagnostic.code = codes::overlay_condition;
    diagnostic.span = touch.span;
    diagnostic.message = fmt::format("`{}` changes the fact `{}`, on which an overlay hangs", overlay.name, touch.name);
    diagnostic.help = "it is the same for all orders: change it in the policy, or add a fact of another name";
    found.push_back(std::move(diagnostic));
  }
}

}  // namespace bywhen::set
