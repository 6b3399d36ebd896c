#pragma once

#include <string_view>
#include <type_traits>
#include <vector>

#include "grammar/syntax.hpp"

/// The kinds of sentence that overlays replace and remove.
namespace bywhen::set {

/// What a sentence of the kind declares, in a word.
template <typename Decl>
constexpr std::string_view kind_of() {
  if constexpr (std::is_same_v<Decl, syntax::Rule>) return "rule";
  if constexpr (std::is_same_v<Decl, syntax::TermDecl>) return "term";
  if constexpr (std::is_same_v<Decl, syntax::DefineDecl>) return "definition";
  if constexpr (std::is_same_v<Decl, syntax::ActorDecl>) return "actor";
  if constexpr (std::is_same_v<Decl, syntax::FactDecl>) return "fact";
  if constexpr (std::is_same_v<Decl, syntax::StatusDecl>) return "status";
  if constexpr (std::is_same_v<Decl, syntax::ActionDecl>) return "action";
  return "calendar";
}

/// The word that a sentence of the kind begins with; empty for a rule, and for what overlays do not replace.
template <typename Decl>
constexpr std::string_view keyword_of() {
  if constexpr (std::is_same_v<Decl, syntax::TermDecl>) return "term";
  if constexpr (std::is_same_v<Decl, syntax::DefineDecl>) return "define";
  if constexpr (std::is_same_v<Decl, syntax::ActorDecl>) return "actor";
  if constexpr (std::is_same_v<Decl, syntax::FactDecl>) return "fact";
  if constexpr (std::is_same_v<Decl, syntax::StatusDecl>) return "status";
  if constexpr (std::is_same_v<Decl, syntax::ActionDecl>) return "action";
  if constexpr (std::is_same_v<Decl, syntax::CalendarDecl>) return "calendar";
  return "";
}

template <typename Declared>
struct KindTag {
  using Decl = Declared;
};

/// Calls with a tag of the kind of sentence.
template <typename Use>
void with_kind(syntax::RemoveDecl::What what, const Use& use) {
  using What = syntax::RemoveDecl::What;
  switch (what) {
    case What::rule:
      return use(KindTag<syntax::Rule>{});
    case What::term:
      return use(KindTag<syntax::TermDecl>{});
    case What::define:
      return use(KindTag<syntax::DefineDecl>{});
    case What::actor:
      return use(KindTag<syntax::ActorDecl>{});
    case What::fact:
      return use(KindTag<syntax::FactDecl>{});
    case What::status:
      return use(KindTag<syntax::StatusDecl>{});
    case What::action:
      return use(KindTag<syntax::ActionDecl>{});
    case What::calendar:
      return use(KindTag<syntax::CalendarDecl>{});
  }
}

/// The names that a declaration of this kind declares.
template <typename Decl>
[[nodiscard]] std::vector<syntax::Name> names_in(const Decl& decl) {
  if constexpr (std::is_same_v<Decl, syntax::FactDecl>) {
    return decl.names;
  } else {
    return {decl.name};
  }
}

}  // namespace bywhen::set
