#include "cli/order_source.hpp"

#include <fmt/format.h>

#include <string_view>

namespace bywhen::cli {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_empty(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

OrderSource::Outcome LineSource::next(std::string& item) {
  while (true) {
    switch (lines_.next(item)) {
      case LineReader::Outcome::line:
        if (number() == 1 && item.starts_with(byte_order_mark)) item.erase(0, byte_order_mark.size());
        if (is_empty(item)) continue;
        return Outcome::order;
      case LineReader::Outcome::too_long:
        item = fmt::format("the line is longer than {} MiB", lines_.longest() >> 20U);
        return Outcome::bad;
      case LineReader::Outcome::end:
        return Outcome::end;
      case LineReader::Outcome::failed:
        return Outcome::failed;
    }
  }
}

}  // namespace bywhen::cli
