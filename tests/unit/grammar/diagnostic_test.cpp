#include "bywhen/diagnostic.hpp"

#include <catch2/catch.hpp>

namespace bywhen {
namespace {

Diagnostic problem(std::string code, Span span, std::string message) {
  Diagnostic made;
  made.code = std::move(code);
  made.message = std::move(message);
  made.span = span;
  return made;
}

struct Example {
  Sources sources;
  Diagnostic diagnostic;

  Example(std::string text, std::string_view underlined) {
    const auto begin = static_cast<std::uint32_t>(text.find(underlined));
    const std::uint32_t source = sources.add("shop.bywhen", std::move(text));
    diagnostic = problem("BW0203", {source, begin, begin + static_cast<std::uint32_t>(underlined.size())},
                         "unknown fact `paid_att`");
  }
  [[nodiscard]] std::string text(bool colour = false) const { return render_text({diagnostic}, sources, colour); }
};

TEST_CASE("diagnostics: message, place, line, underline, label and help") {
  Example example(std::string(40, '\n') + "    within 3 days after paid_att\n", "paid_att");
  example.diagnostic.label = "not declared";
  example.diagnostic.help = "did you mean `paid_at`?";
  CHECK(example.text() ==
        "error[BW0203]: unknown fact `paid_att`\n"
        "  --> shop.bywhen:41:25\n"
        "   |\n"
        "41 |     within 3 days after paid_att\n"
        "   |                         ^^^^^^^^ not declared\n"
        "   |\n"
        "   = help: did you mean `paid_at`?\n");
}

TEST_CASE("diagnostics: warnings, several lines of help, and one after another") {
  Example example("term a = 3\n", "a");
  example.diagnostic.severity = Severity::warning;
  example.diagnostic.help = "first\nsecond";
  const std::string one =
      "warning[BW0203]: unknown fact `paid_att`\n"
      " --> shop.bywhen:1:6\n"
      "  |\n"
      "1 | term a = 3\n"
      "  |      ^\n"
      "  |\n"
      "  = help: first\n"
      "          second\n";
  CHECK(example.text() == one);
  CHECK(render_text({example.diagnostic, example.diagnostic}, example.sources, false) == one + "\n" + one);
}

TEST_CASE("diagnostics: further places have snippets of their own") {
  Example example("term a = 3\n\n\n\n\n\n\n\n\nterm a = 4\n", "a");
  example.diagnostic.further.push_back({{0, 24, 25}, "and here"});
  CHECK(example.text() ==
        "error[BW0203]: unknown fact `paid_att`\n"
        "  --> shop.bywhen:1:6\n"
        "   |\n"
        " 1 | term a = 3\n"
        "   |      ^\n"
        "   ...\n"
        "  ::: shop.bywhen:10:6\n"
        "   |\n"
        "10 | term a = 4\n"
        "   |      - and here\n");
}

TEST_CASE("diagnostics: colours are escapes around the same text") {
  Example example("term a = 3\n", "a");
  example.diagnostic.help = "help";
  std::string coloured = example.text(true);
  CHECK(coloured.find("\x1b[1;31merror[BW0203]\x1b[0m") == 0);
  for (std::size_t i = coloured.find('\x1b'); i != std::string::npos; i = coloured.find('\x1b')) {
    coloured.erase(i, coloured.find('m', i) - i + 1);
  }
  CHECK(coloured == example.text());
}

std::string underline_of(const std::string& text, std::string_view underlined) {
  const std::string all = Example(text, underlined).text();
  return all.substr(all.find("1 | "));
}

TEST_CASE("diagnostics: the underline follows wide characters, combining ones and tabs") {
  CHECK(underline_of("a \"販売\" b", "b") == "1 | a \"販売\" b\n  |          ^\n");
  CHECK(underline_of("a \"販売\" b", "販売") == "1 | a \"販売\" b\n  |    ^^^^\n");
  CHECK(underline_of("\ta\tb", "b") == "1 |     a   b\n  |         ^\n");
  CHECK(underline_of("cafe\xCC\x81 b", "b") == "1 | cafe\xCC\x81 b\n  |      ^\n");
  CHECK(underline_of("é b", "b") == "1 | é b\n  |   ^\n");
}

TEST_CASE("diagnostics: control and invisible characters of a source do not reach the terminal") {
  CHECK(underline_of("a\x1b[31m\u202E b", "b") == "1 | a\uFFFD[31m\uFFFD b\n  |         ^\n");
  CHECK(underline_of("a\xFF b", "b") == "1 | a\uFFFD b\n  |    ^\n");
}

TEST_CASE("diagnostics: a place at the end, an empty text, several lines") {
  CHECK(underline_of("abc", "") == "1 | abc\n  | ^\n");
  CHECK(underline_of("abc def\nghi", "def\nghi") == "1 | abc def\n  |     ^^^\n");
  CHECK(Example("", "").text() == "error[BW0203]: unknown fact `paid_att`\n --> shop.bywhen:1:1\n");
  Example end("abc", "");
  end.diagnostic.span = {0, 3, 3};
  CHECK(end.text().find("1 | abc\n  |    ^\n") != std::string::npos);
}

TEST_CASE("diagnostics: long lines are cut around what they show") {
  const std::string x(200, 'x');
  CHECK(underline_of(x + "b" + x, "b") ==
        "1 | …" + x.substr(0, 40) + "b" + x.substr(0, 78) + "…\n  | " + std::string(41, ' ') + "^\n");
  CHECK(underline_of("b" + x, "b") == "1 | b" + x.substr(0, 119) + "…\n  | ^\n");
}

TEST_CASE("diagnostics: as JSON") {
  Example example("# é\nterm \"a\\b\"\n", "\"a\\b\"");
  example.diagnostic.message = "a \"quote\", a \\ and a\nline";
  example.diagnostic.label = "here";
  example.diagnostic.help = "help";
  example.diagnostic.further.push_back({{0, 2, 4}, "there"});
  CHECK(render_json({example.diagnostic}, example.sources) ==
        "[{\"code\": \"BW0203\", \"severity\": \"error\", \"message\": \"a \\\"quote\\\", a \\\\ and a\\u000aline\", "
        "\"file\": \"shop.bywhen\", "
        "\"line\": 2, \"column\": 6, \"end_line\": 2, \"end_column\": 11, \"offset\": 10, \"length\": 5, \"label\": "
        "\"here\", "
        "\"further\": [{\"file\": \"shop.bywhen\", \"line\": 1, \"column\": 3, \"end_line\": 1, \"end_column\": 4, "
        "\"offset\": 2, "
        "\"length\": 2, \"text\": \"there\"}], \"help\": \"help\"}]\n");
  CHECK(render_json({}, example.sources) == "[]\n");
}

TEST_CASE("diagnostics: sorted by source, place and code") {
  Diagnostics all = {problem("BW0203", {1, 0, 1}, ""), problem("BW0203", {0, 5, 6}, "first"),
                     problem("BW0203", {0, 5, 6}, "second"), problem("BW0101", {0, 5, 9}, ""),
                     problem("BW0301", {0, 2, 3}, "")};
  sort_by_place(all);
  CHECK(all[0].code == "BW0301");
  CHECK(all[1].code == "BW0101");
  CHECK(all[2].message == "first");
  CHECK(all[3].message == "second");
  CHECK(all[4].span.source == 1);
}

TEST_CASE("diagnostics: warnings alone are no errors") {
  Diagnostics all = {problem("BW0601", {}, "")};
  CHECK(has_errors(all));
  all[0].severity = Severity::warning;
  CHECK_FALSE(has_errors(all));
  CHECK_FALSE(has_errors({}));
}

TEST_CASE("diagnostics: the nearest name is one that can be meant") {
  const std::vector<std::string_view> known = {"paid_at", "placed_at", "shipped_at", "days", "day", "buyer"};
  CHECK(nearest_name("paid_att", known) == "paid_at");
  CHECK(nearest_name("piad_at", known) == "paid_at");
  CHECK(nearest_name("dais", known) == "days");
  CHECK(nearest_name("bayer", known) == "buyer");
  CHECK(nearest_name("seller", known) == std::nullopt);
  CHECK(nearest_name("", known) == std::nullopt);
  CHECK(nearest_name("x", {"y"}) == std::nullopt);
  CHECK(nearest_name(std::string(100'000, 'x'), known) == std::nullopt);
  CHECK(nearest_name("ab", {}) == std::nullopt);
}

}  // namespace
}  // namespace bywhen
