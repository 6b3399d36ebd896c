#include "tests/api/shipped.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

namespace bywhen::test {

std::string read_file(const std::string& path) {
  std::ifstream stream(std::string(BYWHEN_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

Policy policy_from(std::string text, std::string name) {
  Sources sources;
  sources.add(std::move(name), std::move(text));
  LoadedPolicy loaded = load_policy(std::move(sources));
  INFO(render_text(loaded.diagnostics, loaded.sources, false));
  REQUIRE(loaded.policy);
  return *loaded.policy;
}

const Policy& aliexpress() {
  static const Policy policy = policy_from(read_file("policies/aliexpress.bywhen"), "aliexpress.bywhen");
  return policy;
}

Order order_from(const Policy& policy, std::string_view json) {
  auto order = read_order(policy, json);
  if (const auto* problems = std::get_if<Problems>(&order)) FAIL(render_text(*problems, false));
  return std::get<Order>(order);
}

std::string refusal(const Policy& policy, std::string_view json) {
  const auto order = read_order(policy, json);
  const auto* problems = std::get_if<Problems>(&order);
  return problems == nullptr ? "accepted" : render_text(*problems, false);
}

Instant at(std::string_view rfc3339) {
  const auto instant = parse_rfc3339(rfc3339);
  REQUIRE(instant);
  return *instant;
}

}  // namespace bywhen::test
