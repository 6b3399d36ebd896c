#include "cli/chunk.hpp"

namespace bywhen::cli {
namespace {

/// A chunk's memory is kept for the next one, unless it was far from ordinary.
constexpr std::size_t kept_memory = std::size_t{4} << 20U;

void give_back_if_much(std::string& text) {
  if (text.capacity() > kept_memory) text = {};
}

}  // namespace

void Chunk::clear() {
  give_back_if_much(room);
  give_back_if_much(out);
  text = {};
  rows.clear();
  out.clear();
  complaints.clear();
  lines = orders = refused = 0;
}

}  // namespace bywhen::cli
