#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace bywhen::cli {

namespace {

constexpr auto between = std::chrono::milliseconds(100);
constexpr std::size_t bar_columns = 20;
/// Before that a rate says nothing.
constexpr double too_early = 0.2;
constexpr std::size_t columns_elsewhere = 80;

std::string bar(double share) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(bar_columns));
  const std::string head = full < bar_columns ? ">" : "";
  return fmt::format("[{}{}{}] {:.0f} %", std::string(full, '='), head,
                     std::string(bar_columns - full - head.size(), ' '), share * 100);
}

std::string time_left(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds) + 1;
  if (whole < 100) return fmt::format("{} s left", whole);
  if (whole < 6'000) return fmt::format("{} min left", (whole + 59) / 60);
  return fmt::format("{} h left", (whole + 3'599) / 3'600);
}

double share_of(const Distance& bytes) {
  return std::min(1.0, static_cast<double>(bytes.done) / static_cast<double>(*bytes.whole));
}

}  // namespace

std::string progress_words(const std::string& counts, std::size_t items, const Distance& bytes, double seconds,
                           std::size_t columns) {
  const bool has_end = bytes.whole && *bytes.whole > 0;
  std::vector<std::string> parts;
  if (has_end) parts.push_back(bar(share_of(bytes)));
  parts.push_back(counts);
  if (seconds >= too_early) {
    parts.push_back(fmt::format("{:.0f}/s", static_cast<double>(items) / seconds));
    const double share = has_end ? share_of(bytes) : 0;
    if (share > 0) parts.push_back(time_left(seconds * (1 - share) / share));
  }
  std::string text;
  for (const std::string& part : parts) {
    const std::string_view gap = text.empty() ? "" : "  ";
    // The last column stays free, where some terminals would begin a line.
    if (text.size() + gap.size() + part.size() < columns) text.append(gap).append(part);
  }
  return text;
}

Progress::Progress(Console& console, std::optional<std::uint64_t> whole)
    : console_(console), whole_(whole), begun_(Clock::now()), shown_(begun_ - between) {}

bool Progress::is_due() { return console_.shows_progress() && Clock::now() - shown_ >= between; }

void Progress::show(const std::string& counts, std::size_t items, std::uint64_t bytes_done) {
  shown_ = Clock::now();
  const double seconds = std::chrono::duration<double>(shown_ - begun_).count();
  const std::size_t columns = window_columns(STDERR_FILENO).value_or(columns_elsewhere);
  console_.progress(progress_words(counts, items, {bytes_done, whole_}, seconds, columns));
}

}  // namespace bywhen::cli
