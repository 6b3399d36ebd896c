#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bywhen/answer.hpp"

namespace bywhen {

/// Whether it needs no escapes.
[[nodiscard]] bool is_plain_json(std::string_view text);

/// Appends a text as a JSON string, quotes and escapes and all.
void append_json_string(std::string& out, std::string_view text);

/// Writes compact JSON piece by piece; commas take care of themselves. Whoever uses it closes what it opens.
class JsonWriter {
public:
  JsonWriter& open_object() { return open('{'); }
  JsonWriter& close_object() { return close('}'); }
  JsonWriter& open_array() { return open('['); }
  JsonWriter& close_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& integer(std::int64_t value) { return raw(std::to_string(value)); }
  JsonWriter& null() { return raw("null"); }
  JsonWriter& scalar(const Scalar& value);
  /// RFC 3339, null where absent.
  JsonWriter& time(std::optional<Instant> value);
  /// JSON that is already written.
  JsonWriter& raw(std::string_view json);

  [[nodiscard]] std::string take() { return std::move(out_); }

private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool first_ = true;
};

}  // namespace bywhen
