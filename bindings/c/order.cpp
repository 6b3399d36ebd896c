#include "bindings/c/boundary.hpp"

namespace bywhen::c {
namespace {

FactHandle handle_of(bywhen_fact fact) {
  // An index that no policy gives must not become another one by being cut.
  if (fact.index > UINT16_MAX) return {};
  return {fact.policy, static_cast<std::uint16_t>(fact.index)};
}

StatusHandle handle_of(bywhen_status status) {
  if (status.index > UINT16_MAX) return {};
  return {status.policy, static_cast<std::uint16_t>(status.index)};
}

Order& order_of(bywhen_order* order) { return needed(order, "the order").order; }
const Order& order_of(const bywhen_order* order) { return needed(order, "the order").order; }

/// Does to the order what may find problems.
template <typename Change>
bywhen_outcome change(bywhen_order* order, bywhen_error** error, Change change) noexcept {
  return guarded(error, [&] {
    const Problems problems = change(order_of(order));
    if (!problems.empty()) refuse(problems);
  });
}

bywhen_outcome set(bywhen_order* order, bywhen_fact fact, const FactValue& value, bywhen_error** error) noexcept {
  return change(order, error, [&](Order& of) { return of.set(handle_of(fact), value); });
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_order_new(const bywhen_policy* policy, bywhen_order** order, bywhen_error** error) {
  return give(order, error, [&] {
    return std::make_unique<bywhen_order>(bywhen_order{bywhen::Order(needed(policy, "the policy").policy)});
  });
}

bywhen_outcome bywhen_order_read(const bywhen_policy* policy, const char* json, size_t length, bywhen_order** order,
                                 bywhen_error** error) {
  return give(order, error, [&] {
    const bywhen::Policy& of = needed(policy, "the policy").policy;
    return std::make_unique<bywhen_order>(bywhen_order{value_of(read_order(of, bytes_of(json, length, "the order")))});
  });
}

bywhen_outcome bywhen_order_copy(const bywhen_order* order, bywhen_order** copy, bywhen_error** error) {
  return give(copy, error, [&] { return std::make_unique<bywhen_order>(bywhen_order{order_of(order)}); });
}

void bywhen_order_free(bywhen_order* order) { end(order); }

bywhen_outcome bywhen_order_json(const bywhen_order* order, bywhen_text** json, bywhen_error** error) {
  return give_text(json, error, [&] { return to_json(order_of(order).data()); });
}

bywhen_outcome bywhen_order_check(const bywhen_order* order, bywhen_error** error) {
  return guarded(error, [&] {
    const bywhen::Problems problems = order_of(order).problems();
    if (!problems.empty()) refuse(problems);
  });
}

bywhen_outcome bywhen_order_set_nothing(bywhen_order* order, bywhen_fact fact, bywhen_error** error) {
  return set(order, fact, std::monostate(), error);
}

bywhen_outcome bywhen_order_set_time(bywhen_order* order, bywhen_fact fact, int64_t micros, bywhen_error** error) {
  return set(order, fact, bywhen::Instant{micros}, error);
}

bywhen_outcome bywhen_order_set_date(bywhen_order* order, bywhen_fact fact, int32_t year, int32_t month, int32_t day,
                                     bywhen_error** error) {
  return set(order, fact, bywhen::CalendarDay{year, month, day}, error);
}

bywhen_outcome bywhen_order_set_yes_no(bywhen_order* order, bywhen_fact fact, int32_t yes, bywhen_error** error) {
  return set(order, fact, yes != 0, error);
}

bywhen_outcome bywhen_order_set_integer(bywhen_order* order, bywhen_fact fact, int64_t number, bywhen_error** error) {
  return set(order, fact, number, error);
}

bywhen_outcome bywhen_order_set_amount(bywhen_order* order, bywhen_fact fact, int64_t minor, const char* currency,
                                       bywhen_error** error) {
  return change(order, error, [&](bywhen::Order& of) {
    return of.set(handle_of(fact), bywhen::Amount(minor, text_of(currency, BYWHEN_TERMINATED, "the currency")));
  });
}

bywhen_outcome bywhen_order_set_text(bywhen_order* order, bywhen_fact fact, const char* text, size_t length,
                                     bywhen_error** error) {
  return change(order, error,
                [&](bywhen::Order& of) { return of.set(handle_of(fact), text_of(text, length, "the text")); });
}

bywhen_outcome bywhen_order_set_status(bywhen_order* order, bywhen_status status, bywhen_error** error) {
  return change(order, error, [&](bywhen::Order& of) { return of.set_status(handle_of(status)); });
}

bywhen_outcome bywhen_order_set_as_of(bywhen_order* order, int64_t micros, bywhen_error** error) {
  return guarded(error, [&] {
    bywhen::Order& of = order_of(order);
    of.set_as_of(micros == BYWHEN_NO_TIME ? std::nullopt : std::optional(instant_of(micros)));
  });
}

bywhen_outcome bywhen_order_set_id(bywhen_order* order, const char* id, size_t length, bywhen_error** error) {
  return guarded(error, [&] { order_of(order).set_id(text_of(id, length, "the id")); });
}

bywhen_outcome bywhen_order_clear(bywhen_order* order, bywhen_error** error) {
  return guarded(error, [&] { order_of(order).clear(); });
}
