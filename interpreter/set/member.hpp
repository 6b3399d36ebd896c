#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "bywhen/policy.hpp"
#include "interpreter/program.hpp"
#include "interpreter/set/inside.hpp"
#include "interpreter/set/texts.hpp"

/// Policies made of several texts.
namespace bywhen::set {

struct MadeMember {
  /// Absent if there are errors.
  std::optional<Policy> policy;
  /// Which of the set's sources its own are.
  std::vector<std::uint32_t> places;
  /// Spans are those of its own sources.
  Diagnostics diagnostics;
};

/// A version with overlays laid over it. Files that it names become sources of the set, too.
[[nodiscard]] MadeMember make_member(Sources& set, const Text& version, const std::vector<const Text*>& overlays,
                                     const FileReader& files);

struct Chooser {
  /// Absent if there are errors.
  std::shared_ptr<const Program> program;
  std::vector<OverlayCondition> overlays;
  /// Errors of the conditions; spans are those of the set.
  Diagnostics diagnostics;
};

/// A version by itself, with the conditions of overlays. A condition may read what every order tells from the
/// beginning, and nothing that time, the status or an action changes.
[[nodiscard]] Chooser make_chooser(const Sources& set, const Text& version, const std::vector<const Text*>& overlays,
                                   const FileReader& files);

}  // namespace bywhen::set
