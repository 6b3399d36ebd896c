#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "bywhen/session.hpp"
#include "interpreter/ask/scale.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/session/scenario_text.hpp"
#include "interpreter/time/zone_text.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

// What `what if FACT varies` says of a piece is what `what if FACT = VALUE` says of a random value in it.

namespace {

std::string quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += (c == '"' || c == '\\') ? fmt::format("\\{}", c) : std::string(1, c);
  return quoted + '"';
}

class Trial {
public:
  explicit Trial(const NamedPolicy& named)
      : named_(named), program_(program_of(named.policy)), model_(*program_.model), random_(program_, 11) {}

  std::size_t pieces = 0;
  std::size_t samples = 0;
  std::vector<std::string> wrong;

  void run(int orders) {
    for (int i = 0; i < orders; ++i) {
      const auto asked = random_.next();
      if (!asked) return;
      order_ = asked->order;
      Session session = i % 3 == 1 ? from_given(asked->at) : from_order(asked->at);
      if (i % 3 == 2) go_on(session);
      if (session.now()) ask(session);
    }
  }

private:
  Session from_order(Instant at) {
    said_ = to_json(order_data(model_, order_)) + " at " + format_rfc3339(at);
    return {named_.policy, order_from(named_.policy, to_json(order_data(model_, order_))), at};
  }

  Session from_given(Instant at) {
    Session session(named_.policy, std::nullopt, at);
    const session::World world = session::make_world(named_.policy);
    const session::State state{order_, at, "", std::nullopt};
    say(session, "given " + session::given_text(world, state));
    say(session, "at " + format_rfc3339(at));
    return session;
  }

  void say(Session& session, const std::string& step) {
    if (session.ask(step).good) said_ += "\n" + step;
  }

  /// Time passes, and somebody does something.
  void go_on(Session& session) {
    for (int i = 0; i < 3; ++i) {
      say(session, fmt::format("at +{} hours", random_.between(1, 200)));
      const Reply shown = session.ask("show");
      const auto* answer = std::get_if<Answer>(&shown.parts.front());
      if (answer == nullptr || answer->actions.empty()) continue;
      const auto last = static_cast<std::int64_t>(answer->actions.size()) - 1;
      const ActionAnswer& action = answer->actions[static_cast<std::size_t>(random_.between(0, last))];
      say(session, fmt::format("{} does {}", action.actor, action.action));
    }
  }

  void ask(Session& session) {
    const auto fact = static_cast<FactId>(random_.between(0, model_.fact_count() - 1));
    const std::string name = model_.facts[fact].name;
    const Reply reply = session.ask(fmt::format("what if {} varies", name));
    const auto* table = reply.parts.empty() ? nullptr : std::get_if<ReplyTable>(&reply.parts.front());
    if (table == nullptr) return;
    const OrderState order = state_from(named_.policy, to_json(*session.order()));
    const Type type = model_.facts[fact].type;
    std::optional<ask::Scale> scale;
    if (ask::has_scale(type.kind)) scale = ask::scale_of(model_, order, fact, *session.now());
    for (const auto& row : table->rows) {
      ++pieces;
      for (const std::string& value : values_of(row[0], type, scale)) check(session, name, value, row);
    }
  }

  /// Values in a piece, as they are typed.
  std::vector<std::string> values_of(const std::string& piece, Type type, const std::optional<ask::Scale>& scale) {
    if (piece == "missing") return {piece};
    if (!scale) {
      const std::string first = piece.substr(0, piece.find(", "));
      if (type.kind == Kind::duration || first == "missing") return {first};
      return {type.kind == Kind::text ? quoted(first) : first};
    }
    std::int64_t low = scale->first;
    std::int64_t high = scale->last;
    const auto step = [&](const std::string& text) {
      return ask::step_of(std::get<Value>(read_value(model_, type, text)));
    };
    const auto until = piece.find(" until ");
    if (piece.starts_with("before ")) {
      high = step(piece.substr(7)) - 1;
    } else if (piece.starts_with("from ")) {
      low = step(piece.substr(5, std::min(until, piece.rfind(" on")) - 5));
      if (until != std::string::npos && !piece.ends_with("now")) high = step(piece.substr(until + 7)) - 1;
    } else if (piece != "any") {
      low = high = step(piece);
    }
    const bool of_time = type.kind == Kind::event || type.kind == Kind::time || type.kind == Kind::date;
    // The language has no negative amounts.
    if (!of_time) low = std::max<std::int64_t>(low, 0);
    std::vector<std::string> values;
    for (int i = 0; i < 3 && low <= high; ++i) {
      const std::int64_t near = of_time ? high : std::min(high, low + 1'000'000);
      values.push_back(value_words(model_, scale->value(random_.between(low, i == 0 ? near : high))));
    }
    return values;
  }

  void check(Session& session, const std::string& name, const std::string& value, const std::vector<std::string>& row) {
    const Reply reply = session.ask(fmt::format("what if {} = {}: show", name, value));
    const bool mistyped = !reply.good && std::holds_alternative<ReplyMistakes>(reply.parts.front());
    if (mistyped) {
      INFO(name << " = " << value << " " << to_json(reply));
      CHECK(false);
      return;
    }
    ++samples;
    const std::string claimed = row[1];
    const Answer* answer = reply.good ? std::get_if<Answer>(&reply.parts.front()) : nullptr;
    if (!holds(claimed, name, answer))
      wrong.push_back(fmt::format("{}: {}\n{} = {}\nclaimed ({}): {}\nfound: {}", named_.name, said_, name, value,
                                  row[0], claimed, to_json(reply)));
  }

