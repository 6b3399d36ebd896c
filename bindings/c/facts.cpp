#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bindings/c/boundary.hpp"

namespace bywhen::c {
namespace {

using Json = nlohmann::json;

Problem no_value(const std::string& fact, std::string_view found) {
  return {"BW0806", "/" + fact, fmt::format("a value is wanted here, this is {}", found), "", "", ""};
}

/// A text, too, could be told as `[]`: what is kept of it says which it is.
bool is_list(const Policy& policy, const std::string& fact) {
  Order order(policy);
  (void)order.set(fact, "[]");
  for (const auto& [name, value] : order.data().facts) {
    if (name == fact) return std::holds_alternative<ListText>(value);
  }
  return false;
}

/// Takes an object of values in as it is written: with members that are told twice, which the library refuses, and with
/// all digits of a number. A list stays the JSON that it is.
class FactsReader : public nlohmann::json_sax<Json> {
public:
  bool key(std::string& name) override {
    if (depth_ > 0) {
      echo(Json(name).dump());
      list_ += ':';
    } else {
      facts_.emplace_back(std::move(name), "");
    }
    return true;
  }
  bool null() override { return tell("missing", "null"); }
  bool boolean(bool yes) override { return tell(yes ? "yes" : "no", yes ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return tell(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return tell(std::to_string(number)); }
  bool number_float(number_float_t /*number*/, const string_t& digits) override { return tell(digits); }
  bool string(string_t& text) override { return depth_ > 0 ? tell("", Json(text).dump()) : tell(std::move(text)); }
  bool binary(binary_t& /*bytes*/) override { return wrong("bytes"); }
  bool start_object(std::size_t /*size*/) override {
    if (depth_ > 0) return open('{');
    if (inside_) return wrong("an object");
    inside_ = true;
    return true;
  }
  bool end_object() override { return depth_ == 0 || close('}'); }
  bool start_array(std::size_t /*size*/) override { return inside_ ? open('[') : wrong("an array"); }
  bool end_array() override { return close(']'); }
  bool parse_error(std::size_t place, const std::string& /*token*/, const Json::exception& /*what*/) override {
    problem_ = {"BW0801", "", fmt::format("this is no JSON (near byte {})", place), "", "", help};
    return false;
  }

  /// Where reading ended early.
  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] FactTexts take() { return std::move(facts_); }
  /// The facts that are told as arrays.
  [[nodiscard]] const std::vector<std::string>& told_as_lists() const { return told_as_lists_; }

private:
  static constexpr const char* help = "facts are told as `{\"FACT\": VALUE, …}`";

  bool tell(const std::string& text) { return tell(text, text); }
  /// What a fact is told as, and how it is written in a list.
  bool tell(std::string text, const std::string& json) {
    if (depth_ > 0) {
      echo(json);
      return true;
    }
    if (!inside_) return wrong("a value");
    facts_.back().second = std::move(text);
    return true;
  }

  void echo(std::string_view json) {
    const bool first = list_.empty() || list_.back() == '[' || list_.back() == '{' || list_.back() == ':';
    if (!first) list_ += ',';
    list_ += json;
  }
  bool open(char bracket) {
    echo(std::string(1, bracket));
    ++depth_;
    return true;
  }
  bool close(char bracket) {
    list_ += bracket;
    if (--depth_ > 0) return true;
    facts_.back().second = std::exchange(list_, {});
    told_as_lists_.push_back(facts_.back().first);
    return true;
  }

  bool wrong(std::string_view found) {
    if (inside_) {
      problem_ = no_value(facts_.back().first, found);
    } else {
      problem_ = {"BW0802", "", fmt::format("the facts are an object, this is {}", found), "", "", help};
    }
    return false;
  }

  bool inside_ = false;
  /// Inside of a list, so many brackets deep.
  std::size_t depth_ = 0;
  std::string list_;
  std::vector<std::string> told_as_lists_;
  FactTexts facts_;
  Problem problem_;
};

}  // namespace

FactTexts read_facts(const Policy& policy, std::string_view json) {
  if (json.empty()) return {};
  FactsReader reader;
  if (!Json::sax_parse(json, &reader)) refuse({reader.problem()});
  for (const std::string& fact : reader.told_as_lists()) {
    if (policy.fact(fact) && !is_list(policy, fact)) refuse({no_value(fact, "an array")});
  }
  return reader.take();
}

}  // namespace bywhen::c
