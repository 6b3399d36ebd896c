#include "interpreter/session/time_words.hpp"

#include <fmt/format.h>

#include "interpreter/session/steps.hpp"

namespace bywhen::session {
namespace {

bool is_taken_over(const std::optional<Takeover>& takeover, const std::optional<Instant>& end) {
  return takeover && end.value_or(Instant::never()) > takeover->at;
}

}  // namespace

std::string takeover_words(const Takeover& takeover) {
  std::string overlays;
  for (const std::string& overlay : takeover.overlays)
    overlays += fmt::format("{}{}", overlays.empty() ? " with " : ", ", overlay);
  return fmt::format("version {}{} takes over", takeover.version, overlays);
}

std::string end_words(const World& world, const std::optional<Instant>& until,
                      const std::optional<Takeover>& takeover) {
  if (is_taken_over(takeover, until))
    return fmt::format(" until {}, when {}", clock_text(world, takeover->at), takeover_words(*takeover));
  return until ? fmt::format(" until {}", clock_text(world, *until)) : "";
}

std::string before_words(const World& world, const std::optional<Instant>& time,
                         const std::optional<Takeover>& takeover) {
  if (!time || !is_taken_over(takeover, time)) return "";
  return fmt::format("; {} before, {}", takeover_words(*takeover), clock_text(world, takeover->at));
}

}  // namespace bywhen::session
