#include "grammar/question_mistakes.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "bywhen/codes.hpp"

namespace bywhen::grammar {
namespace {

/// What begins a line, names of actors aside.
constexpr std::array<std::string_view, 13> first_words = {
    "show", "who", "why", "when", "until", "what", "compare", "find", "given", "at", "expect", "timeline", "preview"};
/// Plain English asks with these.
constexpr std::array<std::string_view, 12> asking_words = {"can",  "may",  "could", "might", "should", "must",
                                                           "does", "will", "is",    "shall", "would",  "do"};

template <typename Words>
bool is_among(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_line(std::string_view word) { return is_among(first_words, word); }

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

bool is_word(const Reader& reader, std::size_t index) {
  return is_name(reader.kind(index)) || is_reserved(reader.kind(index));
}

/// A line's tokens, and which of them was not expected.
class Line {
public:
  Line(const Reader& reader, const Diagnostic& mistake) : reader_(reader) {
    while (at_ < reader.end() && reader.span(at_).begin < mistake.span.begin) ++at_;
    for (std::size_t i = 0; i < at_; ++i) {
      if (reader.kind(i) == Kind::colon) start_ = i + 1;
    }
  }

  void explain(Diagnostic& mistake) const {
    if (mistake.code == codes::reserved_word_as_name && !is(0, "find")) return;
    if (explain_first_word(mistake)) return;
    if (const std::string help = help_for_part(mistake); !help.empty()) mistake.help = help;
  }

private:
  [[nodiscard]] std::string_view word(std::size_t index) const { return reader_.text(index); }
  [[nodiscard]] bool is(std::size_t index, std::string_view text) const { return word(index) == text; }
  [[nodiscard]] bool ends() const { return at_ >= reader_.end() || reader_.kind(at_) == Kind::question; }
  [[nodiscard]] bool name_at(std::size_t index) const { return index < reader_.end() && is_word(reader_, index); }

  /// The line begins with a word that says nothing there.
  bool explain_first_word(Diagnostic& mistake) const {
    const std::string_view first = word(start_);
    if (!name_at(start_) || at_ > start_ + 1) return false;
    const std::string small = lower(first);
    std::string help;
    if (first != small && (begins_line(small) || is_among(asking_words, small))) {
      help = fmt::format("words of the language are written in small letters: `{}`", small);
    } else if (begins_line(first)) {
      return false;
    } else if (is_among(asking_words, first)) {
      help = help_for_asking();
    } else if (const auto meant = nearest(small)) {
      help = fmt::format("did you mean `{}`?", *meant);
    } else if (is(start_ + 1, "may") && name_at(start_ + 2)) {
      return ask_about(start_, mistake);
    }
    if (help.empty()) return false;
    mistake.message = fmt::format("no question and no step begins with `{}`", first);
    mistake.span = reader_.span(start_);
    mistake.help = help;
    return true;
  }

  /// `buyer may pay` says so where a question is wanted.
  bool ask_about(std::size_t actor, Diagnostic& mistake) const {
    const std::string rest = fmt::format("{} {}", word(actor), word(actor + 2));
    mistake.help = fmt::format("ask `why may {}` or `when may {}`, or expect it: `expect {} may {}`", rest, rest,
                               word(actor), word(actor + 2));
    return true;
  }

  [[nodiscard]] std::string help_for_asking() const {
    if (!name_at(start_ + 1)) return "ask `who may`, `why may buyer pay` or `when may buyer pay`";
    if (!name_at(start_ + 2)) return fmt::format("ask `who may {}`, or `when may buyer pay`", word(start_ + 1));
    const std::string deed = fmt::format("{} {}", word(start_ + 1), word(start_ + 2));
    return fmt::format("ask `why may {}`, `when may {}` or `who may {}`", deed, deed, word(start_ + 2));
  }

  /// The word that was meant. `does` behind a name is nearer than any word in the name's place.
  [[nodiscard]] std::optional<std::string_view> nearest(std::string_view small) const {
    if (at_ > start_ && nearest_name(word(at_), {"does"})) return std::nullopt;
    return nearest_name(small, {first_words.begin(), first_words.end()});
  }

  [[nodiscard]] std::string help_for_part(const Diagnostic& mistake) const {
    const auto wanted = [&](std::string_view what) {
      return mistake.message.starts_with(fmt::format("expected {}", what));
    };
    const std::string_view found = word(at_);
    if (const std::string small = lower(found); small != found && wanted(fmt::format("`{}`", small)))
      return fmt::format("words of the language are written in small letters: `{}`", small);
    if (ends() && wanted("the name of an action")) return fmt::format("say which action: `{} pay`", so_far());
    if (ends() && wanted("the name of an actor")) return fmt::format("say who and what: `{} buyer pay`", so_far());
    if (wanted("a policy's file") && name_at(at_))
      return fmt::format("put the path in double quotes: `\"{}\"`", path());
    const bool changes = is(0, "what") || is(0, "compare") || is(0, "given");
    if (changes && is(at_, "and")) return "separate them by commas: `what if total = 5.00 USD, complaint = yes`";
    if (is(0, "find") && is(at_, "or"))
      return "put what is joined by `or` in parentheses: `find an order where (complaint or tracking is wrong)`";
    return "";
  }

  /// The question up to the mistake, as it was typed.
  [[nodiscard]] std::string_view so_far() const { return reader_.text(reader_.span(start_, at_)); }

  /// What was typed from here to the next blank.
  [[nodiscard]] std::string path() const {
    std::size_t last = at_;
    while (last + 1 < reader_.end() && reader_.span(last + 1).begin == reader_.span(last).end &&
           reader_.kind(last + 1) != Kind::colon && reader_.kind(last + 1) != Kind::comma)
      ++last;
    return std::string(reader_.text(reader_.span(at_, last + 1)));
  }

  const Reader& reader_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
};

}  // namespace

void explain_question(const Reader& reader, Diagnostic& mistake) {
  if (mistake.code != codes::unexpected_word && mistake.code != codes::reserved_word_as_name) return;
  Line(reader, mistake).explain(mistake);
}

}  // namespace bywhen::grammar
