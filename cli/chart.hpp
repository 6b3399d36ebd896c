#pragma once

#include <string>
#include <vector>

#include "bywhen/outlook.hpp"
#include "cli/people_time.hpp"

/// What a picture of an order's time shows, whatever it is drawn with.
namespace bywhen::cli {

enum class BarKind { stay, allowed, unknown, forbidden, running, overdue };

/// A piece of a row, from an instant to another; `Instant::never()` is no end. A stay may have no length.
struct Bar {
  Instant from;
  Instant until;
  BarKind kind = BarKind::stay;
  /// All that is to be said of it, as a sentence without a stop.
  std::string words;
};

enum class PointKind { due, done };

struct Point {
  Instant at;
  PointKind kind = PointKind::due;
  std::string words;
};

struct Row {
  std::string label;
  /// A few words more, such as a deadline's date; may be empty.
  std::string detail;
  std::vector<Bar> bars;
  std::vector<Point> points;
};

enum class RowKind { status, action, deadline };

struct RowGroup {
  RowKind kind = RowKind::status;
  std::string heading;
  std::vector<Row> rows;
};

/// An instant at which something begins, ends or happens.
struct Moment {
  Instant at;
  bool now = false;
  /// What happens then; empty where something only begins or ends.
  std::string words;
  /// `2026-03-10 09:00`; seconds only where there are some.
  std::string time;
  /// The distance from UTC, `UTC+2`; empty in a chart whose moments all have the same.
  std::string offset;
};

/// Something that the clock did or will do; or another version takes over, which has no rule.
struct Act {
  Instant at;
  /// `Close → Closed`
  std::string words;
  std::string because;
  /// `payment, aliexpress.bywhen:61`
  std::string rule;
};

struct Chart {
  /// What is known begins here, and ends here or never.
  Instant from;
  Instant until;
  /// In the order of time, the present among them. Every bar and point begins and ends at one, or never ends.
  std::vector<Moment> moments;
  std::vector<RowGroup> groups;
  std::vector<Act> acts;
  /// Whose times the moments are: `Times are UTC-2 (America/Sao_Paulo).`
  std::string clock_words;
};

/// Its texts are harmless on a terminal.
[[nodiscard]] Chart chart_of(const Outlook& outlook, const PeopleClock& clock);

/// `2026-03-10 09:00 UTC+1`; without what the moment before it has in common with it: the year, the distance from UTC.
/// `before` is null where a picture or a part of it begins.
[[nodiscard]] std::string short_time(const Moment& moment, const Moment* before);

/// Shares out so many units among pieces of time, in proportion to the square root of their length, each at least
/// `least`: an hour is seen beside a year. There must be enough for that.
[[nodiscard]] std::vector<std::size_t> share_out(const std::vector<Moment>& moments, std::size_t units,
                                                 std::size_t least);

}  // namespace bywhen::cli
