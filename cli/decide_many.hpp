#pragma once

#include <cstddef>
#include <string>

#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {

/// No order is longer; what is, would be held in memory whole.
inline constexpr std::size_t longest_order_line = std::size_t{16} << 20U;

/// Decides every order of a file with one a line, each as it comes, in bounded memory; `-` is standard input. Empty
/// lines are passed over.
ExitStatus decide_many(const Question& question, const std::string& path, Console& console);

}  // namespace bywhen::cli
