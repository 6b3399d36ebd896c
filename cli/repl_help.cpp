#include "cli/repl_help.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "bywhen/diagnostic.hpp"

namespace bywhen::cli {
namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Words in small letters, without the marks between them.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    if (is_letter(c)) {
      if (!inside) words.emplace_back();
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    inside = is_letter(c);
  }
  return words;
}

using Words = std::vector<std::string>;

bool begins_with(const Words& all, const Words& first) {
  return all.size() >= first.size() && std::equal(first.begin(), first.end(), all.begin());
}

/// One after the other, anywhere.
bool holds(std::string_view text, const Words& words) {
  const Words all = words_of(text);
  return std::search(all.begin(), all.end(), words.begin(), words.end()) != all.end();
}

template <typename Fits>
std::vector<HelpEntry> entries_that(Fits fits) {
  std::vector<HelpEntry> found;
  const auto all = repl_help();
  std::copy_if(all.begin(), all.end(), std::back_inserter(found), fits);
  return found;
}

}  // namespace

std::span<const HelpEntry> repl_help() {
  static constexpr std::array entries = {
      HelpEntry{"show", "show", "the whole answer: who may do what, what is due, what happens next", "show"},
      HelpEntry{"who may", "who may [ACTION]", "who may do it, or all that anybody may do now", "who may refund"},
      HelpEntry{"why may", "why may [not] ACTOR ACTION", "the sentences that decide, and what would lead to a yes",
                "why may not buyer pay"},
      HelpEntry{"when may", "when may ACTOR ACTION", "from when until when", "when may buyer request_cancellation"},
      HelpEntry{"until when", "until when [may ACTOR ACTION]", "how long this answer holds, and what changes then",
                "until when"},
      HelpEntry{"timeline", "timeline", "statuses, actions and deadlines over time, as a picture", "timeline"},
      HelpEntry{"preview", "preview ACTOR does ACTION [with FACT = VALUE, …]",
                "what doing it brings, now and later; nothing is done", "preview buyer does pay"},
      HelpEntry{"what next", "what next", "what happens by itself, if nobody acts", "what next"},
      HelpEntry{"what if", "what if CHANGE, …[: QUESTION]",
                "the same under another fact, `status`, time, term or policy; the session stays as it is",
                "what if complaint = yes: who may"},
      HelpEntry{"varies", "what if FACT varies[: QUESTION]",
                "goes over a fact's values, and tells where the answer changes",
                "what if placed_at varies: who may pay"},
      HelpEntry{"compare", "compare CHANGES [with CHANGES][: QUESTION]", "both side by side",
                "compare term payment_window = 30 days"},
      HelpEntry{"find", "find an order where CONDITION and …", "the simplest order of which all this holds",
                "find an order where buyer may pay and total > 100.00 EUR"},
      HelpEntry{"expect", "expect …", "says whether it is so, in the words of scenarios", "expect buyer may pay"},
      HelpEntry{"given", "given FACT = VALUE, …", "a step: what the world reports now", "given tracking = wrong"},
      HelpEntry{"at", "at TIME", "a step: time goes on; `+3 days`, `the deadline`, `one second before the deadline`",
                "at +3 days"},
      HelpEntry{"does", "ACTOR does ACTION [with FACT = VALUE, …]", "a step: somebody acts", "buyer does pay"},
      HelpEntry{"undo", "undo", "takes the last step back", "undo"},
      HelpEntry{"redo", "redo", "takes it again", "redo"},
      HelpEntry{"save scenario", "save scenario \"NAME\" to FILE", "the session as a test that `bywhen test` plays",
                "save scenario \"Paid late\" to late.scenarios.bywhen"},
      HelpEntry{"save order", "save order to FILE", "the order as it is now, as JSON", "save order to order.json"},
      HelpEntry{"load", "load FILE", "goes on with this order; `undo` brings back the one before", "load order.json"},
      HelpEntry{"reset", "reset", "back to the beginning, or to where the order was loaded", "reset"},
      HelpEntry{"policy", "policy [FILE]", "goes on under another policy, or reads this one again",
                "policy policies/aliexpress.bywhen"},
      HelpEntry{"source", "source [RULE]", "the policy's text, or the rule with this label", "source payment"},
      HelpEntry{"help", "help [WORDS]", "this list, or what in it begins with these words", "help what if"},
      HelpEntry{"quit", "quit", "leaves; so do `exit` and Ctrl-D", "quit"},
  };
  return entries;
}

std::vector<HelpEntry> find_help(std::string_view text) {
  const Words words = words_of(text);
  // A mark alone, such as a second `?`, asks for nothing in particular.
  if (words.empty()) return entries_that([](const HelpEntry&) { return true; });
  auto found = entries_that([&](const HelpEntry& entry) {
    return begins_with(words_of(entry.words), words) || begins_with(words_of(entry.form), words);
  });
  if (!found.empty()) return found;
  // `help what if total` asks about `what if`.
  found = entries_that([&](const HelpEntry& entry) { return begins_with(words, words_of(entry.words)); });
  if (!found.empty()) return found;
  return entries_that([&](const HelpEntry& entry) {
    return holds(entry.form, words) || holds(entry.meaning, words) || holds(entry.example, words);
  });
}

std::optional<std::string> nearest_help(std::string_view text) {
  const Words words = words_of(text);
  std::vector<std::string_view> known;
  std::vector<std::string_view> first;
  for (const HelpEntry& entry : repl_help()) {
    known.push_back(entry.words);
    first.push_back(entry.words.substr(0, entry.words.find(' ')));
  }
  std::string together;
  for (const std::string& word : words) together += (together.empty() ? "" : " ") + word;
  auto nearest = nearest_name(together, known);
  if (!nearest && !words.empty()) nearest = nearest_name(words.front(), first);
  if (!nearest) return std::nullopt;
  return std::string(*nearest);
}

std::span<const std::string_view> repl_commands() {
  static constexpr std::array<std::string_view, 10> commands = {"exit", "help",  "load", "policy", "quit",
                                                                "redo", "reset", "save", "source", "undo"};
  return commands;
}

}  // namespace bywhen::cli
