#include "interpreter/evaluate/timeline.hpp"

#include <algorithm>

namespace bywhen {

void Timeline::add(Instant from, Truth truth) {
  if (!pieces_.empty() && pieces_.back().from == from) pieces_.pop_back();
  if (pieces_.empty() || pieces_.back().truth != truth) pieces_.push_back({from, truth});
}

std::size_t Timeline::piece_at(Instant instant) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), instant,
                                      [](Instant at, const Piece& piece) { return at < piece.from; });
  return static_cast<std::size_t>(after - pieces_.begin()) - 1;
}

Truth Timeline::at(Instant instant) const { return pieces_[piece_at(instant)].truth; }

Instant Timeline::end_of_piece(Instant instant) const {
  const std::size_t next = piece_at(instant) + 1;
  return next < pieces_.size() ? pieces_[next].from : Instant::never();
}

Instant Timeline::next_not_false(Instant instant) const {
  for (std::size_t i = piece_at(instant) + 1; i < pieces_.size(); ++i) {
    if (pieces_[i].truth != Truth::no) return pieces_[i].from;
  }
  return Instant::never();
}

Instant Timeline::last_true_end(Instant instant) const {
  for (std::size_t i = piece_at(instant); i > 0; --i) {
    if (pieces_[i - 1].truth == Truth::yes) return pieces_[i].from;
  }
  return Instant::always();
}

void Timeline::cut(Instant from) { replace_from(from, Timeline(Truth::no)); }

void Timeline::replace_from(Instant from, const Timeline& later) {
  if (from.is_never()) return;
  while (!pieces_.empty() && pieces_.back().from >= from) pieces_.pop_back();
  add(from, later.at(from));
  for (const Piece& piece : later.pieces_) {
    if (piece.from > from) add(piece.from, piece.truth);
  }
}

namespace {

template <typename Join>
Timeline join(const Timeline& left, const Timeline& right, Join join_truths) {
  Timeline joined;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto& a = left.pieces();
  const auto& b = right.pieces();
  while (true) {
    joined.add(std::max(a[i].from, b[j].from), join_truths(a[i].truth, b[j].truth));
    const Instant next_a = i + 1 < a.size() ? a[i + 1].from : Instant::never();
    const Instant next_b = j + 1 < b.size() ? b[j + 1].from : Instant::never();
    if (next_a.is_never() && next_b.is_never()) return joined;
    if (next_a <= next_b) ++i;
    if (next_b <= next_a) ++j;
  }
}

}  // namespace

Timeline both(const Timeline& left, const Timeline& right) {
  return join(left, right, [](Truth a, Truth b) { return both(a, b); });
}

Timeline either(const Timeline& left, const Timeline& right) {
  return join(left, right, [](Truth a, Truth b) { return either(a, b); });
}

Timeline operator!(const Timeline& timeline) {
  Timeline negated;
  for (const Timeline::Piece& piece : timeline.pieces()) negated.add(piece.from, !piece.truth);
  return negated;
}

}  // namespace bywhen
