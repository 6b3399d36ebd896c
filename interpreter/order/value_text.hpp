#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "bywhen/answer.hpp"
#include "bywhen/order.hpp"
#include "interpreter/model.hpp"
#include "interpreter/order/codes.hpp"

/// Between values and the forms that orders' JSON and people's typing have for them.
namespace bywhen {

/// The JSON form of a known value.
[[nodiscard]] Scalar to_scalar(const Model& model, const Value& value);

/// The value as people say it: `59.90 USD`, `20 days`, `yes`; instants in RFC 3339.
[[nodiscard]] std::string value_words(const Model& model, const Value& value);

/// Reads the text form of a type: RFC 3339 times (without an offset where the policy's zone leaves no doubt), `59.90
/// USD`, `20%`, durations of RFC 3339, `yes` and `no`, numbers, a list as JSON. The problem has no pointer yet, or, in
/// a list, one from there.
[[nodiscard]] std::variant<Value, Problem> read_value(const Model& model, Type type, std::string_view text);

/// What an order's JSON has for a type: `a string such as "59.90 USD"`.
[[nodiscard]] std::string expected_form(const Model& model, Type type);

[[nodiscard]] std::variant<Instant, Problem> read_instant(const Model& model, std::string_view text);

[[nodiscard]] Problem make_problem(std::string_view code, std::string message, std::string help = {});

}  // namespace bywhen
