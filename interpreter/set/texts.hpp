#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "grammar/parse.hpp"
#include "interpreter/time/civil.hpp"

/// The texts of a folder, sorted into versions, overlays and scenarios.
namespace bywhen::set {

/// A version or an overlay.
struct Text {
  std::uint32_t source = 0;
  const syntax::PolicyDecl* policy = nullptr;
  const syntax::VersionDecl* version = nullptr;
  const syntax::GovernedDecl* governed = nullptr;
  std::optional<Date> date;
  /// Of a version that amends the one before it: the texts that it changes, the oldest first.
  std::vector<std::uint32_t> amended;

  [[nodiscard]] const std::string& name() const { return policy->name.text; }
  [[nodiscard]] bool amends() const { return version != nullptr && version->amends.has_value(); }
  [[nodiscard]] bool for_all_orders() const { return version != nullptr && version->for_all_orders.has_value(); }
  [[nodiscard]] std::string version_text() const { return date ? format_date(*date) : ""; }
};

struct Texts {
  /// By date, one without first.
  std::vector<Text> versions;
  /// By name, then by date.
  std::vector<Text> overlays;
  std::vector<std::uint32_t> scenario_sources;
  std::size_t scenario_count = 0;
};

/// Sorts the texts and reports what does not go together: other names, the same dates, no event to tell versions apart.
[[nodiscard]] Texts sort_texts(const std::vector<Parsed>& parsed, Diagnostics& diagnostics);

}  // namespace bywhen::set
