#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

/// How a program that decides the orders talks with the runner: by lines of standard input and output, as README.md
/// says.
namespace peers {

/// A form in which orders are taken and answers given.
struct Mode {
  /// `native`, `json` or `rfc3339`.
  std::string name;
  /// Decides all orders once; this is what is timed.
  std::function<void()> pass;
  /// Decides all orders once more and writes the answers, a line each.
  std::function<void(std::ostream&)> write;
};

/// What the runner said on the command line.
struct Arguments {
  /// Where write_orders has put the orders.
  std::string folder;
  std::size_t count = 0;
};

[[nodiscard]] Arguments arguments(int argc, char** argv);

/// Says which modes there are, then answers the runner until it ends: the exit code.
int serve(const std::string& version, const std::vector<Mode>& modes, const Arguments& arguments);

[[noreturn]] void stop(const std::string& why);

/// The whole file; ends the program if there is none.
[[nodiscard]] std::string read_file(const std::string& path);

/// Keeps the compiler from dropping what made the value.
template <class Value>
void keep(const Value& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

}  // namespace peers
