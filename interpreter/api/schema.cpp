#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bywhen/policy.hpp"
#include "interpreter/api/access.hpp"

namespace bywhen {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view time_pattern =
    R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$)";

Json text_schema(std::string_view pattern, std::string_view description) {
  return {{"type", "string"}, {"pattern", pattern}, {"description", description}};
}

Json duration_schema() {
  Json schema = text_schema(duration_pattern, "a duration as RFC 3339, appendix A, writes it");
  schema["format"] = "duration";
  return schema;
}

Json choice_schema(const Model& model, Type type) {
  Json names = Json::array();
  for (const Choice choice : model.choice_lists[type.choices]) names.push_back(model.choice_names[choice.id]);
  return {{"enum", names}};
}

Json members_schema(const Model& model, const std::vector<Fact>& facts);

Json value_schema(const Model& model, Type type) {
  switch (type.kind) {
    case Kind::event:
      return text_schema(time_pattern, "when it happened; missing: not yet");
    case Kind::time:
      return {{"oneOf", {text_schema(time_pattern, "an instant"), {{"const", "never"}}}}};
    case Kind::date:
      return text_schema("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a date");
    case Kind::yes_no:
      return {{"type", "boolean"}};
    case Kind::integer:
      return {{"type", "integer"}};
    case Kind::decimal:
      return {{"oneOf", {{{"type", "number"}}, {{"type", "string"}, {"pattern", R"(^-?[0-9]+(\.[0-9]+)?$)"}}}}};
    case Kind::percent:
      return text_schema(R"(^-?[0-9]+(\.[0-9]+)?%?$)", "a percentage");
    case Kind::money:
      return text_schema(R"(^-?[0-9]+(\.[0-9]+)? [A-Z]{3}$)", "an amount and its currency");
    case Kind::text:
      return {{"type", "string"}};
    case Kind::duration:
      return duration_schema();
    case Kind::list:
      return {{"type", "array"},
              {"items", members_schema(model, model.record_types[type.choices].members)},
              {"maxItems", max_records}};
    case Kind::choice:
      break;
  }
  return choice_schema(model, type);
}

/// Every fact may also be told as null, which says the same as leaving it out.
Json fact_schema(const Model& model, const Fact& fact) {
  Json schema = value_schema(model, fact.type);
  if (fact.required()) return schema;
  return {{"oneOf", {schema, {{"type", "null"}}}}};
}

Json names_of(const Model& model, const std::vector<FactId>& facts) {
  Json names = Json::array();
  for (const FactId fact : facts) {
    if (!model.facts[fact].default_value) names.push_back(model.facts[fact].name);
  }
  return names;
}

Json members_schema(const Model& model, const std::vector<Fact>& facts) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Fact& fact : facts) {
    properties[fact.name] = fact_schema(model, fact);
    if (fact.required()) required.push_back(fact.name);
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
}

/// In this status an order has what every way into it supplies.
Json status_rule(const Program& program, StatusId status) {
  const Model& model = *program.model;
  const Json names = names_of(model, program.statuses[status].required);
  Json present = Json::object();
  for (const auto& name : names) present[name.get<std::string>()] = {{"not", {{"type", "null"}}}};
  const Json facts = {{"required", names}, {"properties", present}};
  Json here = {{"properties", {{"status", {{"const", model.statuses[status].name}}}}}, {"required", {"status"}}};
  if (status == model.initial) {
    const Json left_out = {{"properties", {{"status", {{"type", "null"}}}}}};
    here = {{"anyOf", {here, left_out}}};
  }
  Json then = {{"properties", {{"facts", facts}}}};
  if (!names.empty()) then["required"] = {"facts"};
  return {{"if", here}, {"then", then}};
}

Json order_schema_of(const Program& program) {
  const Model& model = *program.model;
  Json statuses = Json::array();
  for (const Status& status : model.statuses) statuses.push_back(status.name);
  statuses.push_back(nullptr);
  Json rules = Json::array();
  for (std::size_t i = 0; i < model.statuses.size(); ++i)
    rules.push_back(status_rule(program, static_cast<StatusId>(i)));
  Json schema;
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = fmt::format("An order of {}", model.title);
  schema["type"] = "object";
  schema["properties"]["id"] = {{"type", {"string", "integer"}}};
  schema["properties"]["status"] = {{"enum", statuses}};
  schema["properties"]["as_of"] = {
      {"oneOf", {text_schema(time_pattern, "when the order was last right and settled"), {{"type", "null"}}}}};
  schema["properties"]["facts"] = members_schema(model, model.facts);
  schema["additionalProperties"] = false;
  if (!schema["properties"]["facts"]["required"].empty()) schema["required"] = {"facts"};
  schema["allOf"] = rules;
  return schema;
}

}  // namespace

std::string order_schema(const Policy& policy) {
  return order_schema_of(PolicyAccess::compiled(policy)->program).dump(2);
}

}  // namespace bywhen
