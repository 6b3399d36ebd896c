#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "grammar/syntax.hpp"

/// What a person types into a session: a scenario's step, or a question, in the language's own words.
namespace bywhen::syntax {

/// `at` of a session: a moment, `+3 days` from now, `the deadline`, or a time before or after that.
struct SessionTime {
  /// A moment as in a scenario; absent for the others.
  std::optional<Expr> moment;
  /// After now; with `deadline`, before or after that.
  std::optional<Expr> duration;
  bool before = false;
  bool deadline = false;
  Span span;
};

/// `at +3 days`, at any place of a session.
struct MoveStep {
  SessionTime time;
};

/// What a `what if` or `compare` changes: a fact, the time, a term, the policy.
struct TermChange {
  Name term;
  Expr value;
};
struct PolicyChange {
  Text path;
};
using Change = std::variant<Assignment, SessionTime, TermChange, PolicyChange>;

struct ShowQuestion {};
/// `who may`, `who may refund`
struct WhoQuestion {
  std::optional<Name> action;
};
/// `why may buyer pay`, `why may buyer not pay`
struct WhyQuestion {
  Name actor;
  Name action;
  bool negated = false;
};
struct WhenQuestion {
  Name actor;
  Name action;
};
/// `until when`, `until when may buyer pay`
struct UntilQuestion {
  std::optional<Name> actor;
  std::optional<Name> action;
};
struct NextQuestion {};
struct TimelineQuestion {};
/// `preview buyer does cancel with cancel_reason = other`
struct PreviewQuestion {
  DoesStep deed;
};
/// `find an order where buyer may pay and total > 100.00 EUR`
struct FindQuestion {
  struct Permission {
    Name actor;
    Name action;
    bool negated = false;
  };
  std::vector<Permission> permissions;
  std::vector<Expr> conditions;
};

/// One that can be asked of any order, also of a changed one.
using PlainQuestion = std::variant<ShowQuestion, WhoQuestion, WhyQuestion, WhenQuestion, UntilQuestion, NextQuestion,
                                   TimelineQuestion, PreviewQuestion, ExpectStep>;

/// `what if total = 5.00 EUR: who may refund`; without a question: how the answer differs.
struct WhatIfQuestion {
  std::vector<Change> changes;
  std::optional<PlainQuestion> question;
};
/// `what if paid_at varies: until when may buyer pay`
struct VariesQuestion {
  Name fact;
  std::optional<PlainQuestion> question;
};
/// `compare total = 5.00 EUR`, `compare policy "a.bywhen" with policy "b.bywhen": when may buyer pay`
struct CompareQuestion {
  std::vector<Change> left;
  std::vector<Change> right;
  std::optional<PlainQuestion> question;
};

using Question = std::variant<GivenStep, MoveStep, DoesStep, ShowQuestion, WhoQuestion, WhyQuestion, WhenQuestion,
                              UntilQuestion, NextQuestion, TimelineQuestion, PreviewQuestion, ExpectStep,
                              WhatIfQuestion, VariesQuestion, CompareQuestion, FindQuestion>;

}  // namespace bywhen::syntax

namespace bywhen {

struct ParsedQuestion {
  /// Absent after a mistake.
  std::optional<syntax::Question> question;
  Diagnostics diagnostics;
};

/// Reads one line of a session, or several that belong together. A question mark may end it.
[[nodiscard]] ParsedQuestion parse_question(const Sources& sources, std::uint32_t source);

/// The sentence alone, without the question mark or the comment behind it: as a scenario has it.
[[nodiscard]] std::string question_text(std::string_view text);

/// Whether the text so far can go on: an open brace or parenthesis, a comma, a colon or a joining word at its end.
[[nodiscard]] bool question_goes_on(std::string_view text);

}  // namespace bywhen
