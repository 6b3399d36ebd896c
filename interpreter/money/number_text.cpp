#include "interpreter/money/number_text.hpp"

#include "interpreter/time/scan.hpp"

namespace bywhen {

std::optional<std::int64_t> NumberText::scaled(std::size_t decimals, std::int64_t limit) const {
  auto number = number_of(whole, limit);
  if (number) number = number_of(fraction, limit, *number);
  for (std::size_t place = fraction.size(); number && place < decimals; ++place)
    number = number_of("0", limit, *number);
  return number && negative ? std::optional(-*number) : number;
}

std::optional<NumberText> scan_decimal_number(std::string_view text) {
  Scanner scanner(text);
  NumberText number;
  number.negative = scanner.take('-');
  number.whole = scanner.take_digits();
  if (scanner.take('.')) {
    number.fraction = scanner.take_digits();
    if (number.fraction.empty()) return std::nullopt;
  }
  return !number.whole.empty() && scanner.at_end() ? std::optional(number) : std::nullopt;
}

std::string format_scaled(std::int64_t scaled, std::size_t decimals) {
  const bool negative = scaled < 0;
  // Unsigned, for the least number too.
  std::string digits =
      std::to_string(negative ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled));
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
  return (negative ? "-" : "") + digits;
}

}  // namespace bywhen
