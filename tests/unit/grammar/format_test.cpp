#include "grammar/format.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "cases.hpp"
#include "grammar/parse.hpp"
#include "grammar/token.hpp"
#include "tree.hpp"

namespace bywhen {
namespace {

std::string formatted(const std::string& text) {
  Sources sources;
  const std::uint32_t source = sources.add("test", text);
  const Formatted result = format(sources, source);
  INFO(render_text(result.diagnostics, sources, false));
  CHECK(result.diagnostics.empty());
  return result.text;
}

std::string tree_of(const std::string& text) {
  Sources sources;
  const std::uint32_t source = sources.add("test", text);
  return test::tree(parse(sources, source).file);
}

/// Every text of the repository that is a policy without mistakes.
std::vector<std::filesystem::path> good_texts() {
  std::vector<std::filesystem::path> found;
  for (const char* folder : {"policies", "tests", "examples"}) {
    for (auto& path : test::files_under(folder, ".bywhen")) {
      Sources sources;
      const std::uint32_t source = sources.add("test", test::read_file(path));
      if (parse(sources, source).diagnostics.empty()) found.push_back(std::move(path));
    }
  }
  return found;
}

TEST_CASE("format: the canonical layout") {
  for (const auto& path : test::files_under("tests/language/format", ".bywhen")) {
    INFO(path.string());
    auto golden = path;
    test::check_golden(golden.replace_extension(".formatted"), formatted(test::read_file(path)));
  }
}

TEST_CASE("format: the policies of the repository and their scenarios have the canonical layout") {
  for (const char* folder : {"policies", "examples"}) {
    for (const auto& path : test::files_under(folder, ".bywhen")) {
      INFO(path.string());
      const std::string text = test::read_file(path);
      CHECK(formatted(text) == text);
    }
  }
}

TEST_CASE("format: formatting twice changes nothing, and meaning never changes") {
  for (const auto& path : good_texts()) {
    INFO(path.string());
    const std::string text = test::read_file(path);
    const std::string once = formatted(text);
    CHECK(formatted(once) == once);
    CHECK(tree_of(once) == tree_of(text));
    CHECK(once.find('\r') == std::string::npos);
    CHECK((once.empty() || (once.ends_with('\n') && !once.ends_with("\n\n"))));
    CHECK(once.find(" \n") == std::string::npos);
    CHECK(once.find("\n\n\n") == std::string::npos);
  }
}

/// Whether a token's line tells where a row of a table begins, that of a number, and of a name to which something is
/// added; or where a sentence does, as in `credit fee happens`.
bool line_tells(const std::vector<grammar::Token>& tokens, std::size_t i) {
  using grammar::Kind;
  const Kind kind = tokens[i].kind;
  const Kind next = i + 1 < tokens.size() ? tokens[i + 1].kind : Kind::end;
  const Kind third = i + 2 < tokens.size() ? tokens[i + 2].kind : Kind::end;
  const bool happens = is_name(kind) && (next == Kind::happens || (is_name(next) && third == Kind::happens));
  if (happens) return true;
  const bool computes = next == Kind::plus || next == Kind::minus || next == Kind::times;
  return kind == Kind::number || kind == Kind::percent || kind == Kind::minus || (is_name(kind) && computes);
}

/// What may stand before a token instead of what did.
std::string gap_before(const std::vector<grammar::Token>& tokens, std::size_t i, std::mt19937& random) {
  static constexpr const char* gaps[] = {" ", "  ", "\n", "\r\n", "\t", " \n   "};
  if (line_tells(tokens, i)) return tokens[i].first_on_line ? "\n" : " ";
  return gaps[random() % 6];
}

/// The same tokens without comments, with line ends and blanks thrown in anew, but no blank lines.
std::string shuffled(const std::string& original, std::mt19937& random) {
  Sources sources;
  const std::uint32_t source = sources.add("", original);
  const std::string text(sources[source].text());
  const auto scanned = grammar::scan(sources, source);
  std::string out;
  for (std::size_t i = 0; i < scanned.tokens.size(); ++i) {
    const grammar::Token& token = scanned.tokens[i];
    if (i > 0) out += gap_before(scanned.tokens, i, random);
    out += text.substr(token.begin, token.end - token.begin);
  }
  return out;
}

TEST_CASE("format: how lines were broken before makes no difference") {
  std::mt19937 random(20260301);
  for (const auto& path : good_texts()) {
    INFO(path.string());
    const std::string text = test::read_file(path);
    const std::string expected = formatted(shuffled(text, random));
    for (int i = 0; i < 3; ++i) {
      const std::string other = shuffled(text, random);
      CHECK(tree_of(other) == tree_of(text));
      CHECK(formatted(other) == expected);
    }
  }
}

/// Comments thrown in between any two tokens.
std::string commented(const std::string& original, std::mt19937& random) {
  Sources sources;
  const std::uint32_t source = sources.add("", original);
  const std::string text(sources[source].text());
  const auto scanned = grammar::scan(sources, source);
  std::string out;
  int number = 0;
  for (std::size_t i = 0; i < scanned.tokens.size(); ++i) {
    const grammar::Token& token = scanned.tokens[i];
    static constexpr const char* before[] = {" # ", "\n# ", "\n\n  # "};
    const bool line_stays = line_tells(scanned.tokens, i);
    if (line_stays && token.first_on_line) out += "\n";
    if (random() % 5 == 0 && (!line_stays || token.first_on_line))
      out += before[random() % 3] + std::to_string(++number) + "\n" + (random() % 4 == 0 ? "\n" : "");
    out += text.substr(token.begin, token.end - token.begin) + " ";
  }
  return out;
}

TEST_CASE("format: comments anywhere are kept, in their order") {
  std::mt19937 random(20260302);
  for (const auto& path : good_texts()) {
    INFO(path.string());
    const std::string text = test::read_file(path);
    for (int i = 0; i < 3; ++i) {
      const std::string once = formatted(commented(text, random));
      INFO(once);
      CHECK(formatted(once) == once);
      CHECK(tree_of(once) == tree_of(text));
    }
  }
}

TEST_CASE("format: a minus between values has blanks around it, a sign has none") {
  CHECK(formatted("term a = b-c\n") == "term a = b - c\n");
  CHECK(formatted("term a = b -c\n") == "term a = b - c\n");
  CHECK(formatted("term a = - 3.00 EUR\n") == "term a = -3.00 EUR\n");
  CHECK(formatted("term a = b - -3.00 EUR\n") == "term a = b - -3.00 EUR\n");
  CHECK(formatted("term a = 5 EUR-3.00 EUR\n") == "term a = 5 EUR - 3.00 EUR\n");
  CHECK(formatted("term a = (- 3)\n") == "term a = (-3)\n");
  CHECK(formatted("term a = - 10%\n") == "term a = -10%\n");
  CHECK(formatted("term a = 2 times -3\n") == "term a = 2 times -3\n");
  CHECK(formatted("term a = b at most - 3\n") == "term a = b at most -3\n");
  CHECK(formatted("define a when b > - 3 and c is -4 and d in { -5,- 6 }\n") ==
        "define a when b > -3 and c is -4 and d in {-5, -6}\n");
  CHECK(formatted("term a by b { -1 : - 2  else : c- 2 }\n") == "term a by b {\n  -1   : -2\n  else : c - 2\n}\n");
  CHECK(formatted("in a { b must c d-e less -3 EUR by f }\n") == "in a {\n  b must c d - e less -3 EUR by f\n}\n");
  CHECK(formatted("in a { b must c - 3 EUR }\n") == "in a {\n  b must c -3 EUR\n}\n");
}

TEST_CASE("format: a text with mistakes is not formatted") {
  Sources sources;
  const Formatted result = format(sources, sources.add("test", "term = 3\n"));
  CHECK(result.text.empty());
  CHECK(result.diagnostics.size() == 1);
}

TEST_CASE("format: the emptiest texts") {
  CHECK(formatted("").empty());
  CHECK(formatted(" \n\n").empty());
  CHECK(formatted("\n# a\r\n\r\n\r\n# b  ") == "# a\n\n# b\n");
  CHECK(formatted("\xEF\xBB\xBFpolicy a") == "policy a\n");
}

}  // namespace
}  // namespace bywhen
