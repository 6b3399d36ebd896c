#include "tests/unit/ask/asked.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "interpreter/order/validate.hpp"

namespace bywhen::test {

const Program& program_of(const Policy& policy) { return PolicyAccess::compiled(policy)->program; }

OrderState state_from(const Policy& policy, std::string_view json) {
  return PolicyAccess::parts(order_from(policy, json)).state;
}

namespace {

template <typename Item>
std::uint16_t index_of(const std::vector<Item>& items, std::string_view name) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  INFO(name);
  REQUIRE(found != items.end());
  return static_cast<std::uint16_t>(found - items.begin());
}

}  // namespace

FactId fact(const Policy& policy, std::string_view name) { return index_of(program_of(policy).model->facts, name); }
ActorId actor(const Policy& policy, std::string_view name) { return index_of(program_of(policy).model->actors, name); }
ActionId action(const Policy& policy, std::string_view name) {
  return index_of(program_of(policy).model->actions, name);
}
StatusId status(const Policy& policy, std::string_view name) {
  return index_of(program_of(policy).model->statuses, name);
}

std::optional<std::string> verdict(const Program& program, const OrderState& order, ActorId actor, ActionId action,
                                   Instant at) {
  const auto decided = decide(program, order, at);
  const auto* decision = std::get_if<Decision>(&decided);
  if (decision == nullptr) return std::nullopt;
  const auto& entitlements = program.statuses[decision->order.status].entitlements;
  for (std::size_t i = 0; i < entitlements.size(); ++i) {
    const auto& view = decision->view.actions[i];
    if (entitlements[i].actor == actor && entitlements[i].action == action && view)
      return std::string(to_string(view->verdict));
  }
  return "none";
}

std::optional<std::string> verdicts(const Program& program, const OrderState& order, Instant at) {
  const auto decided = decide(program, order, at);
  const auto* decision = std::get_if<Decision>(&decided);
  if (decision == nullptr) return std::nullopt;
  std::string all = program.model->statuses[decision->order.status].name;
  for (const auto& view : decision->view.actions) all.append(" ").append(view ? to_string(view->verdict) : "none");
  for (const DutyView& duty : decision->view.duties) all.append(" ").append(to_string(duty.state));
  return all;
}

namespace {

bool is_policy(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".bywhen") && !name.ends_with(".scenarios.bywhen");
}

Policy load(const std::string& folder, const std::string& name) {
  Sources sources;
  sources.add(folder + "/" + name, read_file(folder + "/" + name));
  const auto files = [](const std::string& path) { return FileText{read_file(path), ""}; };
  LoadedPolicy loaded = load_policy(std::move(sources), files);
  INFO(render_text(loaded.diagnostics, loaded.sources, false));
  REQUIRE(loaded.policy);
  return *loaded.policy;
}

}  // namespace

std::vector<NamedPolicy> all_policies() {
  std::vector<NamedPolicy> policies;
  for (const std::string folder : {"policies", "tests/naive/policies"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(BYWHEN_SOURCE_DIR) + "/" + folder)) {
      if (!is_policy(entry.path())) continue;
      const std::string name = entry.path().filename().string();
      policies.push_back({name, read_file(folder + "/" + name), load(folder, name)});
    }
  }
  std::sort(policies.begin(), policies.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return policies;
}

}  // namespace bywhen::test
