#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/source.hpp"
#include "grammar/syntax.hpp"
#include "interpreter/money/decimal.hpp"
#include "interpreter/time/civil.hpp"

/// Values that are compared with literals: which of them the comparisons tell apart.
namespace bywhen::set {

/// A literal among those that one thing is compared with.
struct Point {
  std::variant<Decimal, Date, std::string> value;
  /// Points of one unit can be compared: `%`, `EUR`, `date`, `text`, or empty for numbers.
  std::string unit;
  /// As it is written.
  std::string text;
};

/// Absent for what is no literal of a number, a share, an amount, a date or a text.
[[nodiscard]] std::optional<Point> point_of(const Sources& sources, const syntax::Expr& expr);

/// A comparison with a point, the other way round where the literal stood on the left.
struct Comparing {
  syntax::Comparison comparison = syntax::Comparison::is;
  Point point;
};

/// All literals that one thing is compared with, and the places at and between them: what lies in one place is alike
/// for every comparison. Places count from 0, below the first point; each point has an odd one.
class Range {
public:
  explicit Range(std::string name) : name_(std::move(name)) {}

  void add(const Comparing& comparing);
  /// Values are whole numbers: nothing lies between 3 and 4.
  void be_whole() { whole_ = true; }
  /// Values are counts: nothing lies below 0.
  void be_count() { whole_ = count_ = true; }

  /// Its points can be compared with each other.
  [[nodiscard]] bool good() const { return good_; }
  /// Places, the first of each stretch of them that no comparison tells apart.
  [[nodiscard]] std::vector<std::size_t> samples() const;
  /// Where a literal stands.
  [[nodiscard]] std::size_t place_of(const Point& point) const;
  [[nodiscard]] bool holds(const Comparing& comparing, std::size_t place) const;
  /// The values in the stretch that begins at a sample: `n < 3`, `n is 3`, `3 < n <= 4`.
  [[nodiscard]] std::string words(std::size_t sample) const;

private:
  [[nodiscard]] bool is_empty(std::size_t place) const;
  /// Which of the comparisons hold there.
  [[nodiscard]] std::vector<bool> signature(std::size_t place) const;
  [[nodiscard]] std::size_t last_alike(std::size_t place) const;

  std::string name_;
  /// By value, each once.
  std::vector<Point> points_;
  std::vector<Comparing> comparisons_;
  bool good_ = true;
  bool whole_ = false;
  bool count_ = false;
};

}  // namespace bywhen::set
