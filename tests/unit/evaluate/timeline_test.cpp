#include "interpreter/evaluate/timeline.hpp"

#include <catch2/catch.hpp>

namespace {

using bywhen::Instant;
using bywhen::Timeline;
using bywhen::Truth;

Timeline window(std::int64_t open, std::int64_t close, Truth inside = Truth::yes) {
  Timeline timeline(Truth::no);
  timeline.add(Instant{open}, inside);
  timeline.add(Instant{close}, Truth::no);
  return timeline;
}

}  // namespace

TEST_CASE("a timeline is half-open: at its end a piece is over", "[timeline]") {
  const Timeline timeline = window(10, 20);
  CHECK(timeline.at(Instant{9}) == Truth::no);
  CHECK(timeline.at(Instant{10}) == Truth::yes);
  CHECK(timeline.at(Instant{19}) == Truth::yes);
  CHECK(timeline.at(Instant{20}) == Truth::no);
  CHECK(timeline.end_of_piece(Instant{10}) == Instant{20});
  CHECK(timeline.end_of_piece(Instant{20}).is_never());
}

TEST_CASE("neighbouring pieces of one truth are one piece", "[timeline]") {
  Timeline timeline(Truth::no);
  timeline.add(Instant{5}, Truth::no);
  timeline.add(Instant{10}, Truth::yes);
  timeline.add(Instant{15}, Truth::yes);
  CHECK(timeline == [] {
    Timeline expected(Truth::no);
    expected.add(Instant{10}, Truth::yes);
    return expected;
  }());
}

TEST_CASE("a piece that is replaced at its own instant leaves no trace", "[timeline]") {
  Timeline timeline(Truth::no);
  timeline.add(Instant{10}, Truth::yes);
  timeline.add(Instant{10}, Truth::no);
  CHECK(timeline.always(Truth::no));
}

TEST_CASE("Kleene's and and or meet piece by piece", "[timeline]") {
  const Timeline yes = window(10, 30);
  const Timeline unknown = window(20, 40, Truth::unknown);
  const Timeline conjunction = both(yes, unknown);
  CHECK(conjunction.at(Instant{15}) == Truth::no);
  CHECK(conjunction.at(Instant{25}) == Truth::unknown);
  CHECK(conjunction.at(Instant{35}) == Truth::no);
  const Timeline disjunction = either(yes, unknown);
  CHECK(disjunction.at(Instant{25}) == Truth::yes);
  CHECK(disjunction.at(Instant{35}) == Truth::unknown);
  CHECK(disjunction.at(Instant{45}) == Truth::no);
}

TEST_CASE("not keeps unknown and turns the rest", "[timeline]") {
  const Timeline negated = !window(10, 20, Truth::unknown);
  CHECK(negated.at(Instant{5}) == Truth::yes);
  CHECK(negated.at(Instant{15}) == Truth::unknown);
}

TEST_CASE("looking forward and back finds the pieces that are not false", "[timeline]") {
  const Timeline timeline = window(10, 20);
  CHECK(timeline.next_not_false(Instant{5}) == Instant{10});
  CHECK(timeline.next_not_false(Instant{10}).is_never());
  CHECK(timeline.last_true_end(Instant{25}) == Instant{20});
  CHECK(timeline.last_true_end(Instant{15}).is_always());
}

TEST_CASE("what is cut off is false from there on", "[timeline]") {
  Timeline timeline = window(10, 20);
  timeline.cut(Instant{15});
  CHECK(timeline == window(10, 15));
  timeline.cut(Instant{10});
  CHECK(timeline.always(Truth::no));
  Timeline uncut = window(10, 20);
  uncut.cut(Instant::never());
  CHECK(uncut == window(10, 20));
}

TEST_CASE("from an instant on another timeline takes over", "[timeline]") {
  Timeline timeline = window(10, 20);
  timeline.replace_from(Instant{15}, window(0, 30));
  CHECK(timeline == window(10, 30));
}
