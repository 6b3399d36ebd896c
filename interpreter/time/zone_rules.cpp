#include "interpreter/time/zone_rules.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/time/civil.hpp"

namespace bywhen {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t seconds_per_cycle = 146'097 * seconds_per_day;
/// A quarter of a year or so, in which clocks hardly ever change more than twice; a power of two.
constexpr std::int64_t index_span = std::int64_t{1} << 23;
/// No offset is as far from UTC: RFC 8536 allows less than 26 hours eastwards.
constexpr std::int64_t widest_offset = 26 * 3600L;

std::int32_t year_of(std::int64_t second) { return LocalTime{second * micros_per_second}.date().ymd().year; }

std::int64_t start_of_year(std::int32_t year) {
  return Date::from_ymd(year, 1, 1).value_or(Date::last()).days * seconds_per_day;
}

}  // namespace

ZoneRules::ZoneRules(std::string name, std::int32_t first_offset, std::vector<ZoneChange> changes,
                     const std::optional<PosixRule>& rule)
    : name_(std::move(name)), first_offset_(first_offset), changes_(std::move(changes)) {
  if (rule && rule->summer) append_cycle(*rule);
  build_index();
}

// No longer than from 1800 to 2700, whatever a file says: some begin with a change at the beginning of the universe.
void ZoneRules::build_index() {
  if (changes_.empty()) return;
  index_begin_ = std::max(changes_.front().at, start_of_year(1800));
  const std::int64_t end = std::min(changes_.back().at, start_of_year(2700));
  for (std::int64_t begin = index_begin_; begin < end; begin += index_span) {
    const auto earlier = std::lower_bound(changes_.begin(), changes_.end(), begin,
                                          [](const ZoneChange& change, std::int64_t at) { return change.at < at; });
    index_.push_back(static_cast<std::uint32_t>(earlier - changes_.begin()));
  }
}

// A rule's changes fall alike in every 400 years, so that one such cycle holds all.
void ZoneRules::append_cycle(const PosixRule& rule) {
  constexpr std::int32_t year_without_past = 1900;
  const bool has_past = !changes_.empty();
  const std::int64_t past_end = has_past ? changes_.back().at : start_of_year(year_without_past) - 1;
  const std::int32_t first_year = has_past ? year_of(past_end) : year_without_past;
  for (std::int32_t year = first_year; year <= first_year + 402; ++year) {
    for (const auto& [at, offset] : rule.changes(year)) {
      if (at > past_end) changes_.push_back({at, offset});
    }
  }
  repeats_from_ = start_of_year(first_year + 402);
}

std::int64_t ZoneRules::whole_cycles(std::int64_t second) const {
  if (!repeats_from_ || second < *repeats_from_) return 0;
  return ((second - *repeats_from_) / seconds_per_cycle + 1) * seconds_per_cycle;
}

std::size_t ZoneRules::changes_until(std::int64_t second) const {
  const auto span = static_cast<std::uint64_t>(second - index_begin_) / index_span;
  if (second >= index_begin_ && span < index_.size()) {
    std::size_t count = index_[span];
    while (count < changes_.size() && changes_[count].at <= second) ++count;
    return count;
  }
  const auto later = std::upper_bound(changes_.begin(), changes_.end(), second,
                                      [](std::int64_t wanted, const ZoneChange& change) { return wanted < change.at; });
  return static_cast<std::size_t>(later - changes_.begin());
}

std::int32_t ZoneRules::offset_after(std::size_t changes) const {
  return changes == 0 ? first_offset_ : changes_[changes - 1].offset;
}

std::int32_t ZoneRules::offset_at(std::int64_t second) const {
  return offset_after(changes_until(second - whole_cycles(second)));
}

std::optional<std::int32_t> ZoneRules::steady_offset_at(std::int64_t second) const {
  constexpr std::int64_t three_days = 3 * seconds_per_day;
  // Where time repeats itself, a change may lie in another cycle.
  if (repeats_from_ && second + three_days >= *repeats_from_) return std::nullopt;
  const std::size_t changes = changes_until(second);
  const bool after_change = changes > 0 && changes_[changes - 1].at > second - three_days;
  const bool before_change = changes < changes_.size() && changes_[changes].at <= second + three_days;
  return after_change || before_change ? std::nullopt : std::optional(offset_after(changes));
}

ZoneRules::Local ZoneRules::find_local(std::int64_t second) const {
  const std::int64_t cycles = whole_cycles(second);
  const std::int64_t wanted = second - cycles;
  // The first stretch of one offset whose end the clock has not reached; all that ended a widest offset ago are behind
  // it for sure.
  std::size_t stretch = changes_until(wanted - widest_offset);
  while (stretch < changes_.size() && wanted >= changes_[stretch].at + offset_after(stretch)) ++stretch;
  const std::int32_t offset = offset_after(stretch);
  if (stretch > 0 && wanted < changes_[stretch - 1].at + offset) {
    return {Local::skipped, offset_after(stretch - 1), changes_[stretch - 1].at + cycles};
  }
  const bool again = stretch < changes_.size() && wanted >= changes_[stretch].at + changes_[stretch].offset;
  return {again ? Local::repeated : Local::unique, offset, 0};
}

}  // namespace bywhen
