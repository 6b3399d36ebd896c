#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bywhen/bywhen.hpp"

/// What the growth benchmark measures with: times, memory, and a table to write them into.
namespace growth {

/// Nanoseconds of the processor's time of all threads, and by the clock.
struct Times {
  double processor = 0;
  double clock = 0;
};

/// The medians of so many rounds, in which the ways take turns; each runs long enough to be measured.
[[nodiscard]] std::vector<Times> measure(std::size_t rounds, const std::vector<std::function<void()>>& ways);

/// Bytes that the program has taken from the heap and not given back.
[[nodiscard]] double heap_bytes();
/// From here on the most resident memory counts anew, where the system allows it. What is free goes back before.
void forget_peak();
/// The most that was resident, in bytes.
[[nodiscard]] double peak_bytes();

/// Ends the program where an answer to one order differs from that in the columns.
void must_agree(const bywhen::Policy& policy, const bywhen::CompactAnswer& one, const bywhen::ColumnAnswers& columns,
                std::size_t place);
/// Ends the program where orders were refused.
void must_be_decided(const bywhen::Problems& problems, const bywhen::ColumnAnswers& answers);
/// Decides an order that must be good.
[[nodiscard]] bywhen::CompactAnswer decided(bywhen::Evaluator& evaluator, const bywhen::Order& order,
                                            bywhen::Instant at);
/// Reads an answer's status, bits, duties and instants, as a host does; gives a number that hangs on them all.
[[nodiscard]] std::size_t read_all(const bywhen::CompactAnswer& answer);

/// Tables in Markdown, and the same figures by name.
class Report {
public:
  struct Column {
    std::string title;
    int digits = 0;
  };
  void table(const std::string& title, const std::string& grows, std::vector<Column> columns);
  /// A negative value is one that was not measured.
  void row(double grown, const std::vector<double>& values);
  void write_json(const std::string& path) const;

private:
  void line(const std::string& text);

  std::string title_;
  std::string grows_;
  std::vector<Column> columns_;
  std::vector<std::string> lines_;
  std::vector<std::pair<std::string, double>> figures_;
};

}  // namespace growth
