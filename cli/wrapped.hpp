#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

/// Printable text in lines of at most so many columns of a terminal, broken at blanks, and within a word where one is
/// too long. `columns` is at least 2. At least one line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// The text if it fits, else its beginning with `…`; empty where not even that fits.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

}  // namespace bywhen::cli
