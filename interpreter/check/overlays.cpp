#include <fmt/format.h>

#include "interpreter/check/context.hpp"

namespace bywhen::check_stage {

namespace {

/// Says it once for a file: one mistake is behind all of these sentences.
struct StrayOverlay {
  Context& context;

  void operator()(const syntax::PolicyDecl& decl) const {
    if (decl.extends) report(decl.span, fmt::format("`{}` is an overlay, and no policy by itself", decl.name.text));
  }
  void operator()(const syntax::VersionDecl& decl) const {
    if (decl.amends) {
      report(decl.span, "a version that amends another is no policy by itself",
             "lay it into one folder with the versions before it, and check the folder: `bywhen check FOLDER`");
    }
  }
  void operator()(const syntax::TermBoundDecl& decl) const {
    context.skipped_words.insert(decl.term.text);  // its uses are no mistakes of their own
    report(decl.span, fmt::format("nothing says what the term `{}` is", decl.term.text), help_for_bound(decl));
  }
  void operator()(const syntax::ReplaceDecl& decl) const {
    report(decl.span, "only an overlay, or a version that amends another, replaces something");
  }
  void operator()(const syntax::RemoveDecl& decl) const {
    report(decl.span, "only an overlay, or a version that amends another, removes something");
  }
  template <typename Other>
  void operator()(const Other&) const {}

private:
  static constexpr std::string_view usual =
      "lay it into one folder with the policy that it changes, and check the folder: `bywhen check FOLDER`; a version "
      "that says only what changed begins with `version DATE amends the version before`";

  [[nodiscard]] std::string help_for_bound(const syntax::TermBoundDecl& decl) const {
    const std::string_view word = decl.at_least ? "least" : "most";
    return fmt::format("say its value too, as in `term {} = 20 days at {} {}`; an overlay limits a term like this",
                       decl.term.text, word, context.sources.text(decl.bound.span));
  }
  void report(Span span, std::string message, std::string help = std::string(usual)) const {
    context.incomplete = true;
    context.error(codes::stray_overlay, span, std::move(message)).help = std::move(help);
  }
};

}  // namespace

void refuse_overlays(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  for (const auto* declaration : declarations) {
    const std::size_t before = context.diagnostics.size();
    std::visit(StrayOverlay{context}, *declaration);
    if (context.diagnostics.size() > before) return;
  }
}

void check_governing_event(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  const syntax::GovernedDecl* first = nullptr;
  for (const auto* declaration : declarations) {
    const auto* decl = std::get_if<syntax::GovernedDecl>(declaration);
    if (decl == nullptr) continue;
    if (first != nullptr) {
      Diagnostic& diagnostic = context.error(codes::repeated_header, decl->span, "`governed by` is said twice");
      diagnostic.further.push_back({first->span, "first said here"});
      diagnostic.help = "keep one of them";
      continue;
    }
    first = decl;
    const auto fact = look_up_fact(context, decl->event);
    if (!fact || context.model.facts[*fact].type.kind == Kind::event) continue;
    context.error(codes::governed_by_what, decl->event.span, fmt::format("`{}` is no event", decl->event.text)).help =
        "what picks the version happens once and stays: an event such as the order's placing";
  }
}

}  // namespace bywhen::check_stage
