#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

/// JSON as it was written: no number loses a digit.
struct JsonTree {
  enum class Kind { null, boolean, number, text, array, object };

  Kind kind = Kind::null;
  /// A boolean or number as it is written, a text without quotes and escapes; empty for the rest.
  std::string text;
  /// Of an object: the name of each of its items.
  std::vector<std::string> names;
  std::vector<JsonTree> items;

  /// The first member of that name; null where this is no object or has none.
  [[nodiscard]] const JsonTree* member(std::string_view name) const;
  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  /// Objects are equal whatever the order of their members.
  friend bool operator==(const JsonTree& left, const JsonTree& right);
};

/// Compact, on one line.
[[nodiscard]] std::string to_json(const JsonTree& tree);

/// Nothing deeper is read.
inline constexpr int deepest_json = 64;
/// Absent where it is no JSON object, or too deep.
[[nodiscard]] std::optional<JsonTree> read_json_object(std::string_view json);

}  // namespace bywhen::cli
