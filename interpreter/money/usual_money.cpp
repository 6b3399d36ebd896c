#include "interpreter/money/usual_money.hpp"

#include <string>

namespace bywhen {

UsualMoney::UsualMoney(std::uint16_t currency) : currency_(currency) {
  const Currency known = currency_at(currency);
  if (known.minor_units != 0 && known.minor_units != 2) return;
  const bool decimals = known.minor_units == 2;
  const std::string text = (decimals ? ".00 " : " ") + std::string(known.code) + '"';
  constexpr std::uint64_t digits = 0x0000'0000'0001'0100;
  rest_ = eight_bytes((text + std::string(8, '\0')).data());
  shown_ = text.size() == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * text.size())) - 1;
  add_ = 0x7F7F'7F7F'7F7F'7F7F - (decimals ? 9 * digits : 0);
  scale_ = decimals ? 100 : 1;
  rest_size_ = text.size();
}

}  // namespace bywhen
