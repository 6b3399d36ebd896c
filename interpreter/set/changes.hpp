#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "grammar/parse.hpp"

/// What overlays and versions do to the policy below them.
namespace bywhen::set {

/// What a text does to one thing of the policy.
struct Touch {
  /// `rule`, `term`, `fact` …
  std::string_view kind;
  std::string name;
  Span span;
  /// It keeps a term above a value, or below: others may do so, too.
  std::optional<bool> at_least;

  /// "the rule `payment`"
  [[nodiscard]] std::string thing() const;
  [[nodiscard]] bool same_thing(const Touch& other) const { return kind == other.kind && name == other.name; }
};
/// What a text replaces, removes or limits, as it stands there.
[[nodiscard]] std::vector<Touch> touches_of(const Parsed& text);

/// What a text replaces or removes although it has changed it before.
void report_changed_twice(const Parsed& text, Diagnostics& found);

struct OverlayText {
  const std::string& name;
  const Parsed& text;
};
/// What two overlays change that can both hold for one order; `example` tells for which.
void clashes(const OverlayText& first, const OverlayText& second, const std::string& example, Diagnostics& found);
/// Facts that an overlay removes, or lets be told otherwise, although overlays hang on them: what picks the overlays is
/// read as the version declares it, before any of them is laid.
void report_changed_facts(const OverlayText& overlay, const syntax::File& version,
                          const std::set<std::string>& read_by_conditions, Diagnostics& found);

}  // namespace bywhen::set
