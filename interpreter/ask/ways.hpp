#pragma once

#include <vector>

#include "bywhen/why.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

namespace bywhen::ask {

/// What would allow an action that is not allowed, the nearest first: waiting, telling what is unknown, what somebody
/// may do now, another value of one fact, an event that happens now, what somebody may do now and then waiting, an
/// event at another time or not at all. Each was decided after it was done; `decision` is that on the order now.
[[nodiscard]] std::vector<Way> ways_to_yes(const Program& program, const Decision& decision, ActorId actor,
                                           ActionId action);
/// The lists that the sentences on an action read, by name: of these nothing else is tried.
[[nodiscard]] std::vector<std::string> lists_read(const Program& program, const Decision& decision, ActorId actor,
                                                  ActionId action);

}  // namespace bywhen::ask
