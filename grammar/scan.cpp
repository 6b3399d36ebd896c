#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "bywhen/codes.hpp"
#include "grammar/lexical.hpp"
#include "grammar/token.hpp"
#include "grammar/unicode.hpp"

namespace bywhen::grammar {
namespace {

/// After so many problems of the characters alone nobody reads on.
constexpr std::size_t max_character_problems = 50;
/// Spans count bytes in 32 bits; the last value stays free.
constexpr std::size_t max_source_size = std::numeric_limits<std::uint32_t>::max() - 1;

std::string_view code_string(std::string_view code) { return code; }

/// Collects tokens while the lexical grammar runs over the text.
class Scanner {
public:
  Scanner(std::string_view text, std::uint32_t source, Scanned& out) : text_(text), source_(source), out_(out) {}

  void add(Kind kind, std::size_t begin, std::size_t size) {
    const bool unindented = fresh_line_ && begin == line_start_;
    out_.tokens.push_back({kind, fresh_line_, unindented, offset(begin), offset(begin + size)});
    fresh_line_ = false;
  }
  void start_line(std::size_t begin) {
    fresh_line_ = true;
    line_start_ = begin;
  }
  void add_comment(std::size_t begin, std::size_t size) { out_.comments.push_back(span(begin, size)); }
  Diagnostic& report(std::string_view code, std::string message, std::size_t begin, std::size_t size) {
    Diagnostic problem;
    problem.code = code_string(code);
    problem.message = std::move(message);
    problem.span = span(begin, size);
    return out_.diagnostics.emplace_back(std::move(problem));
  }
  [[nodiscard]] std::size_t problem_count() const { return out_.diagnostics.size(); }
  [[nodiscard]] std::string_view text() const { return text_; }

private:
  static std::uint32_t offset(std::size_t value) { return static_cast<std::uint32_t>(value); }
  [[nodiscard]] Span span(std::size_t begin, std::size_t size) const {
    return {source_, offset(begin), offset(begin + size)};
  }

