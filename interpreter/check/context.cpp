#include "interpreter/check/context.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bywhen::check_stage {

namespace {

Diagnostic& report(Context& context, std::string_view code, Severity severity, Span span, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.severity = severity;
  diagnostic.span = span;
  diagnostic.message = std::move(message);
  context.diagnostics.push_back(std::move(diagnostic));
  return context.diagnostics.back();
}

std::string list_of(std::vector<std::string_view> known, std::size_t most) {
  if (known.empty() || known.size() > most) return {};
  std::sort(known.begin(), known.end());
  std::string text = "known here: ";
  for (std::size_t i = 0; i < known.size(); ++i) text += fmt::format("{}`{}`", i == 0 ? "" : ", ", known[i]);
  return text;
}

}  // namespace

Diagnostic& Context::error(std::string_view code, Span span, std::string message) {
  return report(*this, code, Severity::error, span, std::move(message));
}

Diagnostic& Context::warning(std::string_view code, Span span, std::string message) {
  return report(*this, code, Severity::warning, span, std::move(message));
}

bool Context::has_mistake_in(Span span) const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [span](const Diagnostic& found) {
    const bool inside =
        found.span.source == span.source && found.span.begin >= span.begin && found.span.end <= span.end;
    return inside && found.severity == Severity::error;
  });
}

std::string suggestion(std::string_view wrong, std::vector<std::string_view> known) {
  std::sort(known.begin(), known.end());
  if (const auto near = nearest_name(wrong, known)) return fmt::format("did you mean `{}`?", *near);
  constexpr std::size_t shown = 8;  // more would bury the message
  return list_of(std::move(known), shown);
}

std::string other_role(const Context& context, const std::string& name) {
  if (const auto found = context.values.find(name); found != context.values.end()) {
    switch (found->second.role) {
      case ValueRole::fact:
        return "a fact";
      case ValueRole::term:
        return "a term";
      case ValueRole::define:
        return "a definition";
    }
  }
  if (context.actions.contains(name)) return "an action";
  if (context.statuses.contains(name)) return "a status";
  if (context.actors.contains(name)) return "an actor";
  if (context.calendars.contains(name)) return "a calendar";
  if (context.choices.contains(name)) return "a choice";
  return {};
}

namespace {

void report_unknown(Context& context, const syntax::Name& name, std::string_view kind, std::string_view code,
                    std::vector<std::string_view> known) {
  if (kind == "status" || kind == "action") context.incomplete = true;
  if (context.maybe_declared(name.text)) return;
  if (const std::string role = other_role(context, name.text); !role.empty()) {
    const std::string_view article = kind == "action" || kind == "actor" ? "an" : "a";
    context
        .error(codes::wrong_kind_of_name, name.span,
               fmt::format("`{}` is {}, not {} {}", name.text, role, article, kind))
        .help = suggestion(name.text, std::move(known));
    return;
  }
  Diagnostic& diagnostic = context.error(code, name.span, fmt::format("unknown {} `{}`", kind, name.text));
  diagnostic.label = "not declared";
  diagnostic.help = suggestion(name.text, known);
  if (!diagnostic.help.empty()) return;
  diagnostic.help =
      context.in_session ? list_of(known, known.size()) : fmt::format("declare it with `{} {}`", kind, name.text);
}

}  // namespace

std::optional<std::uint16_t> look_up(Context& context, Symbols& symbols, const syntax::Name& name,
                                     std::string_view kind, std::string_view code) {
  if (const auto found = symbols.find(name.text); found != symbols.end()) {
    found->second.used = true;
    return static_cast<std::uint16_t>(found->second.index);
  }
  report_unknown(context, name, kind, code, names_of(symbols));
  return std::nullopt;
}

std::optional<FactId> look_up_fact(Context& context, const syntax::Name& name) {
  const auto found = context.values.find(name.text);
  if (found != context.values.end() && found->second.role == ValueRole::fact) {
    found->second.used = true;
    return static_cast<FactId>(found->second.index);
  }
  std::vector<std::string_view> facts;
  for (const Fact& fact : context.model.facts) facts.push_back(fact.name);
  report_unknown(context, name, "fact", codes::unknown_value, std::move(facts));
  return std::nullopt;
}

std::vector<std::uint16_t> look_up_all(Context& context, Symbols& symbols, const std::vector<syntax::Name>& names,
                                       std::string_view kind, std::string_view code) {
  std::vector<std::uint16_t> found;
  found.reserve(names.size());
  for (const syntax::Name& name : names) {
    const auto index = look_up(context, symbols, name, kind, code);
    if (!index) continue;
    if (std::find(found.begin(), found.end(), *index) != found.end()) {
      context.error(codes::repeated_in_list, name.span, fmt::format("`{}` stands twice in this list", name.text)).help =
          "leave out one of them";
      continue;
    }
    found.push_back(*index);
  }
  return found;
}

}  // namespace bywhen::check_stage