  [[nodiscard]] bool holds(const std::string& claimed, const std::string& name, const Answer* answer) const {
    const bool refused = claimed == "no such order" || claimed.ends_with("would not go through") ||
                         claimed.find(" all the same") != std::string::npos ||
                         claimed.find("would come before") != std::string::npos;
    if (refused || answer == nullptr) return refused == (answer == nullptr);
    if (claimed.starts_with("not found out")) return true;
    for (std::size_t begin = 0; begin < claimed.size();) {
      const std::size_t end = std::min(claimed.find("; ", begin), claimed.size());
      if (!holds_one(claimed.substr(begin, end - begin), name, *answer)) return false;
      begin = end + 2;
    }
    return true;
  }

  /// With a word before it; nothing where times are not told.
  [[nodiscard]] std::string time(bool told, std::string_view word, const std::optional<Instant>& at) const {
    return told && at ? fmt::format("{} {}", word, zone_time_literal(model_.zone, *at)) : "";
  }

  [[nodiscard]] bool holds_one(const std::string& line, const std::string& name, const Answer& answer) const {
    if (line == answer.status_label || line == "nothing of what the others say") return true;
    // Times are told for values that lie on no scale.
    const auto fact =
        std::find_if(model_.facts.begin(), model_.facts.end(), [&](const Fact& each) { return each.name == name; });
    const bool times = !ask::has_scale(fact->type.kind);
    for (const ActionAnswer& action : answer.actions) {
      if (line == fmt::format("{} may {}: {}{}{}", action.actor, action.action, to_string(action.verdict),
                              time(times, " from", action.from), time(times, " until", action.until)))
        return true;
    }
    for (const NextAnswer& next : answer.next) {
      if (times && line == fmt::format("{} happens{}", next.action, time(true, "", next.at))) return true;
    }
    for (const DeadlineAnswer& duty : answer.deadlines) {
      const std::string who = fmt::format("{} must {}", duty.actor, duty.actions.front());
      const std::string state = fmt::format(": {}{}", to_string(duty.state), time(times, ", due", duty.due));
      const std::string amount = duty.amount ? " " + duty.amount->amount : "";
      if (line == who + amount + state) return true;
      const bool share = duty.amount && line.starts_with(who + " ") && line.ends_with(state);
      if (share && line.find(name, who.size()) != std::string::npos) return true;
    }
    return false;
  }

  const NamedPolicy& named_;
  const Program& program_;
  const Model& model_;
  RandomOrders random_;
  OrderState order_;
  std::string said_;
};

}  // namespace

TEST_CASE("choices and yes or no are told with their times", "[session][varies]") {
  const Policy policy = policy_from(R"(policy p
zone "UTC"
actor buyer
actor seller
fact made_at, shipped_at, closed_at : event
fact country : {US, PH, MY} = US
fact gift : yes/no = no
status made initial, marks made_at
status closed final, marks closed_at
action change { }
action ship { marks shipped_at }
action close { becomes closed }
define time_to_change { country is PH : 3 days  country is MY : 5 days  else : 3 days }
in made {
  buyer may change within time_to_change after made_at
  seller must ship within 7 days after made_at when not gift
  close happens at 30 days after made_at because "It is long ago"
}
)");
  Session session(policy, order_from(policy, R"({"facts": {"made_at": "2026-03-01T10:00:00Z"}})"),
                  at("2026-03-02T10:00:00Z"));
  const auto rows = [&](const std::string& question) {
    const Reply reply = session.ask(question);
    INFO(to_json(reply));
    REQUIRE(reply.good);
    const auto* table = std::get_if<ReplyTable>(&reply.parts.front());
    std::string text;
    for (std::size_t i = 0; table != nullptr && i < table->rows.size(); ++i)
      text += fmt::format("{} | {}\n", table->rows[i][0], table->rows[i][1]);
    return table != nullptr ? text : std::get<ReplyLine>(reply.parts.front()).text;
  };
  CHECK(rows("what if country varies: who may change") ==
        "missing, US, PH | buyer may change: allowed until 2026-03-04 10:00\n"
        "MY | buyer may change: allowed until 2026-03-06 10:00\n");
  CHECK(
      rows("what if gift varies: who may ship") ==
      "missing, no | seller may ship: allowed until 2026-03-31 10:00; seller must ship: pending, due 2026-03-08 10:00\n"
      "yes | seller may ship: forbidden\n");
  CHECK(rows("what if gift varies: who may change") == "gift makes no difference to this");
}

TEST_CASE("random values of a piece are answered as the piece says, in every kind of session", "[session][varies]") {
  std::size_t pieces = 0;
  std::size_t samples = 0;
  std::vector<std::string> wrong;
  for (const NamedPolicy& named : all_policies()) {
    Trial trial(named);
    trial.run(30);
    pieces += trial.pieces;
    samples += trial.samples;
    wrong.insert(wrong.end(), trial.wrong.begin(), trial.wrong.end());
  }
  CHECK(pieces > 300);
  CHECK(samples > 500);
  for (const std::string& one : wrong) UNSCOPED_INFO(one);
  CHECK(wrong.size() <= samples / 1'000);
}
