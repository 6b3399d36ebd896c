#pragma once

#include <string>

#include "cli/console.hpp"
#include "cli/csv_orders.hpp"
#include "cli/exit_status.hpp"
#include "cli/order_decider.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {

struct ManyOptions {
  /// The file; `-` is standard input.
  std::string path;
  Output output = Output::answer;
  /// 0: as many as the processor has.
  unsigned threads = 0;
  /// The orders are the rows of a CSV file, not lines of JSON.
  bool is_csv = false;
  CsvOptions csv{};
};

/// Decides every order of a file with one a line or a row, by several threads. What is put out does not depend on how
/// many; it stands in the order of the lines. Memory is bounded, whatever the file's size.
ExitStatus decide_many(const Question& question, const ManyOptions& options, Console& console);

}  // namespace bywhen::cli
