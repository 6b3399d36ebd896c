#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "interpreter/ask/moving.hpp"
#include "interpreter/evaluate/act.hpp"

/// What doing an action at one instant brings, in indices.
namespace bywhen::ask {

/// Who does what, and supplies what.
struct Deed {
  ActorId actor = 0;
  ActionId action = 0;
  Inputs inputs;
};

/// An instant of what follows, and whether it can be one that is the same whenever the action is done, or one that
/// moves along. Where two moments meet it can be both.
struct Slot {
  Instant at;
  bool fixed = false;
  bool moving = false;
  /// Where it stands in a preview's piece, as a JSON pointer.
  std::string place;
};

/// The doing at an instant.
struct Doing {
  Instant at;
  /// What is said of it before; absent where no rule speaks of it, or nothing can be said.
  std::optional<Decision> before;
  std::optional<ActionView> view;
  /// Why it does not go through where it is allowed, or why nothing can be said before it or after it.
  Problems problems;
  /// Where it goes through: the facts that it changes, and what is decided right after.
  std::vector<std::pair<FactId, Value>> changed;
  std::optional<Decision> after;
};

/// What tells doings apart: all that they bring but for instants, and those.
struct Brought {
  std::string shape;
  std::vector<Slot> slots;
  /// The moments that rules read, where they do not move; as long as these are the same, the same instants of doing
  /// matter.
  std::string ground;
};

/// Whether two doings bring the same, apart from instants that move along.
[[nodiscard]] bool same(const Brought& left, const Brought& right);

/// What goes into a preview of what may be done after: permissions, now or later, and those that hang on a fact.
[[nodiscard]] constexpr bool is_told(Verdict verdict) {
  return verdict == Verdict::allowed || verdict == Verdict::not_yet || verdict == Verdict::unknown;
}

/// Tries a deed at instants. The order must be valid.
class Doer {
public:
  Doer(const Program& program, const OrderState& order, const Deed& deed)
      : program_(program), order_(order), deed_(deed), scenes_(program, deed.action) {}

  [[nodiscard]] Doing do_at(Instant at) const;
  /// The order before it, after it and after each later act of the clock; none where nothing can be said.
  [[nodiscard]] std::vector<Scene> scenes_of(const Doing& doing) const;
  [[nodiscard]] Brought brought_by(const Doing& doing, const std::vector<Scene>& scenes) const;

private:
  const Program& program_;
  const OrderState& order_;
  const Deed& deed_;
  Scenes scenes_;
};

}  // namespace bywhen::ask
