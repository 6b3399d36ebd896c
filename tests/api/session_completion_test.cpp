#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "bywhen/session.hpp"
#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

using Words = std::vector<std::string>;

Words offered(std::string_view text) {
  static const Session session{aliexpress(), std::nullopt, at("2026-03-02T09:00:00Z")};
  return session.completions(text);
}

bool offers(std::string_view text, const std::string& word) {
  const Words words = offered(text);
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Words questions{"expect", "preview", "show", "timeline", "until", "what", "when", "who", "why"};

}  // namespace

TEST_CASE("completions: questions about an actor and an action") {
  CHECK(offered("why ") == Words{"may"});
  CHECK(offered("why may ") == Words{"buyer", "platform", "seller"});
  CHECK(offered("why may not ") == Words{"buyer", "platform", "seller"});
  CHECK(offers("why may buyer ", "not"));
  CHECK(offers("why may buyer ", "pay"));
  CHECK_FALSE(offers("why may buyer ", "must"));
  CHECK_FALSE(offers("why may buyer not ", "not"));
  CHECK(offers("why may buyer not p", "pay"));
  CHECK(offered("why may buyer pay ").empty());
  CHECK(offered("until ") == Words{"when"});
  CHECK(offered("until when ") == Words{"may"});
  CHECK(offered("until when may b") == Words{"buyer"});
  CHECK(offered("when may buyer pa") == Words{"pay"});
  CHECK(offered("preview ") == Words{"buyer", "platform", "seller"});
  CHECK(offered("preview buyer ") == Words{"does"});
  CHECK(offers("preview buyer does ", "pay"));
  CHECK(offered("preview buyer does request_cancellation ") == Words{"with"});
  CHECK(offered("preview buyer does request_cancellation with cancel_reason = ch") == Words{"changed_mind"});
  CHECK(offered("what if complaint = yes: preview b") == Words{"buyer"});
  CHECK(offers("who may ", "refund"));
  CHECK_FALSE(offers("who may ", "buyer"));
  CHECK(offered("who may pay ").empty());
}

TEST_CASE("completions: facts, the status and their values") {
  CHECK(offers("given ", "status"));
  CHECK(offers("given ", "total"));
  CHECK_FALSE(offers("given ", "at"));
  CHECK_FALSE(offers("given ", "term"));
  CHECK(offered("given total ") == Words{"="});
  CHECK(offered("given complaint = ") == Words{"no", "yes"});
  CHECK(offered("given status = can") == Words{"cancellation_requested"});
  CHECK(offered("given complaint = yes, trac") == Words{"tracking", "tracking_asked_at", "tracking_given_at"});
  CHECK(offered("given total = ").empty());
  CHECK(offered("given payment_method = \"to").empty());
}

TEST_CASE("completions: what if") {
  CHECK(offered("what ") == Words{"if", "next"});
  for (const std::string word : {"status", "total", "at", "term", "policy"}) CHECK(offers("what if ", word));
  CHECK(offered("what if total ") == Words{"=", "varies"});
  CHECK(offered("what if complaint = yes, total ") == Words{"="});
  CHECK(offered("what if term payment_w") == Words{"payment_window"});
  CHECK(offered("what if term payment_window ") == Words{"="});
  CHECK(offered("what if complaint = yes: ") == questions);
  CHECK(offered("what if complaint = yes: why may ") == Words{"buyer", "platform", "seller"});
  CHECK(offered("compare complaint = yes with compl") == Words{"complaint"});
  CHECK(offered("what if policy \"a.bywhen\": who ") == Words{"may"});
}

TEST_CASE("completions: times") {
  const Words times{"+1 day", "one second before the deadline", "the deadline"};
  CHECK(offered("at ") == times);
  CHECK(offered("what if at ") == times);
  CHECK(offered("at the ") == Words{"deadline"});
  CHECK(offered("at one s") == Words{"second before the deadline"});
  CHECK(offered("at +") == Words{"1 day"});
  CHECK(offered("at the deadline ").empty());
}

TEST_CASE("completions: acting asks for what the action asks for") {
  CHECK(offered("buyer ") == Words{"does"});
  CHECK(offered("buyer does pa") == Words{"pay"});
  CHECK(offered("buyer does pay ").empty());
  CHECK(offered("buyer does request_cancellation ") == Words{"with"});
  CHECK(offered("buyer does request_cancellation with ") == Words{"cancel_reason", "complaint"});
  CHECK(offers("buyer does request_cancellation with cancel_reason = ", "changed_mind"));
}

TEST_CASE("completions: expectations and conditions") {
  CHECK(offers("expect ", "status"));
  CHECK(offers("expect ", "closed"));
  CHECK(offers("expect buyer ", "may"));
  CHECK(offers("expect buyer may ", "not"));
  CHECK(offers("expect status ", "is"));
  CHECK(offers("expect status is ", "closed"));
  CHECK(offered("find ") == Words{"an order where"});
  CHECK(offered("find an ") == Words{"order where"});
  CHECK(offers("find an order where ", "status"));
  CHECK(offers("find an order where buyer may pay ", "and"));
  CHECK(offered("find an order where buyer may pay and complaint is n") == Words{"no", "not"});
}

TEST_CASE("completions: nothing behind what nobody says") {
  for (const std::string text :
       {"nonsense ", "show ", "buyer sings ", "why may nobody pay ", ": ", "at at at ", "\"", "given , "})
    CHECK_NOTHROW(offered(text));
}
