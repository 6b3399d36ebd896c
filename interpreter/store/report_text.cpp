#include <fmt/format.h>

#include "bywhen/policy_store.hpp"

namespace bywhen {
namespace {

/// Enough of a digest to tell it from others: `sha256:` and twelve digits.
std::string_view beginning(std::string_view digest) { return digest.substr(0, 19); }

std::string in_force_text(const PolicyEdit& edit) {
  if (edit.before.empty()) return fmt::format("`{}` is in force, {}", edit.name, beginning(edit.after));
  if (edit.before == edit.after) return fmt::format("`{}` is in force as before, {}", edit.name, beginning(edit.after));
  return fmt::format("`{}` is in force, {} after {}", edit.name, beginning(edit.after), beginning(edit.before));
}

std::string refused_text(const PolicyEdit& edit) {
  std::string why = edit.problem ? edit.problem->reason : "the policy has errors";
  if (edit.after.empty()) return why;
  return fmt::format("{}; {} stays in force", why, beginning(edit.after));
}

}  // namespace

std::string render_text(const StoreReport& report, bool colour) {
  std::string text;
  for (const PolicyEdit& edit : report.edits) {
    if (!edit.diagnostics.empty()) text += render_text(edit.diagnostics, edit.sources, colour) + "\n";
    const std::string& path = edit.problem ? edit.problem->path : edit.path;
    text += fmt::format("{}: {}\n", path, edit.in_force ? in_force_text(edit) : refused_text(edit));
  }
  for (const FileProblem& problem : report.problems) text += fmt::format("{}: {}\n", problem.path, problem.reason);
  return text;
}

}  // namespace bywhen
