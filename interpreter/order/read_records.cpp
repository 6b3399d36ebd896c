#include "interpreter/order/read_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace bywhen {
namespace {

std::string example_of(const Model& model, Type type) {
  switch (type.kind) {
    case Kind::event:
    case Kind::time:
      return "\"2026-03-01T10:00:00Z\"";
    case Kind::date:
      return "\"2026-03-01\"";
    case Kind::yes_no:
      return "true";
    case Kind::integer:
      return "2";
    case Kind::decimal:
      return "2.5";
    case Kind::percent:
      return "\"20%\"";
    case Kind::money:
      return "\"59.90 USD\"";
    case Kind::duration:
      return "\"P20D\"";
    case Kind::choice:
      return fmt::format("\"{}\"", model.choice_names[model.choice_lists[type.choices].front().id]);
    default:
      return "\"text\"";
  }
}

/// A list of one record that tells all members, as JSON.
std::string list_example(const Model& model, const std::vector<Fact>& members) {
  std::string record;
  for (const Fact& member : members)
    record += fmt::format("{}\"{}\": {}", record.empty() ? "" : ", ", member.name, example_of(model, member.type));
  return fmt::format("[{{{}}}]", record);
}

}  // namespace

bool RecordsReader::read(const std::string& pointer, ondemand::value& value, Value& read) {
  ondemand::json_type type{};
  if (fails(value.type().get(type))) return false;
  if (type != ondemand::json_type::array) {
    wrong_type(pointer, expected_form(model_, {Kind::list, type_}), type,
               fmt::format("write it so: `{}`, or `[]` for none", list_example(model_, members())));
    return skip(value);
  }
  ondemand::array array;
  if (fails(value.get_array().get(array))) return false;
  auto records = std::make_shared<Records>();
  records->type = type_;
  records->members = members().size();
  if (!read_all(pointer, array, *records)) return false;
  if (problems_.empty()) read = RecordList{std::move(records)};
  return true;
}

bool RecordsReader::read_all(const std::string& pointer, ondemand::array& array, Records& records) {
  std::size_t count = 0;
  for (auto entry : array) {
    ondemand::value value;
    // NOLINTNEXTLINE(performance-move-const-arg): `get` is only there for what is moved from
    if (fails(std::move(entry).get(value))) return false;
    const std::string here = fmt::format("{}/{}", pointer, count++);
    if (count == max_records + 1) {
      Problem problem =
          make_problem(codes::too_many_records, fmt::format("a list has at most {} records", max_records),
                       "leave out what no longer matters, or tell what they come to as a fact of its own");
      note(here, std::move(problem));
    }
    if (count > max_records ? !skip(value) : !read_record(here, value, records)) return false;
  }
  return true;
}

bool RecordsReader::read_record(const std::string& pointer, ondemand::value& value, Records& records) {
  ondemand::json_type type{};
  if (fails(value.type().get(type))) return false;
  if (type != ondemand::json_type::object) {
    wrong_type(pointer, "a record, an object of its members,", type,
               fmt::format("records are written so: `{}`", list_example(model_, members())));
    return skip(value);
  }
  ondemand::object object;
  if (fails(value.get_object().get(object))) return false;
  records.values.resize(records.values.size() + records.members);
  const std::span<Value> record = std::span(records.values).last(records.members);
  excused_.clear();
  if (!read_members(pointer, object, record)) return false;
  find_missing(pointer, record);
  return true;
}

bool RecordsReader::read_members(const std::string& pointer, ondemand::object& object, std::span<Value> record) {
  return read_each(object, pointer, [&](const std::string& here, const std::string& key, ondemand::value& value) {
    return read_member(here, key, value, record);
  });
}

bool RecordsReader::read_member(const std::string& pointer, const std::string& name, ondemand::value& value,
                                std::span<Value> record) {
  const auto found =
      std::find_if(members().begin(), members().end(), [&](const Fact& member) { return member.name == name; });
  const bool known = found != members().end();
  if (!known && dropped_ != nullptr && dropped_->contains(fmt::format("{}.{}", list_, name))) return skip(value);
  if (!known) {
    std::vector<std::string_view> names;
    for (const Fact& member : members()) names.push_back(member.name);
    const auto near = nearest_name(name, names);
    note(pointer, make_problem(codes::unknown_order_fact, fmt::format("a record has no member `{}`", name),
                               near ? fmt::format("did you mean `{}`?", *near)
                                    : "the policy declares no such member: leave it out"));
    // What was meant is not missing too.
    for (std::size_t i = 0; near && i < members().size(); ++i) {
      if (members()[i].name == *near) excused_.insert(i);
    }
    return skip(value);
  }
  ondemand::json_type type{};
  if (fails(value.type().get(type))) return false;
  if (type == ondemand::json_type::null) return read_null(value);
  const auto place = static_cast<std::size_t>(found - members().begin());
  excused_.insert(place);
  return read_scalar(found->type, pointer, value, type, record[place]);
}

void RecordsReader::find_missing(const std::string& pointer, std::span<const Value> record) {
  for (std::size_t i = 0; i < members().size(); ++i) {
    if (!is_unknown(record[i]) || !members()[i].required() || excused_.contains(i)) continue;
    Problem problem = make_problem(codes::missing_fact, fmt::format("the member `{}` is missing", members()[i].name),
                                   "every record has it");
    problem.expected = expected_form(model_, members()[i].type);
    problem.found = "nothing";
    note(fmt::format("{}/{}", pointer, members()[i].name), std::move(problem));
  }
}

std::variant<Value, Problem> read_records(const Model& model, std::uint16_t type, std::string_view json) {
  const simdjson::padded_string padded(json);
  ondemand::parser parser;
  ondemand::document document;
  ondemand::value value;
  RecordsReader reader(model, type);
  Value read;
  const char* rest = nullptr;
  const bool whole = open_document(parser, padded, document) == simdjson::SUCCESS &&
                     document.get_value().get(value) == simdjson::SUCCESS && reader.read("", value, read) &&
                     document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
  Problems problems = reader.take_problems();
  if (whole && problems.empty()) return read;
  if (!problems.empty()) return std::move(problems.front());
  Problem problem = make_problem(codes::bad_value, "this is no list of records",
                                 fmt::format("write it as JSON, such as `{}`, or `[]` for none",
                                             list_example(model, model.record_types[type].members)));
  problem.expected = expected_form(model, {Kind::list, type});
  problem.found = json;
  return problem;
}

}  // namespace bywhen
