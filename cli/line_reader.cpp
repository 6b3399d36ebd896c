#include "cli/line_reader.hpp"

#include <algorithm>
#include <utility>

namespace bywhen::cli {
namespace {

constexpr std::size_t buffer_size = std::size_t{64} << 10U;

}  // namespace

LineReader::LineReader(Descriptor input, std::size_t longest, std::function<bool()> before_waiting)
    : input_(std::move(input)),
      longest_(longest),
      before_waiting_(std::move(before_waiting)),
      buffer_(buffer_size, '\0') {}

std::ptrdiff_t LineReader::fill() {
  if (!before_waiting_()) return 0;
  const std::ptrdiff_t got = read_some(input_.number(), buffer_.data(), buffer_.size());
  begin_ = 0;
  end_ = got > 0 ? static_cast<std::size_t>(got) : 0;
  bytes_read_ += end_;
  return got;
}

/// Once a line is too long nothing of it is kept.
void LineReader::take(std::string& line, std::size_t size, bool& too_long) const {
  too_long = too_long || line.size() + size > longest_;
  if (too_long) {
    line.clear();
  } else {
    line.append(buffer_, begin_, size);
  }
}

LineReader::Outcome LineReader::next(std::string& line) {
  line.clear();
  bool too_long = false;
  bool begun = false;
  while (true) {
    if (begin_ == end_) {
      const std::ptrdiff_t got = fill();
      if (got < 0) return Outcome::failed;
      if (got == 0 && !begun) return Outcome::end;
      if (got == 0) break;
    }
    if (!begun) ++number_;
    begun = true;
    const auto stop = buffer_.find('\n', begin_);
    const std::size_t size = std::min(stop, end_) - begin_;
    take(line, size, too_long);
    begin_ += size;
    if (begin_ == end_) continue;
    ++begin_;
    break;
  }
  return too_long ? Outcome::too_long : Outcome::line;
}

}  // namespace bywhen::cli
