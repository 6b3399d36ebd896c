#include "interpreter/set/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "interpreter/check/codes.hpp"

namespace bywhen::set {
namespace {

template <typename Decl>
const Decl* find(const Parsed& parsed) {
  for (const syntax::Declaration& declaration : parsed.file.declarations) {
    if (const auto* found = std::get_if<Decl>(&declaration)) return found;
  }
  return nullptr;
}

class Sorter {
public:
  Sorter(const std::vector<Parsed>& parsed, Diagnostics& diagnostics) : parsed_(parsed), diagnostics_(diagnostics) {}

  Texts sort() {
    for (std::uint32_t source = 0; source < parsed_.size(); ++source) add(source);
    order();
    find_amended();
    check_names();
    check_dates(texts_.versions);
    check_dates(texts_.overlays);
    // Who mixes up files is not asked for more.
    if (!has_errors(diagnostics_)) check_governed();
    check_zones();
    for (const Text& overlay : texts_.overlays) check_overlay(overlay);
    return std::move(texts_);
  }

private:
  void add(std::uint32_t source) {
    const Parsed& parsed = parsed_[source];
    const auto& all = parsed.file.declarations;
    const auto scenarios = std::count_if(all.begin(), all.end(), [](const syntax::Declaration& declaration) {
      return std::holds_alternative<syntax::ScenarioDecl>(declaration);
    });
    if (scenarios > 0) texts_.scenario_sources.push_back(source);
    texts_.scenario_count += static_cast<std::size_t>(scenarios);
    Text text{source,
              find<syntax::PolicyDecl>(parsed),
              find<syntax::VersionDecl>(parsed),
              find<syntax::GovernedDecl>(parsed),
              std::nullopt,
              {}};
    if (text.policy == nullptr) return;
    if (text.version != nullptr) text.date = parse_date(std::get<syntax::DateLiteral>(text.version->date.node).text);
    (text.policy->extends ? texts_.overlays : texts_.versions).push_back(text);
  }

  void order() {
    const auto by_date = [](const Text& a, const Text& b) { return a.date < b.date; };
    std::stable_sort(texts_.versions.begin(), texts_.versions.end(), by_date);
    std::stable_sort(texts_.overlays.begin(), texts_.overlays.end(), [](const Text& a, const Text& b) {
      return std::tie(a.name(), a.date) < std::tie(b.name(), b.date);
    });
  }

  void find_amended() {
    for (std::size_t i = 0; i < texts_.versions.size(); ++i) {
      Text& version = texts_.versions[i];
      if (!version.amends()) continue;
      if (i == 0) {
        amends_nothing(version);
        continue;
      }
      version.amended = texts_.versions[i - 1].amended;
      version.amended.push_back(texts_.versions[i - 1].source);
    }
  }
  void amends_nothing(const Text& version) {
    report(codes::amends_nothing, Severity::error, *version.version->amends,
           fmt::format("there is no version before {}", version.version_text()))
        .help =
        "the first version says all of the policy: leave out `amends the version before`, or add the one before";
  }

  Diagnostic& report(std::string_view code, Severity severity, Span span, std::string message) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.severity = severity;
    diagnostic.span = span;
    diagnostic.message = std::move(message);
    diagnostics_.push_back(std::move(diagnostic));
    return diagnostics_.back();
  }

  void check_names() {
    if (texts_.versions.empty()) {
      const Span span = texts_.overlays.empty() ? Span{} : texts_.overlays.front().policy->extends->span;
      report(codes::nothing_to_extend, Severity::error, span, "no file of this folder has the policy that is extended")
          .help = "lay the policy beside its overlays: a file whose `policy` sentence does not say `extends`";
      return;
    }
    const Text& first = texts_.versions.front();
    for (const Text& version : texts_.versions) {
      if (version.name() != first.name()) other_policy(version.policy->name, first, "another policy stands in");
    }
    for (const Text& overlay : texts_.overlays) {
      if (overlay.policy->extends->text != first.name()) unknown_base(*overlay.policy->extends, first);
      if (overlay.name() == first.name()) {
        report(codes::several_policies, Severity::error, overlay.policy->name.span,
               fmt::format("the overlay has the name of the policy `{}`", first.name()))
            .help = fmt::format("give it a name of its own: `{}_eu`", first.name());
      }
    }
  }
  void other_policy(const syntax::Name& name, const Text& first, std::string_view what) {
    Diagnostic& diagnostic = report(codes::several_policies, Severity::error, name.span,
                                    fmt::format("{} this folder: `{}`", what, name.text));
    diagnostic.further.push_back({first.policy->name.span, fmt::format("`{}` is here", first.name())});
    diagnostic.help = "a folder holds the versions of one policy and its overlays: they share its name, or extend it";
  }
  void unknown_base(const syntax::Name& name, const Text& first) {
    Diagnostic& diagnostic = report(codes::nothing_to_extend, Severity::error, name.span,
                                    fmt::format("this folder has no policy `{}`", name.text));
    diagnostic.further.push_back({first.policy->name.span, "the policy of this folder"});
    diagnostic.help = fmt::format("write `extends {}`", first.name());
  }

