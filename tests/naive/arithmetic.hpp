#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/syntax.hpp"
#include "tests/naive/value.hpp"

/// Computing with values in 128 bits, as nobody would who had to be quick. Nothing where a result lies beyond what its
/// kind may be.
namespace bywhen::naive {

/// left + right, or left - right; both of one kind, where whole numbers count as decimals beside decimals.
[[nodiscard]] std::optional<Value> sum(const Value& left, const Value& right, bool taken_away);
[[nodiscard]] std::optional<Value> product(Wide count, const Value& one);

/// What a percentage of an amount comes to.
struct Part {
  /// Nothing where it is beyond all bounds.
  std::optional<Money> money;
  /// With all its decimals.
  std::string exact;
  bool rounded = false;
};
[[nodiscard]] Part part_of(Share share, const Money& whole, const syntax::MoneyDecl& rounding);
/// `half to even`, `down`
[[nodiscard]] std::string words_of(const syntax::MoneyDecl& rounding);

/// Less than zero, zero or more, as the left value is less than, like or more than the right one; nothing for lengths
/// whose order hangs on the date.
[[nodiscard]] std::optional<int> order_of(const Value& left, const Value& right);

}  // namespace bywhen::naive
