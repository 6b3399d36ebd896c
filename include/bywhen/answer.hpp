#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/export.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/takeover.hpp"

/// The answer as plain data, every name and text expanded: what `to_json` writes and what a host walks. Its JSON form
/// is described in docs/language.md.
namespace bywhen {

/// A number that a 64-bit integer does not hold exactly, as it is written in JSON: `2.5`.
struct NumberText {
  std::string text;
  friend bool operator==(const NumberText&, const NumberText&) = default;
};

/// A list of records as it is written in JSON: `[{"received_at": "2026-03-01T10:00:00Z"}]`.
struct ListText {
  std::string json;
  friend bool operator==(const ListText&, const ListText&) = default;
};

/// A fact's value as JSON says it: yes/no is a boolean, numbers are numbers, a list is an array, all else has a text
/// form (`59.90 USD`, RFC 3339).
using Scalar = std::variant<bool, std::int64_t, NumberText, std::string, ListText>;

using NamedScalars = std::vector<std::pair<std::string, Scalar>>;

enum class Verdict : std::uint8_t { allowed, not_yet, expired, forbidden, unknown };
enum class DutyState : std::uint8_t { ahead, pending, overdue, met, met_late, unknown };

[[nodiscard]] BYWHEN_API std::string_view to_string(Verdict verdict);
[[nodiscard]] BYWHEN_API std::string_view to_string(DutyState state);

/// How two sentences contradict each other for one order.
enum class ConflictKind : std::uint8_t {
  /// A prohibition takes away all the time of a permission.
  permission_covered,
  /// A prohibition stands before a duty from now, or from its opening, to its deadline.
  duty_forbidden,
  /// Two sentences of the clock act at one instant and lead apart; the first in the policy's text acts first.
  same_instant,
};
[[nodiscard]] BYWHEN_API std::string_view to_string(ConflictKind kind);

/// The duration of an answer in words: `P7D` is `7 days`. Absent for a text that is none.
[[nodiscard]] BYWHEN_API std::optional<std::string> duration_words(std::string_view text);

/// A rule as an answer names it.
struct RuleName {
  /// Its label, else `file:line`.
  std::string name;
  /// `file:line`
  std::string source;
  /// The rule as it is written, on one line, without its label and its reasons.
  std::string sentence{};
};

/// What was done on the way to an instant or an amount, where a reader could be surprised: the clocks changed, a month
/// lacks the day, the last day was no business day, a share was rounded. Sentences without a stop; mostly none.
using Notes = std::vector<std::string>;

/// What is owed, to whom or by which way.
struct AmountAnswer {
  std::string amount;
  std::string gross;
  std::string less;
  std::optional<std::string> to;
};

/// What the clock did before the answer's instant.
struct SettledAnswer {
  Instant at;
  RuleName rule;
  std::string action;
  std::string action_label;
  std::string from;
  std::string to;
  std::string to_label;
  std::string because;
  NamedScalars changed;
  std::optional<AmountAnswer> amount;
  Notes notes;
};

/// What one actor may or may not do.
struct ActionAnswer {
  std::string actor;
  std::string actor_label;
  std::string action;
  std::string label;
  Verdict verdict = Verdict::forbidden;
  /// When it opens, for `not_yet`.
  std::optional<Instant> from;
  /// Until when it is so or will be so; for `expired`, when it ended. Absent: without end.
  std::optional<Instant> until;
  std::vector<std::string> asks;
  std::optional<RuleName> rule;
  /// The rule's `when` and `unless` as they are written.
  std::vector<std::string> conditions;
  std::vector<std::string> because;
  /// The facts that the deciding rule reads, as far as they are known.
  NamedScalars values;
  /// Where it is not allowed: the events that have not happened and without which the deciding rule's window does not
  /// open.
  std::vector<std::string> waits_for;
  Notes notes;
  /// For `unknown`: the facts that would settle it.
  std::vector<std::string> unknown;
};

/// What follows a deadline: an action by itself, or a right of somebody.
struct OtherwiseAnswer {
  std::vector<std::string> actors;
  std::vector<std::string> actor_labels;
  std::vector<std::string> actions;
  std::vector<std::string> action_labels;
  std::optional<std::string> becomes;
  std::optional<std::string> becomes_label;
  std::string because;
};

/// A duty and how it stands.
struct DeadlineAnswer {
  RuleName rule;
  std::string actor;
  std::string actor_label;
  std::vector<std::string> actions;
  std::vector<std::string> action_labels;
  std::optional<Instant> opens;
  std::optional<Instant> due;
  DutyState state = DutyState::pending;
  std::optional<Instant> done_at;
  /// In an outlook: when its conditions cease to hold while the order stays in its status.
  std::optional<Instant> until;
  std::string because;
  std::optional<OtherwiseAnswer> otherwise;
  std::optional<AmountAnswer> amount;
  /// A prohibition that is in the way.
  std::optional<RuleName> blocked_by;
  NamedScalars values;
  Notes notes;
  std::vector<std::string> unknown;
};

/// What the clock will do if nobody acts.
struct NextAnswer {
  Instant at;
  RuleName rule;
  std::string action;
  std::string action_label;
  std::string to;
  std::string to_label;
  std::string because;
  Notes notes;
};

/// Two sentences of the policy that contradict each other by this order's facts. What the answer says holds all the
/// same: a prohibition beats, and of two lapses the first in the policy happens. It is told so that whoever keeps the
/// policy can mend it.
struct ConflictAnswer {
  ConflictKind kind = ConflictKind::same_instant;
  /// The one that prevails, and the other.
  std::vector<RuleName> rules;
  /// Whom the prohibition concerns; empty for `same_instant`.
  std::string actor;
  std::string actor_label;
  /// What it forbids; for `same_instant` what each of the two does.
  std::vector<std::string> actions;
  std::vector<std::string> action_labels;
  /// For `same_instant`: when; else the time that the permission has, or in which the duty cannot be done. Absent:
  /// always, without end.
  std::optional<Instant> at;
  std::optional<Instant> from;
  std::optional<Instant> until;
};

/// An order as JSON has it.
struct OrderData {
  /// What the host calls the order, as JSON (a string or a whole number); empty if it has no name. Only echoed.
  std::string id;
  std::string status;
  std::optional<Instant> as_of;
  NamedScalars facts;
};

struct PolicyIdentity {
  std::string name;
  std::string title;
  /// The date from which on it holds; empty if the policy says none.
  std::string version;
  std::string digest;
  std::string tzdata;
  /// Of a policy that a set has picked for the order: the overlays that are laid over it, and why it was picked.
  std::vector<std::string> overlays;
  std::vector<std::string> because;
};

struct Answer {
  PolicyIdentity policy;
  Instant at;
  std::string status;
  std::string status_label;
  std::vector<SettledAnswer> settled;
  std::vector<ActionAnswer> actions;
  std::vector<DeadlineAnswer> deadlines;
  std::vector<NextAnswer> next;
  /// Mostly none.
  std::vector<ConflictAnswer> conflicts;
  /// Absent: for ever, if no fact changes.
  std::optional<Instant> valid_until;
  /// Of an order of a policy set: the next version that takes over. What is said of times from then on is what the
  /// version before would say.
  std::optional<Takeover> takeover;
  std::vector<std::string> unknown;
  OrderData order;
};

/// Compact JSON on one line, in the order of the fields.
[[nodiscard]] BYWHEN_API std::string to_json(const Answer& answer);
[[nodiscard]] BYWHEN_API std::string to_json(const OrderData& order);

}  // namespace bywhen
