#include <memory>

#include <CLI/CLI.hpp>

#include "cli/options.hpp"
#include "cli/policy_files.hpp"

namespace bywhen::cli {
namespace {

/// The schema of a policy, or of a set.
std::variant<std::string, ExitStatus> schema_of(const std::string& path, Console& console) {
  if (is_folder(path)) {
    const auto set = load_set_alone(path, console);
    if (const auto* failed = std::get_if<ExitStatus>(&set)) return *failed;
    return order_schema(std::get<PolicySet>(set));
  }
  const auto policy = load_alone(path, console);
  if (const auto* failed = std::get_if<ExitStatus>(&policy)) return *failed;
  return order_schema(std::get<Policy>(policy));
}

ExitStatus run(const SubjectNames& names, Console& console) {
  const auto found = schema_of(names.policy, console);
  if (const auto* failed = std::get_if<ExitStatus>(&found)) return *failed;
  const auto& schema = std::get<std::string>(found);
  console.out(schema);
  if (!schema.ends_with('\n')) console.out("\n");
  return ExitStatus::good;
}

constexpr const char* details = R"(The schema is of the version 2020-12: what an order must tell, and in which form.

Example:
  bywhen schema policies/aliexpress.bywhen > order.schema.json)";

}  // namespace

void add_schema(CLI::App& app, Invocation& invocation) {
  const auto names = std::make_shared<SubjectNames>();
  CLI::App& verb = add_verb(app, invocation, {"schema", "Prints the JSON Schema of a policy's orders", details});
  add_policy_argument(verb, *names);
  verb.callback([names, &invocation] { invocation.task = [names](Console& console) { return run(*names, console); }; });
}

}  // namespace bywhen::cli
