#include "cli/order_source.hpp"

#include <algorithm>
#include <cstring>

namespace bywhen::cli {
namespace {

/// Where the last whole line ends; 0 where there is none.
std::size_t end_of_lines(std::string_view text) { return text.rfind('\n') + 1; }

}  // namespace

bool LineSource::fill(Chunk& chunk) {
  std::size_t size = begin(chunk);
  std::size_t whole = end_of_lines({chunk.room.data(), size});
  while (!ended_ && !(whole > 0 && (size >= full_chunk || !input().is_ready()))) {
    if (whole == 0 && size > longest_) return cut_off(chunk);
    make_room(chunk.room, size);
    const std::size_t got = input().read(chunk.room.data() + size, chunk.room.size() - size);
    ended_ = got == 0;
    const std::size_t end = end_of_lines({chunk.room.data() + size, got});
    if (end > 0) whole = size + end;
    size += got;
  }
  // The last line needs no end, but what was read before a failure may be half of one.
  return cut(chunk, size, ended_ && input().error() == 0 ? size : whole);
}

/// With what the chunk before has left: how much that is.
std::size_t LineSource::begin(Chunk& chunk) {
  make_room(chunk.room, rest_.size());
  rest_.copy(chunk.room.data(), rest_.size());
  return rest_.size();
}

/// Twice as much for a line that is longer than a chunk.
void LineSource::make_room(std::string& room, std::size_t size) const {
  const std::size_t wanted = size < full_chunk ? full_chunk : std::min(2 * size, longest_ + full_chunk);
  if (room.size() < wanted || room.size() > 2 * wanted) room.resize(wanted);
}

bool LineSource::cut(Chunk& chunk, std::size_t size, std::size_t end) {
  chunk.text = {chunk.room.data(), end};
  rest_.assign(chunk.room, end, size - end);
  chunk.bytes_read = input().bytes_read();
  const bool has_any = end > 0;
  if (has_any && !begun_ && chunk.text.starts_with(byte_order_mark)) chunk.text.remove_prefix(byte_order_mark.size());
  begun_ = begun_ || has_any;
  return has_any;
}

/// The rest of the line is passed over, and not kept.
bool LineSource::cut_off(Chunk& chunk) {
  chunk.text = {chunk.room.data(), longest_ + 1};
  begun_ = true;
  rest_.resize(full_chunk);
  while (!ended_) {
    const std::size_t got = input().read(rest_.data(), full_chunk);
    ended_ = got == 0;
    const auto stop = std::string_view(rest_.data(), got).find('\n');
    if (stop == std::string_view::npos) continue;
    rest_ = rest_.substr(stop + 1, got - stop - 1);
    break;
  }
  if (ended_) rest_.clear();
  chunk.bytes_read = input().bytes_read();
  return true;
}

}  // namespace bywhen::cli
