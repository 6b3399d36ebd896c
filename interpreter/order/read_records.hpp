#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "interpreter/order/json_walk.hpp"

namespace bywhen {

/// Reads a list: an array of objects, each a record.
class RecordsReader : public JsonWalk {
public:
  /// `type` is an index into the policy's record types.
  RecordsReader(const Model& model, std::uint16_t type) : JsonWalk(model), type_(type) {}

  /// Members that are passed over where the records have none such, as `list.member`; the names must outlive it.
  void drop(std::string list, const std::set<std::string>& members) {
    list_ = std::move(list);
    dropped_ = &members;
  }

  /// False where the JSON is broken. What is wrong with the records is noted, each with its place, and `read` stays as
  /// it is then.
  [[nodiscard]] bool read(const std::string& pointer, ondemand::value& value, Value& read);

private:
  [[nodiscard]] bool read_all(const std::string& pointer, ondemand::array& array, Records& records);
  [[nodiscard]] bool read_record(const std::string& pointer, ondemand::value& value, Records& records);
  [[nodiscard]] bool read_members(const std::string& pointer, ondemand::object& object, std::span<Value> record);
  [[nodiscard]] bool read_member(const std::string& pointer, const std::string& name, ondemand::value& value,
                                 std::span<Value> record);
  void find_missing(const std::string& pointer, std::span<const Value> record);

  [[nodiscard]] const std::vector<Fact>& members() const { return model_.record_types[type_].members; }

  std::uint16_t type_;
  std::string list_;
  const std::set<std::string>* dropped_ = nullptr;
  /// Members of the present record that have a problem already.
  std::set<std::size_t> excused_;
};

/// A list as people type it: the JSON array.
[[nodiscard]] std::variant<Value, Problem> read_records(const Model& model, std::uint16_t type, std::string_view json);

}  // namespace bywhen
