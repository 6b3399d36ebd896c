#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace bywhen {

/// A currency of ISO 4217.
struct Currency {
  /// Its place in the table of this build; means nothing elsewhere.
  std::uint16_t index = 0;
  /// Three capital letters.
  std::string_view code;
  /// Decimals: 2 for USD, 0 for JPY, 3 for KWD.
  int minor_units = 2;
};

/// By its code, in capitals.
[[nodiscard]] std::optional<Currency> find_currency(std::string_view code);
/// The index must be that of a currency.
[[nodiscard]] Currency currency_at(std::uint16_t index);
/// Its code alone.
[[nodiscard]] std::string_view currency_code(std::uint16_t index);
/// Every code, sorted, for "did you mean".
[[nodiscard]] std::vector<std::string_view> currency_codes();

}  // namespace bywhen