  std::string_view text_;
  std::uint32_t source_;
  Scanned& out_;
  bool fresh_line_ = true;
  std::size_t line_start_ = 0;
};

// ── Characters ───────────────────────────────────────────────────────────────────────────────────

void report_invalid_utf8(Scanner& scanner, std::size_t offset) {
  const auto byte = static_cast<unsigned char>(scanner.text()[offset]);
  auto& problem =
      scanner.report(codes::invalid_utf8, fmt::format("byte {} (0x{:02X}) is not UTF-8 text", offset, byte), offset, 1);
  problem.help = "save the file as UTF-8";
}

void report_control(Scanner& scanner, std::size_t offset, CodePoint point) {
  auto& problem =
      scanner.report(codes::forbidden_character,
                     fmt::format("the control character {} may not stand in a policy", code_point_name(point.value)),
                     offset, point.length);
  problem.help =
      fmt::format("remove it; in a text it may be written as `\\u{{{:04X}}}`", static_cast<std::uint32_t>(point.value));
  if (point.value == 0) problem.help = "remove it; is this a text file?";
}

void report_invisible(Scanner& scanner, std::size_t offset, CodePoint point) {
  auto& problem =
      scanner.report(codes::invisible_character,
                     fmt::format("the invisible character {} may not stand in a policy", code_point_name(point.value)),
                     offset, point.length);
  problem.label = "here";
  problem.help =
      fmt::format("it can make a policy read other than it is; in a text it may be written as `\\u{{{:04X}}}`",
                  static_cast<std::uint32_t>(point.value));
}

/// What nearly all of a policy is made of.
bool is_plain(char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r'; }

/// Eight characters at once, none of which ends a line: bytes from 0x20 to 0x7E have no bit 7, neither as they are nor
/// with 0x20 taken away nor with 1 added.
bool are_plain(const char* eight) {
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof(word));
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t odd = word | (word - each * ' ') | (word + each);
  return (odd & (each * 0x80)) == 0;
}

/// False if the text is not UTF-8: then nothing else about it is worth saying.
bool check_characters(Scanner& scanner) {
  const std::string_view text = scanner.text();
  for (std::size_t i = 0; i < text.size();) {
    while (i + 8 <= text.size() && are_plain(text.data() + i)) i += 8;
    const std::size_t stop = std::min(i + 8, text.size());
    while (i < stop && is_plain(text[i])) ++i;
    if (i == stop) continue;
    const CodePoint point = decode(text, i);
    if (!point.valid) return report_invalid_utf8(scanner, i), false;
    if (is_control(point.value)) report_control(scanner, i, point);
    if (is_invisible(point.value)) report_invisible(scanner, i, point);
    if (scanner.problem_count() >= max_character_problems) return false;
    i += point.length;
  }
  return true;
}

// ── Escapes ──────────────────────────────────────────────────────────────────────────────────────

struct Escape {
  std::optional<char32_t> value;
  std::size_t length = 2;
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `\u{1F600}`: one to six hexadecimal digits that name a character other than NUL.
Escape read_code_point_escape(std::string_view text) {
  if (text.size() < 3 || text[2] != '{') return {};
  char32_t value = 0;
  std::size_t i = 3;
  for (; i < text.size() && i < 9 && hex_digit(text[i]) >= 0; ++i)
    value = value * 16 + static_cast<char32_t>(hex_digit(text[i]));
  const bool closed = i < text.size() && text[i] == '}';
  if (!closed || i == 3 || value == 0 || !is_scalar_value(value)) return {std::nullopt, closed ? i + 1 : i};
  return {value, i + 1};
}

/// Reads the escape at the beginning of the text, which starts with a backslash and has a character after it.
Escape read_escape(std::string_view text) {
  switch (text[1]) {
    case '"':
      return {U'"', 2};
    case '\\':
      return {U'\\', 2};
    case 'n':
      return {U'\n', 2};
    case 't':
      return {U'\t', 2};
    case 'u':
      return read_code_point_escape(text);
    default:
      return {std::nullopt, 1 + decode(text, 1).length};
  }
}

void check_escapes(Scanner& scanner, std::size_t begin, std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos) return;
  for (std::size_t i = 1; i + 1 < quoted.size();) {
    const Escape escape = quoted[i] == '\\' ? read_escape(quoted.substr(i, quoted.size() - 1 - i)) : Escape{U' ', 1};
    if (!escape.value) {
      const std::string_view written = quoted.substr(i, escape.length);
      auto& problem =
          scanner.report(codes::unknown_escape, fmt::format("`{}` is no escape", written), begin + i, written.size());
      problem.help =
          "a text knows \\\" \\\\ \\n \\t and \\u{XXXX} with the number of a character; write \\\\ for a backslash";
    }
    i += escape.length;
  }
}

// ── Actions ──────────────────────────────────────────────────────────────────────────────────────

Kind kind_of_symbol(std::string_view symbol) {
  switch (symbol[0]) {
    case '{':
      return Kind::open_brace;
    case '}':
      return Kind::close_brace;
    case '(':
      return Kind::open_paren;
    case ')':
      return Kind::close_paren;
    case ',':
      return Kind::comma;
    case ':':
      return Kind::colon;
    case '?':
      return Kind::question;
    case '=':
      return Kind::equals;
    case '<':
      return symbol.size() == 2 ? Kind::less_equal : Kind::less_than;
    case '>':
      return symbol.size() == 2 ? Kind::greater_equal : Kind::greater_than;
    case '/':
      return Kind::slash;
    case '+':
      return Kind::plus;
    default:
      return Kind::minus;
  }
}

/// What was probably meant by digits that run on into something else.
std::string help_for_broken_number(std::string_view written) {
  const std::size_t letters = written.find_first_not_of("0123456789.");
  const bool word_follows = letters != std::string_view::npos && written.find_first_of("-:_") == std::string_view::npos;
  if (word_follows)
    return fmt::format("put a space between: `{} {}`", written.substr(0, letters), written.substr(letters));
  if (written.find('-') != std::string_view::npos)
    return "a date is written `2026-03-01`, a time `2026-03-01 10:00` or `2026-03-01T10:00:00Z`";
  return "a number is written with digits and at most one point, such as `1000` or `2.5`";
}

void add_broken_number(Scanner& scanner, std::size_t begin, std::string_view written) {
  auto& problem = scanner.report(codes::malformed_number, fmt::format("`{}` is no number, date or time", written),
                                 begin, written.size());
  problem.help = help_for_broken_number(written);
  scanner.add(Kind::broken, begin, written.size());
}

void add_unclosed_text(Scanner& scanner, std::size_t begin, std::string_view written) {
  auto& problem = scanner.report(codes::unclosed_text, "this text is not closed", begin, written.size());
  problem.label = "opened here, and the line ends without a closing quote";
  problem.help = "a text stands in double quotes on one line; write \\n for a line break";
  scanner.add(Kind::broken, begin, written.size());
}

void add_misquoted(Scanner& scanner, std::size_t begin, std::string_view written, std::size_t open, std::size_t close) {
  const std::string_view inner = written.substr(open, written.size() - open - close);
  auto& problem = scanner.report(codes::wrong_quotes, "a text stands in straight double quotes", begin, written.size());
  problem.help = fmt::format("write `\"{}\"`", inner);
  scanner.add(Kind::broken, begin, written.size());
}

void add_foreign(Scanner& scanner, std::size_t begin) {
  const CodePoint point = decode(scanner.text(), begin);
  const bool reported = is_control(point.value) || is_invisible(point.value);
  if (!reported) {
    const std::string_view written = scanner.text().substr(begin, point.length);
    auto& problem = scanner.report(codes::forbidden_character,
                                   fmt::format("the character `{}` ({}) may only stand in a text or a comment", written,
                                               code_point_name(point.value)),
                                   begin, point.length);
    problem.help = point.value == 0xA0 ? "this is a no-break space: put a plain one"
                                       : "names are written with letters a to z, digits and `_`";
  }
  scanner.add(Kind::broken, begin, point.length);
}

template <typename Rule>
struct action : tao::pegtl::nothing<Rule> {};

/// An action that gives the scanner the place and the text of what was read.
template <void (*Take)(Scanner&, std::size_t, std::string_view)>
struct taking {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Scanner& scanner) {
    Take(scanner, static_cast<std::size_t>(in.begin() - scanner.text().data()), in.string_view());
  }
};

template <Kind K>
void take_as(Scanner& scanner, std::size_t begin, std::string_view written) {
  scanner.add(K, begin, written.size());
}
void take_line_end(Scanner& scanner, std::size_t begin, std::string_view written) {
  scanner.start_line(begin + written.size());
}
void take_comment(Scanner& scanner, std::size_t begin, std::string_view written) {
  scanner.add_comment(begin, written.size());
}
void take_word(Scanner& scanner, std::size_t begin, std::string_view written) {
  scanner.add(kind_of_word(written), begin, written.size());
}
void take_symbol(Scanner& scanner, std::size_t begin, std::string_view written) {
  scanner.add(kind_of_symbol(written), begin, written.size());
}
void take_text(Scanner& scanner, std::size_t begin, std::string_view written) {
  check_escapes(scanner, begin, written);
  scanner.add(Kind::text, begin, written.size());
}
void take_single_quoted(Scanner& scanner, std::size_t begin, std::string_view written) {
  add_misquoted(scanner, begin, written, 1, 1);
}
void take_curly_quoted(Scanner& scanner, std::size_t begin, std::string_view written) {
  const bool angular = written.starts_with('\xC2');
  add_misquoted(scanner, begin, written, angular ? 2 : 3, written.ends_with('\xBB') ? 2 : 3);
}
void take_foreign(Scanner& scanner, std::size_t begin, std::string_view) {
  // Bytes in the midst of a character were taken with its first one.
  const auto byte = static_cast<unsigned char>(scanner.text()[begin]);
  if ((byte & 0xC0U) != 0x80U) add_foreign(scanner, begin);
}

template <>
struct action<lexical::line_end> : taking<take_line_end> {};
template <>
struct action<lexical::comment> : taking<take_comment> {};
template <>
struct action<lexical::word> : taking<take_word> {};
template <>
struct action<lexical::path> : taking<take_as<Kind::path>> {};
template <>
struct action<lexical::time> : taking<take_as<Kind::time>> {};
template <>
struct action<lexical::date> : taking<take_as<Kind::date>> {};
template <>
struct action<lexical::percent> : taking<take_as<Kind::percent>> {};
template <>
struct action<lexical::number> : taking<take_as<Kind::number>> {};
template <>
struct action<lexical::broken_number> : taking<add_broken_number> {};
template <>
struct action<lexical::text> : taking<take_text> {};
template <>
struct action<lexical::unclosed_text> : taking<add_unclosed_text> {};
template <>
struct action<lexical::single_quoted> : taking<take_single_quoted> {};
template <>
struct action<lexical::curly_quoted> : taking<take_curly_quoted> {};
template <>
struct action<lexical::symbol> : taking<take_symbol> {};
template <>
struct action<lexical::odd_mark> : taking<take_as<Kind::odd>> {};
template <>
struct action<lexical::foreign_character> : taking<take_foreign> {};

}  // namespace

