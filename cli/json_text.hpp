#pragma once

#include <string>
#include <string_view>

namespace bywhen::cli {

/// The text as a JSON string, quotes included. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

/// Several JSON arrays as one.
class JsonArray {
public:
  void add(std::string_view item);
  /// The items of an array's text, one or more, or none.
  void add_items_of(std::string_view array);
  [[nodiscard]] std::string text() const { return "[" + items_ + "]"; }

private:
  std::string items_;
};

}  // namespace bywhen::cli
