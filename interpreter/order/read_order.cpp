#include "interpreter/order/read_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "interpreter/order/json_walk.hpp"
#include "interpreter/order/read_records.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

namespace {

/// Walks one document.
class OrderReader : private JsonWalk {
public:
  OrderReader(const Program& program, const FactNames& dropped)
      : JsonWalk(*program.model), program_(program), dropped_(dropped) {
    order_.state.status = model_.initial;
    order_.state.facts.resize(model_.facts.size());
  }

  std::variant<ReadOrder, Problems> read(std::string_view json) {
    constexpr std::string_view bom = "\xEF\xBB\xBF";
    if (json.substr(0, bom.size()) == bom) json.remove_prefix(bom.size());
    const simdjson::padded_string padded(json);
    ondemand::parser parser;
    ondemand::document document;
    const auto error = open_document(parser, padded, document);
    if (error != simdjson::SUCCESS || !walk(document))
      return broken(error != simdjson::SUCCESS ? error : this->error(), padded, document, error == simdjson::SUCCESS);
    report_unknown_facts();
    if (!status_wrong_) {
      const Problems whole = validate(program_, order_.state, excused_);
      problems_.insert(problems_.end(), whole.begin(), whole.end());
    }
    if (!problems_.empty()) return std::move(problems_);
    return std::move(order_);
  }

  /// What could be read where `read` found problems.
  OrderState take_state() { return std::move(order_.state); }

private:
  Problems broken(simdjson::error_code error, const simdjson::padded_string& text, ondemand::document& document,
                  bool started) const {
    Problem problem = make_problem(codes::not_json, fmt::format("this is no JSON: {}", simdjson::error_message(error)),
                                   "an order is `{\"status\": …, \"facts\": {…}}`");
    const char* place = nullptr;
    const bool located = started && document.current_location().get(place) == simdjson::SUCCESS && place > text.data();
    if (located && place < text.data() + text.size()) {
      problem.message += fmt::format(" (near byte {})", place - text.data());
    }
    return {problem};
  }

  bool walk(ondemand::document& document) {
    ondemand::json_type type{};
    if (fails(document.type().get(type))) return false;
    if (type != ondemand::json_type::object) {
      note("", make_problem(codes::wrong_shape, fmt::format("an order is an object, this is {}", type_word(type)),
                            "write `{\"status\": …, \"facts\": {…}}`"));
      status_wrong_ = true;
      return true;
    }
    ondemand::object object;
    if (fails(document.get_object().get(object)) || !walk_members(object)) return false;
    const char* rest = nullptr;
    const bool ended = document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    return ended || !fails(simdjson::TRAILING_CONTENT);
  }

  bool walk_members(ondemand::object& object) {
    return read_each(object, "", [this](const std::string&, const std::string& key, ondemand::value& value) {
      return read_member(key, value);
    });
  }

  bool read_member(const std::string& key, ondemand::value& value) {
    if (key == "status") return read_status(value);
    if (key == "as_of") return read_as_of(value);
    if (key == "facts") return read_facts(value);
    if (key == "id") return read_id(value);
    const auto near = nearest_name(key, {"status", "as_of", "facts", "id"});
    note("/" + escape_pointer(key),
         make_problem(codes::unknown_member, fmt::format("an order has no member `{}`", key),
                      near ? fmt::format("did you mean `{}`?", *near)
                           : "its members are `id`, `status`, `as_of` and `facts`; facts stand inside `facts`"));
    return skip(value);
  }

  bool read_id(ondemand::value& value) {
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    const std::string_view raw = trimmed(value.raw_json_token());
    const bool whole = type == ondemand::json_type::number && raw.find_first_of(".eE") == std::string_view::npos;
    if (type != ondemand::json_type::string && !whole) {
      wrong_type("/id", "a string or a whole number", type);
      return skip(value);
    }
    order_.id = std::string(raw);
    return scalar_is_whole(value, type);
  }

  bool read_status(ondemand::value& value) {
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return read_null(value);
    status_wrong_ = type != ondemand::json_type::string;
    if (status_wrong_) {
      wrong_type("/status", "the name of a status", type);
      return skip(value);
    }
    std::string_view name;
    if (fails(value.get_string().get(name))) return false;
    find_status(std::string(name));
    return true;
  }

