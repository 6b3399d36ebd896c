#pragma once

#include <simdjson.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/peers/common/lines.hpp"

namespace peers {

/// The lines of a file, each with room behind it as simdjson wants it.
class Lines {
public:
  /// The first `count` lines; ends the program if there are fewer.
  Lines(const std::string& path, std::size_t count);

  [[nodiscard]] const std::vector<std::string_view>& all() const { return lines_; }

private:
  std::string text_;
  std::vector<std::string_view> lines_;
};

/// Reads an order's line as a service would that must be fast; throws simdjson's errors.
class LineReader {
public:
  /// The line lies in `Lines`.
  [[nodiscard]] benchmark_orders::Asked read(std::string_view line, Form form);

private:
  simdjson::ondemand::parser parser_;
};

}  // namespace peers
