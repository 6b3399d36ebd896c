#include "interpreter/time/zone_text.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "interpreter/time/civil.hpp"

namespace bywhen {
namespace {

/// East of UTC; zones count whole seconds.
std::int64_t offset_seconds(LocalTime local, Instant instant) {
  return (local.micros - instant.micros) / micros_per_second;
}

std::string offset_words(std::int64_t offset) {
  if (offset == 0) return "UTC";
  const std::int64_t length = std::abs(offset);
  std::string text = fmt::format("UTC{}{}", offset < 0 ? '-' : '+', length / 3600);
  if (length % 3600 != 0) text += fmt::format(":{:02}", length / 60 % 60);
  if (length % 60 != 0) text += fmt::format(":{:02}", length % 60);
  return text;
}

}  // namespace

std::string zone_time_words(const Zone& zone, Instant instant) {
  if (!instant.is_real()) return format_rfc3339(instant);
  const LocalTime local = zone.to_local(instant);
  return fmt::format("{} {}", format_local_time(local), offset_words(offset_seconds(local, instant)));
}

std::string zone_time_literal(const Zone& zone, Instant instant) {
  if (!instant.is_real()) return format_rfc3339(instant);
  const LocalTime local = zone.to_local(instant);
  const std::int64_t offset = offset_seconds(local, instant);
  const Resolved back = zone.to_instant(local);
  const bool clear = back.kind == Resolved::unique && back.instant == instant;
  // Literals know the years 1 to 9999, and offsets of whole minutes.
  if (!local.date().is_real() || (!clear && offset % 60 != 0)) return format_rfc3339(instant);
  if (clear) return format_local_time(local);
  const std::int64_t minutes = std::abs(offset) / 60;
  return fmt::format("{}{}{:02}:{:02}", format_local_time(local), offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace bywhen
