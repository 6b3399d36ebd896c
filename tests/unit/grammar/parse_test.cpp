#include "grammar/parse.hpp"

#include <catch2/catch.hpp>

#include "cases.hpp"
#include "tree.hpp"

namespace bywhen {
namespace {

using test::check_golden;
using test::files_under;

struct Read {
  Sources sources;
  Parsed parsed;
};

Read read(std::string name, std::string text) {
  Read result;
  const std::uint32_t source = result.sources.add(std::move(name), std::move(text));
  result.parsed = parse(result.sources, source);
  return result;
}

std::string messages(const std::string& text) {
  const Read result = read("test", text);
  return render_text(result.parsed.diagnostics, result.sources, false);
}

std::string tree_of(const std::string& text) {
  const Read result = read("test", text);
  INFO(render_text(result.parsed.diagnostics, result.sources, false));
  CHECK(result.parsed.diagnostics.empty());
  return test::tree(result.parsed.file);
}

TEST_CASE("grammar: sentences without mistakes give their syntax tree") {
  const auto cases = files_under("tests/language/good/syntax", ".bywhen");
  CHECK_FALSE(cases.empty());
  for (const auto& path : cases) {
    INFO(path.string());
    const Read result = read(path.filename().string(), test::read_file(path));
    CHECK(render_text(result.parsed.diagnostics, result.sources, false) == "");
    auto golden = path;
    check_golden(golden.replace_extension(".tree"), test::tree(result.parsed.file));
  }
}

TEST_CASE("grammar: mistakes give their messages, each once") {
  const auto cases = files_under("tests/language/bad/syntax", ".bywhen");
  CHECK_FALSE(cases.empty());
  for (const auto& path : cases) {
    INFO(path.string());
    const Read result = read(path.filename().string(), test::read_file(path));
    CHECK(has_errors(result.parsed.diagnostics));
    auto golden = path;
    check_golden(golden.replace_extension(".golden"), render_text(result.parsed.diagnostics, result.sources, false));
  }
}

TEST_CASE("grammar: every policy of the repository is read whole") {
  for (const auto& path : files_under("policies", ".bywhen")) {
    const Read result = read(path.string(), test::read_file(path));
    CHECK(render_text(result.parsed.diagnostics, result.sources, false) == "");
  }
}

TEST_CASE("grammar: line ends and the byte order mark change nothing") {
  const std::string text = "# note\npolicy a \"A\"\nterm t = 3 days\nin x {\n  b may c\n}\n";
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  std::string cr = text;
  for (char& c : cr) c = c == '\n' ? '\r' : c;
  std::string line = text.substr(7);
  for (char& c : line) c = c == '\n' ? ' ' : c;
  CHECK(tree_of(crlf) == tree_of(text));
  CHECK(tree_of(cr) == tree_of(text));
  CHECK(tree_of(line) == tree_of(text));
  CHECK(tree_of("\xEF\xBB\xBF" + text) == tree_of(text));
}

TEST_CASE("grammar: an empty text has no sentences and no mistakes") {
  CHECK(tree_of("").empty());
  CHECK(tree_of("  \n\t\n# only a comment").empty());
}

TEST_CASE("grammar: spans hold exactly what was written") {
  const Read result =
      read("test", "term  a = 3 days  # note\nin x { l: b may not c until 2 days after p because \"r\" }\n");
  REQUIRE(result.parsed.file.declarations.size() == 2);
  const auto& term = std::get<syntax::TermDecl>(result.parsed.file.declarations[0]);
  CHECK(result.sources.text(term.span) == "term  a = 3 days");
  CHECK(result.sources.text(std::get<syntax::Expr>(term.value).span) == "3 days");
  const auto& block = std::get<syntax::InBlock>(result.parsed.file.declarations[1]);
  const auto& rule = std::get<syntax::MayRule>(block.rules.at(0));
  CHECK(result.sources.text(rule.span) == "l: b may not c until 2 days after p because \"r\"");
  CHECK(result.sources.text(rule.window->span) == "until 2 days after p");
  CHECK(result.sources.text(rule.window->until->span) == "2 days after p");
  CHECK(result.sources.text(rule.because->span) == "\"r\"");
}

TEST_CASE("grammar: after a mistake the other sentences are still read") {
  const Read result = read("test",
                           "term = 3\nterm a = 3 days\nin x {\n  b can c\n  b may d\n  b must 3\n  b may e\n}\n"
                           "action f { marks  becomes y }\nscenario \"s\" { at 5x  expect g }\nactor h\n");
  CHECK(result.parsed.diagnostics.size() == 5);
  CHECK(test::tree(result.parsed.file) ==
        "(term a (3 days))\n"
        "(in (statuses x)\n  (may (actors b) (actions d))\n  (may (actors b) (actions e)))\n"
        "(action f (becomes y))\n"
        "(scenario \"s\"\n  (expect status g))\n"
        "(actor h)\n");
}

TEST_CASE("grammar: deep nesting is a clean error, up to the limit it is none") {
  const auto nested = [](std::size_t depth) {
    return "define a when " + std::string(depth, '(') + "b" + std::string(depth, ')') + "\n";
  };
  CHECK(messages(nested(64)).empty());
  const std::string expected = "error[BW0119]: this is nested more than 64 deep\n";
  CHECK(messages(nested(65)).substr(0, expected.size()) == expected);
  CHECK(messages("define a when " + std::string(10'000'000, '(')).substr(0, expected.size()) == expected);
  std::string shifts = "define a = ";
  for (int i = 0; i < 100'000; ++i) shifts += "1 day after ";
  CHECK(messages(shifts + "b").substr(0, expected.size()) == expected);
}

TEST_CASE("grammar: after a hundred mistakes reading stops") {
  std::string text;
  for (int i = 0; i < 130; ++i) text += "term = 3\n";
  const Read result = read("test", text);
  REQUIRE(result.parsed.diagnostics.size() == 101);
  const std::string all = render_text(result.parsed.diagnostics, result.sources, false);
  CHECK(all.substr(all.find("error[BW0120]")) ==
        "error[BW0120]: too many mistakes: those after this place are left out\n"
        "   --> test:100:6\n"
        "    |\n"
        "100 | term = 3\n"
        "    |      ^\n"
        "    |\n"
        "    = help: mend the first ones first\n");
}

TEST_CASE("grammar: garbage of ten megabytes is refused quickly") {
  std::uint32_t state = 1;
  const auto next = [&state] { return state = state * 1664525U + 1013904223U; };
  std::string bytes, printable, lines;
  for (int i = 0; i < 10'000'000; ++i) {
    bytes += static_cast<char>(next() >> 24U);
    printable += static_cast<char>(32 + (next() >> 16U) % 95);
    lines += static_cast<char>((next() >> 16U) % 7 == 0 ? '\n' : 32 + (next() >> 16U) % 95);
  }
  for (const std::string* text : {&bytes, &printable, &lines}) {
    const Read result = read("garbage", *text);
    CHECK(has_errors(result.parsed.diagnostics));
    CHECK(result.parsed.diagnostics.size() <= 101);
    CHECK_FALSE(render_text(result.parsed.diagnostics, result.sources, false).empty());
    CHECK_FALSE(render_json(result.parsed.diagnostics, result.sources).empty());
  }
}

}  // namespace
}  // namespace bywhen
