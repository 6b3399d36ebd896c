#include "interpreter/order/value_text.hpp"

#include <fmt/format.h>

#include <charconv>

#include "interpreter/json_writer.hpp"
#include "interpreter/order/read_records.hpp"

namespace bywhen {

Problem make_problem(std::string_view code, std::string message, std::string help) {
  Problem problem;
  problem.code = code;
  problem.message = std::move(message);
  problem.help = std::move(help);
  return problem;
}

namespace {

std::string records_text(const Model& model, const Records& records);

struct ScalarOf {
  const Model& model;

  Scalar operator()(std::monostate) const { return std::string("unknown"); }
  Scalar operator()(Instant value) const { return format_rfc3339(value); }
  Scalar operator()(Date value) const { return format_date(value); }
  Scalar operator()(bool value) const { return value; }
  Scalar operator()(std::int64_t value) const { return value; }
  Scalar operator()(Decimal value) const { return NumberText{format_decimal(value)}; }
  Scalar operator()(Percent value) const { return format_percent(value); }
  Scalar operator()(Money value) const { return format_money(value); }
  Scalar operator()(const std::string& value) const { return value; }
  Scalar operator()(const Duration& value) const {
    return has_iso_form(value) ? format_duration(value) : describe(value);
  }
  Scalar operator()(Choice value) const { return model.choice_names[value.id]; }
  Scalar operator()(const RecordList& value) const { return ListText{records_text(model, *value.records)}; }
};

std::string records_text(const Model& model, const Records& records) {
  const std::vector<Fact>& members = model.record_types[records.type].members;
  JsonWriter json;
  json.open_array();
  for (std::size_t record = 0; record < records.size(); ++record) {
    json.open_object();
    for (std::size_t member = 0; member < members.size(); ++member) {
      const Value& value = records[record][member];
      if (!is_unknown(value)) json.key(members[member].name).scalar(to_scalar(model, value));
    }
    json.close_object();
  }
  return json.close_array().take();
}

std::vector<std::string_view> choice_names(const Model& model, Type type) {
  std::vector<std::string_view> names;
  for (const Choice choice : model.choice_lists[type.choices]) names.push_back(model.choice_names[choice.id]);
  return names;
}

std::string list_of(const std::vector<std::string_view>& names) {
  std::string list;
  for (const std::string_view name : names) list += fmt::format("{}{}", list.empty() ? "" : ", ", name);
  return list;
}

Problem bad_form(const Model& model, Type type, std::string_view text, std::string help) {
  Problem problem =
      make_problem(codes::bad_value, fmt::format("`{}` is not {}", text, expected_form(model, type)), std::move(help));
  problem.expected = expected_form(model, type);
  problem.found = text;
  return problem;
}

}  // namespace

Scalar to_scalar(const Model& model, const Value& value) { return std::visit(ScalarOf{model}, value); }

std::string value_words(const Model& model, const Value& value) {
  if (const auto* duration = std::get_if<Duration>(&value)) return describe(*duration);
  const Scalar scalar = to_scalar(model, value);
  if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
  if (const auto* number = std::get_if<NumberText>(&scalar)) return number->text;
  if (const auto* list = std::get_if<ListText>(&scalar)) return list->json;
  if (const auto* whole = std::get_if<std::int64_t>(&scalar)) return std::to_string(*whole);
  return std::get<bool>(scalar) ? "yes" : "no";
}

std::string expected_form(const Model& model, Type type) {
  switch (type.kind) {
    case Kind::event:
    case Kind::time:
      return "a time such as 2026-03-01T10:00:00Z";
    case Kind::date:
      return "a date such as 2026-03-01";
    case Kind::yes_no:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::decimal:
      return "a number with at most six decimals";
    case Kind::percent:
      return "a percentage such as 20%";
    case Kind::money:
      return "an amount such as 59.90 USD";
    case Kind::text:
      return "a text";
    case Kind::duration:
      return "a duration such as P20D";
    case Kind::list:
      return "a list of records";
    case Kind::choice:
      break;
  }
  return "one of " + list_of(choice_names(model, type));
}

// ── Times
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

Problem time_problem(const Model& model, std::string_view text, TimeError error) {
  const Type type{Kind::time};
  switch (error) {
    case TimeError::no_such_date:
      return bad_form(model, type, text, "there is no such date");
    case TimeError::no_such_time:
      return bad_form(model, type, text, "hours go to 23, minutes and seconds to 59, offsets to 23:59");
    case TimeError::out_of_range:
      return bad_form(model, type, text, "times lie in the years 1 to 9999");
    case TimeError::too_precise:
      return bad_form(model, type, text, "times are exact to the microsecond");
    default:
      return bad_form(model, type, text, "write it as RFC 3339 says, with an offset");
  }
}

Problem unclear_time(const Model& model, std::string_view text, Resolved resolved) {
  const bool twice = resolved.kind == Resolved::repeated;
  Problem problem =
      make_problem(codes::unclear_time,
                   fmt::format("`{}` has no offset and {} in {}", text, twice ? "happens twice" : "does not exist",
                               model.zone.name()),
                   twice ? fmt::format("give it an offset; the earlier is {}", format_rfc3339(resolved.instant))
                         : fmt::format("the clocks go forward then; give it an offset, or write {}",
                                       format_local_time(model.zone.to_local(resolved.instant))));
  problem.expected = "a time with an offset such as 2026-03-01T10:00:00Z";
  problem.found = text;
  return problem;
}

}  // namespace

