#include "benchmarks/peers/common/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>

namespace peers {
namespace {

/// What all threads of the program have used: on a busy machine it is steadier than the clock on the wall.
double processor_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// Nanoseconds an order, over as many passes as fill a tenth of a second.
double measure(const Mode& mode, std::size_t orders) {
  constexpr double tenth_of_a_second = 1e8;
  const double start = processor_nanoseconds();
  double spent = 0;
  std::size_t passes = 0;
  for (; spent < tenth_of_a_second; spent = processor_nanoseconds() - start) {
    mode.pass();
    ++passes;
  }
  return spent / static_cast<double>(passes * orders);
}

void write_answers(const Mode& mode, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  mode.write(file);
  if (!file.flush()) stop(fmt::format("cannot write `{}`", path));
}

}  // namespace

void stop(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) stop(fmt::format("cannot read `{}`", path));
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

Arguments arguments(int argc, char** argv) {
  if (argc != 3) stop(fmt::format("usage: {} FOLDER COUNT", argv[0]));
  return {argv[1], static_cast<std::size_t>(std::strtoull(argv[2], nullptr, 10))};
}

int serve(const std::string& version, const std::vector<Mode>& modes, const Arguments& arguments) {
  std::string names;
  for (const Mode& mode : modes) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", mode.name);
  std::cout << fmt::format("{{\"version\": \"{}\", \"modes\": [{}]}}", version, names) << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const auto mode =
        std::find_if(modes.begin(), modes.end(), [&](const Mode& one) { return one.name == line.substr(0, space); });
    if (mode == modes.end()) stop(fmt::format("no mode `{}`", line));
    if (space < line.size()) {
      write_answers(*mode, line.substr(space + 1));
      std::cout << "written" << std::endl;
    } else {
      std::cout << fmt::format("{:.2f}", measure(*mode, arguments.count)) << std::endl;
    }
  }
  return 0;
}

}  // namespace peers
