#include <fmt/format.h>

#include "interpreter/check/context.hpp"

namespace bywhen::check_stage {

namespace {

struct Wording {
  std::string_view code;
  std::string_view kind;
};

Wording wording_of(ValueRole role) {
  switch (role) {
    case ValueRole::fact:
      return {codes::unused_fact, "fact"};
    case ValueRole::term:
      return {codes::unused_term, "term"};
    case ValueRole::define:
      break;
  }
  return {codes::unused_define, "definition"};
}

}  // namespace

void find_unused(Context& context) {
  if (has_errors(context.diagnostics)) return;  // what a wrong sentence meant to use is not known
  for (const auto& [name, symbol] : context.values) {
    if (symbol.used) continue;
    const Wording wording = wording_of(symbol.role);
    context.warning(wording.code, symbol.span, fmt::format("the {} `{}` is never used", wording.kind, name)).help =
        "use it in a sentence, or leave it out";
  }
  for (const auto& [name, symbol] : context.actors) {
    if (symbol.used) continue;
    context.warning(codes::unused_actor, symbol.span, fmt::format("the actor `{}` never does anything", name)).help =
        "use it in a sentence, or leave it out";
  }
}

}  // namespace bywhen::check_stage
