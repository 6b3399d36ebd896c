#include "interpreter/set/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "interpreter/check/codes.hpp"
#include "interpreter/set/kinds.hpp"

namespace bywhen::set {

const syntax::Name* label_of(const syntax::Rule& rule) {
  return std::visit([](const auto& sentence) { return sentence.label ? &*sentence.label : nullptr; }, rule);
}

namespace {

/// A value kept within a limit.
syntax::Expr limited(syntax::Expr value, const syntax::TermBoundDecl& limit) {
  syntax::Bounded bounded{std::move(value), limit.at_least, limit.bound};
  return {std::move(bounded), limit.span};
}

class Merger {
public:
  /// `changed` is what may turn out to lack something: `the extended policy`.
  Merger(const Parsed& base, std::string_view changed, Diagnostics& diagnostics)
      : changed_(changed), diagnostics_(diagnostics) {
    add_unread(base);
    for (const syntax::Declaration& declaration : base.file.declarations) {
      if (!std::holds_alternative<syntax::ScenarioDecl>(declaration)) all().push_back(declaration);
    }
  }

  void lay_over(const Parsed& overlay) {
    add_unread(overlay);
    for (const syntax::Declaration& declaration : overlay.file.declarations) std::visit(*this, declaration);
  }

  void amend(const Parsed& version) {
    for (const syntax::Declaration& declaration : version.file.declarations) {
      if (const auto* policy = std::get_if<syntax::PolicyDecl>(&declaration)) retitle(*policy);
      if (const auto* dated = std::get_if<syntax::VersionDecl>(&declaration)) redate(*dated);
    }
    lay_over(version);
  }

  Parsed take() { return std::move(merged_); }

  // The head of the merged policy is that of what lies below.
  void operator()(const syntax::PolicyDecl&) {}
  void operator()(const syntax::VersionDecl&) {}
  void operator()(const syntax::GovernedDecl&) {}
  void operator()(const syntax::ZoneDecl&) {}
  void operator()(const syntax::ScenarioDecl&) {}
  template <typename Added>
  void operator()(const Added& added) {
    all().push_back(added);
  }

  void operator()(const syntax::TermBoundDecl& limit) {
    auto* term = find<syntax::TermDecl>(limit.term.text);
    if (term == nullptr) {
      return missing<syntax::TermDecl>(
          limit.term, fmt::format("a limit needs a value: say it with `term {} = …`", limit.term.text));
    }
    if (auto* value = std::get_if<syntax::Expr>(&term->value)) {
      *value = limited(std::move(*value), limit);
      return;
    }
    auto& table = std::get<syntax::Table>(term->value);
    for (syntax::TableRow& row : table.rows) row.value = limited(std::move(row.value), limit);
    if (table.otherwise) table.otherwise = limited(std::move(*table.otherwise), limit);
  }

  void operator()(const syntax::ReplaceDecl& replace) {
    std::visit([&](const auto& what) { put(what, replace.span); }, replace.what);
  }

  void operator()(const syntax::RemoveDecl& remove) {
    with_kind(remove.what, [&](auto kind) { take_away<typename decltype(kind)::Decl>(remove.name); });
  }

private:
  std::vector<syntax::Declaration>& all() { return merged_.file.declarations; }

  template <typename Decl>
  Decl* head() {
    for (syntax::Declaration& declaration : all()) {
      if (auto* found = std::get_if<Decl>(&declaration)) return found;
    }
    return nullptr;
  }
  void retitle(const syntax::PolicyDecl& amending) {
    auto* const policy = head<syntax::PolicyDecl>();
    if (policy != nullptr && amending.title) policy->title = amending.title;
  }
  void redate(const syntax::VersionDecl& amending) {
    if (auto* const version = head<syntax::VersionDecl>()) {
      *version = amending;
    } else {
      all().insert(all().begin(), amending);
    }
    head<syntax::VersionDecl>()->amends.reset();
  }

