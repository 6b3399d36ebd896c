#include "interpreter/session/completion.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace bywhen::session {
namespace {

using Words = std::set<std::string>;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// The words and marks before the one that is being typed, and that one.
struct Typed {
  std::vector<std::string> before;
  std::string last;
};

Typed split(std::string_view text) {
  Typed typed;
  for (const char c : text) {
    if (is_word(c)) {
      typed.last += c;
      continue;
    }
    if (!typed.last.empty()) typed.before.push_back(std::exchange(typed.last, {}));
    if (c != ' ' && c != '\t' && c != '\n') typed.before.emplace_back(1, c);
  }
  return typed;
}

template <typename Items>
void add_names(const Items& items, Words& words) {
  for (const auto& item : items) words.insert(item.name);
}

template <typename Items>
bool has_name(const Items& items, const std::string& name) {
  return std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

void add(std::initializer_list<std::string_view> some, Words& words) { words.insert(some.begin(), some.end()); }

/// What a fact can be set to or compared with, as far as that is a word.
void add_values(const Model& model, const std::string& fact, Words& words) {
  for (const Fact& candidate : model.facts) {
    if (candidate.name != fact) continue;
    if (candidate.type.kind == Kind::yes_no) add({"yes", "no"}, words);
    if (candidate.type.kind != Kind::choice) continue;
    for (const Choice choice : model.choice_lists[candidate.type.choices]) words.insert(model.choice_names[choice.id]);
  }
  if (fact == "status") add_names(model.statuses, words);
}

void add_beginnings(const Model& model, Words& words) {
  add({"show", "who", "why", "when", "until", "what", "timeline", "compare", "find", "given", "at", "expect"}, words);
  add_names(model.actors, words);
}

/// After one of these words only certain words can stand.
bool add_after_word(const Model& model, const Typed& typed, Words& words) {
  const std::string& word = typed.before.back();
  const std::size_t count = typed.before.size();
  if (word == "who" || word == "why") add({"may"}, words);
  if (word == "what") add({"if", "next"}, words);
  if (word == "until") add({"when"}, words);
  if (word == "find") add({"an"}, words);
  if (word == "an") add({"order"}, words);
  if (word == "order") add({"where"}, words);
  if (word == "the") add({"deadline"}, words);
  if (word == "term") add_names(model.terms, words);
  if (word == "when" && count > 1 && typed.before[count - 2] == "until") add({"may"}, words);
  if (word == "when" && count == 1) add({"may"}, words);
  if (word == "where" || word == "and") {
    add_names(model.facts, words);
    add_names(model.actors, words);
    add({"status", "not"}, words);
  }
  return !words.empty();
}

bool asks_for_actor(const Typed& typed) {
  const std::size_t count = typed.before.size();
  return typed.before.back() == "may" && count > 1 &&
         (typed.before[count - 2] == "why" || typed.before[count - 2] == "when");
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> some) {
  return std::find(some.begin(), some.end(), word) != some.end();
}

void add_for_place(const Model& model, const Typed& typed, Words& words) {
  const std::string& word = typed.before.back();
  if (asks_for_actor(typed)) return add_names(model.actors, words);
  if (add_after_word(model, typed, words)) return;
  if (is_one_of(word, {"may", "does", "must", "not", "cannot", "need"})) return add_names(model.actions, words);
  if (has_name(model.actors, word)) {
    const bool asked = std::find(typed.before.begin(), typed.before.end(), "may") != typed.before.end();
    if (asked) add_names(model.actions, words);
    return add({"may", "does", "must", "cannot"}, words);
  }
  if (is_one_of(word, {"given", ",", "with", "if", "compare"})) {
    add_names(model.facts, words);
    return add({"at", "term", "policy"}, words);
  }
  if (is_one_of(word, {"=", "is"}) && typed.before.size() > 1)
    return add_values(model, typed.before[typed.before.size() - 2], words);
  if (word == ":") return add_beginnings(model, words);
  if (word == "expect") {
    add_names(model.actors, words);
    add_names(model.statuses, words);
    return add_names(model.facts, words);
  }
  if (has_name(model.facts, word)) return add({"is", "has", "varies"}, words);
  if (word == "status") return add({"is", "in"}, words);
}

}  // namespace

std::vector<std::string> completions(const Model& model, std::string_view text) {
  const Typed typed = split(text);
  Words words;
  typed.before.empty() ? add_beginnings(model, words) : add_for_place(model, typed, words);
  std::erase_if(words, [&](const std::string& word) { return !word.starts_with(typed.last); });
  return {words.begin(), words.end()};
}

}  // namespace bywhen::session
