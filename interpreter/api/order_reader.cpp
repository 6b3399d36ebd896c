#include "bywhen/order_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "interpreter/api/access.hpp"
#include "interpreter/order/order_keys.hpp"
#include "interpreter/order/plain_reader.hpp"
#include "interpreter/order/quick_reader.hpp"
#include "interpreter/order/read_order.hpp"

namespace bywhen {

/// Puts what is read straight into the words of an order that is clear.
class IntoOrder {
public:
  explicit IntoOrder(Order::State& state)
      : state_(state), model_(*state.policy->program.model), layout_(state.policy->kernel->layout) {}

  void set_id(std::string_view id) { state_.id = id; }
  void set_status(StatusId status) { state_.status = status; }
  void set_as_of(Instant as_of) { state_.as_of = as_of; }
  void tell_event(FactId fact, Instant instant) { state_.words.tell_event(layout_, fact, instant); }
  void tell(FactId fact, Instant instant) { state_.words.tell(layout_, fact, instant.micros); }
  void tell(FactId fact, bool yes) { state_.words.tell(layout_, fact, yes ? 1 : 0); }
  void tell(FactId fact, Choice choice) { state_.words.tell(layout_, fact, choice.id); }
  void tell(FactId fact, Money money) { state_.words.tell_money(layout_, fact, money); }
  void tell(FactId fact, std::string_view text) { state_.words.tell_text(layout_, fact, text); }
  void tell(FactId fact, Value value) { state_.words.put(layout_, model_, fact, std::move(value)); }

private:
  Order::State& state_;
  const Model& model_;
  const kernel::Layout& layout_;
};

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
  std::vector<char> padded;
  /// Room for facts that the plain reader leaves to the other.
  OrderState facts{};

  [[nodiscard]] Order::State& state_of(Order& order) const {
    auto* state = PolicyAccess::changeable(order);
    if (state != nullptr && state->policy == PolicyAccess::compiled(policy)) return *state;
    order = Order(policy);
    return *PolicyAccess::changeable(order);
  }
  [[nodiscard]] bool read_plainly(std::string_view json, Order::State& state) {
    if (json.size() > longest) return false;
    if (padded.size() < json.size() + text_room) padded.resize(2 * json.size() + text_room);
    std::copy(json.begin(), json.end(), padded.begin());
    std::memset(padded.data() + json.size(), 0, text_room);
    IntoOrder into(state);
    return plain.read({padded.data(), json.size()}, into);
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
  auto& state = inside_->state_of(order);
  // Whatever happens, it does not count as the order that it was.
  order.clear();
  if (!inside_->read_plainly(json, state)) {
    order.clear();
    if (!inside_->quick.read(json, inside_->facts, state.id)) {
      order.clear();
      auto outcome = read_order_json(inside_->program, json);
      if (auto* problems = std::get_if<Problems>(&outcome)) return std::move(*problems);
      auto& read = std::get<ReadOrder>(outcome);
      inside_->facts = std::move(read.state);
      state.id = std::move(read.id);
    }
    state.load(inside_->facts);
  }
  state.checked = true;
  return {};
}

}  // namespace bywhen
