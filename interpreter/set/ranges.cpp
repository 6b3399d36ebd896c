#include "interpreter/set/ranges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "interpreter/money/currency.hpp"

namespace bywhen::set {
namespace {

bool is_below(const Point& left, const Point& right) { return left.value < right.value; }

std::optional<Point> number_point(std::string_view number, std::string unit) {
  const auto value = parse_decimal(number);
  if (!value) return std::nullopt;
  return Point{*value, std::move(unit), ""};
}

std::optional<Point> bare_point(const syntax::Expr& expr) {
  if (const auto* number = std::get_if<syntax::NumberLiteral>(&expr.node)) return number_point(number->text, "");
  if (const auto* percent = std::get_if<syntax::PercentLiteral>(&expr.node)) return number_point(percent->text, "%");
  if (const auto* text = std::get_if<syntax::TextLiteral>(&expr.node)) return Point{text->text, "text", ""};
  if (const auto* literal = std::get_if<syntax::DateLiteral>(&expr.node)) {
    const auto date = parse_date(literal->text);
    return date ? std::optional(Point{*date, "date", ""}) : std::nullopt;
  }
  const auto* quantity = std::get_if<syntax::Quantity>(&expr.node);
  if (quantity == nullptr || !find_currency(quantity->unit.text)) return std::nullopt;
  const auto* count = std::get_if<syntax::NumberLiteral>(&quantity->count->node);
  return count == nullptr ? std::nullopt : number_point(count->text, quantity->unit.text);
}

/// The next whole number, in millionths.
std::int64_t whole_above(Decimal number) {
  const std::int64_t rest = number.millionths % Decimal::scale;
  return number.millionths - rest + (rest < 0 ? 0 : Decimal::scale);
}

}  // namespace

std::optional<Point> point_of(const Sources& sources, const syntax::Expr& expr) {
  auto point = bare_point(expr);
  if (point) point->text = std::string(sources.text(expr.span));
  return point;
}

void Range::add(const Comparing& comparing) {
  const Point& point = comparing.point;
  good_ = good_ && (points_.empty() || points_.front().unit == point.unit);
  comparisons_.push_back(comparing);
  const auto place = std::lower_bound(points_.begin(), points_.end(), point, is_below);
  if (place == points_.end() || is_below(point, *place)) points_.insert(place, point);
}

std::size_t Range::place_of(const Point& point) const {
  const auto place = std::lower_bound(points_.begin(), points_.end(), point, is_below);
  const auto below = static_cast<std::size_t>(place - points_.begin());
  return place == points_.end() || is_below(point, *place) ? 2 * below : 2 * below + 1;
}

bool Range::holds(const Comparing& comparing, std::size_t place) const {
  const std::size_t at = place_of(comparing.point);
  switch (comparing.comparison) {
    case syntax::Comparison::is:
      return place == at;
    case syntax::Comparison::is_not:
      return place != at;
    case syntax::Comparison::less:
    case syntax::Comparison::is_before:
      return place < at;
    case syntax::Comparison::less_equal:
      return place <= at;
    case syntax::Comparison::greater:
    case syntax::Comparison::is_after:
      return place > at;
    case syntax::Comparison::greater_equal:
      return place >= at;
  }
  return false;
}

bool Range::is_empty(std::size_t place) const {
  const std::size_t next = place / 2;
  const auto number = [&](std::size_t point) { return std::get_if<Decimal>(&points_[point].value); };
  if (whole_ && place % 2 == 1) return number(next) != nullptr && number(next)->millionths % Decimal::scale != 0;
  if (count_ && place == 0) return number(0) != nullptr && number(0)->millionths <= 0;
  if (place % 2 == 1 || place == 0 || next == points_.size()) return false;
  if (const auto* date = std::get_if<Date>(&points_[next - 1].value))
    return std::get<Date>(points_[next].value).days == date->days + 1;
  return whole_ && whole_above(*number(next - 1)) >= number(next)->millionths;
}

std::vector<bool> Range::signature(std::size_t place) const {
  std::vector<bool> all;
  for (const Comparing& comparing : comparisons_) all.push_back(holds(comparing, place));
  return all;
}

std::size_t Range::last_alike(std::size_t place) const {
  std::size_t last = place;
  while (last < 2 * points_.size() && (is_empty(last + 1) || signature(last + 1) == signature(place))) ++last;
  while (last > place && is_empty(last)) --last;
  return last;
}

std::vector<std::size_t> Range::samples() const {
  std::vector<std::size_t> found;
  std::set<std::vector<bool>> seen;
  for (std::size_t place = 0; place <= 2 * points_.size(); ++place) {
    if (!is_empty(place) && seen.insert(signature(place)).second) found.push_back(place);
  }
  return found;
}

std::string Range::words(std::size_t sample) const {
  const std::size_t last = last_alike(sample);
  const auto is_point = [](std::size_t place) { return place % 2 == 1; };
  if (points_.front().unit == "text" && !is_point(sample)) return fmt::format("{} is another text", name_);
  if (sample == last && is_point(sample)) return fmt::format("{} is {}", name_, points_[sample / 2].text);
  const bool below = sample == 0;
  const bool above = last == 2 * points_.size();
  if (below && above) return fmt::format("any {}", name_);
  const std::string from = below ? "" : points_[(sample - 1) / 2].text;
  const std::string to = above ? "" : points_[last / 2].text;
  if (above) return fmt::format("{} {} {}", name_, is_point(sample) ? ">=" : ">", from);
  const std::string upper = fmt::format("{} {} {}", name_, is_point(last) ? "<=" : "<", to);
  return below ? upper : fmt::format("{} {} {}", from, is_point(sample) ? "<=" : "<", upper);
}

}  // namespace bywhen::set
