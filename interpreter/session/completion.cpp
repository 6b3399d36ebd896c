#include "interpreter/session/completion.hpp"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <utility>

namespace bywhen::session {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

using Words = std::vector<std::string>;

/// The words and marks before the one that is being typed, and that one. A text in quotes is one mark.
struct Typed {
  Words before;
  std::string last;
};

Typed split(std::string_view text) {
  Typed typed;
  const auto end_word = [&] {
    if (!typed.last.empty()) typed.before.push_back(std::exchange(typed.last, {}));
  };
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      end_word();
      if (!quoted) typed.before.emplace_back("\"");
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (is_word(c)) {
      typed.last += c;
    } else {
      end_word();
      if (c != ' ' && c != '\t' && c != '\n') typed.before.emplace_back(1, c);
    }
  }
  // Nothing completes a text.
  if (quoted) typed.before.emplace_back("\"…");
  return typed;
}

using Tokens = std::span<const std::string>;

template <typename Items>
auto find_named(const Items& items, const std::string& name) {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

template <typename Items>
bool has_named(const Items& items, const std::string& name) {
  return find_named(items, name) != items.end();
}

bool contains(Tokens tokens, std::string_view word) {
  return std::find(tokens.begin(), tokens.end(), word) != tokens.end();
}

/// What stands behind the last of these words; everything if there is none.
Tokens after_last(Tokens tokens, std::initializer_list<std::string_view> words) {
  for (std::size_t i = tokens.size(); i > 0; --i) {
    if (std::find(words.begin(), words.end(), tokens[i - 1]) != words.end()) return tokens.subspan(i);
  }
  return tokens;
}

/// What can stand behind words, by the sentence that they begin.
class Completer {
public:
  explicit Completer(const Model& model) : model_(model) {}

  void sentence(Tokens before) {
    if (before.empty()) return beginnings();
    const std::string& first = before.front();
    const Tokens rest = before.subspan(1);
    if (const auto colon = std::find(before.begin(), before.end(), ":"); colon != before.end() && changes(first))
      return question(before.subspan(static_cast<std::size_t>(colon - before.begin()) + 1));
    if (first == "given") return assignment(after_last(rest, {","}), false);
    if (first == "at") return time(rest);
    if (first == "find") return find(rest);
    if (first == "compare") return change(after_last(rest, {",", "with"}), false);
    if (first == "what" && !rest.empty() && rest.front() == "if")
      return change(after_last(rest.subspan(1), {","}), !contains(rest, ","));
    if (first == "what") return phrases({"if", "next"}, rest);
    if (has_named(model_.actors, first)) return deed(rest);
    question(before);
  }

  [[nodiscard]] Words take(const std::string& last) {
    std::erase_if(words_, [&](const std::string& word) { return !word.starts_with(last); });
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
    return std::move(words_);
  }

private:
  static bool changes(const std::string& first) { return first == "what" || first == "compare"; }

  void add(std::initializer_list<std::string_view> some) { words_.insert(words_.end(), some.begin(), some.end()); }
  template <typename Items>
  void names(const Items& items) {
    for (const auto& item : items) words_.push_back(item.name);
  }

  void beginnings() {
    questions();
    add({"what", "compare", "find", "given", "at"});
    names(model_.actors);
  }
  void questions() { add({"show", "who", "why", "when", "until", "what", "timeline", "preview", "expect"}); }

  /// Phrases of which some words may be typed already: what is left of them.
  void phrases(std::initializer_list<std::string_view> all, Tokens typed) {
    for (std::string_view phrase : all) {
      bool begun = true;
      for (const std::string& word : typed) {
        begun = begun && phrase.starts_with(word);
        if (!begun) break;
        phrase.remove_prefix(word.size());
        phrase.remove_prefix(std::min(phrase.find_first_not_of(' '), phrase.size()));
      }
      if (begun && !phrase.empty()) words_.emplace_back(phrase);
    }
  }

  /// A question that can stand behind `what if …:`.
  void question(Tokens before) {
    if (before.empty()) return questions();
    const std::string& first = before.front();
    const Tokens rest = before.subspan(1);
    if (first == "what") return phrases({"next"}, rest);
    if (first == "expect") return expectation(rest);
    if (first == "preview") return rest.empty() ? names(model_.actors) : deed(rest.subspan(1));
    if (first == "who") return rest.empty() ? add({"may"}) : after_may(rest.subspan(1), 0);
    if (first == "when") return rest.empty() ? add({"may"}) : after_may(rest.subspan(1), 1);
    if (first == "until" && rest.size() < 2) return rest.empty() ? add({"when"}) : add({"may"});
    if (first == "until") return after_may(rest.subspan(2), 1);
    if (first == "why" && rest.empty()) return add({"may"});
    if (first == "why") return why(rest.subspan(1));
  }
  /// An action behind so many actors.
  void after_may(Tokens rest, std::size_t actors) {
    if (rest.size() < actors) return names(model_.actors);
    if (rest.size() == actors) return names(model_.actions);
  }
  void why(Tokens rest) {
    const bool negated = !rest.empty() && rest.front() == "not";
    if (negated) return after_may(rest.subspan(1), 1);
    if (rest.empty()) return names(model_.actors);
    if (rest.size() == 1) add({"not"});
    const bool not_behind = rest.size() == 2 && rest.back() == "not";
    if (rest.size() == 1 || not_behind) names(model_.actions);
  }

  /// `buyer does pay with …`
  void deed(Tokens rest) {
    if (rest.empty()) return add({"does"});
    if (rest.size() == 1) return names(model_.actions);
    const auto action = find_named(model_.actions, rest[1]);
    if (action == model_.actions.end() || action->asks.empty()) return;
    if (rest.size() == 2) return add({"with"});
    if (rest[2] != "with") return;
    const Tokens inputs = after_last(rest.subspan(3), {","});
    if (!inputs.empty()) return behind_fact(inputs, false);
    for (const FactId fact : action->asks) words_.push_back(model_.facts[fact].name);
  }

  void assignment(Tokens rest, bool varying) {
    if (!rest.empty()) return behind_fact(rest, varying);
    names(model_.facts);
    add({"status"});
  }
  void behind_fact(Tokens rest, bool varying) {
    const bool known = has_named(model_.facts, rest[0]) || rest[0] == "status";
    if (rest.size() == 1 && known) add({"="});
    if (rest.size() == 1 && varying && known && rest[0] != "status") add({"varies"});
    if (rest.size() == 2 && rest[1] == "=") values(rest[0]);
  }
  void change(Tokens rest, bool varying) {
    if (rest.empty()) {
      assignment(rest, false);
      return add({"at", "term", "policy"});
    }
    if (rest[0] == "at") return time(rest.subspan(1));
    if (rest[0] == "policy") return;
    if (rest[0] != "term") return assignment(rest, varying);
    if (rest.size() == 1) return names(model_.terms);
    if (rest.size() == 2) add({"="});
  }

  void time(Tokens rest) { phrases({"+1 day", "the deadline", "one second before the deadline"}, rest); }

  /// What a fact can be, as far as that is a word.
  void values(const std::string& name) {
    if (name == "status") return names(model_.statuses);
    const auto fact = find_named(model_.facts, name);
    if (fact == model_.facts.end()) return;
    if (fact->type.kind == Kind::yes_no) add({"yes", "no"});
    if (fact->type.kind != Kind::choice) return;
    for (const Choice choice : model_.choice_lists[fact->type.choices])
      words_.push_back(model_.choice_names[choice.id]);
  }

  void expectation(Tokens rest) {
    if (rest.empty()) {
      names(model_.actors);
      names(model_.statuses);
      names(model_.facts);
      return add({"status", "unknown whether"});
    }
    if (rest[0] == "unknown") return rest.size() < 2 ? add({"whether"}) : unknown(rest.subspan(2));
    if (has_named(model_.actors, rest[0])) return expected_deed(rest.subspan(1));
    condition(rest);
  }
  void unknown(Tokens rest) {
    if (rest.empty()) names(model_.actors);
    if (rest.size() == 1) add({"may"});
    if (rest.size() == 2) names(model_.actions);
  }
  void expected_deed(Tokens rest) {
    if (rest.empty()) return add({"may", "must", "cannot", "need not"});
    if (rest.size() == 1 && rest[0] == "need") return add({"not"});
    const bool negated = rest.size() == 2 && rest[1] == "not";
    if (rest.size() == 1 && rest[0] == "may") add({"not"});
    if (rest.size() == 1 || negated) return names(model_.actions);
    if (!has_named(model_.actions, rest.back())) return;
    rest[0] == "may" ? add({"from", "until", "because"}) : add({"by", "because"});
  }

  void condition(Tokens rest) {
    const std::string& last = rest.back();
    if (has_named(model_.facts, last) || last == "status") {
      const bool compared = rest.size() > 1 && (rest[rest.size() - 2] == "is" || rest[rest.size() - 2] == "not");
      return compared ? void() : add({"is", "in"});
    }
    if (last == "is" && rest.size() > 1) {
      values(rest[rest.size() - 2]);
      return add({"not", "known", "missing"});
    }
    if (last == "not" && rest.size() > 2) return values(rest[rest.size() - 3]);
  }

  void find(Tokens rest) {
    if (rest.size() < 3) return phrases({"an order where"}, rest);
    const Tokens part = after_last(rest.subspan(3), {"and"});
    if (part.empty()) {
      names(model_.facts);
      names(model_.actors);
      return add({"status", "not"});
    }
    if (!has_named(model_.actors, part[0])) return condition(part);
    if (part.size() == 1) return add({"may"});
    if (part.size() == 2) add({"not"});
    if (part.size() == 2 || (part.size() == 3 && part[2] == "not")) return names(model_.actions);
    if (has_named(model_.actions, part.back())) add({"and"});
  }

  const Model& model_;
  Words words_;
};

}  // namespace

std::vector<std::string> completions(const Model& model, std::string_view text) {
  const Typed typed = split(text);
  Completer completer(model);
  completer.sentence(typed.before);
  return completer.take(typed.last);
}

}  // namespace bywhen::session
