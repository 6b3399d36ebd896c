#pragma once

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "grammar/question.hpp"
#include "interpreter/check/check.hpp"
#include "interpreter/scenario/scenario.hpp"

/// The sentences of a session, with their names resolved in the light of a policy.
namespace bywhen {

/// `ACTOR may [not] ACTION`
struct AskedPermission {
  ActorId actor = 0;
  ActionId action = 0;
  bool negated = false;
};

/// What a question or a step of a session names.
struct CheckedSentence {
  /// The policy, with the sentence's expressions behind its own. Facts, statuses, actions and rules have the places
  /// that they have without.
  std::shared_ptr<const Model> model;
  /// Of a step, or an expectation.
  std::optional<ScenarioStep> step;
  std::optional<ExprId> moment;
  std::optional<ActorId> actor;
  std::optional<ActionId> action;
  std::optional<FactId> fact;
  std::vector<AskedPermission> permissions;
  std::vector<ExprId> conditions;
  /// The sentence's own mistakes; empty if it is good.
  Diagnostics diagnostics;
};

/// What of a sentence is to be resolved.
struct Unresolved {
  const syntax::Step* step = nullptr;
  /// The session has said when it is.
  bool started = true;
  const syntax::Expr* moment = nullptr;
  const syntax::Name* actor = nullptr;
  const syntax::Name* action = nullptr;
  const syntax::Name* fact = nullptr;
  const syntax::FindQuestion* find = nullptr;
};

/// The policy must have passed `check`.
[[nodiscard]] CheckedSentence check_sentence(const Sources& sources, std::span<const Parsed> parsed,
                                             std::span<const NamedFile> files, const Unresolved& sentence);

}  // namespace bywhen
