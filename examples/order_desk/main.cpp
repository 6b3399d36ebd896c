// An order desk: orders in a database, brought up to the present by people and by the clock. README.md beside this file
// tells how it is used.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "bywhen/bywhen.hpp"
#include "examples/order_desk/desk.hpp"

namespace {

using bywhen::Instant;

constexpr const char* usage = R"(usage: order_desk DB POLICY add ORDER.json...
       order_desk DB POLICY act ORDER ACTOR ACTION [FACT=VALUE...] [--request NAME]
       order_desk DB POLICY sweep [--until-idle]
       order_desk DB POLICY list
--now TIME takes the place of the clock; then `sweep` ends when nothing more is due.
)";

/// Other processes may bring orders that are due earlier.
constexpr auto longest_sleep = std::chrono::seconds(1);

struct Arguments {
  std::vector<std::string> words;
  std::string now;
  std::string request;
  bool until_idle = false;
};

struct WrongUsage {};

Arguments read_arguments(const std::vector<std::string>& given) {
  Arguments arguments;
  for (auto word = given.begin(); word != given.end(); ++word) {
    const bool has_value = *word == "--now" || *word == "--request";
    if (has_value && word + 1 == given.end()) throw WrongUsage{};
    if (*word == "--now") {
      arguments.now = *++word;
    } else if (*word == "--request") {
      arguments.request = *++word;
    } else if (*word == "--until-idle") {
      arguments.until_idle = true;
    } else {
      arguments.words.push_back(*word);
    }
  }
  if (arguments.words.size() < 3) throw WrongUsage{};
  return arguments;
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

bywhen::Policy load(const std::string& path) {
  bywhen::Sources sources;
  sources.add(path, read_file(path));
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) throw desk::Refused(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

Instant present() {
  using std::chrono::microseconds;
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<microseconds>(since_1970).count()};
}

desk::Desk::Clock clock_of(const Arguments& arguments, const bywhen::Policy& policy) {
  if (arguments.now.empty()) return present;
  const auto time = bywhen::read_time(policy, arguments.now);
  if (const auto* problems = std::get_if<bywhen::Problems>(&time)) {
    throw desk::Refused(bywhen::render_text(*problems, false));
  }
  return [now = std::get<Instant>(time)] { return now; };
}

/// Sleeps until the first answer runs out, lets the clock act, and begins anew.
void keep_sweeping(desk::Desk& desk, bool until_idle) {
  while (true) {
    desk.sweep();
    const auto next = desk.next();
    if (!next && until_idle) return;
    const auto longest = std::chrono::microseconds(longest_sleep);
    const auto left = std::chrono::microseconds(next ? next->micros - present().micros : longest.count());
    std::this_thread::sleep_for(std::min(left, longest));
  }
}

desk::Act act_of(const Arguments& arguments) {
  const auto& words = arguments.words;
  if (words.size() < 6) throw WrongUsage{};
  desk::Act act{words[3], words[4], words[5], {}, arguments.request};
  for (std::size_t i = 6; i < words.size(); ++i) {
    const auto sign = words[i].find('=');
    if (sign == std::string::npos) throw WrongUsage{};
    act.inputs.emplace_back(words[i].substr(0, sign), words[i].substr(sign + 1));
  }
  return act;
}

void run(const Arguments& arguments) {
  const auto& words = arguments.words;
  const bywhen::Policy policy = load(words[1]);
  const desk::Desk::Clock clock = clock_of(arguments, policy);
  desk::Database database(words[0]);
  desk::Desk desk(database, policy, clock);
  if (words[2] == "add") {
    for (std::size_t i = 3; i < words.size(); ++i) desk.add(read_file(words[i]));
  } else if (words[2] == "act") {
    desk.act(act_of(arguments));
  } else if (words[2] == "sweep" && arguments.now.empty()) {
    keep_sweeping(desk, arguments.until_idle);
  } else if (words[2] == "sweep") {
    std::cout << "orders that were due: " << desk.sweep() << '\n';
  } else if (words[2] == "list") {
    desk.list(std::cout);
  } else {
    throw WrongUsage{};
  }
}

}  // namespace

int main(int count, char** values) {
  try {
    run(read_arguments({values + 1, values + count}));
    return 0;
  } catch (const WrongUsage&) {
    std::cerr << usage;
    return 2;
  } catch (const desk::Refused& refused) {
    std::cerr << refused.what();
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "order_desk: " << error.what() << '\n';
    return 3;
  }
}
