#pragma once

#include <cstdint>
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

/// Why an actor may or may not do an action: the sentences that decide, part by part with the order's values put in,
/// and what would lead to another verdict. Plain data; its JSON form is described in docs/why.md.
namespace bywhen {

enum class Holds : std::uint8_t { no, unknown, yes };
[[nodiscard]] BYWHEN_API std::string_view to_string(Holds holds);

/// A value that a sentence reads, in a form for programs and in one for people.
struct WhyValue {
  enum class State : std::uint8_t {
    known,
    /// An event that has not happened, or a moment that is counted from one.
    never,
    /// The order does not tell it.
    unknown,
  };
  /// A fact, a term or a definition by its name, else a part of the sentence as it is written: `end of day travel_day`.
  std::string name;
  State state = State::known;
  /// Meaningful where it is known.
  Scalar value;
  /// `20 days`, `yes`, `59.90 USD`; instants in RFC 3339.
  std::string words;
};

/// One bound of a sentence's window.
struct WhyBound {
  enum class Kind : std::uint8_t {
    /// It holds from this moment on.
    opens,
    /// At this moment it is over.
    ends,
    /// The deadline of a duty that may be done late.
    due,
  };
  Kind kind = Kind::opens;
  /// The moment as it is written.
  std::string text;
  /// Whether the moment has come.
  Holds passed = Holds::no;
  /// Absent where it is unknown and where it never comes; `value` tells which.
  std::optional<Instant> at;
  WhyValue::State state = WhyValue::State::known;
  std::vector<WhyValue> values;

  /// Whether the sentence can hold now as far as this bound goes.
  [[nodiscard]] BYWHEN_API Holds allows() const;
};

/// A condition, or a part of one.
struct WhyCondition {
  /// As it is written: `unless reserved`, `tracking is valid`.
  std::string text;
  Holds holds = Holds::no;
  /// Of a condition that is not taken apart.
  std::vector<WhyValue> values;
  /// What it is made of, where `and`, `or`, `not` or a definition joins several.
  std::vector<WhyCondition> parts;
};

/// A sentence of the policy and what it says of the action now.
struct WhySentence {
  enum class Kind : std::uint8_t { permits, obliges, forbids, gives_right };
  RuleName rule;
  Kind kind = Kind::permits;
  /// The sentence as it is written, on one line, without its label, reasons and comments; cut with ` …` where it is
  /// very long.
  std::string text;
  Holds holds = Holds::no;
  std::vector<WhyBound> window;
  std::vector<WhyCondition> conditions;
  /// For a duty that is done, and so permits nothing any more: when.
  std::optional<Instant> done_at;
  /// For a duty whose window is empty, so that it does not arise.
  bool empty_window = false;
  std::string because;
  Notes notes;
};
[[nodiscard]] BYWHEN_API std::string_view to_string(WhySentence::Kind kind);

struct WhyStatus {
  std::string name;
  std::string label;
};

/// What ends an allowance.
struct WhyEnd {
  enum class Kind : std::uint8_t {
    /// The clock leads the order out of its status.
    clock,
    /// The window of the sentence that permits it is over, or its condition no longer holds.
    closes,
    /// A prohibition begins.
    forbidden,
    /// Another version of the set takes over, by which it is not allowed.
    takeover,
  };
  Kind kind = Kind::closes;
  Instant at;
  RuleName rule;
  std::string because;
  /// For the clock: what it does, and where that leads.
  std::string action_label;
  std::string to_label;
};
[[nodiscard]] BYWHEN_API std::string_view to_string(WhyEnd::Kind kind);

/// A way to yes. Each one was tried: after it the verdict is `allowed`.
struct Way {
  enum class Kind : std::uint8_t {
    /// It opens by itself, at `at`.
    wait,
    /// If `fact` were `value`, it would be allowed now.
    fact,
    /// `actor` may do `action` now with `inputs`; after that it is allowed at `at`.
    act,
  };
  Kind kind = Kind::wait;
  /// When it is allowed then: the instant asked about, or a later one that has to be waited for.
  Instant at;
  /// Until when, if nobody acts; absent: without end.
  std::optional<Instant> until;

  std::string fact;
  /// Absent: the fact would have to be missing, an event would have to have not happened.
  std::optional<Scalar> value;
  std::string value_words;
  /// The fact is an event; a time, a date or an event.
  bool of_event = false;
  bool of_time = false;
  /// Whether all greater values, and later times, do as well, or all lesser ones.
  bool or_more = false;
  bool or_less = false;
  /// What the order tells now, or what kind of nothing.
  std::optional<Scalar> present;
  WhyValue::State present_state = WhyValue::State::known;

  std::string actor;
  std::string actor_label;
  std::string action;
  std::string action_label;
  NamedScalars inputs;
};
[[nodiscard]] BYWHEN_API std::string_view to_string(Way::Kind kind);

/// More ways than these help nobody.
inline constexpr std::size_t most_ways = 5;

struct Why {
  PolicyIdentity policy;
  Instant at;
  std::string status;
  std::string status_label;
  /// What the clock did on the way, as far as it led to this status; the last one led into it.
  std::vector<SettledAnswer> settled;

  std::string actor;
  std::string actor_label;
  std::string action;
  std::string action_label;
  /// What the actor has to supply.
  std::vector<std::string> asks;
  /// As in the answer; `forbidden` where no rule of the status speaks of it.
  Verdict verdict = Verdict::forbidden;
  std::optional<Instant> from;
  std::optional<Instant> until;
  std::vector<std::string> unknown;

  /// The sentences that decide: prohibitions first, then what permits.
  std::vector<WhySentence> sentences;
  /// Sentences of the status on this actor and action that play no part.
  std::vector<RuleName> left_out;
  /// The other statuses in which a rule lets the actor do it.
  std::vector<WhyStatus> elsewhere;
  /// For an allowed action with an end: what will end it.
  std::optional<WhyEnd> ends;
  /// For an action that is not allowed: what would make it so, the nearest first.
  std::vector<Way> ways;
  /// Of an order of a policy set: the next version that takes over. What the sentences, `from` and `until` say of times
  /// from then on is what the version before would say.
  std::optional<Takeover> takeover;
  /// For an action that is not allowed: the lists that the sentences read. Other lists were not tried.
  std::vector<std::string> lists;
};

/// Explains the verdict on one actor and action. Fails where `decide` would, and for an actor or action that the policy
/// does not have.
[[nodiscard]] BYWHEN_API std::variant<Why, Problems> why(const Policy& policy, const Order& order,
                                                         std::string_view actor, std::string_view action, Instant at);

/// Compact JSON on one line, in the order of the fields.
[[nodiscard]] BYWHEN_API std::string to_json(const Why& why);

}  // namespace bywhen
