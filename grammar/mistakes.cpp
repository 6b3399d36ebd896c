#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "bywhen/codes.hpp"
#include "grammar/reader.hpp"

/// From a place where the grammar did not go on to a message that a person can act on.
namespace bywhen::grammar {
namespace {

/// Longer tokens are cut in messages.
constexpr std::size_t longest_quoted_token = 40;
/// Shorter words are like too many others.
constexpr std::size_t shortest_misspelt_word = 4;
/// PEGTL's own words for a rule that limits its depth.
constexpr std::string_view depth_message = "maximum parser rule nesting depth exceeded";

struct Wanted {
  std::string_view what;
  std::string_view help;
  /// The message is `what` alone.
  bool whole = false;
};

Wanted split(std::string_view message) {
  Wanted wanted;
  wanted.whole = message.starts_with('!');
  if (wanted.whole) message.remove_prefix(1);
  const std::size_t line_end = message.find('\n');
  wanted.what = message.substr(0, line_end);
  if (line_end != std::string_view::npos) wanted.help = message.substr(line_end + 1);
  return wanted;
}

std::string describe(const Reader& reader, std::size_t index) {
  const Kind kind = reader.kind(index);
  if (kind == Kind::end) return "the end of the text";
  std::string_view text = reader.text(index);
  if (text.size() <= longest_quoted_token) return fmt::format("`{}`", text);
  if (kind == Kind::text) return "a text";
  while (text.size() > longest_quoted_token || (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
    text.remove_suffix(1);
  return fmt::format("`{}…`", text);
}

struct Slip {
  std::string_view written;
  std::string_view help;
};

/// What other languages, and plain English, say where this one has another word.
constexpr std::array slips = {
    Slip{"can", "the word for a permission is `may`: `buyer may pay`"},
    Slip{"could", "the word for a permission is `may`: `buyer may pay`"},
    Slip{"might", "the word for a permission is `may`: `buyer may pay`"},
    Slip{"cannot", "the words for a prohibition are `may not`: `buyer may not pay`"},
    Slip{"shall", "the word for a duty is `must`: `seller must ship by due`"},
    Slip{"should", "the word for a duty is `must`: `seller must ship by due`"},
    Slip{"happen", "the clock's word is `happens`: `close happens at due`"},
    Slip{"if", "the word for a condition is `when`: `when tracking is wrong`"},
    Slip{"==", "compare with `is`: `tracking is wrong`"},
    Slip{"=>", "compare with `>=`"},
    Slip{"!=", "compare with `is not`: `tracking is not wrong`"},
    Slip{"equals", "compare with `is`: `tracking is wrong`"},
    Slip{"&&", "the word is `and`"},
    Slip{"&", "the word is `and`"},
    Slip{"||", "the word is `or`"},
    Slip{"|", "the word is `or`"},
    Slip{"!", "the word is `not`"},
    Slip{";", "nothing ends a sentence: it ends where the next begins"},
    Slip{".", "nothing ends a sentence: it ends where the next begins"},
    Slip{"then", "leave `then` out: a condition stands behind what it limits, as in `buyer may pay when complaint`"},
    Slip{"plus", "values are added with `+`: `price + shipping`"},
    Slip{"minus", "a value is taken away with `-`: `price - discount`"},
    Slip{"/", "a part of an amount is a percentage: `50% of total`"},
    Slip{"%", "the sign stands directly behind its number, and a blank behind it: `10% of total`"},
    Slip{"max", "the greatest value is said behind: `5% of total at most 25.00 EUR`"},
    Slip{"maximum", "the greatest value is said behind: `5% of total at most 25.00 EUR`"},
    Slip{"min", "the least value is said behind: `5% of total at least 1.00 EUR`"},
    Slip{"minimum", "the least value is said behind: `5% of total at least 1.00 EUR`"},
    Slip{"*", "a part of an amount is written `20% of total`, a multiple of something `2 times notice`"},
    Slip{"[", "choices stand between braces: `{cn, hk}`"},
    Slip{"//", "a comment begins with `#`"},
    Slip{"$", "money is written with its currency's code: `59.90 USD`"},
};

std::optional<std::string_view> help_for_slip(const Reader& reader, std::size_t index) {
  const std::string_view text = reader.text(index);
  const auto found = std::find_if(slips.begin(), slips.end(), [&](Slip slip) { return slip.written == text; });
  if (found != slips.end()) return found->help;
  return std::nullopt;
}

/// Words that are read as a name or a unit, so that the mistake shows behind them only.
constexpr std::array slips_before = {
    Slip{"x", "a multiple is written `2 times notice`"},
    Slip{"twice", "a multiple is written with its number: `2 times notice`"},
    Slip{"double", "a multiple is written with its number: `2 times notice`"},
};

std::optional<std::string_view> help_for_slip_before(const Reader& reader, std::size_t index) {
  if (index == 0 || reader.token(index).first_on_line) return std::nullopt;
  const std::string_view text = reader.text(index - 1);
  const auto found =
      std::find_if(slips_before.begin(), slips_before.end(), [&](Slip slip) { return slip.written == text; });
  if (found != slips_before.end()) return found->help;
  return std::nullopt;
}

bool wants(const Wanted& wanted, std::string_view word) { return wanted.what.find(word) != std::string_view::npos; }

constexpr std::string_view bound_help =
    "a bound stands behind its value: `5% of total at least 1.00 EUR`, `… at most 25.00 EUR`";

/// Help with what is computed, bounded or counted, which breaks off a value: what came says what was meant.
std::optional<std::string> help_for_value(const Reader& reader, std::size_t index) {
  const Kind before = index > 0 ? reader.kind(index - 1) : Kind::end;
  const Kind next = reader.kind(index + 1);
  const bool bounds = next == Kind::least || next == Kind::most || !reader.token(index).first_on_line;
  switch (reader.kind(index)) {
    case Kind::at:
      return bounds ? std::optional<std::string>(bound_help) : std::nullopt;
    case Kind::no:
    case Kind::not_:
      if (reader.text(index + 1) == "more") return "write `at most 25.00 EUR`";
      if (next == Kind::less) return "write `at least 1.00 EUR`";
      return std::nullopt;
    case Kind::times:
      return "`times` stands once, between a whole number and what is multiplied: `2 times notice`";
    case Kind::full:
      if (next == Kind::number) return "`full` stands behind the number: `48 full hours`";
      return std::nullopt;
    case Kind::comma:
      return "several values are taken by `sum of`, `latest of` and `earliest of` only; the lesser of two is `a at "
             "most b`";
    case Kind::under:
      return "`under EU law` stands at the end: `14 days after received_at under EU law`";
    case Kind::eu:
      if (before == Kind::under) return "`under EU law` stands at the end: `14 days after received_at under EU law`";
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

/// The same in a calendar and in the law's name.
std::optional<std::string> help_for_calendar(const Reader& reader, std::size_t index, const Wanted& wanted) {
  const Kind kind = reader.kind(index);
  const Kind before = index > 0 ? reader.kind(index - 1) : Kind::end;
  if (wants(wanted, "`EU law`") && reader.text(index) == "eu")
    return "the law is written with capitals: `under EU law`";
  if (kind == Kind::holidays && before == Kind::with) return "name their calendar: `under EU law with german holidays`";
  if (wants(wanted, "the name of a month") && reader.text(index) == ".")
    return "write the day without a point: `every 25 december`";
  if (wants(wanted, "`every`") && kind == Kind::and_)
    return "calendars are joined by `and` alone: `holidays of germany and target`";
  if (wants(wanted, "rows of the table") && kind == Kind::default_)
    return "`default` stands behind the name: `calendar ship default by origin { HK : hk  else : works }`";
  return std::nullopt;
}

/// In a scenario: more than one expectation tells.
std::optional<std::string> help_for_expectation(const Reader& reader, std::size_t index, const Wanted& wanted) {
  if (!wants(wanted, "`expect`") || index < 3) return std::nullopt;
  const Kind kind = reader.kind(index);
  const bool after_may = reader.kind(index - 2) == Kind::may && is_name(reader.kind(index - 3));
  if (kind == Kind::comma && after_may && is_name(reader.kind(index + 1))) {
    const std::string_view actor = reader.text(index - 3);
    return fmt::format("an expectation is about one action: `expect {} may {}  expect {} may {}`", actor,
                       reader.text(index - 1), actor, reader.text(index + 1));
  }
  if (reader.kind(index - 2) != Kind::expect || !is_name(reader.kind(index - 1))) return std::nullopt;
  for (std::size_t i = index; i < index + max_lookahead && reader.kind(i) != Kind::expect; ++i) {
    if (reader.kind(i) == Kind::happens)
      return fmt::format("what happens is expected without its amount: `expect {} happens at …`",
                         reader.text(index - 1));
  }
  return std::nullopt;
}

/// Help that depends on both what was wanted and what came.
std::optional<std::string> help_for_pair(const Reader& reader, std::size_t index, const Wanted& wanted) {
  const Kind kind = reader.kind(index);
  const Kind before = index > 0 ? reader.kind(index - 1) : Kind::end;
  if (kind == Kind::not_ && before == Kind::must) return "a prohibition is written `may not`: `buyer may not pay`";
  if (kind == Kind::known && before == Kind::not_) return "write `is missing`";
  if (kind == Kind::missing && before == Kind::not_) return "write `is known`";
  if (kind == Kind::missing && before == Kind::equals)
    return "an action cannot take a fact away: set a value that says so, such as a choice `none`";
  if (auto help = help_for_expectation(reader, index, wanted)) return help;
  if (kind == Kind::in && wants(wanted, "a rule")) {
    const bool block = before == Kind::open_brace || reader.kind(index + 2) == Kind::open_brace;
    if (block) return "blocks do not stand in each other: close the one before with `}`";
    return "choices stand between braces: `cancel_reason in {changed_mind, other}`";
  }
  if ((kind == Kind::replace || kind == Kind::remove) && wants(wanted, "a rule or"))
    return fmt::format("`{}` stands outside of blocks: a rule is known by its label, and keeps its statuses",
                       reader.text(index));
  if (wants(wanted, "double quotes") && is_name(kind))
    return fmt::format("put it in double quotes: `\"{}\"`", reader.text(index));
  if (kind == Kind::slash && reader.kind(index + 1) == Kind::slash) return "a comment begins with `#`";
  if (kind == Kind::otherwise)
    return "`otherwise` belongs to a duty: `seller must confirm within 3 days after asked_at otherwise close`";
  if (kind == Kind::has && reader.kind(index + 1) == Kind::to)
    return "the word for a duty is `must`: `seller must ship by due`";
  if (wants(wanted, "`half`") && kind == Kind::even) return "`even` goes with `half`: `money rounds half even`";
  return help_for_calendar(reader, index, wanted);
}

std::optional<std::string> help_for_misspelt(const Reader& reader, std::size_t index, const Wanted& wanted) {
  const std::string_view written = reader.text(index);
  if (!is_name(reader.kind(index)) || written.size() < shortest_misspelt_word) return std::nullopt;
  std::vector<std::string_view> words;
  // The words that would be right here stand in backticks in what was wanted.
  for (std::size_t open = wanted.what.find('`'); open != std::string_view::npos; open = wanted.what.find('`', open)) {
    const std::size_t close = wanted.what.find('`', open + 1);
    if (close == std::string_view::npos) break;
    words.push_back(wanted.what.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  auto nearest = nearest_name(written, words);
  if (!nearest) nearest = nearest_name(written, reserved_words());
  if (nearest) return fmt::format("did you mean `{}`?", *nearest);
  return std::nullopt;
}

/// Help that looks at what came, not only at what was wanted.
std::optional<std::string> particular_help(const Reader& reader, std::size_t index, const Wanted& wanted) {
  if (auto help = help_for_pair(reader, index, wanted)) return help;
  const bool broke_off = wants(wanted, "a declaration") || wants(wanted, "a rule") || wants(wanted, "the value") ||
                         wants(wanted, "a value");
  if (auto help = broke_off ? help_for_value(reader, index) : std::nullopt) return help;
  if (const auto slip = help_for_slip(reader, index)) return std::string(*slip);
  if (const auto slip = broke_off ? help_for_slip_before(reader, index) : std::nullopt) return std::string(*slip);
  return help_for_misspelt(reader, index, wanted);
}

Diagnostic problem_at(const Reader& reader, std::size_t index, std::string_view code, std::string message) {
  Diagnostic problem;
  problem.code = code;
  problem.message = std::move(message);
  problem.span = reader.span(index);
  return problem;
}

/// A word at the beginning of a line that is nearly one that begins a declaration.
std::optional<std::string_view> nearly_declaration(const Reader& reader, std::size_t index) {
  if (!is_name(reader.kind(index))) return std::nullopt;
  return nearest_name(reader.text(index), declaration_words());
}

Diagnostic unknown_sentence(const Reader& reader, std::size_t index, std::string_view nearest) {
  auto problem = problem_at(reader, index, codes::unknown_sentence,
                            fmt::format("no declaration begins with `{}`", reader.text(index)));
  problem.help = fmt::format("did you mean `{}`?", nearest);
  return problem;
}

/// At the top of a file: a misspelt word, a rule outside a block, a brace too many.
std::optional<Diagnostic> explain_no_declaration(const Reader& reader, std::size_t index) {
  if (reader.kind(index) == Kind::close_brace) {
    auto problem = problem_at(reader, index, codes::stray_closing_brace, "this `}` closes nothing");
    problem.help = "remove it, or look for the `{` that is missing before it";
    return problem;
  }
  if (sentence_stands_at(reader, index)) {
    auto problem = problem_at(reader, index, codes::unexpected_word, "a rule stands outside of every `in` block");
    problem.help = "say where it applies: `in any { … }` or `in STATUS { … }`";
    return problem;
  }
  if (const auto nearest = nearly_declaration(reader, index)) return unknown_sentence(reader, index, *nearest);
  // `term a = 3  trem b = 4`: the misspelt word was taken for the unit of the number before it.
  if (index > 0 && reader.token(index - 1).first_on_line) {
    if (const auto nearest = nearly_declaration(reader, index - 1))
      return unknown_sentence(reader, index - 1, *nearest);
  }
  return std::nullopt;
}

Diagnostic too_deep(const Reader& reader, std::size_t index) {
  auto problem =
      problem_at(reader, index, codes::nested_too_deep, fmt::format("this is nested more than {} deep", max_nesting));
  problem.help = "give the inner part a name with `define`";
  return problem;
}

Diagnostic reserved_as_name(const Reader& reader, std::size_t index, const Wanted& wanted) {
  auto problem = problem_at(reader, index, codes::reserved_word_as_name,
                            fmt::format("`{}` is a word of the language and cannot be a name", reader.text(index)));
  problem.label = fmt::format("expected {}", wanted.what);
  problem.help = help_for_pair(reader, index, wanted)
                     .value_or("choose another name: longer, such as `valid_from`, or with capitals, such as `AT`");
  return problem;
}

bool stands_in_list(const Reader& reader, std::size_t index) {
  const Kind before = index > 0 ? reader.kind(index - 1) : Kind::end;
  const Kind next = reader.kind(index + 1);
  return (before == Kind::open_brace || before == Kind::comma) && (next == Kind::comma || next == Kind::close_brace);
}

/// A word that is no name, used as a choice: that it is none is told where the choices are listed.
bool is_use_of_bad_choice(const Reader& reader, std::size_t index, const Wanted& wanted) {
  const bool value = wants(wanted, "a value") || wants(wanted, "value to compare");
  if (!value || !is_reserved(reader.kind(index)) || stands_in_list(reader, index)) return false;
  for (std::size_t i = 0; i < reader.end(); ++i) {
    if (reader.kind(i) == reader.kind(index) && stands_in_list(reader, i)) return true;
  }
  return false;
}

/// The last brace or parenthesis since `start` that is still open before `index`.
std::optional<std::size_t> open_bracket(const Reader& reader, std::size_t start, std::size_t index) {
  std::vector<std::size_t> open;
  for (std::size_t i = start; i < index; ++i) {
    const Kind kind = reader.kind(i);
    if (kind == Kind::open_brace || kind == Kind::open_paren) open.push_back(i);
    if ((kind == Kind::close_brace || kind == Kind::close_paren) && !open.empty()) open.pop_back();
  }
  if (open.empty()) return std::nullopt;
  return open.back();
}

void point_to_opening(const Reader& reader, std::size_t start, std::size_t index, const Wanted& wanted,
                      Diagnostic& problem) {
  const bool wants_closing = wants(wanted, "`)`") || wants(wanted, "`}`");
  if (!wants_closing) return;
  if (const auto open = open_bracket(reader, start, index))
    problem.further.push_back({reader.span(*open), "opened here"});
}

std::string message_for(const Reader& reader, std::size_t index, const Wanted& wanted) {
  if (wanted.whole) return std::string(wanted.what);
  if (reader.kind(index) == Kind::odd) return fmt::format("`{}` is no mark of the language", reader.text(index));
  return fmt::format("expected {}, found {}", wanted.what, describe(reader, index));
}

/// Where the line ended too early, the mistake is behind its last word, not in the next line.
void point_behind(const Reader& reader, std::size_t last, const Wanted& wanted, Diagnostic& problem) {
  problem.message = fmt::format("expected {} after {}", wanted.what, describe(reader, last));
  problem.span = reader.span(last);
  problem.span.begin = problem.span.end;
}

}  // namespace

std::optional<Diagnostic> explain_unexpected(const Reader& reader, std::size_t start, std::size_t index,
                                             std::string_view message) {
  if (reader.kind(index) == Kind::broken) return std::nullopt;
  if (message == depth_message) return too_deep(reader, index);
  const Wanted wanted = split(message);
  if (is_use_of_bad_choice(reader, index, wanted)) return std::nullopt;
  // A word behind a rule that is no clause was read as the actor of the next rule.
  const bool verb_wanted = wants(wanted, "`may`, `must` or `happens`");
  if (verb_wanted && index > start && !reader.token(start).first_on_line && particular_help(reader, start, wanted))
    index = start;
  if (wants(wanted, "a declaration")) {
    if (auto problem = explain_no_declaration(reader, index)) return problem;
  }
  const bool on_next_line = index > start && reader.token(index).first_on_line;
  const bool name_wanted = wanted.what.starts_with("the name") || wanted.what.starts_with("a choice");
  if (name_wanted && is_reserved(reader.kind(index)) && !on_next_line) {
    return reserved_as_name(reader, index, wanted);
  }
  const auto help = particular_help(reader, index, wanted);
  auto problem = problem_at(reader, index, codes::unexpected_word, message_for(reader, index, wanted));
  if (!help && on_next_line && !wanted.whole) point_behind(reader, index - 1, wanted, problem);
  problem.help = help.value_or(std::string(wanted.help));
  point_to_opening(reader, start, index, wanted, problem);
  return problem;
}

}  // namespace bywhen::grammar
