#include "bywhen/order_reader.hpp"

#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/order/order_keys.hpp"
#include "interpreter/order/plain_reader.hpp"
#include "interpreter/order/quick_reader.hpp"
#include "interpreter/order/read_order.hpp"

namespace bywhen {

namespace {

/// Puts what is read into an order that is clear: its values, and its words.
class IntoOrder {
public:
  explicit IntoOrder(PolicyAccess::OrderParts& parts)
      : parts_(parts), model_(*parts.policy->program.model), layout_(parts.policy->kernel->layout) {}

  void set_id(std::string_view id) { parts_.id = id; }
  void set_status(StatusId status) { parts_.state.status = status; }
  void set_as_of(Instant as_of) { parts_.state.as_of = as_of; }
  void tell(FactId fact, Instant instant) {
    parts_.state.facts[fact] = instant;
    if (model_.facts[fact].type.kind == Kind::event) {
      parts_.words.tell_event(layout_, fact, instant);
    } else {
      parts_.words.tell(layout_, fact, instant.micros);
    }
  }
  void tell(FactId fact, bool yes) {
    parts_.state.facts[fact] = yes;
    parts_.words.tell(layout_, fact, yes ? 1 : 0);
  }
  void tell(FactId fact, Choice choice) {
    parts_.state.facts[fact] = choice;
    parts_.words.tell(layout_, fact, choice.id);
  }
  void tell(FactId fact, Money money) {
    parts_.state.facts[fact] = money;
    parts_.words.tell_money(layout_, fact, money);
  }
  void tell(FactId fact, std::string_view text) {
    parts_.state.facts[fact].emplace<std::string>(text);
    parts_.words.tell(layout_, fact, 0);
  }
  void tell(FactId fact, Value value) {
    parts_.words.put(layout_, model_, fact, {}, value);
    parts_.state.facts[fact] = std::move(value);
  }

private:
  PolicyAccess::OrderParts& parts_;
  const Model& model_;
  const kernel::Layout& layout_;
};

}  // namespace

struct OrderReader::Inside {
  explicit Inside(Policy of)
      : policy(std::move(of)),
        program(PolicyAccess::compiled(policy)->program),
        keys(program),
        plain(*program.model, keys),
        quick(program) {}

  Policy policy;
  const Program& program;
  OrderKeys keys;
  PlainReader<IntoOrder> plain;
  QuickReader quick;
  /// The text with room behind it.
  std::string padded;

  [[nodiscard]] PolicyAccess::OrderParts& parts_of(Order& order) const {
    auto* parts = PolicyAccess::changeable(order);
    if (parts != nullptr && parts->policy == PolicyAccess::compiled(policy)) return *parts;
    order = Order(policy);
    return *PolicyAccess::changeable(order);
  }
  [[nodiscard]] bool read_plainly(std::string_view json, PolicyAccess::OrderParts& parts) {
    if (json.size() > longest) return false;
    padded.assign(json);
    padded.append(text_room, '\0');
    IntoOrder into(parts);
    return plain.read(std::string_view(padded).substr(0, json.size()), into);
  }

private:
  /// Longer texts are rare, and not worth to keep their memory for.
  static constexpr std::size_t longest = std::size_t{64} << 10U;
};

OrderReader::OrderReader(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
OrderReader::OrderReader(OrderReader&&) noexcept = default;
OrderReader& OrderReader::operator=(OrderReader&&) noexcept = default;
OrderReader::~OrderReader() = default;

Problems OrderReader::read(std::string_view json, Order& order) {
  auto& parts = inside_->parts_of(order);
  // Whatever happens, it does not count as the order that it was.
  order.clear();
  if (!inside_->read_plainly(json, parts)) {
    order.clear();
    if (!inside_->quick.read(json, parts.state, parts.id)) {
      order.clear();
      auto outcome = read_order_json(inside_->program, json);
      if (auto* problems = std::get_if<Problems>(&outcome)) return std::move(*problems);
      auto& read = std::get<ReadOrder>(outcome);
      parts.state = std::move(read.state);
      parts.id = std::move(read.id);
    }
    parts.words.load(parts.policy->kernel->layout, *inside_->program.model, parts.state);
  }
  parts.checked = true;
  return {};
}

}  // namespace bywhen
