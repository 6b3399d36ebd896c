#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/set/inside.hpp"

namespace bywhen::set {

/// A member, and why it is that one, in sentences without a stop.
struct Picked {
  std::size_t member = 0;
  std::vector<std::string> because;
  /// False where the order lacks what picks the overlays: no member is meant for it, and this one can tell what is
  /// wrong.
  bool meant = true;
};

/// What an order tells of its governing: as far as it can be read, whatever else is wrong with it. The set and the text
/// must outlive it.
class Picker {
public:
  Picker(const PolicySet::Inside& set, std::string_view order_json);

  /// Absent where no version governs.
  [[nodiscard]] std::optional<Picked> pick(Instant at) const;
  /// The place of the stretch that governs at an instant; absent before the first.
  [[nodiscard]] std::optional<std::size_t> stretch_at(Instant at) const;
  /// The stretch in which the order was placed, or the instant lies if it is not yet: later ones may have taken it
  /// over.
  [[nodiscard]] std::optional<std::size_t> own_stretch(Instant at) const;
  /// The first instant after this one at which another stretch governs.
  [[nodiscard]] std::optional<Instant> next_change(Instant at) const;
  /// Since when the clock may have acted under versions before.
  [[nodiscard]] Instant begins(Instant at) const;
  /// Why none governs.
  [[nodiscard]] Problem no_version(Instant at) const;
  /// What is wrong with an order for which no member is meant.
  [[nodiscard]] Problem no_overlays() const;

private:
  [[nodiscard]] std::optional<std::size_t> stretch_from(Instant date) const;
  [[nodiscard]] std::string version_words(const Stretch& stretch, Instant at) const;

  const PolicySet::Inside& set_;
  std::string_view json_;
  Instant event_ = Instant::never();
  Instant as_of_ = Instant::always();
  Instant latest_ = Instant::always();
};

}  // namespace bywhen::set
