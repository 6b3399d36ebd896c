#include "interpreter/ask/sentence_text.hpp"

#include <catch2/catch.hpp>

using bywhen::ask::longest_sentence;
using bywhen::ask::one_line;

TEST_CASE("a sentence over several lines is one line", "[sentence_text]") {
  CHECK(one_line("buyer may pay\r\n    until due  # a comment\n\t when  total > 5.00 EUR") ==
        "buyer may pay until due when total > 5.00 EUR");
  CHECK(one_line("  pay ") == "pay");
  CHECK(one_line("").empty());
  CHECK(one_line("# nothing else").empty());
}

TEST_CASE("reasons are left out, also those with quotes and what looks like a comment in them", "[sentence_text]") {
  CHECK(one_line(R"(close happens at due because "Say \"pay\" # now" otherwise x)") ==
        "close happens at due otherwise x");
  CHECK(one_line("a because \"b\"") == "a");
  CHECK(one_line("because").empty());
}

TEST_CASE("texts in quotes stay as they are", "[sentence_text]") {
  CHECK(one_line(R"(when method is "bank  transfer # 1" and x)") == R"(when method is "bank  transfer # 1" and x)");
  CHECK(one_line(R"(when method is "never ends)") == R"(when method is "never ends)");
}

TEST_CASE("a very long sentence is cut between words", "[sentence_text]") {
  std::string text;
  while (text.size() <= longest_sentence) text += "condition ";
  const std::string line = one_line(text + "and more");
  CHECK(line.size() <= longest_sentence + 4);
  CHECK(line.substr(line.size() - 13) == "condition …");
  CHECK(one_line(std::string(longest_sentence, 'x')) == std::string(longest_sentence, 'x'));
  CHECK(one_line(std::string(longest_sentence + 1, 'x')) == " …");
}
