#include <catch2/catch.hpp>
#include <random>

#include "cases.hpp"
#include "grammar/format.hpp"
#include "grammar/parse.hpp"

namespace bywhen {
namespace {

/// A few careless edits: something lost, something twice, something put in.
std::string mutated(std::string text, std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"{",
                                                "}",
                                                "(",
                                                ")",
                                                "\"",
                                                ",",
                                                ":",
                                                "=",
                                                " may ",
                                                " must ",
                                                " in ",
                                                " by ",
                                                "#",
                                                "\n",
                                                " because ",
                                                "-",
                                                "20%",
                                                "3days",
                                                " of ",
                                                " and ",
                                                " or ",
                                                " not ",
                                                " is ",
                                                "\xC3",
                                                "\xE2\x80\xAE",
                                                "\\u{",
                                                "term ",
                                                "status ",
                                                "at ",
                                                "else",
                                                " + ",
                                                " - ",
                                                "-",
                                                " times ",
                                                " sum of ",
                                                " at most ",
                                                " under EU law",
                                                " every ",
                                                "\n3 ",
                                                " 48 full hours "};
  const std::size_t edits = 1 + random() % 3;
  for (std::size_t i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t place = random() % text.size();
    const std::size_t length = random() % 12;
    switch (random() % 3) {
      case 0:
        text.erase(place, length);
        break;
      case 1:
        text.insert(place, text.substr(random() % text.size(), length));
        break;
      default:
        text.insert(place, pieces[random() % std::size(pieces)]);
    }
  }
  return text;
}

void check_places(const Diagnostics& diagnostics, std::size_t size) {
  for (const Diagnostic& problem : diagnostics) {
    const bool inside = problem.span.begin <= problem.span.end && problem.span.end <= size;
    if (!inside || problem.message.empty()) FAIL(problem.code << " " << problem.message);
  }
}

TEST_CASE("grammar: careless edits of good policies are read or refused, and never crash") {
  std::mt19937 random(20260303);
  std::vector<std::string> texts;
  for (const char* folder : {"policies", "tests/language/good"}) {
    for (const auto& path : test::files_under(folder, ".bywhen")) texts.push_back(test::read_file(path));
  }
  REQUIRE_FALSE(texts.empty());
  std::size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = mutated(texts[random() % texts.size()], random);
    INFO(text);
    Sources sources;
    const std::uint32_t source = sources.add("mutated", text);
    const Formatted formatted = format(sources, source);
    check_places(formatted.diagnostics, text.size());
    if (formatted.diagnostics.empty()) continue;
    ++refused;
    if (formatted.diagnostics.front().code == "BW0121") FAIL("the formatter changed words");
    if (render_text(formatted.diagnostics, sources, false).empty()) FAIL("nothing rendered");
  }
  CHECK(refused > 1000);
}

}  // namespace
}  // namespace bywhen