std::string unquote(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos) return std::string(quoted.substr(1, quoted.size() - 2));
  std::string plain;
  for (std::size_t i = 1; i + 1 < quoted.size();) {
    if (quoted[i] != '\\') {
      plain += quoted[i++];
      continue;
    }
    const Escape escape = read_escape(quoted.substr(i, quoted.size() - 1 - i));
    if (escape.value) append_utf8(plain, *escape.value);
    i += escape.length;
  }
  return plain;
}

Scanned scan(const Sources& sources, std::uint32_t source) {
  Scanned scanned;
  const std::string_view text = sources[source].text();
  constexpr std::size_t bytes_per_token = 4;  // at most, in most texts
  scanned.tokens.reserve(text.size() / bytes_per_token);
  Scanner scanner(text, source, scanned);
  if (text.size() > max_source_size) {
    scanner.report(codes::text_too_long, "this text is longer than 4 GiB", 0, 0);
  } else if (check_characters(scanner)) {
    tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy> in(text.data(), text.data() + text.size(), "");
    tao::pegtl::parse<lexical::source_text, action>(in, scanner);
  }
  scanner.add(Kind::end, scanned.tokens.empty() && has_errors(scanned.diagnostics) ? 0 : text.size(), 0);
  return scanned;
}

}  // namespace bywhen::grammar
