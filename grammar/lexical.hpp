#pragma once

#include <array>

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

/// The lexical grammar: what counts as one token. Each alternative of `piece` is a rule of its own, so that an action
/// can tell them apart.
namespace bywhen::grammar::lexical {

using namespace tao::pegtl;

/// As many characters as one set holds, perhaps none: most of a text stands in such runs, and a look into a table a
/// character is all that they cost.
template <typename Set>
struct run {
  using rule_t = run;
  using subs_t = type_list<>;

  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const char* end = in.current();
    while (end != in.end() && members[static_cast<unsigned char>(*end)]) ++end;
    in.bump(static_cast<std::size_t>(end - in.current()));
    return true;
  }

private:
  static constexpr std::array<bool, 256> members = [] {
    std::array<bool, 256> held{};
    for (std::size_t byte = 0; byte < held.size(); ++byte) held[byte] = Set::holds(static_cast<char>(byte));
    return held;
  }();
};

struct of_names {
  static constexpr bool holds(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
};
struct of_comments {
  static constexpr bool holds(char c) { return c != '\n' && c != '\r'; }
};
struct of_texts {
  static constexpr bool holds(char c) { return of_comments::holds(c) && c != '"' && c != '\\'; }
};

struct line_end : sor<string<'\r', '\n'>, one<'\n', '\r'>> {};
struct blanks : plus<one<' ', '\t'>> {};
struct comment : seq<one<'#'>, run<of_comments>> {};

struct letters : seq<alpha, run<of_names>> {};
struct path : seq<letters, one<'.'>, letters> {};
struct word : seq<letters, not_at<one<'.'>, alpha>> {};

/// A number must not run on into letters, a further point or a dash: `20days` and `2026-3-1` are slips, not two tokens.
struct number_end : not_at<sor<identifier_other, seq<one<'-', '.'>, identifier_other>>> {};
struct digits : plus<digit> {};
struct decimal : seq<digits, opt<one<'.'>, digits>> {};
struct number : seq<decimal, number_end> {};
struct percent : seq<decimal, one<'%'>, number_end> {};
struct calendar_date : seq<rep<4, digit>, one<'-'>, rep<2, digit>, one<'-'>, rep<2, digit>> {};
struct date : seq<calendar_date, number_end> {};
struct clock : seq<rep<2, digit>, one<':'>, rep<2, digit>, opt<one<':'>, rep<2, digit>, opt<one<'.'>, digits>>> {};
struct offset : sor<one<'Z'>, seq<one<'+', '-'>, rep<2, digit>, one<':'>, rep<2, digit>>> {};
struct time
    : seq<calendar_date, sor<one<'T'>, plus<one<' '>>>, clock, opt<offset>, number_end, not_at<one<':', '+'>, digit>> {
};
struct broken_number : seq<digit, star<sor<identifier_other, seq<one<'-', '.', ':'>, at<identifier_other>>>>> {};

struct escaped : seq<one<'\\'>, not_one<'\n', '\r'>, run<of_texts>> {};
struct text : seq<one<'"'>, run<of_texts>, star<escaped>, one<'"'>> {};
struct unclosed_text : seq<one<'"'>, star<not_one<'\n', '\r'>>> {};
struct single_quoted : seq<one<'\''>, star<not_one<'\'', '"', '\n', '\r'>>, one<'\''>> {};
/// “…”, „…“, «…»: what text processors put in place of straight quotes.
struct curly_open : sor<string<'\xE2', '\x80', '\x9C'>, string<'\xE2', '\x80', '\x9D'>, string<'\xE2', '\x80', '\x9E'>,
                        string<'\xC2', '\xAB'>> {};
struct curly_close : sor<string<'\xE2', '\x80', '\x9C'>, string<'\xE2', '\x80', '\x9D'>, string<'\xC2', '\xBB'>> {};
struct curly_quoted : seq<curly_open, star<not_at<curly_close>, not_one<'"', '\n', '\r'>>, curly_close> {};

struct symbol : sor<string<'<', '='>, string<'>', '='>, one<'{', '}', '(', ')', ',', ':', '?', '<', '>', '/', '+', '-'>,
                    seq<one<'='>, not_at<one<'=', '>'>>>> {};
/// Marks of other languages, taken together so that a message can name them whole.
struct odd_mark
    : sor<string<'=', '='>, string<'=', '>'>, string<'!', '='>, string<'&', '&'>, string<'|', '|'>, ranges<'!', '~'>> {
};
struct foreign_character : any {};

/// What begins with a letter or a digit is nothing else: the first character alone tells which.
struct lettered : seq<at<alpha>, sor<word, path>> {};
struct numeric : seq<at<digit>, sor<time, date, percent, number, broken_number>> {};
struct piece : sor<lettered, blanks, line_end, numeric, text, symbol, comment, unclosed_text, single_quoted,
                   curly_quoted, odd_mark, foreign_character> {};
struct source_text : until<eof, piece> {};

}  // namespace bywhen::grammar::lexical

/// A run always matches, and may be of no characters.
template <typename Name, typename Set>
struct tao::pegtl::analyze_traits<Name, bywhen::grammar::lexical::run<Set>> : tao::pegtl::analyze_opt_traits<> {};
