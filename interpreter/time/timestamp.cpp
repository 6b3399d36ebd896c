#include "interpreter/time/timestamp.hpp"

#include "interpreter/time/scan.hpp"
#include "interpreter/time/usual_time.hpp"

namespace bywhen {
namespace {

/// The numbers as they stand there, not yet looked at.
struct Fields {
  YearMonthDay date;
  std::int32_t hour = 0;
  std::int32_t minute = 0;
  std::int32_t second = 0;
  std::string_view fraction;
  /// 0 where no offset was given or it is `Z`.
  std::int32_t offset_sign = 0;
  std::int32_t offset_hour = 0;
  std::int32_t offset_minute = 0;
  bool has_offset = false;
};

bool scan_pair(Scanner& scanner, char separator, std::int32_t& second) {
  if (!scanner.take(separator)) return false;
  const auto number = scanner.take_number(2);
  second = number.value_or(0);
  return number.has_value();
}

bool scan_date(Scanner& scanner, YearMonthDay& date) {
  const auto year = scanner.take_number(4);
  date.year = year.value_or(0);
  return year && scan_pair(scanner, '-', date.month) && scan_pair(scanner, '-', date.day);
}

bool scan_seconds(Scanner& scanner, Fields& fields) {
  if (!scan_pair(scanner, ':', fields.second)) return false;
  if (!scanner.take('.')) return true;
  fields.fraction = scanner.take_digits();
  return !fields.fraction.empty();
}

bool scan_clock(Scanner& scanner, Fields& fields, bool seconds_needed) {
  const auto hour = scanner.take_number(2);
  fields.hour = hour.value_or(0);
  if (!hour || !scan_pair(scanner, ':', fields.minute)) return false;
  const bool seconds = !scanner.at_end() && scanner.rest().front() == ':';
  return seconds ? scan_seconds(scanner, fields) : !seconds_needed;
}

bool scan_offset(Scanner& scanner, Fields& fields) {
  if (scanner.at_end()) return true;
  fields.has_offset = true;
  if (scanner.take_any("Zz")) return scanner.at_end();
  const auto sign = scanner.take_any("+-");
  if (!sign) return false;
  fields.offset_sign = *sign == '-' ? -1 : 1;
  const auto hour = scanner.take_number(2);
  fields.offset_hour = hour.value_or(0);
  return hour && scan_pair(scanner, ':', fields.offset_minute) && scanner.at_end();
}

std::optional<Fields> scan_fields(std::string_view text, bool seconds_needed) {
  Scanner scanner(text);
  Fields fields;
  const bool fits = scan_date(scanner, fields.date) && scanner.take_any("Tt ") &&
                    scan_clock(scanner, fields, seconds_needed) && scan_offset(scanner, fields);
  return fits ? std::optional(fields) : std::nullopt;
}

std::variant<Date, TimeError> checked_date(const YearMonthDay& ymd) {
  if (const auto date = Date::from_ymd(ymd.year, ymd.month, ymd.day)) return *date;
  return ymd.year == 0 ? TimeError::out_of_range : TimeError::no_such_date;
}

bool is_clock_time(const Fields& fields) {
  return fields.hour < 24 && fields.minute < 60 && fields.second <= 60 && fields.offset_hour < 24 &&
         fields.offset_minute < 60;
}

std::int64_t seconds_of_day(const Fields& fields) { return fields.hour * 3600 + fields.minute * 60 + fields.second; }

std::optional<std::int32_t> offset_of(const Fields& fields) {
  if (!fields.has_offset) return std::nullopt;
  return fields.offset_sign * (fields.offset_hour * 3600 + fields.offset_minute * 60);
}

// All leap seconds were inserted at the end of June or December (RFC 3339, appendix D). The standard of UTC would allow
// other months too, but there has been none, and most texts that say so are slips.
bool may_be_leap_second(Date date, const Fields& fields) {
  const auto offset = offset_of(fields);
  if (!offset) return false;
  const LocalTime next_in_utc = LocalTime::of(date, (seconds_of_day(fields) - *offset) * micros_per_second);
  const auto [year, month, day] = next_in_utc.date().ymd();
  return next_in_utc.time_of_day() == 0 && day == 1 && (month == 1 || month == 7);
}

std::optional<std::int64_t> micros_of(const Fields& fields, Precision precision) {
  // Our time, as that of POSIX, has no number for a leap second: all of it is the start of the second that follows, so
  // that no time is told before an earlier one.
  if (fields.second == 60) return 0;
  return millionths_of(precision == Precision::cut ? fields.fraction.substr(0, 6) : fields.fraction);
}

}  // namespace

std::variant<Timestamp, TimeError> read_timestamp(std::string_view text, bool seconds_needed, Precision precision) {
  const auto fields = scan_fields(text, seconds_needed);
  if (!fields) return TimeError::syntax;
  const auto date = checked_date(fields->date);
  if (const auto* error = std::get_if<TimeError>(&date)) return *error;
  if (!is_clock_time(*fields)) return TimeError::no_such_time;
  if (fields->second == 60 && !may_be_leap_second(std::get<Date>(date), *fields)) return TimeError::no_such_time;
  const auto micros = micros_of(*fields, precision);
  if (!micros) return TimeError::too_precise;
  const std::int64_t time_of_day = seconds_of_day(*fields) * micros_per_second + *micros;
  return Timestamp{LocalTime::of(std::get<Date>(date), time_of_day), offset_of(*fields)};
}

std::variant<Date, TimeError> read_date(std::string_view text) {
  Scanner scanner(text);
  YearMonthDay ymd;
  if (!scan_date(scanner, ymd) || !scanner.at_end()) return TimeError::syntax;
  return checked_date(ymd);
}

std::variant<LocalTime, TimeError> read_local_time(std::string_view text) {
  const auto timestamp = read_timestamp(text, false);
  if (const auto* error = std::get_if<TimeError>(&timestamp)) return *error;
  const auto& read = std::get<Timestamp>(timestamp);
  if (read.offset_seconds) return TimeError::syntax;
  return read.local;
}

namespace {

std::variant<Instant, TimeError> read_instant(std::string_view text, bool seconds_needed, Precision precision) {
  const auto timestamp = read_timestamp(text, seconds_needed, precision);
  if (const auto* error = std::get_if<TimeError>(&timestamp)) return *error;
  const auto& read = std::get<Timestamp>(timestamp);
  if (!read.offset_seconds) return TimeError::no_offset;
  const Instant instant{read.local.micros - *read.offset_seconds * micros_per_second};
  if (!instant.is_real()) return TimeError::out_of_range;
  return instant;
}

template <class T>
std::optional<T> value_of(const std::variant<T, TimeError>& result) {
  const T* value = std::get_if<T>(&result);
  return value ? std::optional(*value) : std::nullopt;
}

}  // namespace

std::variant<Instant, TimeError> read_rfc3339(std::string_view text) {
  constexpr std::string_view usual = "2026-03-01T10:00:00Z";
  if (text.size() == usual.size() && text.back() == 'Z') {
    if (const auto micros = read_usual_time(text.data())) return Instant{*micros};
  }
  return read_instant(text, true, Precision::cut);
}
std::variant<Instant, TimeError> read_time_with_offset(std::string_view text) {
  return read_instant(text, false, Precision::exact);
}

std::optional<Instant> parse_rfc3339(std::string_view text) { return value_of(read_rfc3339(text)); }
std::optional<Date> parse_date(std::string_view text) { return value_of(read_date(text)); }
std::optional<LocalTime> parse_local_time(std::string_view text) { return value_of(read_local_time(text)); }

}  // namespace bywhen
