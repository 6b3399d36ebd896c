#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/instant.hpp"
#include "interpreter/money/decimal.hpp"
#include "interpreter/money/money.hpp"
#include "interpreter/time/civil.hpp"
#include "interpreter/time/duration.hpp"

namespace bywhen {

/// The kinds of value that a fact, a term or an expression can have.
enum class Kind : std::uint8_t {
  event,
  time,
  date,
  yes_no,
  integer,
  decimal,
  percent,
  money,
  text,
  duration,
  choice,
  list
};

/// A choice's name, interned for the whole policy: equal names are equal choices.
struct Choice {
  std::uint16_t id = 0;
  friend bool operator==(const Choice&, const Choice&) = default;
};

struct Records;

/// The records of a list. Never changed, so that copies share them.
struct RecordList {
  /// Never null.
  std::shared_ptr<const Records> records;
  friend bool operator==(const RecordList& left, const RecordList& right);
};

/// The value of a fact or an expression; `std::monostate` is the unknown one. Events and times are both `Instant`s.
using Value = std::variant<std::monostate, Instant, Date, bool, std::int64_t, Decimal, Percent, Money, std::string,
                           Duration, Choice, RecordList>;

[[nodiscard]] inline bool is_unknown(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// Records beside one another, each with one value a member; unknown where the order does not tell it.
struct Records {
  /// Which members they have: an index into the policy's record types.
  std::uint16_t type = 0;
  std::size_t members = 0;
  std::vector<Value> values;

  [[nodiscard]] std::size_t size() const { return members == 0 ? 0 : values.size() / members; }
  [[nodiscard]] std::span<const Value> operator[](std::size_t record) const {
    return std::span(values).subspan(record * members, members);
  }
};

[[nodiscard]] inline bool operator==(const RecordList& left, const RecordList& right) {
  return left.records == right.records || left.records->values == right.records->values;
}

/// Kleene's three truth values, ordered so that `and` is the least and `or` the greatest.
enum class Truth : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr Truth operator!(Truth truth) { return static_cast<Truth>(2 - static_cast<int>(truth)); }
[[nodiscard]] constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
[[nodiscard]] constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }
[[nodiscard]] constexpr Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

}  // namespace bywhen
