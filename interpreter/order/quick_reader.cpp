#include "interpreter/order/quick_reader.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "interpreter/order/json_walk.hpp"
#include "interpreter/order/read_records.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

namespace {

/// Walks one document. Functions return false at the first thing that is not as it should be, whatever it is.
class QuickWalk : private JsonWalk {
public:
  QuickWalk(const Model& model, OrderState& state, std::string& id, std::vector<char>& told)
      : JsonWalk(model), state_(state), id_(id), told_(told) {}

  bool walk(ondemand::document& document) {
    ondemand::object object;
    if (fails(document.get_object().get(object))) return false;
    const bool whole =
        each(object, [this](std::string_view key, ondemand::value& value) { return read_member(key, value); });
    const char* rest = nullptr;
    return whole && problems_.empty() && document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
  }

private:
  template <typename Read>
  bool each(ondemand::object& object, const Read& read) {
    for (auto entry : object) {
      ondemand::field field;
      std::string_view key;
      if (fails(std::move(entry).get(field)) || fails(field.unescaped_key().get(key))) return false;
      ondemand::value value = field.value();
      if (!read(key, value)) return false;
    }
    return true;
  }

  bool read_member(std::string_view key, ondemand::value& value) {
    if (key == "id") return is_first(Member::id) && read_id(value);
    const bool known = (key == "status" && is_first(Member::status)) || (key == "as_of" && is_first(Member::as_of)) ||
                       (key == "facts" && is_first(Member::facts));
    ondemand::json_type type{};
    if (!known || fails(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return read_null(value);
    if (key == "facts") return read_facts(value);
    std::string_view text;
    if (fails(value.get_string().get(text))) return false;
    return key == "status" ? read_status(text) : read_as_of(text);
  }
  enum class Member : unsigned { id = 1, status = 2, as_of = 4, facts = 8 };
  bool is_first(Member member) {
    const unsigned before = members_;
    members_ |= static_cast<unsigned>(member);
    return before != members_;
  }

  bool read_id(ondemand::value& value) {
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    const std::string_view raw = trimmed(value.raw_json_token());
    const bool whole = type == ondemand::json_type::number && raw.find_first_of(".eE") == std::string_view::npos;
    if (type != ondemand::json_type::string && !whole) return false;
    id_.assign(raw);
    return scalar_is_whole(value, type);
  }

  bool read_status(std::string_view name) {
    const auto found = std::find_if(model_.statuses.begin(), model_.statuses.end(),
                                    [&](const Status& status) { return status.name == name; });
    if (found == model_.statuses.end()) return false;
    state_.status = static_cast<StatusId>(found - model_.statuses.begin());
    return true;
  }

  bool read_as_of(std::string_view text) {
    const auto instant = read_instant(model_, text);
    const auto* read = std::get_if<Instant>(&instant);
    if (read == nullptr) return false;
    state_.as_of = *read;
    return true;
  }

  bool read_facts(ondemand::value& value) {
    ondemand::object object;
    if (fails(value.get_object().get(object))) return false;
    return each(object, [this](std::string_view key, ondemand::value& fact) { return read_fact(key, fact); });
  }

  /// Most orders tell their facts in one order: behind the last comes the next.
  std::optional<FactId> find_fact(std::string_view name) {
    const FactId count = model_.fact_count();
    for (FactId i = 0; i < count; ++i) {
      const auto fact = static_cast<FactId>(next_ + i < count ? next_ + i : next_ + i - count);
      if (model_.facts[fact].name != name) continue;
      next_ = static_cast<FactId>(fact + 1 < count ? fact + 1 : 0);
      return fact;
    }
    return std::nullopt;
  }

  bool read_fact(std::string_view name, ondemand::value& value) {
    const auto fact = find_fact(name);
    if (!fact || std::exchange(told_[*fact], 1) != 0) return false;
    ondemand::json_type type{};
    if (fails(value.type().get(type))) return false;
    if (type == ondemand::json_type::null) return read_null(value);
    const Type wanted = model_.facts[*fact].type;
    if (wanted.kind == Kind::list) return read_list(wanted, value, state_.facts[*fact]);
    return read_scalar(wanted, nowhere_, value, type, state_.facts[*fact]) && problems_.empty();
  }

  bool read_list(Type type, ondemand::value& value, Value& read) {
    RecordsReader records(model_, type.choices);
    return records.read(nowhere_, value, read) && records.take_problems().empty();
  }

  OrderState& state_;
  std::string& id_;
  std::vector<char>& told_;
  unsigned members_ = 0;
  FactId next_ = 0;
  /// Where problems are is not asked here.
  std::string nowhere_;
};

}  // namespace

QuickReader::QuickReader(const Program& program) : program_(program) {}

/// As `open_document` does it, but for more than one document.
bool QuickReader::reserve(std::size_t size) {
  if (size <= parser_.capacity()) return true;
  parser_ = ondemand::parser();
  if (parser_.allocate(std::bit_ceil(size)) != simdjson::SUCCESS) return false;
  parser_.set_max_capacity(0);
  return true;
}

bool QuickReader::read(std::string_view json, OrderState& state, std::string& id) {
  constexpr std::string_view bom = "\xEF\xBB\xBF";
  if (json.starts_with(bom)) json.remove_prefix(bom.size());
  if (json.size() > longest || !reserve(json.size())) return false;
  padded_.assign(json);
  padded_.resize(json.size() + simdjson::SIMDJSON_PADDING);
  const Model& model = *program_.model;
  state.status = model.initial;
  state.as_of.reset();
  state.facts.assign(model.facts.size(), Value{});
  id.clear();
  told_.assign(model.facts.size(), 0);
  ondemand::document document;
  const simdjson::padded_string_view text(padded_.data(), json.size(), padded_.size());
  const auto error = parser_.iterate(text).get(document);
  // Not all of its memory was given: it begins anew with the next order.
  if (error == simdjson::CAPACITY) parser_ = ondemand::parser();
  return error == simdjson::SUCCESS && QuickWalk(model, state, id, told_).walk(document) &&
         validate(program_, state).empty();
}

}  // namespace bywhen
