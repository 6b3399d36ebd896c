#include "tests/naive/value.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace bywhen::naive {
namespace {

constexpr std::int64_t million = 1'000'000;

Wide power_of_ten(int exponent) { return exponent == 0 ? 1 : 10 * power_of_ten(exponent - 1); }

/// A decimal text times ten to the given power; digits beyond are an error of the test itself.
Wide read_scaled(std::string_view text, int decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::string whole(text.substr(0, point));
  std::string fraction(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (fraction.size() > static_cast<std::size_t>(decimals)) throw std::invalid_argument("too many decimals");
  fraction.resize(static_cast<std::size_t>(decimals), '0');
  const Wide value = std::stoll(whole) * power_of_ten(decimals) + (fraction.empty() ? 0 : std::stoll(fraction));
  return negative ? -value : value;
}

/// Two neighbours and the one between them, which is written as 0 where it would be a gap.
std::string units_text(std::int64_t first, std::int64_t middle, std::int64_t last, const char* letters) {
  std::string text;
  if (first != 0) text += std::to_string(first) + letters[0];
  if (middle != 0 || (first != 0 && last != 0)) text += std::to_string(middle) + letters[1];
  if (last != 0) text += std::to_string(last) + letters[2];
  return text;
}

std::string length_text(const Length& length) {
  const std::int64_t seconds = length.micros / million;
  const std::string day_part = units_text(0, length.months, length.days, "YMD");
  const std::string time_part = units_text(seconds / 3600, seconds / 60 % 60, seconds % 60, "HMS");
  if (day_part.empty() && time_part.empty()) return "PT0S";
  return "P" + day_part + (time_part.empty() ? "" : "T" + time_part);
}

std::string json_of(const Scalar& scalar);

struct ScalarOf {
  Scalar operator()(Unknown) const { return std::string("unknown"); }
  Scalar operator()(bool value) const { return value; }
  Scalar operator()(Instant value) const { return format_rfc3339(value); }
  Scalar operator()(Day value) const { return to_text(value); }
  Scalar operator()(Number value) const {
    if (value.millionths % million == 0) return static_cast<std::int64_t>(value.millionths / million);
    return NumberText{without_trailing_zeros(write_scaled(value.millionths, 6))};
  }
  Scalar operator()(Share value) const { return without_trailing_zeros(write_scaled(value.millionths, 6)) + "%"; }
  Scalar operator()(const Money& value) const { return to_text(value); }
  Scalar operator()(const Length& value) const { return length_text(value); }
  Scalar operator()(const Choice& value) const { return value.name; }
  Scalar operator()(const std::string& value) const { return value; }
  Scalar operator()(const List& list) const {
    std::string json;
    for (const Record& record : *list.records) {
      std::string members;
      for (const auto& [name, value] : record.members)
        members += fmt::format("{}\"{}\":{}", members.empty() ? "" : ",", name, json_of(to_scalar(value)));
      json += fmt::format("{}{{{}}}", json.empty() ? "" : ",", members);
    }
    return ListText{"[" + json + "]"};
  }
};

struct ScalarText {
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const NumberText& value) const { return value.text; }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const ListText& value) const { return value.json; }
};

std::string json_of(const Scalar& scalar) {
  if (const bool* truth = std::get_if<bool>(&scalar)) return *truth ? "true" : "false";
  const std::string text = to_text(scalar);
  return std::holds_alternative<std::string>(scalar) ? '"' + text + '"' : text;
}

}  // namespace

Truth truth_of(const Value& value) {
  if (is_unknown(value)) return Truth::unknown;
  return truth_of(std::get<bool>(value));
}

Value value_of(Truth truth) {
  if (truth == Truth::unknown) return Unknown{};
  return truth == Truth::yes;
}

std::string write_scaled(Wide value, int decimals) {
  const Wide unit = power_of_ten(decimals);
  const std::string sign = value < 0 ? "-" : "";
  const Wide size = value < 0 ? -value : value;
  return decimals == 0 ? fmt::format("{}{}", sign, size)
                       : fmt::format("{}{}.{:0{}}", sign, size / unit, size % unit, decimals);
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

int decimals_of(std::string_view currency) { return currency == "JPY" ? 0 : currency == "KWD" ? 3 : 2; }

std::int64_t read_millionths(std::string_view text) { return static_cast<std::int64_t>(read_scaled(text, 6)); }

Day read_day(std::string_view text) {
  std::istringstream stream{std::string(text)};
  Day day;
  stream >> date::parse("%F", day);
  if (stream.fail()) throw std::invalid_argument("no date: " + std::string(text));
  return day;
}

Money read_money(std::string_view amount, std::string_view currency) {
  return {static_cast<std::int64_t>(read_scaled(amount, decimals_of(currency))), std::string(currency)};
}

std::string to_text(const Money& money) {
  return write_scaled(money.minor, decimals_of(money.currency)) + " " + money.currency;
}

std::string to_text(Day day) { return date::format("%F", day); }

namespace {

void say(std::int64_t count, const std::string& unit, std::string& text) {
  if (count == 0) return;
  text += fmt::format("{}{} {}{}", text.empty() ? "" : " ", count, unit, count == 1 ? "" : "s");
}

std::string length_words(const Length& length) {
  const auto size = [](std::int64_t part) { return part < 0 ? -part : part; };
  const std::string full = length.full ? "full " : "";
  const std::int64_t months = size(length.months);
  const std::int64_t seconds = size(length.micros) / million;
  std::string text;
  months % 12 == 0 ? say(months / 12, full + "year", text) : say(months, full + "month", text);
  say(size(length.days), full + "day", text);
  say(size(length.business_days), full + "business day", text);
  say(seconds / 3600, full + "hour", text);
  say(seconds / 60 % 60, full + "minute", text);
  say(seconds % 60, full + "second", text);
  if (text.empty()) return "0 " + full + "seconds";
  return (is_negative(length) ? "minus " : "") + text;
}

}  // namespace

bool is_negative(const Length& length) {
  return length.months < 0 || length.days < 0 || length.business_days < 0 || length.micros < 0;
}

std::string words_of(const Value& value) {
  const auto* length = std::get_if<Length>(&value);
  return length ? length_words(*length) : to_text(to_scalar(value));
}

Scalar to_scalar(const Value& value) { return std::visit(ScalarOf{}, value); }

std::string to_text(const Scalar& scalar) { return std::visit(ScalarText{}, scalar); }

std::string to_json(const Order& order) {
  std::string facts;
  for (const auto& [name, value] : order.facts) {
    facts += fmt::format("{}\"{}\":{}", facts.empty() ? "" : ",", name, json_of(to_scalar(value)));
  }
  const std::string as_of = order.as_of ? fmt::format("\"as_of\":\"{}\",", format_rfc3339(*order.as_of)) : "";
  return fmt::format(R"({{"status":"{}",{}"facts":{{{}}}}})", order.status, as_of, facts);
}

}  // namespace bywhen::naive
