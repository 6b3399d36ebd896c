#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "bindings/c/boundary.hpp"

namespace bywhen::c {
namespace {

using Json = nlohmann::json;

/// Takes an object of scalars in as it is written: with members that are told twice, which the library refuses, and
/// with all digits of a number.
class FactsReader : public nlohmann::json_sax<Json> {
public:
  bool key(std::string& name) override {
    facts_.emplace_back(std::move(name), "");
    return true;
  }
  bool null() override { return tell("missing"); }
  bool boolean(bool yes) override { return tell(yes ? "yes" : "no"); }
  bool number_integer(number_integer_t number) override { return tell(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return tell(std::to_string(number)); }
  bool number_float(number_float_t /*number*/, const string_t& digits) override { return tell(digits); }
  bool string(string_t& text) override { return tell(std::move(text)); }
  bool binary(binary_t& /*bytes*/) override { return wrong("bytes"); }
  bool start_object(std::size_t /*size*/) override {
    if (inside_) return wrong("an object");
    inside_ = true;
    return true;
  }
  bool end_object() override { return true; }
  bool start_array(std::size_t /*size*/) override { return wrong("an array"); }
  bool end_array() override { return true; }
  bool parse_error(std::size_t place, const std::string& /*token*/, const Json::exception& /*what*/) override {
    problem_ = {"BW0801", "", fmt::format("this is no JSON (near byte {})", place), "", "", help};
    return false;
  }

  /// Where reading ended early.
  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] FactTexts take() { return std::move(facts_); }

private:
  static constexpr const char* help = "facts are told as `{\"FACT\": VALUE, …}`";

  bool tell(std::string text) {
    if (!inside_) return wrong("a value");
    facts_.back().second = std::move(text);
    return true;
  }
  bool wrong(std::string_view found) {
    if (inside_) {
      problem_ = {"BW0806", "/" + facts_.back().first, fmt::format("a value is wanted here, this is {}", found), "", "",
                  ""};
    } else {
      problem_ = {"BW0802", "", fmt::format("the facts are an object, this is {}", found), "", "", help};
    }
    return false;
  }

  bool inside_ = false;
  FactTexts facts_;
  Problem problem_;
};

}  // namespace

FactTexts read_facts(std::string_view json) {
  if (json.empty()) return {};
  FactsReader reader;
  if (!Json::sax_parse(json, &reader)) refuse({reader.problem()});
  return reader.take();
}

}  // namespace bywhen::c
