#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "bywhen/policy_set.hpp"
#include "interpreter/session/steps.hpp"
#include "interpreter/session/world.hpp"
#include "interpreter/set/story.hpp"

/// A session on a set of policies: which of them governs is looked at anew whenever time passes or facts are told.
namespace bywhen::session {

/// The worlds of a set, each made when it is first needed. Its worlds point to it.
class Realm {
public:
  /// `began` is the session's time before it has said one.
  Realm(PolicySet set, Instant began) : set_(std::move(set)), began_(began) {}
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;

  /// The same set with a change of each policy. A policy that cannot be changed so stays as it is, and `failure` tells.
  using Change = std::function<std::variant<World, Diagnostics>(const World& world)>;
  [[nodiscard]] std::unique_ptr<Realm> changed(Change change) const;
  [[nodiscard]] const std::optional<Diagnostics>& failure() const { return failure_; }

  [[nodiscard]] const PolicySet& set() const { return set_; }
  [[nodiscard]] Instant began() const { return began_; }
  [[nodiscard]] const World& world(std::size_t member) const;
  [[nodiscard]] set::Cast cast() const;

  /// A step as a member reads it.
  [[nodiscard]] const std::variant<Planned, Reply>& plan(std::size_t member, const std::string& text,
                                                         bool started) const;

private:
  PolicySet set_;
  Instant began_;
  Change change_;
  mutable std::optional<Diagnostics> failure_;
  mutable std::map<std::size_t, std::unique_ptr<World>> worlds_;
  mutable std::map<std::tuple<std::size_t, std::string, bool>, std::variant<Planned, Reply>> plans_;
};

/// Where an order stands, in the world that governs it.
struct Standpoint {
  Place place;
  /// What the clock did under versions before.
  std::vector<SettledAnswer> settled;
  /// By what it is governed; absent where there is one policy only.
  std::optional<Governed> by;
};

/// Picks anew: the world that governs an order at an instant, with the order as the versions before have left it. A
/// policy by itself governs always.
[[nodiscard]] std::variant<Standpoint, Problems> stand_at(const World& world, const State& state, Instant at);
/// At its own time; as it is, where it has none.
[[nodiscard]] std::variant<Standpoint, Problems> stand(const World& world, const State& state);

/// An order as it comes, by the member that its story begins with; an instant to which it is to go on.
[[nodiscard]] std::variant<Place, Problems> begin_with(const Realm& realm, std::string_view order_json, Instant at);

/// The order by names.
[[nodiscard]] OrderData data_of(const World& world, const State& state);
/// The order in the slots of another member, as far as that knows its facts.
[[nodiscard]] State carried(const World& from, const World& to, const State& state);

/// Facts told otherwise than steps say, by names; nothing: it is missing.
using NamedOverrides = set::Told;
[[nodiscard]] NamedOverrides named(const World& world, const std::vector<Override>& overrides);
/// Those that a world knows, in its slots.
[[nodiscard]] std::vector<Override> in_slots(const World& world, const NamedOverrides& overrides);

/// Tells facts, which may bring in another policy, by which they are read then. Before the first time of a session
/// nothing is checked as a whole.
[[nodiscard]] std::variant<Place, Reply> tell_anew(const Place& place, const Planned& step,
                                                   const NamedOverrides& overrides);

}  // namespace bywhen::session
