#include "bywhen/policy_set.hpp"

#include "bindings/c/boundary.hpp"
#include "bindings/c/passed.hpp"
#include "bindings/c/scenarios.hpp"
#include "bywhen/policy_file.hpp"

/// Versions and overlays. Orders come as JSON, since which facts they may tell hangs on what governs them.
namespace bywhen::c {
namespace {

std::unique_ptr<bywhen_set> boxed(LoadedPolicySet loaded) {
  if (!loaded.set) throw Failure{std::make_unique<Report>(BYWHEN_REFUSED, loaded.diagnostics, loaded.sources)};
  return std::make_unique<bywhen_set>(std::move(*loaded.set), loaded.diagnostics, loaded.sources);
}

std::unique_ptr<bywhen_set> load_folder(const std::string& path) {
  auto loaded = load_policy_set_folder(path);
  if (const auto* problem = std::get_if<FileProblem>(&loaded))
    fail(BYWHEN_UNREADABLE, problem->path + ": " + problem->reason);
  return boxed(std::move(std::get<LoadedPolicySet>(loaded)));
}

/// What a question is about.
struct Question {
  const PolicySet& set;
  std::string_view order;
  Instant at;

  Question(const bywhen_set* asked, Passed about, Passed time)
      : set(needed(asked, "the set").set),
        order(bytes_of(about.text, about.length, "the order")),
        at(value_of(read_time(set.members().back().policy, text_of(time.text, time.length, "the time")))) {}
};

FactTexts facts_of(const Question& asked, Passed facts, std::string_view what) {
  const Governed governed = value_of(govern(asked.set, asked.order, asked.at));
  return read_facts(governed.policy, text_of(facts.text, facts.length, what));
}

std::string member_json(const PolicyMember& member) {
  std::string overlays;
  for (const std::string& overlay : member.overlays) overlays += (overlays.empty() ? "" : ",") + json_string(overlay);
  return R"({"version":)" + (member.version.empty() ? "null" : json_string(member.version)) + R"(,"overlays":[)" +
         overlays + R"(],"example":)" + json_string(member.example) + R"(,"digest":)" +
         json_string(member.policy.digest()) + "}";
}

std::string members_json(const PolicySet& set) {
  std::string members = "[";
  for (const PolicyMember& member : set.members()) members += (members.size() > 1 ? "," : "") + member_json(member);
  return members + "]";
}

/// The policy by itself; what its set had to warn of is the set's.
std::unique_ptr<bywhen_policy> alone(const Policy& policy) {
  return std::make_unique<bywhen_policy>(policy, Diagnostics{}, policy.sources());
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_set_from_folder(const char* path, size_t path_length, bywhen_set** set, bywhen_error** error) {
  return give(set, error, [&] { return load_folder(path_of(path, path_length)); });
}

bywhen_outcome bywhen_set_load(const bywhen_sources* sources, bywhen_file_reader files, void* user, bywhen_set** set,
                               bywhen_error** error) {
  return give(set, error, [&] {
    const bywhen::Sources& of = needed(sources, "the sources").sources;
    if (of.size() == 0) fail(BYWHEN_MISUSE, "there is no text among the sources", "add the versions' texts first");
    return boxed(bywhen::load_policy_set(of, file_reader(files, user)));
  });
}

void bywhen_set_free(bywhen_set* set) { end(set); }

const bywhen_error* bywhen_set_warnings(const bywhen_set* set) { return set == nullptr ? nullptr : &set->warnings; }
const char* bywhen_set_name(const bywhen_set* set) { return set == nullptr ? "" : set->set.name().c_str(); }
size_t bywhen_set_scenario_count(const bywhen_set* set) { return set == nullptr ? 0 : set->set.scenario_count(); }

bywhen_outcome bywhen_set_members(const bywhen_set* set, bywhen_text** members, bywhen_error** error) {
  return give_text(members, error, [&] { return members_json(needed(set, "the set").set); });
}

bywhen_outcome bywhen_set_schema(const bywhen_set* set, bywhen_text** schema, bywhen_error** error) {
  return give_text(schema, error, [&] { return order_schema(needed(set, "the set").set); });
}

bywhen_outcome bywhen_set_test(const bywhen_set* set, size_t* failed, bywhen_text** results, bywhen_error** error) {
  if (failed != nullptr) *failed = 0;
  return give_text(results, error, [&] {
    const bywhen::PolicySet& played = needed(set, "the set").set;
    std::size_t count = 0;
    std::string json = results_json(run_scenarios(played), played.sources(), count);
    if (failed != nullptr) *failed = count;
    return json;
  });
}

bywhen_outcome bywhen_set_govern(const bywhen_set* set, const char* order, size_t order_length, const char* at,
                                 size_t at_length, bywhen_policy** policy, bywhen_text** settled,
                                 bywhen_error** error) {
  if (policy != nullptr) *policy = nullptr;
  if (settled != nullptr) *settled = nullptr;
  return guarded(error, [&] {
    bywhen_policy*& policy_place = needed(policy, "the place for the policy");
    bywhen_text*& order_place = needed(settled, "the place for the order");
    const Question asked(set, {order, order_length}, {at, at_length});
    const bywhen::Governed governed = value_of(govern(asked.set, asked.order, asked.at));
    auto text = std::make_unique<bywhen_text>(bywhen_text{to_json(governed.order.data())});
    policy_place = alone(governed.policy).release();
    order_place = text.release();
  });
}

bywhen_outcome bywhen_set_decide(const bywhen_set* set, const char* order, size_t order_length, const char* at,
                                 size_t at_length, bywhen_text** answer, bywhen_error** error) {
  return give_text(answer, error, [&] {
    const Question asked(set, {order, order_length}, {at, at_length});
    return to_json(value_of(decide(asked.set, asked.order, asked.at)));
  });
}

bywhen_outcome bywhen_set_why(const bywhen_set* set, const char* order, size_t order_length, const char* actor,
                              size_t actor_length, const char* action, size_t action_length, const char* at,
                              size_t at_length, bywhen_text** why, bywhen_error** error) {
  return give_text(why, error, [&] {
    const Question asked(set, {order, order_length}, {at, at_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    return to_json(value_of(bywhen::why(asked.set, asked.order, act.actor, act.action, asked.at)));
  });
}

bywhen_outcome bywhen_set_outlook(const bywhen_set* set, const char* order, size_t order_length, const char* actor,
                                  size_t actor_length, const char* action, size_t action_length, const char* at,
                                  size_t at_length, bywhen_text** outlook, bywhen_error** error) {
  return give_text(outlook, error, [&] {
    const Question asked(set, {order, order_length}, {at, at_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    const bool whole = act.actor.empty() && act.action.empty();
    return to_json(value_of(whole ? project(asked.set, asked.order, asked.at)
                                  : project(asked.set, asked.order, act.actor, act.action, asked.at)));
  });
}

bywhen_outcome bywhen_set_preview(const bywhen_set* set, const char* order, size_t order_length, const char* actor,
                                  size_t actor_length, const char* action, size_t action_length, const char* inputs,
                                  size_t inputs_length, const char* from, size_t from_length, bywhen_text** preview,
                                  bywhen_error** error) {
  return give_text(preview, error, [&] {
    const Question asked(set, {order, order_length}, {from, from_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    const bywhen::FactTexts given = facts_of(asked, {inputs, inputs_length}, "the inputs");
    return to_json(value_of(bywhen::preview(asked.set, asked.order, act.actor, act.action, given, asked.at)));
  });
}

bywhen_outcome bywhen_set_apply(const bywhen_set* set, const char* order, size_t order_length, const char* actor,
                                size_t actor_length, const char* action, size_t action_length, const char* inputs,
                                size_t inputs_length, const char* at, size_t at_length, bywhen_text** after,
                                bywhen_error** error) {
  return give_text(after, error, [&] {
    const Question asked(set, {order, order_length}, {at, at_length});
    const Act act = act_of({actor, actor_length}, {action, action_length});
    const bywhen::FactTexts given = facts_of(asked, {inputs, inputs_length}, "the inputs");
    return to_json(value_of(apply(asked.set, asked.order, act.actor, act.action, given, asked.at)).data());
  });
}

bywhen_outcome bywhen_set_record(const bywhen_set* set, const char* order, size_t order_length, const char* facts,
                                 size_t facts_length, const char* at, size_t at_length, bywhen_text** after,
                                 bywhen_error** error) {
  return give_text(after, error, [&] {
    const Question asked(set, {order, order_length}, {at, at_length});
    const bywhen::FactTexts told = facts_of(asked, {facts, facts_length}, "the facts");
    return to_json(value_of(record(asked.set, asked.order, told, asked.at)).data());
  });
}

bywhen_outcome bywhen_set_session_new(const bywhen_set* set, const char* order, size_t order_length, const char* now,
                                      size_t now_length, bywhen_file_reader files, void* user, bywhen_session** session,
                                      bywhen_error** error) {
  return give(session, error, [&] {
    const bywhen::PolicySet& of = needed(set, "the set").set;
    if (order == nullptr && order_length == 0) {
      return std::make_unique<bywhen_session>(
          bywhen_session{bywhen::Session(of, std::nullopt, bywhen::Instant{}, file_reader(files, user))});
    }
    const Question asked(set, {order, order_length}, {now, now_length});
    // A session trusts its order, so whether it fits is seen here.
    static_cast<void>(value_of(decide(asked.set, asked.order, asked.at)));
    return std::make_unique<bywhen_session>(
        bywhen_session{bywhen::Session(of, std::string(asked.order), asked.at, file_reader(files, user))});
  });
}
