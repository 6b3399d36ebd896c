#include "cli/json_tree.hpp"

#include <algorithm>

#include <simdjson.h>

#include "cli/json_text.hpp"

namespace bywhen::cli {
namespace {

namespace ondemand = simdjson::ondemand;

/// simdjson is used with its exceptions off: each result is asked for its error, and the first one ends the walk.
class TreeReader {
public:
  static bool read(ondemand::value value, int depth, JsonTree& tree) {
    ondemand::json_type type{};
    if (depth > deepest_json || value.type().get(type) != simdjson::SUCCESS) return false;
    if (type == ondemand::json_type::array) return read_array(value, depth, tree);
    if (type == ondemand::json_type::string) return read_text(value, tree);
    if (type != ondemand::json_type::object) return read_word(value.raw_json_token(), type, tree);
    ondemand::object object;
    return value.get_object().get(object) == simdjson::SUCCESS && read_members(object, depth, tree);
  }
  static bool read_members(ondemand::object& object, int depth, JsonTree& tree) {
    tree.kind = JsonTree::Kind::object;
    for (auto entry : object) {
      ondemand::field field;
      std::string_view name;
      if (std::move(entry).get(field) != simdjson::SUCCESS) return false;
      if (field.unescaped_key().get(name) != simdjson::SUCCESS) return false;
      tree.names.emplace_back(name);
      if (!read(field.value(), depth + 1, tree.items.emplace_back())) return false;
    }
    return true;
  }

private:
  static bool read_array(ondemand::value value, int depth, JsonTree& tree) {
    tree.kind = JsonTree::Kind::array;
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    for (auto entry : array) {
      ondemand::value item;
      if (entry.get(item) != simdjson::SUCCESS) return false;
      if (!read(item, depth + 1, tree.items.emplace_back())) return false;
    }
    return true;
  }
  static bool read_text(ondemand::value value, JsonTree& tree) {
    tree.kind = JsonTree::Kind::text;
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return false;
    tree.text = text;
    return true;
  }
  /// A token reaches up to the next one, and is not checked yet.
  static bool read_word(std::string_view token, ondemand::json_type type, JsonTree& tree) {
    const std::string_view word = token.substr(0, token.find_first_of(" \t\r\n"));
    if (type == ondemand::json_type::null) return word == "null";
    tree.text = word;
    if (type == ondemand::json_type::boolean) {
      tree.kind = JsonTree::Kind::boolean;
      return word == "true" || word == "false";
    }
    tree.kind = JsonTree::Kind::number;
    return word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  }
};

/// Whether all members of one object are in the other.
bool holds_all(const JsonTree& whole, const JsonTree& part) {
  for (std::size_t i = 0; i < part.items.size(); ++i) {
    const JsonTree* found = whole.member(part.names[i]);
    if (found == nullptr || !(*found == part.items[i])) return false;
  }
  return true;
}

}  // namespace

const JsonTree* JsonTree::member(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

bool operator==(const JsonTree& left, const JsonTree& right) {
  if (left.kind != right.kind || left.text != right.text || left.items.size() != right.items.size()) return false;
  if (left.kind != JsonTree::Kind::object) return std::equal(left.items.begin(), left.items.end(), right.items.begin());
  return holds_all(left, right) && holds_all(right, left);
}

std::string to_json(const JsonTree& tree) {
  if (tree.kind == JsonTree::Kind::null) return "null";
  if (tree.kind == JsonTree::Kind::text) return json_string(tree.text);
  if (tree.kind != JsonTree::Kind::array && tree.kind != JsonTree::Kind::object) return tree.text;
  const bool object = tree.kind == JsonTree::Kind::object;
  std::string json;
  for (std::size_t i = 0; i < tree.items.size(); ++i) {
    if (i > 0) json += ',';
    if (object) json += json_string(tree.names[i]) + ':';
    json += to_json(tree.items[i]);
  }
  return object ? '{' + json + '}' : '[' + json + ']';
}

std::optional<JsonTree> read_json_object(std::string_view json) {
  const simdjson::padded_string padded(json);
  ondemand::parser parser;
  ondemand::document document;
  ondemand::object object;
  JsonTree tree;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return std::nullopt;
  if (document.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
  if (!TreeReader::read_members(object, 1, tree)) return std::nullopt;
  const char* rest = nullptr;
  if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) return std::nullopt;
  return tree;
}

}  // namespace bywhen::cli
