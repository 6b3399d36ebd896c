#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/model.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {

namespace ondemand = simdjson::ondemand;

/// A key as a part of a JSON pointer.
[[nodiscard]] std::string escape_pointer(std::string_view key);
/// `an array`, `a number`
[[nodiscard]] std::string_view type_word(ondemand::json_type type);

/// Whether the text is a number by the grammar of JSON.
[[nodiscard]] bool is_json_number(std::string_view text);

/// Begins to read a text. Throws `std::bad_alloc` where memory ends, which simdjson alone would not always tell.
[[nodiscard]] simdjson::error_code open_document(ondemand::parser& parser, const simdjson::padded_string& padded,
                                                 ondemand::document& document);

/// What readers of orders' JSON share. simdjson is used with its exceptions off: each result is asked for its error,
/// and the first one ends the walk: functions that return false have kept it.
class JsonWalk {
public:
  explicit JsonWalk(const Model& model) : model_(model) {}

  [[nodiscard]] simdjson::error_code error() const { return error_; }
  [[nodiscard]] Problems take_problems() { return std::move(problems_); }

protected:
  /// True, with the error kept, where the JSON is broken.
  bool fails(simdjson::error_code error);
  void note(std::string pointer, Problem problem);
  void wrong_type(std::string pointer, std::string expected, ondemand::json_type found, std::string help = {});
  /// Calls `read(pointer, key, value)` for each member of an object, the first of a key only; a second one is noted.
  /// Ends with `read`, if that returns false.
  template <typename Read>
  bool read_each(ondemand::object& object, const std::string& pointer, const Read& read);

  bool skip(ondemand::value& value);
  /// Looks at all of a scalar, so that broken ones do not slip through.
  bool scalar_is_whole(ondemand::value& value, ondemand::json_type type);
  bool read_null(ondemand::value& value);
  /// A value of a type that is no list; what is wrong with it is noted, and `read` stays as it is then.
  bool read_scalar(Type type, const std::string& pointer, ondemand::value& value, ondemand::json_type found,
                   Value& read);
  /// The grammar of JSON's numbers, which the raw token may break.
  bool number_is_whole(std::string_view token);
  [[nodiscard]] static std::string_view trimmed(std::string_view token);

  const Model& model_;
  Problems problems_;

private:
  /// Whether the key has not been seen in its object.
  bool is_first(std::vector<std::string>& seen, const std::string& key, std::string pointer);

  simdjson::error_code error_ = simdjson::SUCCESS;
};

template <typename Read>
bool JsonWalk::read_each(ondemand::object& object, const std::string& pointer, const Read& read) {
  std::vector<std::string> seen;
  for (auto entry : object) {
    ondemand::field field;
    std::string_view raw_key;
    if (fails(std::move(entry).get(field)) || fails(field.unescaped_key().get(raw_key))) return false;
    const std::string key(raw_key);
    const std::string here = pointer + "/" + escape_pointer(key);
    ondemand::value value = field.value();
    if (is_first(seen, key, here) ? !read(here, key, value) : !skip(value)) return false;
  }
  return true;
}

}  // namespace bywhen
