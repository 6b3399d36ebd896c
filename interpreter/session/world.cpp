#include "interpreter/session/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interpreter/api/named_files.hpp"
#include "interpreter/check/context.hpp"
#include "interpreter/set/merge.hpp"

namespace bywhen::session {
namespace {

/// Files that the policy was loaded with lie among its sources.
FileReader among(const Sources& sources) {
  return [&sources](const std::string& path) {
    for (std::uint32_t i = 1; i < sources.size(); ++i) {
      if (sources[i].name() == path) return FileText{std::string(sources[i].original()), ""};
    }
    return FileText{std::nullopt, "no such file"};
  };
}

bool change_term(syntax::File& file, const syntax::TermChange& change) {
  for (syntax::Declaration& declaration : file.declarations) {
    auto* term = std::get_if<syntax::TermDecl>(&declaration);
    if (term == nullptr || term->name.text != change.term.text) continue;
    term->value = change.value;
    return true;
  }
  return false;
}

Diagnostic unknown_term(const Model& model, const syntax::Name& name) {
  std::vector<std::string_view> known;
  for (const Term& term : model.terms) known.push_back(term.name);
  Diagnostic diagnostic;
  diagnostic.code = codes::unknown_value;
  diagnostic.span = name.span;
  diagnostic.message = fmt::format("unknown term `{}`", name.text);
  diagnostic.help = check_stage::suggestion(name.text, std::move(known));
  return diagnostic;
}

/// What a term's new value makes wrong in the policy, told where that value was typed.
Diagnostics at_the_change(Diagnostics diagnostics, const Sources& sources,
                          const std::vector<syntax::TermChange>& changes) {
  for (Diagnostic& diagnostic : diagnostics) {
    const bool typed = diagnostic.span.source + 1 == sources.size();
    if (diagnostic.severity != Severity::error || typed) continue;
    const auto named = std::find_if(changes.begin(), changes.end(), [&](const syntax::TermChange& change) {
      return change.term.text == sources.text(diagnostic.span);
    });
    const syntax::TermChange& change = named == changes.end() ? changes.front() : *named;
    diagnostic.further.insert(diagnostic.further.begin(), {diagnostic.span, "it is used here"});
    diagnostic.span = change.value.span;
  }
  std::erase_if(diagnostics, [](const Diagnostic& diagnostic) { return diagnostic.severity != Severity::error; });
  return diagnostics;
}

}  // namespace

namespace {

/// A policy with the overlays that are laid over it; they fit, or there would be no such policy.
Parsed merged(std::vector<Parsed> texts) {
  if (texts.size() == 1) return std::move(texts.front());
  std::vector<const Parsed*> overlays;
  for (std::size_t i = 1; i < texts.size(); ++i) overlays.push_back(&texts[i]);
  Diagnostics none;
  return set::merge(texts.front(), overlays, none);
}

}  // namespace

World make_world(const Policy& policy) {
  World world;
  world.compiled = PolicyAccess::compiled(policy);
  std::vector<Parsed> texts;
  for (std::uint32_t i = 0; i < world.compiled->texts; ++i) {
    world.sources.add(policy.sources()[i].name(), std::string(policy.sources()[i].original()));
    texts.push_back(parse(world.sources, i));
  }
  world.parsed.push_back(merged(std::move(texts)));
  world.files = read_named_files(world.sources, world.parsed, among(policy.sources()));
  return world;
}

std::string_view sentence_text(const Sentence& sentence) {
  return sentence.sources[static_cast<std::uint32_t>(sentence.sources.size() - 1)].text();
}

Sentence read_sentence(const World& world, std::string_view text) {
  Sentence sentence;
  sentence.sources = world.sources;
  const std::uint32_t source = sentence.sources.add("session", std::string(text));
  ParsedQuestion parsed = parse_question(sentence.sources, source);
  sentence.question = std::move(parsed.question);
  sentence.diagnostics = std::move(parsed.diagnostics);
  return sentence;
}

std::variant<World, Diagnostics> with_terms(const World& world, const Sentence& sentence,
                                            const std::vector<syntax::TermChange>& changes) {
  World changed = world;
  Diagnostics unknown;
  for (const syntax::TermChange& change : changes) {
    if (!change_term(changed.parsed.front().file, change)) unknown.push_back(unknown_term(world.model(), change.term));
  }
  if (!unknown.empty()) return unknown;
  Checked checked = check(sentence.sources, changed.parsed, changed.files);
  if (!checked.model) return at_the_change(std::move(checked.diagnostics), sentence.sources, changes);
  auto compiled = std::make_shared<Policy::Compiled>();
  compiled->program = compile(std::move(checked.model));
  compiled->program.starts = world.program().starts;
  compiled->translate();
  compiled->sources = sentence.sources;
  compiled->texts = world.compiled->texts;
  compiled->tzdata = world.compiled->tzdata;
  changed.compiled = std::move(compiled);
  return changed;
}

State empty_state(const World& world) {
  State state;
  state.order.status = world.model().initial;
  state.order.facts.resize(world.model().facts.size());
  return state;
}

CheckedSentence resolve(const World& world, const Sentence& sentence, const Unresolved& unresolved) {
  return check_sentence(sentence.sources, world.parsed, world.files, unresolved);
}

}  // namespace bywhen::session
