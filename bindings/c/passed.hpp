#pragma once

#include <cstddef>
#include <string_view>

#include "bindings/c/boundary.hpp"

/// What questions are asked with.
namespace bywhen::c {

/// A text as it is passed.
struct Passed {
  const char* text;
  std::size_t length;
};

/// Who is to do what.
struct Act {
  std::string_view actor;
  std::string_view action;
};

[[nodiscard]] inline Act act_of(Passed actor, Passed action) {
  return {text_of(actor.text, actor.length, "the actor"), text_of(action.text, action.length, "the action")};
}

}  // namespace bywhen::c