std::variant<Instant, Problem> read_instant(const Model& model, std::string_view text) {
  if (const auto instant = parse_rfc3339(text)) return *instant;
  const auto exact = read_time_with_offset(text);
  if (const auto* instant = std::get_if<Instant>(&exact)) return *instant;
  if (std::get<TimeError>(exact) != TimeError::no_offset) return time_problem(model, text, std::get<TimeError>(exact));
  const auto local = read_local_time(text);
  if (const auto* error = std::get_if<TimeError>(&local)) return time_problem(model, text, *error);
  const Resolved resolved = model.zone.to_instant(std::get<LocalTime>(local));
  if (resolved.kind != Resolved::unique) return unclear_time(model, text, resolved);
  if (!resolved.instant.is_real()) return time_problem(model, text, TimeError::out_of_range);
  return resolved.instant;
}

// ── Other types
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

using ReadValue = std::variant<Value, Problem>;

ReadValue read_whole(const Model& model, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc() && end == text.data() + text.size()) return Value{value};
  const bool large = failure == std::errc::result_out_of_range;
  return bad_form(
      model, {Kind::integer}, text,
      large ? "whole numbers lie between -9223372036854775808 and 9223372036854775807" : "write digits only");
}

template <typename Read>
ReadValue read_number(const Model& model, Type type, std::string_view text, Read read) {
  const auto value = read(text);
  if (const auto* error = std::get_if<NumberError>(&value)) {
    const bool precise = *error == NumberError::too_precise;
    const bool range = *error == NumberError::out_of_range;
    return bad_form(model, type, text, precise ? "it has more than six decimals" : range ? "it is too large" : "");
  }
  return Value{std::get<0>(value)};
}

ReadValue read_sum(const Model& model, std::string_view text) {
  const auto money = read_money(text);
  if (const auto* sum = std::get_if<Money>(&money)) return Value{*sum};
  switch (std::get<MoneyError>(money)) {
    case MoneyError::unknown_currency:
      return bad_form(model, {Kind::money}, text, "currencies have the codes of ISO 4217, such as USD");
    case MoneyError::too_precise:
      return bad_form(model, {Kind::money}, text, "it has more decimals than its currency");
    case MoneyError::out_of_range:
      return bad_form(model, {Kind::money}, text, "amounts are at most 1000000000000000 of the smallest unit");
    case MoneyError::syntax:
      break;
  }
  return bad_form(model, {Kind::money}, text, "write the amount, a space and the currency's code");
}

/// What to write in place of a text that is no duration.
std::string length_help(std::string_view text, DurationError error) {
  const auto corrected = corrected_duration(text);
  switch (error) {
    case DurationError::empty:
      return "a number and its unit must follow, as in P20D or PT48H";
    case DurationError::fraction:
      return "units are counted whole: write one and a half hours as PT90M";
    case DurationError::sign:
      return "a duration has no sign";
    case DurationError::gap:
      return fmt::format("units between others are written too: {}", corrected.value_or("P1Y0M3D"));
    case DurationError::mixed_weeks:
      return fmt::format("weeks stand alone: write days, {}", corrected.value_or("P9D"));
    case DurationError::out_of_range:
      return "durations are at most 10,000 years";
    case DurationError::syntax:
      break;
  }
  return "write days as P20D, hours as PT48H, months as P1M";
}

ReadValue read_length(const Model& model, std::string_view text) {
  const auto duration = read_duration(text);
  if (const auto* error = std::get_if<DurationError>(&duration))
    return bad_form(model, {Kind::duration}, text, length_help(text, *error));
  const auto* value = &std::get<Duration>(duration);
  if (value->months != 0 && model.rounding == MonthRounding::refuse) {
    return bad_form(model, {Kind::duration}, text, "the policy does not say how to count months; give days or hours");
  }
  return Value{*value};
}

ReadValue read_choice(const Model& model, Type type, std::string_view text) {
  for (const Choice choice : model.choice_lists[type.choices]) {
    if (model.choice_names[choice.id] == text) return Value{choice};
  }
  const auto near = nearest_name(text, choice_names(model, type));
  return bad_form(model, type, text, near ? fmt::format("did you mean `{}`?", *near) : "");
}

ReadValue read_yes_no(const Model& model, std::string_view text) {
  if (text == "yes" || text == "true") return Value{true};
  if (text == "no" || text == "false") return Value{false};
  return bad_form(model, {Kind::yes_no}, text, "write yes or no");
}

}  // namespace

ReadValue read_value(const Model& model, Type type, std::string_view text) {
  switch (type.kind) {
    case Kind::event:
    case Kind::time: {
      // What an action sets may be counted from what has not happened: then the order tells that it never comes.
      if (type.kind == Kind::time && text == "never") return Value{Instant::never()};
      auto instant = read_instant(model, text);
      if (auto* problem = std::get_if<Problem>(&instant)) return std::move(*problem);
      return Value{std::get<Instant>(instant)};
    }
    case Kind::date: {
      const auto date = parse_date(text);
      return date ? ReadValue(Value{*date})
                  : bad_form(model, type, text, "dates are written year-month-day and must exist");
    }
    case Kind::yes_no:
      return read_yes_no(model, text);
    case Kind::integer:
      return read_whole(model, text);
    case Kind::decimal:
      return read_number(model, type, text, [](std::string_view number) { return read_decimal(number); });
    case Kind::percent:
      return read_number(model, type, text, [](std::string_view number) { return read_percent(number); });
    case Kind::money:
      return read_sum(model, text);
    case Kind::text:
      return Value{std::string(text)};
    case Kind::duration:
      return read_length(model, text);
    case Kind::choice:
      return read_choice(model, type, text);
    case Kind::list:
      return read_records(model, type.choices, text);
  }
  return Value{};
}

}  // namespace bywhen
