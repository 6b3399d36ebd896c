#include "interpreter/set/gathered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "interpreter/check/codes.hpp"

namespace bywhen::set {
namespace {

void move_to(Diagnostic& diagnostic, const std::vector<std::uint32_t>& places) {
  const auto move = [&](Span& span) { span.source = span.source < places.size() ? places[span.source] : 0; };
  move(diagnostic.span);
  for (Label& label : diagnostic.further) move(label.span);
}

/// What two sentences say against each other they say in every member that has both, whatever others have.
bool is_conflict(std::string_view code) {
  return code == codes::permission_covered || code == codes::duty_forbidden ||
         code == codes::duty_forbidden_at_deadline || code == codes::lapses_at_one_instant;
}

}  // namespace

void Gathered::add(const Diagnostics& diagnostics, const std::vector<std::uint32_t>& places,
                   const std::string& overlays) {
  members_.emplace_back(places.begin(), places.end());
  for (Diagnostic diagnostic : diagnostics) {
    move_to(diagnostic, places);
    const auto same = std::find_if(said_.begin(), said_.end(), [&](const Said& said) {
      const Diagnostic& other = said.diagnostic;
      return other.code == diagnostic.code && other.span == diagnostic.span && other.message == diagnostic.message;
    });
    if (same == said_.end()) {
      said_.push_back({std::move(diagnostic), 1, overlays, false});
    } else {
      ++same->times;
    }
  }
}

void Gathered::add(Diagnostic diagnostic) { said_.push_back({std::move(diagnostic), 1, "", true}); }

Diagnostics Gathered::take() {
  Diagnostics all;
  for (Said& said : said_) {
    const auto concerned =
        static_cast<std::size_t>(std::count_if(members_.begin(), members_.end(), [&](const auto& texts) {
          return texts.contains(said.diagnostic.span.source);
        }));
    const bool everywhere = said.alone || said.times >= concerned;
    if (!everywhere && said.diagnostic.severity == Severity::warning && !is_conflict(said.diagnostic.code)) continue;
    if (!everywhere && !said.overlays.empty()) {
      std::string& help = said.diagnostic.help;
      help += fmt::format("{}this is so with {}", help.empty() ? "" : "\n", said.overlays);
    }
    all.push_back(std::move(said.diagnostic));
  }
  sort_by_place(all);
  return all;
}

}  // namespace bywhen::set
