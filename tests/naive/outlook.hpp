#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/naive/course.hpp"

namespace bywhen::naive {

struct ActionView {
  Verdict verdict = Verdict::forbidden;
  std::optional<Instant> from;
  std::optional<Instant> until;
  friend bool operator==(const ActionView&, const ActionView&) = default;
};

struct DutyView {
  std::optional<Instant> opens;
  std::optional<Instant> due;
  DutyState state = DutyState::pending;
  std::optional<Owed> owed;
  friend bool operator==(const DutyView&, const DutyView&) = default;
};

/// What an answer says about an instant, as far as it is compared.
struct View {
  std::map<Doing, ActionView> actions;
  /// By the rule's name and the actor.
  std::map<std::pair<std::string, std::string>, DutyView> deadlines;
  friend bool operator==(const View&, const View&) = default;
};

/// What can be said while an order is in one state of its course. Between two candidates, the instants at which
/// something could change, nothing does; so all of time is asked point by point.
class Outlook {
public:
  Outlook(Course& course, std::size_t state);

  [[nodiscard]] View view(Instant at);
  /// What cannot be computed of what is to be said at the instant.
  [[nodiscard]] Refusals refusals(Instant at);
  [[nodiscard]] std::optional<Instant> valid_until(Instant at);
  /// The unknown facts that the sentences about it read.
  [[nodiscard]] std::set<std::string> unknown_facts(const Doing& doing);
  /// What is to be told of how the rule of that name was computed.
  [[nodiscard]] std::set<std::string> notes(const std::string& rule, Instant at);
  [[nodiscard]] const std::vector<Instant>& candidates() const { return candidates_; }

private:
  struct Sample {
    Instant at;
    Truth permitted = Truth::no;
    Truth allowed = Truth::no;
  };

  std::optional<std::size_t> state_at(Instant at) const;
  Sample sample(const Doing& doing, Instant at);
  std::vector<Sample> samples(const Doing& doing, Instant at);
  ActionView verdict(const Doing& doing, Instant at);
  std::optional<DutyView> duty(const Sentence& sentence, const syntax::MustRule& must, Instant at);
  std::optional<Instant> conditions_open(const Sentence& sentence, Instant at);
  void find_doings();
  Refusals take_refusals();
  const View& view_at_candidate(Instant candidate);

  Course& course_;
  std::size_t state_;
  std::vector<Sentence> sentences_;
  std::map<std::string, Sentence> named_;
  std::vector<Instant> candidates_;
  std::map<Doing, std::vector<Sample>> doings_;
  /// What cannot be computed of who may do what, at whatever time.
  Refusals refusals_;
  std::map<Instant, View> views_;
};

}  // namespace bywhen::naive
