#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "interpreter/eight_bytes.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/money/money.hpp"

namespace bywhen {

/// Reads amounts of one currency as nearly all programs write them, `"59.90 USD"`, with all decimals.
class UsualMoney {
public:
  explicit UsualMoney(std::uint16_t currency);

  /// Gives the place behind; null where something is otherwise, or eight digits or more stand before the point: then
  /// others have to look at it. Of the text `room` bytes are readable.
  static constexpr std::size_t room = 24;
  [[nodiscard]] const char* read(const char* text, Money& money) const {
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    const std::uint64_t found = eight_bytes(text + 1) ^ '0' * each;
    const std::uint64_t others = (((found & 0x7F * each) + 0x76 * each) | found) & 0x80 * each;
    const auto size = static_cast<unsigned>(std::countr_zero(others)) / 8;
    const std::uint64_t rest = eight_bytes(text + 1 + size) ^ rest_;
    // What a digit may be more than zero fits below the highest bit, and nothing more; elsewhere nothing does.
    const std::uint64_t odd = ((((rest & 0x7F * each) + add_) | rest) & 0x80 * each) & shown_;
    if (text[0] != '"' || size - 1 > 6 || odd != 0 || shown_ == 0) return nullptr;
    const std::uint64_t whole = number_of(found << (8 * (8 - size)));
    money = {static_cast<std::int64_t>(whole * scale_ + decimals_of(rest)), currency_};
    return text + 1 + size + rest_size_;
  }

private:
  /// Of eight digits, a byte each, the first in the lowest: first as pairs, then as pairs of these.
  [[nodiscard]] static constexpr std::uint64_t number_of(std::uint64_t digits) {
    const std::uint64_t pairs = (digits * 10 + (digits >> 8U)) & 0x00FF'00FF'00FF'00FF;
    const std::uint64_t fours = (pairs * 100 + (pairs >> 16U)) & 0x0000'FFFF'0000'FFFF;
    return (fours * 10'000 + (fours >> 32U)) & 0xFFFF'FFFF;
  }
  /// `.90`, or nothing where the currency has none.
  [[nodiscard]] std::uint64_t decimals_of(std::uint64_t rest) const {
    return scale_ == 1 ? 0 : (rest >> 8U & 0xFF) * 10 + (rest >> 16U & 0xFF);
  }

  std::uint16_t currency_ = 0;
  std::uint64_t scale_ = 1;
  /// What follows the whole: `.00 USD"` or ` JPY"`; nothing is read of currencies with other decimals.
  std::uint64_t rest_ = 0;
  std::uint64_t shown_ = 0;
  std::uint64_t add_ = 0;
  std::size_t rest_size_ = 0;
};

}  // namespace bywhen
