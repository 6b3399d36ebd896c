#pragma once

#include <functional>

#include "interpreter/session/what_if.hpp"

/// Questions that are answered by trying: over the values of a fact, and over orders.
namespace bywhen::session {

[[nodiscard]] Reply ask_varies(const World& world, const State& now, const History& history, const Sentence& sentence,
                               const syntax::VariesQuestion& varies, const std::function<bool()>& stopped);

[[nodiscard]] Reply ask_find(const World& world, const Sentence& sentence, const syntax::FindQuestion& find,
                             const std::function<bool()>& stopped);

}  // namespace bywhen::session
