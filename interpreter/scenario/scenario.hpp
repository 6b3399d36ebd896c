#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/model.hpp"

/// Scenarios with their names resolved: what the runner plays.
namespace bywhen {

struct Assigned {
  FactId fact = 0;
  ExprId value = 0;
  Span span;
};

struct GivenStep {
  std::vector<Assigned> facts;
  std::optional<StatusId> status;
  Span span;
};
struct AtStep {
  ExprId time = 0;
  Span span;
};
struct DoesStep {
  ActorId actor = 0;
  ActionId action = 0;
  std::vector<Assigned> inputs;
  Span span;
};
struct ExpectMay {
  ActorId actor = 0;
  ActionId action = 0;
  bool negated = false;
  std::optional<ExprId> from;
  std::optional<ExprId> until;
  std::optional<std::string> because;
  Span span;
};
struct ExpectUnknown {
  ActorId actor = 0;
  ActionId action = 0;
  Span span;
};
struct ExpectMust {
  ActorId actor = 0;
  std::vector<ActionId> actions;
  bool negated = false;
  std::optional<ExprId> amount;
  std::optional<ExprId> by;
  std::optional<std::string> because;
  Span span;
};
struct ExpectCannot {
  ActorId actor = 0;
  ActionId action = 0;
  std::vector<Assigned> inputs;
  std::optional<std::string> because;
  Span span;
};
struct ExpectHappens {
  ActionId action = 0;
  ExprId at = 0;
  std::optional<std::string> because;
  Span span;
};
struct ExpectStatus {
  StatusId status = 0;
  std::optional<std::string> because;
  Span span;
};
struct ExpectDuty {
  RuleId rule = 0;
  DutyState state = DutyState::pending;
  bool negated = false;
  Span span;
};
struct ExpectCondition {
  ExprId condition = 0;
  Span span;
};

using ScenarioStep = std::variant<GivenStep, AtStep, DoesStep, ExpectMay, ExpectUnknown, ExpectMust, ExpectCannot,
                                  ExpectHappens, ExpectStatus, ExpectDuty, ExpectCondition>;

struct Scenario {
  std::string name;
  Span span;
  std::vector<ScenarioStep> steps;
};

}  // namespace bywhen
