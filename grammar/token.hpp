#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "bywhen/source.hpp"

namespace bywhen::grammar {

/// What a token is. One byte each, so that the text of a policy becomes a string of kinds, which is what the sentence
/// grammar reads.
// clang-format off
enum class Kind : unsigned char {
  end = 1,
  // Literals.
  number, percent, text, date, time,
  // Names; the ones with a meaning of their own in some places are names everywhere else.
  name, day, a, on, round, up, down, default_, need, unknown, whether, cannot, money, rounds, half, even, every, least,
  most, times, under, eu, law, for_, orders, amends, the, list, count, where, all, are, have, time_word, since, unit,
  /// `parcels.weight`: a member of a list's records.
  path,
  // Symbols.
  open_brace, close_brace, open_paren, close_paren, comma, colon, question, equals, less_than, less_equal,
  greater_than, greater_equal, slash, plus, minus,
  /// Any other mark: no sentence has it.
  odd,
  /// Something that could not be read and was already reported.
  broken,
  // Reserved words.
  policy, version, zone, months, calendar, term, define, actor, fact, status, action, in, governed, replace, remove, scenario,
  any, except,
  may, must, not_, and_, or_, is, has, of, less, to, when, unless, because, otherwise, within, after, before, from,
  until, by, at, happens, asks, requires_, marks, sets, becomes, else_, given, expect, does, with, yes, no, known,
  missing, initial, final, needs, once, latest, earliest, sum, start, end_of, full, business, ending, holding, covers,
  weekend, holidays, happened, passed, extends,
};
// clang-format on

/// Whether the kind may stand where a name is wanted.
[[nodiscard]] constexpr bool is_name(Kind kind) { return kind >= Kind::name && kind <= Kind::unit; }
[[nodiscard]] constexpr bool is_reserved(Kind kind) { return kind >= Kind::policy && kind <= Kind::extends; }
/// Whether the kind is one of the words that begin a declaration.
[[nodiscard]] constexpr bool begins_declaration(Kind kind) { return kind >= Kind::policy && kind <= Kind::scenario; }

struct Token {
  Kind kind = Kind::end;
  bool first_on_line = false;
  bool unindented = false;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// The kind of a word: a reserved word, a word with a meaning in some places, or a plain name.
[[nodiscard]] Kind kind_of_word(std::string_view word);
/// The words that begin a declaration, and all reserved words, for "did you mean".
[[nodiscard]] std::vector<std::string_view> declaration_words();
[[nodiscard]] std::vector<std::string_view> reserved_words();

struct Scanned {
  /// The last one has the kind `end` and no length.
  std::vector<Token> tokens;
  /// Comments from `#` to the end of their line, without the line end, in order.
  std::vector<Span> comments;
  Diagnostics diagnostics;
};

/// Cuts a source into tokens. A source that is no text at all (not UTF-8) gives its diagnostic and the end token alone.
[[nodiscard]] Scanned scan(const Sources& sources, std::uint32_t source);

/// What a quoted token stands for: escapes resolved, quotes gone.
[[nodiscard]] std::string unquote(std::string_view quoted);

}  // namespace bywhen::grammar
