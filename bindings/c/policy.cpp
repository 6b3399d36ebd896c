#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "bindings/c/boundary.hpp"
#include "bindings/c/files.hpp"
#include "bindings/c/scenarios.hpp"
#include "bywhen/diagnostic.hpp"

namespace bywhen::c {
namespace {

void add_source(Sources& sources, std::string_view name, std::string_view text) {
  if (text.size() > largest_text) {
    fail(BYWHEN_MISUSE, fmt::format("`{}` is larger than {} MiB", name, largest_text >> 20U));
  }
  sources.add(std::string(name), std::string(text));
}

void add_file(Sources& sources, const std::string& path) {
  FileText file = read_file(path);
  if (!file.text) fail(BYWHEN_UNREADABLE, fmt::format("{}: {}", path, file.error));
  sources.add(path, std::move(*file.text));
}

std::unique_ptr<bywhen_policy> load(const Sources& sources, const FileReader& files) {
  LoadedPolicy loaded = load_policy(sources, files);
  if (!loaded.policy) {
    throw Failure{std::make_unique<Report>(BYWHEN_REFUSED, loaded.diagnostics, loaded.sources)};
  }
  return std::make_unique<bywhen_policy>(std::move(*loaded.policy), loaded.diagnostics, loaded.sources);
}

std::string format(std::string_view name, std::string_view text) {
  Sources sources;
  add_source(sources, name, text);
  FormattedSource formatted = format_source(sources, 0);
  if (!formatted.diagnostics.empty())
    throw Failure{std::make_unique<Report>(BYWHEN_REFUSED, formatted.diagnostics, sources)};
  return std::move(formatted.text);
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_policy_from_text(const char* name, size_t name_length, const char* text, size_t text_length,
                                       bywhen_policy** policy, bywhen_error** error) {
  return give(policy, error, [&] {
    bywhen::Sources sources;
    add_source(sources, text_of(name, name_length, "the name"), bytes_of(text, text_length, "the text"));
    return load(sources, {});
  });
}

bywhen_outcome bywhen_policy_from_file(const char* path, size_t path_length, bywhen_policy** policy,
                                       bywhen_error** error) {
  return give(policy, error, [&] {
    bywhen::Sources sources;
    add_file(sources, path_of(path, path_length));
    return load(sources, read_file);
  });
}

bywhen_outcome bywhen_sources_new(bywhen_sources** sources, bywhen_error** error) {
  return give(sources, error, [] { return std::make_unique<bywhen_sources>(); });
}

bywhen_outcome bywhen_sources_add(bywhen_sources* sources, const char* name, size_t name_length, const char* text,
                                  size_t text_length, bywhen_error** error) {
  return guarded(error, [&] {
    add_source(needed(sources, "the sources").sources, text_of(name, name_length, "the name"),
               bytes_of(text, text_length, "the text"));
  });
}

bywhen_outcome bywhen_sources_add_file(bywhen_sources* sources, const char* path, size_t path_length,
                                       bywhen_error** error) {
  return guarded(error, [&] { add_file(needed(sources, "the sources").sources, path_of(path, path_length)); });
}

void bywhen_sources_free(bywhen_sources* sources) { end(sources); }

bywhen_outcome bywhen_policy_load(const bywhen_sources* sources, bywhen_file_reader files, void* user,
                                  bywhen_policy** policy, bywhen_error** error) {
  return give(policy, error, [&] {
    const bywhen::Sources& of = needed(sources, "the sources").sources;
    if (of.size() == 0) fail(BYWHEN_MISUSE, "there is no text among the sources", "add the policy's text first");
    return load(of, file_reader(files, user));
  });
}

void bywhen_policy_free(bywhen_policy* policy) { end(policy); }

const bywhen_error* bywhen_policy_warnings(const bywhen_policy* policy) {
  return policy == nullptr ? nullptr : &policy->warnings;
}
const char* bywhen_policy_name(const bywhen_policy* policy) {
  return policy == nullptr ? "" : policy->policy.name().c_str();
}
const char* bywhen_policy_digest(const bywhen_policy* policy) {
  return policy == nullptr ? "" : policy->policy.digest().c_str();
}
size_t bywhen_policy_scenario_count(const bywhen_policy* policy) {
  return policy == nullptr ? 0 : policy->policy.scenario_count();
}

bywhen_fact bywhen_policy_fact(const bywhen_policy* policy, const char* name, size_t length) {
  return found(bywhen_fact{}, [&] {
    const auto fact = needed(policy, "the policy").policy.fact(bytes_of(name, length, "the name"));
    return fact ? bywhen_fact{fact->policy, fact->index} : bywhen_fact{};
  });
}

bywhen_status bywhen_policy_status(const bywhen_policy* policy, const char* name, size_t length) {
  return found(bywhen_status{}, [&] {
    const auto status = needed(policy, "the policy").policy.status(bytes_of(name, length, "the name"));
    return status ? bywhen_status{status->policy, status->index} : bywhen_status{};
  });
}

bywhen_permission bywhen_policy_permission(const bywhen_policy* policy, const char* actor, size_t actor_length,
                                           const char* action, size_t action_length) {
  return found(bywhen_permission{}, [&] {
    const auto permission = needed(policy, "the policy")
                                .policy.permission(bytes_of(actor, actor_length, "the actor"),
                                                   bytes_of(action, action_length, "the action"));
    return permission ? bywhen_permission{permission->policy, permission->actor, permission->action}
                      : bywhen_permission{};
  });
}

bywhen_duty bywhen_policy_duty(const bywhen_policy* policy, const char* label, size_t length) {
  return found(bywhen_duty{}, [&] {
    const auto duty = needed(policy, "the policy").policy.duty(bytes_of(label, length, "the label"));
    return duty ? bywhen_duty{duty->policy, duty->rule} : bywhen_duty{};
  });
}

bywhen_outcome bywhen_policy_schema(const bywhen_policy* policy, bywhen_text** schema, bywhen_error** error) {
  return give_text(schema, error, [&] { return bywhen::order_schema(needed(policy, "the policy").policy); });
}

bywhen_outcome bywhen_policy_test(const bywhen_policy* policy, size_t* failed, bywhen_text** results,
                                  bywhen_error** error) {
  size_t count = 0;
  const bywhen_outcome outcome = give_text(results, error, [&] {
    const bywhen::Policy& played = needed(policy, "the policy").policy;
    return results_json(run_scenarios(played), played.sources(), count);
  });
  if (failed != nullptr) *failed = outcome == BYWHEN_OK ? count : 0;
  return outcome;
}

bywhen_outcome bywhen_format(const char* name, size_t name_length, const char* text, size_t text_length,
                             bywhen_text** formatted, bywhen_error** error) {
  return give_text(formatted, error, [&] {
    return format(text_of(name, name_length, "the name"), bytes_of(text, text_length, "the text"));
  });
}
