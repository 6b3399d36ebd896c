#include "bindings/c/scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bindings/c/boundary.hpp"
#include "bywhen/diagnostic.hpp"

namespace bywhen::c {
namespace {

/// Diagnostics as JSON have an object a line; inside of texts line ends are escaped.
std::string on_one_line(std::string json) {
  json.erase(std::remove(json.begin(), json.end(), '\n'), json.end());
  return json;
}

std::string json_of(const ScenarioResult& result, const Sources& sources) {
  return fmt::format(R"({{"name":{},"file":{},"line":{},"passed":{},"failures":{}}})", json_string(result.name),
                     json_string(sources[result.span.source].name()), sources.position(result.span).line,
                     result.passed(), on_one_line(render_json(result.failures, sources)));
}

}  // namespace

std::string results_json(const std::vector<ScenarioResult>& results, const Sources& sources, std::size_t& failed) {
  std::string json = "[";
  failed = 0;
  for (const ScenarioResult& result : results) {
    if (!result.passed()) ++failed;
    json += (json.size() > 1 ? "," : "") + json_of(result, sources);
  }
  return json + "]";
}

}  // namespace bywhen::c
