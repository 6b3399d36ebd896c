#pragma once

#include <string>
#include <string_view>

#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {

/// What is put out for an order.
enum class Output { answer, log_entry };

/// An entry of a log for `bywhen replay`: the order as it was asked about, one line of JSON, and its answer.
[[nodiscard]] std::string log_entry(std::string_view order, const Answer& answer);

/// Decides every order of a file with one a line; `-` is standard input.
ExitStatus decide_many(const Question& question, const std::string& path, Output output, Console& console);

}  // namespace bywhen::cli
