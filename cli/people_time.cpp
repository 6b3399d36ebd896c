#include "cli/people_time.hpp"

#include <array>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "cli/page.hpp"

namespace bywhen::cli {
namespace {

struct Unit {
  std::int64_t micros;
  std::string_view name;
};

constexpr std::int64_t second = 1'000'000;
constexpr std::array units = {
    Unit{86'400 * second, "day"},
    Unit{3'600 * second, "hour"},
    Unit{60 * second, "minute"},
    Unit{second, "second"},
};
/// From so many on, the next smaller unit tells a person nothing more.
constexpr std::int64_t enough_alone = 3;

std::string counted(std::int64_t count, std::string_view name) {
  return fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
}

std::string length_words(std::int64_t micros) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::int64_t count = micros / units[i].micros;
    if (count == 0) continue;
    const bool last = i + 1 == units.size();
    const std::int64_t rest = last || count >= enough_alone ? 0 : micros % units[i].micros / units[i + 1].micros;
    const std::string words = counted(count, units[i].name);
    return rest == 0 ? words : fmt::format("{} {}", words, counted(rest, units[i + 1].name));
  }
  return "less than a second";
}

}  // namespace

std::string distance(Instant from, Instant to) {
  if (from == to) return "now";
  return from < to ? fmt::format("in {}", length_words(to.micros - from.micros))
                   : fmt::format("{} ago", length_words(from.micros - to.micros));
}

std::string PeopleClock::time(Instant instant) const {
  if (!instant.is_real()) return exact_time(instant);
  const std::int64_t fraction = ((instant.micros % second) + second) % second;
  return exact_time({instant.micros - fraction});
}

std::string PeopleClock::exact_time(Instant instant) const { return people_time(policy_, instant); }

std::string PeopleClock::time_and_distance(Instant instant) const {
  return fmt::format("{} {}", unbroken(time(instant)), unbroken(fmt::format("({})", distance(now_, instant))));
}

}  // namespace bywhen::cli
