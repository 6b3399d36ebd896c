#include "interpreter/set/hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "interpreter/check/codes.hpp"
#include "interpreter/set/kinds.hpp"

namespace bywhen::set {
namespace {

struct Removal {
  std::string_view kind;
  Span span;
};

/// What kinds of sentence declare the names that a code calls unknown.
bool speaks_of(std::string_view code, std::string_view kind) {
  if (code == codes::overlay_names_nothing) return true;
  if (code == codes::unknown_value) return kind == "fact" || kind == "term" || kind == "definition";
  if (code == codes::unknown_actor) return kind == "actor";
  if (code == codes::unknown_action) return kind == "action";
  if (code == codes::unknown_status) return kind == "status";
  return code == codes::unknown_calendar && kind == "calendar";
}

class Hints {
public:
  Hints(const Sources& sources, const std::vector<Parsed>& texts, std::size_t versions)
      : sources_(sources), versions_(versions) {
    for (const Parsed& text : texts) {
      for (const syntax::Declaration& declaration : text.file.declarations) note(declaration);
    }
  }

  void add(Diagnostic& diagnostic) const {
    if (diagnostic.code == codes::duplicate_name || diagnostic.code == codes::duplicate_label) {
      declared_again(diagnostic);
    } else {
      removed(diagnostic);
    }
  }

private:
  void note(const syntax::Declaration& declaration) {
    if (const auto* remove = std::get_if<syntax::RemoveDecl>(&declaration)) {
      with_kind(remove->what, [&](auto kind) {
        removals_.emplace(remove->name.text, Removal{kind_of<typename decltype(kind)::Decl>(), remove->name.span});
      });
    }
    std::visit([this](const auto& decl) { note_names(decl); }, declaration);
  }
  template <typename Decl>
  void note_names(const Decl& decl) {
    if constexpr (!keyword_of<Decl>().empty()) {
      for (const syntax::Name& name : names_in(decl)) keywords_.emplace_back(name.span, keyword_of<Decl>());
    }
  }
  [[nodiscard]] std::string_view keyword_at(Span span) const {
    const auto found =
        std::find_if(keywords_.begin(), keywords_.end(), [span](const auto& each) { return each.first == span; });
    return found == keywords_.end() ? "" : found->second;
  }

  void declared_again(Diagnostic& diagnostic) const {
    if (diagnostic.further.empty()) return;
    const Span first = diagnostic.further.front().span;
    const Span again = diagnostic.span;
    if (first.source == again.source || again.source >= sources_.size()) return;
    const auto name = sources_.text(again);
    const bool rule = diagnostic.code == codes::duplicate_label;
    if (first.source >= versions_) {
      diagnostic.help = fmt::format(
          "the other overlay holds for such orders, too: choose another {}, or {} in one of "
          "them only",
          rule ? "label" : "name", rule ? "say the rule" : "declare it");
    } else if (rule) {
      diagnostic.help = fmt::format(
          "to put this rule in the place of the other, write `replace {}: …`, outside of every "
          "block; else choose another label",
          name);
    } else if (const auto keyword = keyword_at(again); keyword == keyword_at(first)) {
      diagnostic.help = fmt::format(
          "to put this in the place of the other, write `replace {} {} …`; else choose "
          "another name",
          keyword, name);
    }
  }

  void removed(Diagnostic& diagnostic) const {
    if (diagnostic.severity != Severity::error || diagnostic.span.source >= sources_.size()) return;
    const auto [begin, end] = removals_.equal_range(std::string(sources_.text(diagnostic.span)));
    const auto found = std::find_if(begin, end, [&](const auto& entry) {
      return entry.second.span != diagnostic.span && speaks_of(diagnostic.code, entry.second.kind);
    });
    if (found == end) return;
    const auto& [name, removal] = *found;
    diagnostic.label.clear();
    diagnostic.further.push_back({removal.span, fmt::format("the {} was removed here", removal.kind)});
    diagnostic.help =
        diagnostic.code == codes::overlay_names_nothing
            ? std::string("keep it there, or leave out this sentence")
            : fmt::format("this still speaks of it: replace or remove this sentence too, or keep the {}", removal.kind);
  }

  const Sources& sources_;
  std::size_t versions_;
  std::multimap<std::string, Removal> removals_;
  /// With which word a name is declared.
  std::vector<std::pair<Span, std::string_view>> keywords_;
};

}  // namespace

void add_hints(Diagnostics& diagnostics, const Sources& sources, const std::vector<Parsed>& texts,
               std::size_t versions) {
  const Hints hints(sources, texts, versions);
  for (Diagnostic& diagnostic : diagnostics) hints.add(diagnostic);
}

}  // namespace bywhen::set
