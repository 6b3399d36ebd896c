#pragma once

#include "bywhen/source.hpp"
#include "bywhen/why.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

namespace bywhen::ask {

/// Explains what a decision says of one actor and action. The policy's digest and the zone data's version are the
/// caller's to add.
[[nodiscard]] Why explain_why(const Program& program, const Sources& sources, const Decision& decision, ActorId actor,
                              ActionId action);

}  // namespace bywhen::ask
