#pragma once

#include <functional>
#include <string>

#include "interpreter/session/what_if.hpp"

/// Every question of a session, whatever it is about.
namespace bywhen::session {

/// Answers what is no step. `now` is how the session stands, `here` the same in the world that governs, in which the
/// sentence was read.
[[nodiscard]] Reply answer_question(const Place& now, const Place& here, History history, const Sentence& sentence,
                                    const FileReader& files, const std::function<bool()>& stopped);

/// What two scenes say otherwise.
[[nodiscard]] Reply differing(const Scene& left, const Scene& right, const std::string& first,
                              const std::string& second);

}  // namespace bywhen::session
