#pragma once

#include <optional>
#include <vector>

#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

/// What of an order moves along with the time at which an action is done.
namespace bywhen::ask {

/// A moment that the rules of a status read: the order tells it, or it is counted from one that the order tells.
struct MomentRead {
  ExprId expr = 0;
  Instant at;
  /// It is the time of doing, or counted from it; else it is the same whenever the action is done.
  bool moves = false;
};

/// An order from one act on, the doing's or the clock's, to the next.
struct Scene {
  OrderState order;
  Instant from;
  /// One a fact: whether it lies at the time of doing or was counted from it.
  std::vector<bool> moving;
  /// Those that are known and real.
  std::vector<MomentRead> moments = {};
};

/// Makes scenes, with the moments that the rules of their status read and those of the action itself.
class Scenes {
public:
  Scenes(const Program& program, ActionId action);

  /// Before the doing, where nothing moves.
  [[nodiscard]] Scene before(const OrderState& order, Instant at) const;
  /// As doing the action at an instant has left the order.
  [[nodiscard]] Scene done(const OrderState& before, const OrderState& acted, Instant at) const;
  /// After the clock has acted too. `begun_moving`: the scene before began at an instant that moves along; it tells
  /// the same of this one.
  [[nodiscard]] Scene after(const Scene& before, const Happening& happening, bool& begun_moving) const;

private:
  void read_moments(Scene& scene) const;

  const Program& program_;
  ActionId action_;
  std::vector<std::vector<ExprId>> by_status_;
};

/// The times of doing near to which, and not far before or after, one moment passes another. Each is the first instant
/// of the new order.
class Crossings {
public:
  /// `scene` is that of doing it at `done`; what moves there is looked at for other times of doing.
  Crossings(const Program& program, const Scene& scene, Instant done) : program_(program), scene_(scene), done_(done) {}

  /// When a moment that moves reaches a fixed instant. It may do so several times: what is counted in business days
  /// goes back where a weekend begins, and what is counted in days where the clocks change.
  [[nodiscard]] std::vector<Instant> reaching(const MomentRead& moving, Instant fixed) const;
  /// When any two of the moments that move pass one another, from `done` on for so many days; for each two no more than
  /// `most`.
  [[nodiscard]] std::vector<Instant> passing(int days, std::size_t most) const;

private:
  /// Where the moment lies if the action is done then.
  [[nodiscard]] Instant moved(const MomentRead& moment, Instant done) const;
  [[nodiscard]] std::vector<Instant> steps_around(const MomentRead& moving, Instant centre) const;

  const Program& program_;
  const Scene& scene_;
  Instant done_;
};

}  // namespace bywhen::ask
