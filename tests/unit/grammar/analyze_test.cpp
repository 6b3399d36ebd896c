#include <tao/pegtl.hpp>
// The order matters: the analysis has to know PEGTL's rules first.
#include <tao/pegtl/contrib/analyze.hpp>

#include <catch2/catch.hpp>

#include "grammar/lexical.hpp"
#include "grammar/rules.hpp"

namespace bywhen::grammar {
namespace {

TEST_CASE("grammar: no rule can run for ever without taking a token") {
  CHECK(tao::pegtl::analyze<rules::file>(1) == 0);
  CHECK(tao::pegtl::analyze<lexical::source_text>(1) == 0);
}

}  // namespace
}  // namespace bywhen::grammar
