#include "interpreter/order/json_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

namespace bywhen {

std::string escape_pointer(std::string_view key) {
  std::string escaped;
  for (const char c : key) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string_view type_word(ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::array:
      return "an array";
    case ondemand::json_type::object:
      return "an object";
    case ondemand::json_type::number:
      return "a number";
    case ondemand::json_type::string:
      return "a string";
    case ondemand::json_type::boolean:
      return "true or false";
    case ondemand::json_type::null:
      return "null";
  }
  return "something else";
}

simdjson::error_code open_document(ondemand::parser& parser, const simdjson::padded_string& padded,
                                   ondemand::document& document) {
  if (padded.data() == nullptr) throw std::bad_alloc();
  if (padded.size() > parser.max_capacity()) return simdjson::CAPACITY;
  if (parser.allocate(padded.size()) != simdjson::SUCCESS) throw std::bad_alloc();
  // simdjson does not look whether it got all memory that it asked for. What is missing it asks for once more, beyond
  // what it is allowed then, and so tells.
  parser.set_max_capacity(0);
  const auto error = parser.iterate(padded).get(document);
  if (error == simdjson::MEMALLOC || error == simdjson::CAPACITY) throw std::bad_alloc();
  return error;
}

bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - begin;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const bool zero = i < text.size() && text[i] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

namespace {

bool fits(Kind kind, ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::boolean:
      return kind == Kind::yes_no;
    case ondemand::json_type::number:
      return kind == Kind::integer || kind == Kind::decimal;
    case ondemand::json_type::string:
      return kind != Kind::yes_no && kind != Kind::integer;
    default:
      return false;
  }
}

}  // namespace

bool JsonWalk::fails(simdjson::error_code error) {
  if (error == simdjson::SUCCESS) return false;
  error_ = error;
  return true;
}

void JsonWalk::note(std::string pointer, Problem problem) {
  problem.pointer = std::move(pointer);
  problems_.push_back(std::move(problem));
}

void JsonWalk::wrong_type(std::string pointer, std::string expected, ondemand::json_type found, std::string help) {
  Problem problem =
      make_problem(codes::wrong_json_type, fmt::format("{} is wanted here, this is {}", expected, type_word(found)),
                   std::move(help));
  problem.expected = std::move(expected);
  problem.found = type_word(found);
  note(std::move(pointer), std::move(problem));
}

bool JsonWalk::is_first(std::vector<std::string>& seen, const std::string& key, std::string pointer) {
  if (std::find(seen.begin(), seen.end(), key) == seen.end()) {
    seen.push_back(key);
    return true;
  }
  note(std::move(pointer), make_problem(codes::duplicate_key, fmt::format("`{}` is told twice", key),
                                        "keep one of them: nobody can say which is meant"));
  return false;
}

bool JsonWalk::skip(ondemand::value& value) {
  ondemand::json_type type{};
  if (fails(value.type().get(type))) return false;
  std::string_view raw;
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    return !fails(value.get_object().get(object)) && !fails(object.raw_json().get(raw));
  }
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    return !fails(value.get_array().get(array)) && !fails(array.raw_json().get(raw));
  }
  return scalar_is_whole(value, type);
}

bool JsonWalk::scalar_is_whole(ondemand::value& value, ondemand::json_type type) {
  std::string_view text;
  bool yes = false;
  switch (type) {
    case ondemand::json_type::string:
      return !fails(value.get_string().get(text));
    case ondemand::json_type::boolean:
      return !fails(value.get_bool().get(yes));
    case ondemand::json_type::null:
      return read_null(value);
    default:
      return number_is_whole(value.raw_json_token());
  }
}

/// What begins as null does and is none, is told as an error, too, which would be thrown if it were not asked for.
bool JsonWalk::read_null(ondemand::value& value) {
  bool null = false;
  const bool told = value.is_null().get(null) == simdjson::SUCCESS;
  return (told && null) || !fails(simdjson::N_ATOM_ERROR);
}

bool JsonWalk::number_is_whole(std::string_view token) {
  return is_json_number(trimmed(token)) || !fails(simdjson::NUMBER_ERROR);
}

std::string_view JsonWalk::trimmed(std::string_view token) {
  const auto last = token.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view{} : token.substr(0, last + 1);
}

bool JsonWalk::read_scalar(Type type, const std::string& pointer, ondemand::value& value, ondemand::json_type found,
                           Value& read) {
  if (!fits(type.kind, found)) {
    wrong_type(pointer, expected_form(model_, type), found);
    return skip(value);
  }
  if (found == ondemand::json_type::boolean) {
    bool yes = false;
    if (fails(value.get_bool().get(yes))) return false;
    read = yes;
    return true;
  }
  std::string_view text;
  if (found == ondemand::json_type::number) {
    text = trimmed(value.raw_json_token());
    if (!number_is_whole(text)) return false;
  } else if (fails(value.get_string().get(text))) {
    return false;
  }
  auto outcome = read_value(model_, type, text);
  if (auto* problem = std::get_if<Problem>(&outcome)) {
    note(pointer, std::move(*problem));
  } else {
    read = std::move(std::get<Value>(outcome));
  }
  return true;
}

}  // namespace bywhen
