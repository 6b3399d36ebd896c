#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "interpreter/api/access.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/json_writer.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {

void Order::State::store(OrderState& order) const {
  order.status = status;
  order.as_of = as_of;
  words.store(policy->kernel->layout, *policy->program.model, order.facts);
}

void Order::State::load(const OrderState& order) {
  status = order.status;
  as_of = order.as_of;
  words.load(policy->kernel->layout, *policy->program.model, order.facts);
}

Order PolicyAccess::wrap(const OrderParts& parts) {
  auto state = std::make_unique<Order::State>();
  state->policy = parts.policy;
  state->load(parts.state);
  state->checked = true;
  state->id = parts.id;
  return Order(std::move(state));
}

OrderParts PolicyAccess::parts(const Order& order) {
  OrderParts parts{order.state_->policy, {}, order.state_->id};
  order.state_->store(parts.state);
  return parts;
}

Order::Order(const Policy& policy) : state_(std::make_unique<State>()) {
  state_->policy = PolicyAccess::compiled(policy);
  clear();
}
Order::Order(std::unique_ptr<State> state) : state_(std::move(state)) {}
Order::Order(const Order& other) : state_(other.state_ ? std::make_unique<State>(*other.state_) : nullptr) {}
Order& Order::operator=(const Order& other) {
  if (this != &other) *this = Order(other);
  return *this;
}
Order::Order(Order&&) noexcept = default;
Order& Order::operator=(Order&&) noexcept = default;
Order::~Order() = default;

OrderData Order::data() const {
  OrderState order;
  state_->store(order);
  OrderData data = order_data(*state_->policy->program.model, order);
  data.id = state_->id;
  return data;
}

Problems Order::problems() const {
  if (state_->checked) return {};
  OrderState order;
  state_->store(order);
  return validate(state_->policy->program, order);
}

void Order::clear() {
  state_->status = state_->policy->program.model->initial;
  state_->as_of.reset();
  state_->words.clear(state_->policy->kernel->layout);
  state_->id.clear();
  state_->checked = false;
}

void Order::set_as_of(std::optional<Instant> as_of) {
  state_->as_of = as_of && as_of->is_real() ? as_of : std::nullopt;
}

void Order::set_id(std::string_view id) {
  state_->id.clear();
  append_json_string(state_->id, id);
}

// ── Names and handles
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

Problems foreign(std::string_view what) {
  return {make_problem(codes::foreign_handle, fmt::format("the {} is a handle of another policy", what),
                       "ask the order's own policy for its handles, anew after its text has changed")};
}

}  // namespace

Problems Order::set(std::string_view name, const FactValue& value) {
  const Model& model = *state_->policy->program.model;
  const auto fact = find_name(model.facts, name);
  if (!fact) return {unknown_name(model.facts, "fact", name, codes::unknown_order_fact)};
  return set(FactHandle{state_->policy->stamp, *fact}, value);
}

Problems Order::set_status(std::string_view name) {
  const auto& statuses = state_->policy->program.model->statuses;
  const auto status = find_name(statuses, name);
  if (!status) return {unknown_name(statuses, "status", name, codes::unknown_order_status)};
  return set_status(StatusHandle{state_->policy->stamp, *status});
}

Problems Order::set_status(StatusHandle status) {
  const bool known =
      status.policy == state_->policy->stamp && status.index < state_->policy->program.model->statuses.size();
  if (!known) return foreign("status");
  state_->status = status.index;
  state_->checked = false;
  return {};
}

// ── Values
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

using Told = std::variant<Value, Problem>;

/// A host's value as one of a fact's type.
class ToValue {
public:
  ToValue(const Model& model, const Fact& fact) : model_(model), fact_(fact) {}

  Told operator()(std::monostate /*nothing*/) const { return Value{}; }
  Told operator()(Instant instant) const {
    if (kind() != Kind::event && kind() != Kind::time) return wrong_kind("an instant");
    return instant.is_real() ? Told(Value{instant}) : bad("the instant lies outside the years 1 to 9999");
  }
  Told operator()(CalendarDay day) const {
    if (kind() != Kind::date) return wrong_kind("a day");
    const auto date = Date::from_ymd(day.year, day.month, day.day);
    return date ? Told(Value{*date}) : bad(fmt::format("there is no day {}-{}-{}", day.year, day.month, day.day));
  }
  Told operator()(bool yes) const { return kind() == Kind::yes_no ? Told(Value{yes}) : wrong_kind("yes or no"); }
  Told operator()(std::int64_t number) const {
    if (kind() == Kind::integer) return Value{number};
    if (kind() != Kind::decimal) return wrong_kind("a whole number");
    const auto decimal = Decimal::from_integer(number);
    return decimal ? Told(Value{*decimal}) : bad(fmt::format("{} is beyond all bounds", number));
  }
  Told operator()(const Amount& amount) const {
    if (kind() != Kind::money) return wrong_kind("an amount");
    const auto currency = find_currency(amount.code());
    if (!currency) return bad("an amount has a currency of ISO 4217, in three capital letters");
    const bool fits = amount.minor >= -Money::max_minor && amount.minor <= Money::max_minor;
    return fits ? Told(Value{Money{amount.minor, currency->index}}) : bad("the amount is beyond all bounds");
  }
  Told operator()(std::string_view text) const {
    if (!simdjson::validate_utf8(text.data(), text.size())) return bad("the text is not UTF-8");
    if (kind() == Kind::choice) {
      for (const Choice choice : model_.choice_lists[fact_.type.choices]) {
        if (model_.choice_names[choice.id] == text) return Value{choice};
      }
    }
    return read_value(model_, fact_.type, text);
  }

private:
  [[nodiscard]] Kind kind() const { return fact_.type.kind; }
  [[nodiscard]] Problem wrong_kind(std::string_view what) const {
    Problem problem = make_problem(codes::wrong_json_type, fmt::format("`{}` is told {}", fact_.name, what));
    problem.expected = expected_form(model_, fact_.type);
    problem.found = what;
    return problem;
  }
  [[nodiscard]] Problem bad(std::string message) const {
    Problem problem = make_problem(codes::bad_value, std::move(message));
    problem.expected = expected_form(model_, fact_.type);
    return problem;
  }

  const Model& model_;
  const Fact& fact_;
};

}  // namespace

Problems Order::set(FactHandle handle, const FactValue& value) {
  const Model& model = *state_->policy->program.model;
  if (handle.policy != state_->policy->stamp || handle.index >= model.facts.size()) return foreign("fact");
  const Fact& fact = model.facts[handle.index];
  Told told = std::visit(ToValue(model, fact), value);
  if (auto* problem = std::get_if<Problem>(&told)) {
    problem->pointer = "/facts/" + fact.name + problem->pointer;
    return {std::move(*problem)};
  }
  state_->checked = false;
  state_->words.put(state_->policy->kernel->layout, model, handle.index, std::move(std::get<Value>(told)));
  return {};
}

}  // namespace bywhen
