#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bywhen/instant.hpp"
#include "interpreter/time/civil.hpp"

namespace bywhen {

/// What instant a wall-clock time is.
struct Resolved {
  enum Kind {
    unique,
    /// The clock jumps over this time: the offset from before the jump was taken, so 02:30 becomes 03:30 where an hour
    /// is missing.
    skipped,
    /// The clock shows this time twice: the earlier was taken.
    repeated,
  };
  Instant instant;
  Kind kind = unique;
};

class ZoneRules;

/// A time zone of the IANA database. Small to copy, immutable, safe to share between threads. The default is UTC, which
/// needs no database.
class Zone {
public:
  Zone() = default;

  /// A zone by its exact name, `Europe/Berlin`. Nothing for an unknown name, and for any name but UTC's where there is
  /// no database.
  [[nodiscard]] static std::optional<Zone> find(std::string_view iana_name);
  [[nodiscard]] static Zone utc() { return {}; }

  /// The name by which it was found.
  [[nodiscard]] std::string_view name() const;
  /// Sentinels stay sentinels.
  [[nodiscard]] LocalTime to_local(Instant instant) const;
  /// Sentinels stay sentinels; what would lie after the year 9999 is `never()`, what would lie before the year 1 is
  /// `Instant::first()`.
  [[nodiscard]] Resolved to_instant(LocalTime local) const;
  /// The first instant at which the clock shows this time or has jumped over it: `to_instant`, but the instant of the
  /// jump where the time is skipped.
  [[nodiscard]] Instant first_instant_from(LocalTime local) const;
  /// The instant some whole days later (in microseconds, negative: earlier) at which the clock shows the same time,
  /// without asking a calendar; nothing where the clock changes within three days of there, or the years end.
  [[nodiscard]] std::optional<Instant> same_time_later(Instant from, std::int64_t days) const;

  /// Zones are equal if they were found by the same name.
  friend bool operator==(const Zone& left, const Zone& right) { return left.name() == right.name(); }

private:
  explicit Zone(std::shared_ptr<const ZoneRules> rules) : rules_(std::move(rules)) {}

  /// Null is UTC.
  std::shared_ptr<const ZoneRules> rules_;
};

/// Every known name, sorted, for "did you mean".
[[nodiscard]] std::vector<std::string> zone_names();

/// The release of the time zone database, such as `2025b`; `unknown` where it does not say.
[[nodiscard]] std::string tzdata_version();

}  // namespace bywhen