  static Span place_of(const Text& text) { return text.version != nullptr ? text.version->span : text.policy->span; }

  /// Whether its date is no day of the calendar, or may stand in what could not be read.
  [[nodiscard]] bool is_unsure(const Text& text) const {
    if (text.version != nullptr && !text.date) return true;
    return text.version == nullptr && has_errors(parsed_[text.source].diagnostics);
  }

  void check_dates(const std::vector<Text>& texts) {
    for (std::size_t i = 1; i < texts.size(); ++i) {
      if (texts[i].name() != texts[i - 1].name() || texts[i].date != texts[i - 1].date) continue;
      if (is_unsure(texts[i]) || is_unsure(texts[i - 1])) continue;
      const std::string which =
          texts[i].date ? fmt::format("begin on {}", format_date(*texts[i].date)) : "have no date";
      Diagnostic& diagnostic = report(codes::same_version, Severity::error, place_of(texts[i]),
                                      fmt::format("two versions of `{}` {}", texts[i].name(), which));
      diagnostic.further.push_back({place_of(texts[i - 1]), "the other one"});
      diagnostic.help = "the latest version that has begun governs: give each a date of its own with `version DATE`";
    }
  }

  void check_governed() {
    const bool dated_overlay = std::any_of(texts_.overlays.begin(), texts_.overlays.end(),
                                           [](const Text& overlay) { return overlay.date.has_value(); });
    const Text* says = nullptr;
    for (const Text& version : texts_.versions) {
      if (version.governed == nullptr) continue;
      if (says == nullptr) says = &version;
      if (version.governed->event.text != says->governed->event.text) other_event(version, *says);
    }
    if (says != nullptr || texts_.versions.empty()) return;
    if (texts_.versions.size() == 1 && !dated_overlay) return;
    const Text& last = texts_.versions.back();
    Diagnostic& diagnostic =
        report(codes::governed_by_what, Severity::error, place_of(last), "nothing says which version governs an order");
    diagnostic.help = "name the event whose date picks the version, in one of them: `governed by placed_at`";
  }
  void other_event(const Text& version, const Text& says) {
    Diagnostic& diagnostic = report(codes::governed_by_what, Severity::error, version.governed->event.span,
                                    "versions of one policy are governed by different events");
    diagnostic.further.push_back({says.governed->event.span, "the other event"});
    diagnostic.help = "one event picks the version of every order: name the same one in all";
  }

  void check_zones() {
    const syntax::ZoneDecl* first = nullptr;
    for (const Text& version : texts_.versions) {
      const auto* zone = find<syntax::ZoneDecl>(parsed_[version.source]);
      if (zone == nullptr) continue;
      if (first == nullptr) first = zone;
      if (zone->zone.text == first->zone.text) continue;
      Diagnostic& diagnostic = report(codes::zones_differ, Severity::error, zone->span,
                                      "versions of one policy count by clocks of different zones");
      diagnostic.further.push_back({first->span, "the other zone"});
      diagnostic.help = "the date of a version begins at midnight in the policy's zone: name the same one in all";
    }
  }

  void check_overlay(const Text& overlay) {
    const std::string_view usual = "that is the business of the policy which it extends: leave it out";
    if (overlay.amends()) {
      refuse(*overlay.version->amends, "an overlay amends no version",
             "it changes every version that it is laid over; its `version DATE` says from which governing date on");
    }
    if (overlay.for_all_orders()) refuse(*overlay.version->for_all_orders, "an overlay cannot take over all orders");
    if (overlay.governed != nullptr) refuse(overlay.governed->span, "an overlay cannot say what governs", usual);
    if (const auto* zone = find<syntax::ZoneDecl>(parsed_[overlay.source]))
      refuse(zone->span, "an overlay cannot change the zone", usual);
  }
  void refuse(Span span, std::string message,
              std::string_view help = "its `version DATE` says from which governing date on it belongs to the policy") {
    report(codes::not_in_overlay, Severity::error, span, std::move(message)).help = help;
  }

  const std::vector<Parsed>& parsed_;
  Diagnostics& diagnostics_;
  Texts texts_;
};

}  // namespace

Texts sort_texts(const std::vector<Parsed>& parsed, Diagnostics& diagnostics) {
  return Sorter(parsed, diagnostics).sort();
}

}  // namespace bywhen::set
