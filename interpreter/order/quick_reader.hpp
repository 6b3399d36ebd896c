#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// Reads the JSON of orders with which nothing is wrong, one after the other, in memory that it keeps. Whatever it
/// reads `read_order_json` reads the same; what it does not read may be right all the same.
class QuickReader {
public:
  explicit QuickReader(const Program& program);

  /// False where the order has to be looked at closer; `state` and `id` mean nothing then. Else they hold the order, in
  /// the memory that they have; only texts and lists ask for more.
  [[nodiscard]] bool read(std::string_view json, OrderState& state, std::string& id);

private:
  /// Longer documents are rare, and not worth to keep their memory for.
  static constexpr std::size_t longest = std::size_t{64} << 10U;

  [[nodiscard]] bool reserve(std::size_t size);

  const Program& program_;
  simdjson::ondemand::parser parser_;
  std::string padded_;
  /// Which facts the order has told, null included.
  std::vector<char> told_;
};

}  // namespace bywhen
