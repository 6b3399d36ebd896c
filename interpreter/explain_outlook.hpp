#pragma once

#include "bywhen/outlook.hpp"
#include "interpreter/evaluate/project.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// Expands a projection into an outlook: indices become names, rules become reasons. The policy's digest, the zone
/// data's version and the order's name are the caller's to add.
[[nodiscard]] Outlook explain(const Program& program, const Sources& sources, const Projection& projection);

/// A course without windows.
[[nodiscard]] Course empty_course(const Program& program, const Sources& sources, ActorId actor, ActionId action);

}  // namespace bywhen