  void find_status(const std::string& name) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < model_.statuses.size(); ++i) {
      names.push_back(model_.statuses[i].name);
      if (model_.statuses[i].name != name) continue;
      order_.state.status = static_cast<StatusId>(i);
      return;
    }
    status_wrong_ = true;
    const auto near = nearest_name(name, names);
    Problem problem = make_problem(codes::unknown_order_status, fmt::format("unknown status `{}`", name),
                                   near ? fmt::format("did you mean `{}`?", *near) : "");
    problem.found = name;
    for (const std::string_view known : names)
      problem.expected += fmt::format("{}{}", problem.expected.empty() ? "one of " : ", ", known);
    note("/status", std::move(problem));
  }

  bool read_as_of(ondemand::value& value) {
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return read_null(value);
    if (type != ondemand::json_type::string) {
      wrong_type("/as_of", expected_form(model_, {Kind::time}), type);
      return skip(value);
    }
    std::string_view text;
    if (fails(value.get_string().get(text))) return false;
    auto instant = read_instant(model_, text);
    if (auto* problem = std::get_if<Problem>(&instant)) {
      note("/as_of", std::move(*problem));
    } else {
      order_.state.as_of = std::get<Instant>(instant);
    }
    return true;
  }

  bool read_facts(ondemand::value& value) {
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return read_null(value);
    if (type != ondemand::json_type::object) {
      wrong_type("/facts", "an object of facts", type);
      return skip(value);
    }
    ondemand::object object;
    if (fails(value.get_object().get(object))) return false;
    return read_each(object, "/facts", [this](const std::string&, const std::string& key, ondemand::value& fact) {
      return read_fact(key, fact);
    });
  }

  std::optional<FactId> find_fact(const std::string& name) {
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
      if (model_.facts[fact].name == name) return fact;
    }
    if (dropped_.contains(name)) return std::nullopt;
    unknown_.emplace_back(problems_.size(), name);
    note("/facts/" + escape_pointer(name),
         make_problem(codes::unknown_order_fact, fmt::format("unknown fact `{}`", name),
                      "the policy declares no such fact: leave it out"));
    return std::nullopt;
  }

  /// Only a fact that the order does not tell can be meant; one that is meant is not reported as missing too.
  void report_unknown_facts() {
    for (const auto& [place, name] : unknown_) {
      std::vector<std::string_view> untold;
      for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
        if (!excused_.contains(fact)) untold.push_back(model_.facts[fact].name);
      }
      const auto near = nearest_name(name, untold);
      if (!near) continue;
      problems_[place].help = fmt::format("did you mean `{}`?", *near);
      for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
        if (model_.facts[fact].name == *near) excused_.insert(fact);
      }
    }
  }

  bool read_fact(const std::string& name, ondemand::value& value) {
    const auto fact = find_fact(name);
    if (!fact) return skip(value);
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return read_null(value);
    excused_.insert(*fact);
    const std::string pointer = "/facts/" + escape_pointer(name);
    if (model_.facts[*fact].type.kind == Kind::list) return read_list(*fact, pointer, value);
    Value read;
    if (!read_scalar(model_.facts[*fact].type, pointer, value, type, read)) return false;
    order_.state.facts[*fact] = std::move(read);
    return true;
  }

  bool read_list(FactId fact, const std::string& pointer, ondemand::value& value) {
    RecordsReader records(model_, model_.facts[fact].type.choices);
    if (!dropped_.empty()) records.drop(model_.facts[fact].name, dropped_);
    const bool whole = records.read(pointer, value, order_.state.facts[fact]);
    Problems found = records.take_problems();
    problems_.insert(problems_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    return whole || !fails(records.error());
  }

  const Program& program_;
  const FactNames& dropped_;
  ReadOrder order_;
  std::set<FactId> excused_;
  /// Unknown facts: which problem speaks of them, and their names.
  std::vector<std::pair<std::size_t, std::string>> unknown_;
  bool status_wrong_ = false;
};

}  // namespace

std::variant<ReadOrder, Problems> read_order_json(const Program& program, std::string_view json,
                                                  const FactNames& dropped) {
  return OrderReader(program, dropped).read(json);
}

OrderState read_facts_told(const Program& program, std::string_view json) {
  const FactNames none;
  OrderReader reader(program, none);
  auto outcome = reader.read(json);
  if (auto* read = std::get_if<ReadOrder>(&outcome)) return std::move(read->state);
  return reader.take_state();
}

}  // namespace bywhen
