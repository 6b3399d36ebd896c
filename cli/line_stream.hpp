#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "bywhen/order.hpp"
#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/line_reader.hpp"

namespace bywhen::cli {

/// No order is longer; what is, would be held in memory whole.
inline constexpr std::size_t longest_order_line = std::size_t{16} << 20U;

/// All that is said of a problem, on one line.
[[nodiscard]] std::string problem_words(const Problem& problem);

struct InputPlace {
  std::string_view name;
  std::size_t line = 0;
};
/// What is said of a line, as a line: `orders.ndjson:3: error[BW0805] /facts/payed_at: …`; the code is `[…]` or empty.
[[nodiscard]] std::string complaint(const InputPlace& place, std::string_view code, std::string_view words,
                                    bool colour);
/// The same in two, for who does not know the place yet: `orders.ndjson:3: ` and what stands behind it.
[[nodiscard]] std::string complaint_head(const InputPlace& place);
[[nodiscard]] std::string complaint_words(std::string_view code, std::string_view words, bool colour);

/// A file of many things, one a line, each taken as it comes, in bounded memory; `-` is standard input. Empty lines are
/// passed over. What is said of a line goes to standard error and names its number.
class LineStream {
public:
  struct Tasks {
    std::function<void(std::string_view line)> take;
    /// Called after the line was complained of.
    std::function<void()> too_long;
    /// What is shown while it runs.
    std::function<std::string()> counts;
  };

  LineStream(const std::string& path, std::size_t longest, Console& console);

  /// Good unless the machine failed.
  ExitStatus run(const Tasks& tasks);
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Of the line that is being taken, counted from 1.
  [[nodiscard]] std::size_t number() const { return number_; }

  void refuse(const Problems& problems);
  void put_error(std::string_view code, std::string_view words);

private:
  ExitStatus walk(LineReader& lines, const Tasks& tasks);
  void take(std::string_view line, const Tasks& tasks) const;
  void show_progress(const Tasks& tasks);
  ExitStatus fail(int error);

  std::string path_;
  std::string name_;
  std::size_t longest_;
  Console& console_;
  std::size_t number_ = 0;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace bywhen::cli
