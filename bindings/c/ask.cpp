#include "bindings/c/boundary.hpp"
#include "bindings/c/passed.hpp"
#include "bywhen/outlook.hpp"
#include "bywhen/preview.hpp"
#include "bywhen/why.hpp"

/// Questions about one order, which comes as JSON with a time as text, or as a handle with a time as a number.
namespace bywhen::c {
namespace {

const Policy& policy_of(const bywhen_policy* policy) { return needed(policy, "the policy").policy; }

/// What a question is about.
struct Question {
  const Policy& policy;
  Order order;
  Instant at;
};

Question question_of(const bywhen_policy* policy, Passed order, Passed at) {
  const Policy& under = policy_of(policy);
  Order about = value_of(read_order(under, bytes_of(order.text, order.length, "the order")));
  return {under, std::move(about), value_of(read_time(under, text_of(at.text, at.length, "the time")))};
}

const Order& order_of(const bywhen_order* order) { return needed(order, "the order").order; }

std::string outlook(const Policy& policy, const Order& order, Act act, Instant at) {
  const bool whole = act.actor.empty() && act.action.empty();
  return to_json(value_of(whole ? project(policy, order, at) : project(policy, order, act.actor, act.action, at)));
}

FactTexts facts_of(const Policy& policy, Passed facts, std::string_view what) {
  return read_facts(policy, text_of(facts.text, facts.length, what));
}

Order applied(const Policy& policy, const Order& order, Act act, Passed inputs, Instant at) {
  return value_of(apply(policy, order, act.actor, act.action, facts_of(policy, inputs, "the inputs"), at));
}

std::string previewed(const Policy& policy, const Order& order, Act act, Passed inputs, Instant from) {
  return to_json(value_of(preview(policy, order, act.actor, act.action, facts_of(policy, inputs, "the inputs"), from)));
}

Order recorded(const Policy& policy, const Order& order, Passed facts, Instant at) {
  return value_of(record(policy, order, facts_of(policy, facts, "the facts"), at));
}

std::unique_ptr<bywhen_order> boxed(Order order) {
  return std::make_unique<bywhen_order>(bywhen_order{std::move(order)});
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_decide(const bywhen_policy* policy, const char* order, size_t order_length, const char* at,
                             size_t at_length, bywhen_text** answer, bywhen_error** error) {
  return give_text(answer, error, [&] {
    const Question asked = question_of(policy, {order, order_length}, {at, at_length});
    return to_json(value_of(decide(asked.policy, asked.order, asked.at)));
  });
}

bywhen_outcome bywhen_order_decide(const bywhen_policy* policy, const bywhen_order* order, int64_t at,
                                   bywhen_text** answer, bywhen_error** error) {
  return give_text(answer, error,
                   [&] { return to_json(value_of(decide(policy_of(policy), order_of(order), instant_of(at)))); });
}

bywhen_outcome bywhen_why(const bywhen_policy* policy, const char* order, size_t order_length, const char* actor,
                          size_t actor_length, const char* action, size_t action_length, const char* at,
                          size_t at_length, bywhen_text** why, bywhen_error** error) {
  return give_text(why, error, [&] {
    const Question asked = question_of(policy, {order, order_length}, {at, at_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return to_json(value_of(bywhen::why(asked.policy, asked.order, act.actor, act.action, asked.at)));
  });
}

bywhen_outcome bywhen_order_why(const bywhen_policy* policy, const bywhen_order* order, const char* actor,
                                size_t actor_length, const char* action, size_t action_length, int64_t at,
                                bywhen_text** why, bywhen_error** error) {
  return give_text(why, error, [&] {
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return to_json(value_of(bywhen::why(policy_of(policy), order_of(order), act.actor, act.action, instant_of(at))));
  });
}

bywhen_outcome bywhen_outlook(const bywhen_policy* policy, const char* order, size_t order_length, const char* actor,
                              size_t actor_length, const char* action, size_t action_length, const char* at,
                              size_t at_length, bywhen_text** outlook, bywhen_error** error) {
  return give_text(outlook, error, [&] {
    const Question asked = question_of(policy, {order, order_length}, {at, at_length});
    return bywhen::c::outlook(asked.policy, asked.order, act_of({actor, actor_length}, {action, action_length}),
                              asked.at);
  });
}

bywhen_outcome bywhen_order_outlook(const bywhen_policy* policy, const bywhen_order* order, const char* actor,
                                    size_t actor_length, const char* action, size_t action_length, int64_t at,
                                    bywhen_text** outlook, bywhen_error** error) {
  return give_text(outlook, error, [&] {
    return bywhen::c::outlook(policy_of(policy), order_of(order),
                              act_of({actor, actor_length}, {action, action_length}), instant_of(at));
  });
}

bywhen_outcome bywhen_preview(const bywhen_policy* policy, const char* order, size_t order_length, const char* actor,
                              size_t actor_length, const char* action, size_t action_length, const char* inputs,
                              size_t inputs_length, const char* from, size_t from_length, bywhen_text** preview,
                              bywhen_error** error) {
  return give_text(preview, error, [&] {
    const Question asked = question_of(policy, {order, order_length}, {from, from_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return previewed(asked.policy, asked.order, act, {inputs, inputs_length}, asked.at);
  });
}

bywhen_outcome bywhen_order_preview(const bywhen_policy* policy, const bywhen_order* order, const char* actor,
                                    size_t actor_length, const char* action, size_t action_length, const char* inputs,
                                    size_t inputs_length, int64_t from, bywhen_text** preview, bywhen_error** error) {
  return give_text(preview, error, [&] {
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return previewed(policy_of(policy), order_of(order), act, {inputs, inputs_length}, instant_of(from));
  });
}

bywhen_outcome bywhen_apply(const bywhen_policy* policy, const char* order, size_t order_length, const char* actor,
                            size_t actor_length, const char* action, size_t action_length, const char* inputs,
                            size_t inputs_length, const char* at, size_t at_length, bywhen_text** after,
                            bywhen_error** error) {
  return give_text(after, error, [&] {
    const Question asked = question_of(policy, {order, order_length}, {at, at_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return to_json(applied(asked.policy, asked.order, act, {inputs, inputs_length}, asked.at).data());
  });
}

bywhen_outcome bywhen_order_apply(const bywhen_policy* policy, const bywhen_order* order, const char* actor,
                                  size_t actor_length, const char* action, size_t action_length, const char* inputs,
                                  size_t inputs_length, int64_t at, bywhen_order** after, bywhen_error** error) {
  return give(after, error, [&] {
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return boxed(applied(policy_of(policy), order_of(order), act, {inputs, inputs_length}, instant_of(at)));
  });
}

bywhen_outcome bywhen_record(const bywhen_policy* policy, const char* order, size_t order_length, const char* facts,
                             size_t facts_length, const char* at, size_t at_length, bywhen_text** after,
                             bywhen_error** error) {
  return give_text(after, error, [&] {
    const Question asked = question_of(policy, {order, order_length}, {at, at_length});
    return to_json(recorded(asked.policy, asked.order, {facts, facts_length}, asked.at).data());
  });
}

bywhen_outcome bywhen_order_record(const bywhen_policy* policy, const bywhen_order* order, const char* facts,
                                   size_t facts_length, int64_t at, bywhen_order** after, bywhen_error** error) {
  return give(after, error, [&] {
    return boxed(recorded(policy_of(policy), order_of(order), {facts, facts_length}, instant_of(at)));
  });
}
