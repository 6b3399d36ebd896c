#pragma once

#include <date/date.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/instant.hpp"

/// A second evaluator of the language, for tests: slow, pointwise, and by nobody who read the first one. It walks the
/// syntax tree and shares no code with the interpreter, so that a mistake has to be made twice to go unseen.
namespace bywhen::naive {

/// Kleene's three values, in the order in which `and` is the least and `or` the greatest.
enum class Truth { no, unknown, yes };

constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }
constexpr Truth opposite(Truth a) { return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::unknown; }
constexpr Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

struct Unknown {
  friend bool operator==(const Unknown&, const Unknown&) = default;
};
/// Wide enough for any product of two numbers of an order.
__extension__ using Wide = __int128;

/// An integer or a decimal, in millionths.
struct Number {
  Wide millionths = 0;
  /// Of the type integer: it is bounded differently.
  bool whole = true;
  friend bool operator==(const Number& left, const Number& right) { return left.millionths == right.millionths; }
};
/// Millionths of one per cent.
struct Share {
  std::int64_t millionths = 0;
  friend bool operator==(const Share&, const Share&) = default;
};
struct Money {
  std::int64_t minor = 0;
  std::string currency;
  friend bool operator==(const Money&, const Money&) = default;
};
struct Length {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t business_days = 0;
  std::int64_t micros = 0;
  bool full = false;
  /// The calendar of the business days; empty for the default one.
  std::string calendar;
  friend bool operator==(const Length&, const Length&) = default;
};
struct Choice {
  std::string name;
  friend bool operator==(const Choice&, const Choice&) = default;
};
using Day = date::local_days;
struct Record;
/// The records of a list.
struct List {
  std::shared_ptr<const std::vector<Record>> records;
  friend bool operator==(const List&, const List&) = default;
};

/// A negative length counts the other way. All parts have one sign.
[[nodiscard]] bool is_negative(const Length& length);

using Value = std::variant<Unknown, bool, Instant, Day, Number, Share, Money, Length, Choice, std::string, List>;

/// The members that are told, in the order of their declaration.
struct Record {
  std::vector<std::pair<std::string, Value>> members;
};

[[nodiscard]] inline bool is_unknown(const Value& value) { return std::holds_alternative<Unknown>(value); }
[[nodiscard]] Truth truth_of(const Value& value);
[[nodiscard]] Value value_of(Truth truth);

/// `12`, `-2.5` in millionths.
[[nodiscard]] std::int64_t read_millionths(std::string_view text);
[[nodiscard]] Day read_day(std::string_view text);
[[nodiscard]] Money read_money(std::string_view amount, std::string_view currency);
[[nodiscard]] std::string to_text(const Money& money);
[[nodiscard]] std::string to_text(Day day);

/// A scaled number in digits: 1250 with three decimals is `1.250`.
[[nodiscard]] std::string write_scaled(Wide value, int decimals);
[[nodiscard]] std::string without_trailing_zeros(std::string text);
[[nodiscard]] int decimals_of(std::string_view currency);

/// The value in words, as a message has it: `1 month 3 days`, `20%`.
[[nodiscard]] std::string words_of(const Value& value);

/// The value as an order's JSON has it.
[[nodiscard]] Scalar to_scalar(const Value& value);
/// The text form of a scalar as it is typed at the command line.
[[nodiscard]] std::string to_text(const Scalar& scalar);

/// An order as this evaluator sees it: only facts that are told.
struct Order {
  std::string status;
  std::optional<Instant> as_of;
  std::map<std::string, Value> facts;
};

[[nodiscard]] std::string to_json(const Order& order);

}  // namespace bywhen::naive
