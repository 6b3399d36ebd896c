#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bywhen/diagnostic.hpp"

namespace bywhen::set {

/// What is said of the members of a set, each thing once. A warning counts only if it is said of every member that is
/// made of the text it stands in: what one member does not use, another may. A conflict counts wherever it is.
class Gathered {
public:
  /// `places` are the member's sources among those of the set; `overlays` names what is laid over it.
  void add(const Diagnostics& diagnostics, const std::vector<std::uint32_t>& places, const std::string& overlays);
  void add(Diagnostic diagnostic);
  [[nodiscard]] Diagnostics take();

private:
  struct Said {
    Diagnostic diagnostic;
    std::size_t times = 0;
    std::string overlays;
    /// It is no matter of members.
    bool alone = false;
  };

  std::vector<Said> said_;
  /// The texts of each member.
  std::vector<std::set<std::uint32_t>> members_;
};

}  // namespace bywhen::set
