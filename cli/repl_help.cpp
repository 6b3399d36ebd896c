#include "cli/repl_help.hpp"

#include <array>

namespace bywhen::cli {

std::span<const HelpEntry> repl_help() {
  static constexpr std::array entries = {
      HelpEntry{"show", "show", "the whole answer: who may do what, what is due, what happens next", "show"},
      HelpEntry{"who", "who may [ACTION]", "who may do it, or all that anybody may do now", "who may refund"},
      HelpEntry{"why", "why may [not] ACTOR ACTION", "the sentences that decide, and what would lead to a yes",
                "why may not buyer pay"},
      HelpEntry{"when", "when may ACTOR ACTION", "from when until when", "when may buyer request_cancellation"},
      HelpEntry{"until", "until when [may ACTOR ACTION]", "how long this answer holds, and what changes then",
                "until when"},
      HelpEntry{"what", "what next", "what happens by itself, if nobody acts", "what next"},
      HelpEntry{"what", "what if CHANGE, …[: QUESTION]",
                "the same under another fact, time, term or policy; the session stays as it is",
                "what if paid_at = 2026-03-03 09:00: when may buyer request_cancellation"},
      HelpEntry{"compare", "compare CHANGES [with CHANGES][: QUESTION]", "both side by side",
                "compare term payment_window = 30 days"},
      HelpEntry{"given", "given FACT = VALUE, …", "a step: what the world reports now", "given tracking = wrong"},
      HelpEntry{"at", "at TIME", "a step: time goes on; `+3 days`, `the deadline`, `one second before the deadline`",
                "at +3 days"},
      HelpEntry{"does", "ACTOR does ACTION [with FACT = VALUE, …]", "a step: somebody acts", "buyer does pay"},
      HelpEntry{"expect", "expect …", "says whether it is so, in the words of scenarios", "expect buyer may pay"},
      HelpEntry{"undo", "undo, redo, reset", "take steps back, take them again, begin anew", "undo"},
      HelpEntry{"save", "save scenario \"NAME\" to FILE", "the session as a test that `bywhen test` plays",
                "save scenario \"Paid late\" to late.scenarios.bywhen"},
      HelpEntry{"save", "save order to FILE", "the order as it is now, as JSON", "save order to order.json"},
      HelpEntry{"load", "load FILE", "begin anew with this order", "load order.json"},
      HelpEntry{"policy", "policy [FILE]", "go on under another policy, or read this one again", "policy next.bywhen"},
      HelpEntry{"source", "source [RULE]", "the policy's text, or the rule with this label", "source payment"},
      HelpEntry{"help", "help [WORD]", "this list, or one of its entries", "help what"},
      HelpEntry{"quit", "quit", "leave; so does Ctrl-D", "quit"},
  };
  return entries;
}

}  // namespace bywhen::cli
