#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/export.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/takeover.hpp"

/// What doing an action brings, piece by piece over the time of doing it: "cancel before 3 May: 70 % back; after:
/// nothing". Plain data; its JSON form is described in docs/language.md.
namespace bywhen {

/// What follows an action: the answer right after it, as far as it looks ahead.
struct PreviewOutcome {
  /// The status that the order is in then.
  std::string status;
  std::string status_label;
  /// The facts that doing it changes: what was supplied, set and marked. What keeps `time since` something is as at the
  /// piece's beginning.
  NamedScalars changed;
  /// What the clock does at once.
  std::vector<SettledAnswer> settled;
  /// What may be done after it: `allowed`, `not_yet`, or `unknown`. What is not here is not allowed.
  std::vector<ActionAnswer> actions;
  /// The duties, with their amounts.
  std::vector<DeadlineAnswer> deadlines;
  /// What the clock will do then.
  std::vector<NextAnswer> next;
};

/// Times of doing, `[from, until)`, over which it brings the same.
struct PreviewPiece {
  Instant from;
  /// Absent: without end.
  std::optional<Instant> until;
  /// The status that the order is in before.
  std::string status;
  std::string status_label;
  /// What `decide` says of doing it, and why; `forbidden` also where no rule of the status speaks of it.
  Verdict verdict = Verdict::forbidden;
  std::optional<RuleName> rule;
  std::vector<std::string> because;
  std::vector<std::string> unknown;
  /// Why it does not go through although it is allowed: what it requires does not hold; or why nothing can be said, as
  /// past the end of a business calendar (the verdict is `unknown` where that is so before it).
  Problems problems;
  /// What follows if it is done at `from`; absent where it is not allowed or there are problems. Its answers have no
  /// `values` and no `notes`: these are of one instant.
  std::optional<PreviewOutcome> then;
  /// Which instants in `then` move along with the time of doing, as JSON pointers into the piece:
  /// `/then/deadlines/0/due`. All others are the same for the whole piece.
  std::vector<std::string> moves;
  /// Those of them that are not always as far from the doing: ends of days, months, business days.
  std::vector<std::string> uneven;
};

struct Preview {
  PolicyIdentity policy;
  /// What the host calls the order, as JSON; empty if it has no name.
  std::string order_id;
  std::string actor;
  std::string actor_label;
  std::string action;
  std::string action_label;
  NamedScalars inputs;
  /// In the order of time, each from the end of the one before; neighbours differ. The first begins at the instant
  /// asked about.
  std::vector<PreviewPiece> pieces;
  /// Where the last piece ends only because no more was looked at: what follows changes again and again, as with the
  /// days of the week.
  std::optional<Instant> told_until;
  /// Of an order of a policy set: the versions that take over. What a piece tells of times from the next takeover on is
  /// what the version before would say.
  std::vector<Takeover> takeovers;
};

/// Previews an action from an instant on, if nobody acts before. What a piece says of an instant is what `apply` and
/// then `decide` say there. Inputs are given as to `apply`.
///
/// Fails where `decide` fails at `from`, for names that the policy does not have, for inputs that the action does not
/// ask for or that are wrong, and where an input without a default is missing and the action is allowed at some time.
[[nodiscard]] BYWHEN_API std::variant<Preview, Problems> preview(const Policy& policy, const Order& order,
                                                                 std::string_view actor, std::string_view action,
                                                                 const FactTexts& inputs, Instant from);

/// Compact JSON on one line, in the order of the fields.
[[nodiscard]] BYWHEN_API std::string to_json(const Preview& preview);

}  // namespace bywhen
