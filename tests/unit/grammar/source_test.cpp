#include "bywhen/source.hpp"

#include <catch2/catch.hpp>

namespace bywhen {
namespace {

bool is(Position position, std::size_t line, std::size_t column) {
  return position.line == line && position.column == column;
}

TEST_CASE("sources: lines end with LF, CR LF or CR") {
  const Source source("test", "one\ntwo\r\nthree\rfour\n");
  CHECK(source.line_count() == 5);
  CHECK(source.line(1) == "one");
  CHECK(source.line(2) == "two");
  CHECK(source.line(3) == "three");
  CHECK(source.line(4) == "four");
  CHECK(source.line(5).empty());
  CHECK(source.line(0).empty());
  CHECK(source.line(6).empty());
}

TEST_CASE("sources: columns count code points from 1") {
  const Source source("test", "a\né販x\n");
  CHECK(is(source.position(0), 1, 1));
  CHECK(is(source.position(1), 1, 2));
  CHECK(is(source.position(2), 2, 1));
  CHECK(is(source.position(4), 2, 2));
  CHECK(is(source.position(7), 2, 3));
  CHECK(is(source.position(9), 3, 1));
  CHECK(is(source.position(1000), 3, 1));
}

TEST_CASE("sources: a byte order mark belongs to the original only") {
  const Source source("test", "\xEF\xBB\xBFpolicy a");
  CHECK(source.text() == "policy a");
  CHECK(source.original() == "\xEF\xBB\xBFpolicy a");
  CHECK(is(source.position(0), 1, 1));
}

TEST_CASE("sources: spans reach into one of several texts") {
  Sources sources;
  const auto first = sources.add("a", "one two");
  const auto second = sources.add("b", "three\nfour");
  CHECK(sources.size() == 2);
  CHECK(sources.text({first, 4, 7}) == "two");
  CHECK(sources.text({second, 6, 10}) == "four");
  CHECK(sources.text({second, 6, 99}) == "four");
  CHECK(sources.text({second, 99, 100}).empty());
  CHECK(is(sources.position({second, 6, 10}), 2, 1));
  CHECK(join({first, 4, 7}, {first, 0, 3}) == Span{first, 0, 7});
}

}  // namespace
}  // namespace bywhen
