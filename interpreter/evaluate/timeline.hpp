#pragma once

#include <vector>

#include "interpreter/value.hpp"

namespace bywhen {

/// A truth value over all time: sorted half-open pieces, each from its instant to the next one's, the last without end.
/// The first begins at `Instant::always()`; neighbours differ.
class Timeline {
public:
  struct Piece {
    Instant from;
    Truth truth = Truth::no;
    friend bool operator==(const Piece&, const Piece&) = default;
  };

  Timeline() = default;
  explicit Timeline(Truth constant) : pieces_{{Instant::always(), constant}} {}

  /// Pieces must be added in the order of time; one that goes on with the same truth is joined to the last.
  void add(Instant from, Truth truth);

  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
  [[nodiscard]] Truth at(Instant instant) const;
  /// The end of the piece in which the instant lies; `never()` if it has none.
  [[nodiscard]] Instant end_of_piece(Instant instant) const;
  /// The beginning of the first later piece that is not false; `never()` if there is none.
  [[nodiscard]] Instant next_not_false(Instant instant) const;
  /// The end of the last earlier piece that was true; `always()` if there is none.
  [[nodiscard]] Instant last_true_end(Instant instant) const;
  [[nodiscard]] bool always(Truth truth) const { return pieces_.size() == 1 && pieces_.front().truth == truth; }

  /// False from the instant on.
  void cut(Instant from);
  /// What `later` says from the instant on.
  void replace_from(Instant from, const Timeline& later);

  friend bool operator==(const Timeline&, const Timeline&) = default;

private:
  [[nodiscard]] std::size_t piece_at(Instant instant) const;

  std::vector<Piece> pieces_;
};

[[nodiscard]] Timeline both(const Timeline& left, const Timeline& right);
[[nodiscard]] Timeline either(const Timeline& left, const Timeline& right);
[[nodiscard]] Timeline operator!(const Timeline& timeline);

}  // namespace bywhen
