#pragma once

#include <string_view>
#include <vector>

#include "interpreter/full/text_buffer.hpp"
#include "interpreter/program.hpp"

namespace bywhen::full {

/// What a policy's answers are put together of: all that does not hang on the order, as JSON that is written already.
/// Made once for a policy; never changed.
class AnswerTexts {
public:
  using Piece = Pieces::Piece;
  AnswerTexts(const Program& program, const Sources& sources, std::string_view tzdata);

  struct StatusTexts {
    /// `"closed"`
    Piece name;
    /// `,"status":{"name":…},"settled":[`
    Piece head;
    /// For each of the program's entitlements: `{"actor":"buyer",…,"verdict":`
    std::vector<Piece> entitlements;
    /// By the machine's numbers of reasons.
    std::vector<Piece> reasons;
  };
  /// The events that a moment is counted from, in slot order; of lists only the evaluator knows which.
  struct Events {
    std::vector<FactId> facts;
    bool in_lists = false;
  };
  struct RuleTexts {
    Events opens_by;
    Events closes_by;
    /// `"payment"`
    Piece name;
    /// `"payment","source":"aliexpress.bywhen:62","because":[`
    Piece of_action;
    /// `{"rule":"payment","source":"aliexpress.bywhen:62","actor":`
    Piece of_deadline;
    /// `,"actions":["pay"],"opens":`
    Piece actions;
    /// `,"because":"…"`, or nothing.
    Piece because;
    /// What follows the deadline: all of it for a right; else up to the status that the action leads to.
    Piece otherwise;
    /// What the clock does: `,"rule":…,"action":"close","from":`, with the source and `from`, or with `to`.
    Piece settled;
    Piece next;
    /// `,"because":"…"` of what the clock does.
    Piece automatic_because;
  };

  Pieces pieces;
  /// `{"policy":{…},"at":`
  Piece head;
  std::vector<StatusTexts> statuses;
  std::vector<RuleTexts> rules;
  /// `"buyer"`
  std::vector<Piece> actors;
  /// `,"asks":[…],"rule":`
  std::vector<Piece> actions;
  /// `"paid_at":` and `"paid_at"`
  std::vector<Piece> members;
  std::vector<Piece> facts;
  std::vector<Piece> choices;
  std::vector<Piece> verdicts;
  std::vector<Piece> states;

private:
  void add_statuses(const Program& program);
  void add_rules(const Model& model, const Sources& sources);
  void add_names(const Model& model);
};

}  // namespace bywhen::full