  /// What could not be read may hold what is missed elsewhere.
  void add_unread(const Parsed& parsed) {
    merged_.skipped.insert(merged_.skipped.end(), parsed.skipped.begin(), parsed.skipped.end());
    merged_.diagnostics.insert(merged_.diagnostics.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
  }

  template <typename Decl>
  Decl* find(const std::string& name) {
    for (syntax::Declaration& declaration : all()) {
      auto* found = std::get_if<Decl>(&declaration);
      if (found == nullptr) continue;
      const auto names = names_in(*found);
      if (std::any_of(names.begin(), names.end(), [&](const syntax::Name& each) { return each.text == name; }))
        return found;
    }
    return nullptr;
  }

  static bool is_labelled(const syntax::Rule& rule, const std::string& label) {
    const syntax::Name* name = label_of(rule);
    return name != nullptr && name->text == label;
  }

  template <typename Decl>
  void take_away(const syntax::Name& name) {
    if constexpr (std::is_same_v<Decl, syntax::Rule>) {
      take_away_rule(name);
    } else {
      Decl* decl = find<Decl>(name.text);
      if (decl == nullptr) return missing<Decl>(name, "name one that is there, or leave out this sentence");
      if constexpr (std::is_same_v<Decl, syntax::FactDecl>) {
        // Of several facts that are declared together the others stay.
        std::erase_if(decl->names, [&](const syntax::Name& each) { return each.text == name.text; });
        if (!decl->names.empty()) return;
      }
      std::erase_if(all(), [&](const auto& each) { return std::get_if<Decl>(&each) == decl; });
      if constexpr (std::is_same_v<Decl, syntax::StatusDecl>) leave_blocks(name.text);
    }
  }
  /// No order is in that status any more: rules for it alone go with it.
  void leave_blocks(const std::string& status) {
    std::erase_if(all(), [&](syntax::Declaration& declaration) {
      auto* block = std::get_if<syntax::InBlock>(&declaration);
      if (block == nullptr) return false;
      const auto is = [&](const syntax::Name& name) { return name.text == status; };
      return std::erase_if(block->statuses, is) > 0 && !block->any && block->statuses.empty();
    });
  }
  void take_away_rule(const syntax::Name& label) {
    for (syntax::Declaration& declaration : all()) {
      auto* block = std::get_if<syntax::InBlock>(&declaration);
      if (block == nullptr) continue;
      const auto is = [&](const syntax::Rule& rule) { return is_labelled(rule, label.text); };
      if (std::erase_if(block->rules, is) > 0) return;
    }
    missing_rule(label);
  }

  template <typename Decl>
  void put(const Decl& decl, Span) {
    for (const syntax::Name& name : names_in(decl)) {
      Decl* old = find<Decl>(name.text);
      if (old == nullptr) return missing<Decl>(name);
      take_over(*old, decl);
    }
    if constexpr (std::is_same_v<Decl, syntax::FactDecl>) all().push_back(decl);
  }

  template <typename Decl>
  static void take_over(Decl& old, const Decl& decl) {
    old = decl;
  }
  static void take_over(syntax::TermDecl& old, const syntax::TermDecl& decl) {
    auto doc = decl.doc ? decl.doc : old.doc;
    old = decl;
    old.doc = std::move(doc);
  }
  /// One of several facts that are declared together: the others stay.
  static void take_over(syntax::FactDecl& old, const syntax::FactDecl& decl) {
    const auto replaced = [&](const syntax::Name& name) {
      return std::any_of(decl.names.begin(), decl.names.end(),
                         [&](const auto& each) { return each.text == name.text; });
    };
    std::erase_if(old.names, replaced);
  }

  void put(const syntax::Rule& rule, Span span) {
    const syntax::Name* label = label_of(rule);
    if (label == nullptr) {
      problem(codes::overlay_names_nothing, span, "this sentence does not say which rule it replaces").help =
          "begin with the label of that rule: `replace LABEL: …`";
      return;
    }
    for (syntax::Declaration& declaration : all()) {
      auto* block = std::get_if<syntax::InBlock>(&declaration);
      if (block == nullptr) continue;
      for (syntax::Rule& old : block->rules) {
        if (!is_labelled(old, label->text)) continue;
        old = rule;
        return;
      }
    }
    missing_rule(*label);
  }

  // ── What is not there ──

  Diagnostic& problem(std::string_view code, Span span, std::string message) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.span = span;
    diagnostic.message = std::move(message);
    diagnostics_.push_back(std::move(diagnostic));
    return diagnostics_.back();
  }

  static std::string help_with(const std::string& name, const std::vector<std::string>& known) {
    const std::vector<std::string_view> views(known.begin(), known.end());
    if (const auto near = nearest_name(name, views)) return fmt::format("did you mean `{}`?", *near);
    return "";
  }

  template <typename Decl>
  void missing(const syntax::Name& name,
               std::string help = "leave out `replace` to add it, or name one that is there") {
    std::vector<std::string> known;
    for (const syntax::Declaration& declaration : all()) {
      const auto* decl = std::get_if<Decl>(&declaration);
      if (decl == nullptr) continue;
      for (const syntax::Name& each : names_in(*decl)) known.push_back(each.text);
    }
    Diagnostic& found = problem(codes::overlay_names_nothing, name.span,
                                fmt::format("{} has no {} `{}`", changed_, kind_of<Decl>(), name.text));
    found.help = help_with(name.text, known);
    if (found.help.empty()) found.help = std::move(help);
  }

  void missing_rule(const syntax::Name& label) {
    std::vector<std::string> known;
    for (const syntax::Declaration& declaration : all()) {
      const auto* block = std::get_if<syntax::InBlock>(&declaration);
      if (block == nullptr) continue;
      for (const syntax::Rule& rule : block->rules) {
        if (const syntax::Name* name = label_of(rule)) known.push_back(name->text);
      }
    }
    Diagnostic& found = problem(codes::overlay_names_nothing, label.span,
                                fmt::format("{} has no rule with the label `{}`", changed_, label.text));
    found.help = help_with(label.text, known);
    if (found.help.empty()) found.help = "a rule is replaced and removed by its label: give it one in the policy";
  }

  std::string_view changed_;
  Diagnostics& diagnostics_;
  Parsed merged_;
};

}  // namespace

Parsed merge(const Parsed& base, const std::vector<const Parsed*>& overlays, Diagnostics& diagnostics) {
  Merger merger(base, "the extended policy", diagnostics);
  for (const Parsed* overlay : overlays) merger.lay_over(*overlay);
  return merger.take();
}

Parsed amend(const std::vector<const Parsed*>& versions, Diagnostics& diagnostics) {
  Merger merger(*versions.front(), "the version before", diagnostics);
  for (std::size_t i = 1; i < versions.size(); ++i) merger.amend(*versions[i]);
  return merger.take();
}

}  // namespace bywhen::set
