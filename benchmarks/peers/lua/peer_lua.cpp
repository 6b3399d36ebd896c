#include <fmt/format.h>
#include <lua.hpp>

#include <limits>
#include <memory>
#include <ostream>

#include "benchmarks/peers/common/lines.hpp"
#include "benchmarks/peers/common/protocol.hpp"
#include "benchmarks/peers/common/read_line.hpp"

// The rules in Lua (policy.lua), run by LuaJIT: its loop over the host's structs, and its function from line to line.
namespace {

/// As in embedding.lua: every time is a double, which holds microseconds exactly until the year 2255.
struct LuaOrder {
  double placed_at, paid_at, shipped_at, cancel_requested_at, claimed_sent_at, tracking_asked_at, tracking_given_at,
      disputed_at, closed_at, refunded_at, total, at;
  std::int32_t status, tracking;
  bool complaint;
};
struct LuaAnswer {
  double due, proof_due, refund, valid_until;
  std::int32_t status, duty, proof, allowed;
};

double lua_time(std::int64_t moment) {
  return moment == hand_written::never ? std::numeric_limits<double>::infinity() : static_cast<double>(moment);
}

std::int64_t plain_time(double moment) {
  return moment == std::numeric_limits<double>::infinity() ? hand_written::never : static_cast<std::int64_t>(moment);
}

LuaOrder lua_order(const benchmark_orders::Asked& asked) {
  const hand_written::Order& order = asked.order;
  return {lua_time(order.placed_at),
          lua_time(order.paid_at),
          lua_time(order.shipped_at),
          lua_time(order.cancel_requested_at),
          lua_time(order.claimed_sent_at),
          lua_time(order.tracking_asked_at),
          lua_time(order.tracking_given_at),
          lua_time(order.disputed_at),
          lua_time(order.closed_at),
          lua_time(order.refunded_at),
          static_cast<double>(order.total),
          static_cast<double>(asked.at),
          static_cast<std::int32_t>(order.status),
          static_cast<std::int32_t>(order.tracking),
          order.complaint};
}

hand_written::Answer plain_answer(const LuaAnswer& answer) {
  return {plain_time(answer.valid_until),
          plain_time(answer.due),
          plain_time(answer.proof_due),
          static_cast<std::int64_t>(answer.refund),
          static_cast<hand_written::Status>(answer.status),
          static_cast<hand_written::Duty>(answer.duty),
          static_cast<hand_written::Duty>(answer.proof),
          static_cast<std::uint16_t>(answer.allowed)};
}

/// LuaJIT with the policy loaded; the two functions lie on its stack.
class Lua {
public:
  explicit Lua(const std::string& folder) : state_(luaL_newstate(), lua_close) {
    luaL_openlibs(state_.get());
    must(luaL_loadfile(state_.get(), (folder + "/embedding.lua").c_str()));
    lua_pushstring(state_.get(), folder.c_str());
    must(lua_pcall(state_.get(), 1, 2, 0));
  }

  void decide(std::vector<LuaOrder>& orders, std::vector<LuaAnswer>& answers) const {
    lua_pushvalue(state_.get(), 1);
    lua_pushlightuserdata(state_.get(), orders.data());
    lua_pushlightuserdata(state_.get(), answers.data());
    lua_pushnumber(state_.get(), static_cast<double>(orders.size()));
    must(lua_pcall(state_.get(), 3, 0, 0));
  }

  /// Gives `take` the answer's line.
  template <class Take>
  void decide_line(std::string_view line, const Take& take) const {
    lua_pushvalue(state_.get(), 2);
    lua_pushlstring(state_.get(), line.data(), line.size());
    must(lua_pcall(state_.get(), 1, 1, 0));
    std::size_t size = 0;
    const char* text = lua_tolstring(state_.get(), -1, &size);
    take(std::string_view(text, size));
    lua_pop(state_.get(), 1);
  }

private:
  void must(int failed) const {
    if (failed != 0) peers::stop(lua_tostring(state_.get(), -1));
  }

  std::unique_ptr<lua_State, void (*)(lua_State*)> state_;
};

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::arguments(argc, argv);
  std::vector<LuaOrder> orders;
  for (const auto& asked : benchmark_orders::make(arguments.count)) orders.push_back(lua_order(asked));
  std::vector<LuaAnswer> answers(orders.size());
  const peers::Lines lines(arguments.folder + "/orders.json", arguments.count);
  const Lua lua("benchmarks/peers/lua");

  const auto native = [&] { lua.decide(orders, answers); };
  const auto write_native = [&](std::ostream& out) {
    native();
    out << peers::answer_columns << '\n';
    for (const LuaAnswer& answer : answers) out << peers::answer_csv(plain_answer(answer)) << '\n';
  };
  const auto each_line = [&](const auto& take) {
    for (const std::string_view line : lines.all()) lua.decide_line(line, take);
  };
  const auto json = [&] { each_line([](std::string_view answer) { peers::keep(answer); }); };
  const auto write_json = [&](std::ostream& out) {
    each_line([&](std::string_view answer) { out << answer << '\n'; });
  };
  return peers::serve(LUAJIT_VERSION, {{"native", native, write_native}, {"json", json, write_json}}, arguments);
}
