#pragma once

#include <tao/pegtl.hpp>

/// The lexical grammar: what counts as one token. Each alternative of `piece` is a rule of its own, so that an action
/// can tell them apart.
namespace bywhen::grammar::lexical {

using namespace tao::pegtl;

struct line_end : sor<string<'\r', '\n'>, one<'\n', '\r'>> {};
struct blanks : plus<one<' ', '\t'>> {};
struct comment : seq<one<'#'>, star<not_one<'\n', '\r'>>> {};

struct letters : seq<alpha, star<identifier_other>> {};
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

struct text : seq<one<'"'>, star<sor<not_one<'"', '\\', '\n', '\r'>, seq<one<'\\'>, not_one<'\n', '\r'>>>>, one<'"'>> {
};
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
