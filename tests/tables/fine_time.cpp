#include "tests/tables/fine_time.hpp"

#include <array>
#include <regex>

#include "interpreter/time/scan.hpp"

namespace oracle {
namespace {

using bywhen::Duration;
using bywhen::DurationUnit;

/// The first nine digits of a fraction, in nanoseconds.
std::int64_t nanos_of(std::string fraction) {
  fraction.resize(9, '0');
  return std::stoll(fraction);
}

std::int64_t number(const std::ssub_match& digits) { return digits.matched ? std::stoll(digits.str()) : 0; }

}  // namespace

std::optional<FineTime> read_fine_time(const std::string& text) {
  static const std::regex form(R"((\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(?:[+-].*|Z)?)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form)) return std::nullopt;
  const auto date =
      bywhen::Date::from_ymd(std::stoi(parts[1].str()), std::stoi(parts[2].str()), std::stoi(parts[3].str()));
  if (!date) return std::nullopt;
  const std::int64_t seconds = (date->days * 24L + number(parts[4])) * 3600 + number(parts[5]) * 60 + number(parts[6]);
  const std::int64_t nanos = parts[7].matched ? nanos_of(parts[7].str()) : 0;
  return FineTime{seconds * 1'000'000 + nanos / 1000, nanos % 1000};
}

FineTime fine_time_of_nanos(const std::string& count) {
  const bool negative = count.front() == '-';
  const std::string digits = "000" + count.substr(negative ? 1 : 0);
  const FineTime size{std::stoll(digits.substr(0, digits.size() - 3)), std::stoll(digits.substr(digits.size() - 3))};
  if (!negative) return size;
  return size.nanos == 0 ? FineTime{-size.micros, 0} : FineTime{-size.micros - 1, 1000 - size.nanos};
}

std::string format_fine_time(const FineTime& time) {
  return bywhen::format_local_time({time.micros}) + " and " + std::to_string(time.nanos) + " ns";
}

std::optional<FineDuration> read_fine_duration(const std::string& text) {
  static const std::regex form(
      R"((-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?)");
  static constexpr std::array units = {DurationUnit::years,  DurationUnit::months, DurationUnit::weeks,
                                       DurationUnit::days,   DurationUnit::hours,  DurationUnit::minutes,
                                       DurationUnit::seconds};
  std::smatch parts;
  if (!std::regex_match(text, parts, form)) return std::nullopt;
  FineDuration result;
  const std::int64_t sign = parts[1].length() == 0 ? 1 : -1;
  const std::int64_t nanos = parts[9].matched ? nanos_of(parts[9].str()) : 0;
  std::optional<Duration> total = bywhen::make_duration(sign * (nanos / 1000), DurationUnit::microseconds);
  for (std::size_t i = 0; total && i < units.size(); ++i) {
    const auto part = bywhen::make_duration(sign * number(parts[i + 2]), units[i]);
    total = part ? bywhen::add(*total, *part) : std::nullopt;
  }
  result.out_of_range = !total;
  result.duration = total.value_or(Duration{});
  result.nanos = sign * (nanos % 1000);
  return result;
}

FineTime with_nanos(std::int64_t micros, std::int64_t start_nanos, std::int64_t duration_nanos) {
  const std::int64_t nanos = start_nanos + duration_nanos;
  return {micros + bywhen::floor_div(nanos, 1000), bywhen::floor_mod(nanos, 1000)};
}

}  // namespace oracle
