#include "interpreter/api/names.hpp"

#include <fmt/format.h>

#include <utility>

#include "interpreter/order/value_text.hpp"

namespace bywhen {

Problem unknown_name_problem(const std::vector<std::string_view>& known, std::string_view kind, std::string_view name,
                             std::string_view code) {
  const auto near = nearest_name(name, known);
  std::string help = near ? fmt::format("did you mean `{}`?", *near) : "";
  if (!near) {
    for (const std::string_view each : known) help += fmt::format("{}`{}`", help.empty() ? "known here: " : ", ", each);
  }
  return make_problem(code, fmt::format("unknown {} `{}`", kind, name), std::move(help));
}

}  // namespace bywhen
