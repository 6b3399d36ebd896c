#pragma once

#include <optional>
#include <vector>

#include "interpreter/ask/doing.hpp"

namespace bywhen::ask {

/// Times of doing over which it brings the same.
struct PreviewPart {
  /// At its beginning.
  Doing first;
  Instant until = Instant::never();
  /// Where instants of what follows stand that move along with the time of doing.
  std::vector<std::string> moves;
  /// Those of them that are not always as far from it.
  std::vector<std::string> uneven;
};

struct PreviewParts {
  std::vector<PreviewPart> parts;
  /// Where it stopped: what follows changes again and again, or the bound on tries was reached.
  std::optional<Instant> told_until;
};

/// How often a deed is tried.
inline constexpr std::size_t most_doings = 6'000;

/// What a deed brings, piece by piece over the time of doing it from an instant on; the order must be valid, and not
/// right later than `from`.
///
/// It is tried where anything may change: where the clock acts, and where the moments that rules read before it and
/// after it pass one another, found from these moments alone; and by bisection between neighbours that differ. Moments
/// that both move along, such as a day and a business day after it, may pass one another each week: they are looked at
/// for `days_told`.
[[nodiscard]] PreviewParts preview_parts(const Program& program, const OrderState& order, const Deed& deed,
                                         Instant from);

inline constexpr int days_told = 400;

}  // namespace bywhen::ask
