#include "interpreter/check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "interpreter/check/context.hpp"
#include "interpreter/digest.hpp"

namespace bywhen {

namespace {

using check_stage::Context;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

void collect_words(std::string_view text, std::set<std::string, std::less<>>& words) {
  std::string word;
  for (const char c : text) {
    if (is_word(c)) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.insert(word);
}

void take_parser_results(Context& context, std::span<const Parsed> parsed) {
  for (const Parsed& file : parsed) {
    context.diagnostics.insert(context.diagnostics.end(), file.diagnostics.begin(), file.diagnostics.end());
    context.incomplete = context.incomplete || has_errors(file.diagnostics);
    for (const Span span : file.skipped) collect_words(context.sources.text(span), context.skipped_words);
    // Text with bytes that are none is not read at all: anything may be declared there.
    if (!file.diagnostics.empty() && file.file.declarations.empty()) {
      collect_words(context.sources[file.diagnostics.front().span.source].text(), context.skipped_words);
    }
  }
}

std::vector<const syntax::Declaration*> all_declarations(std::span<const Parsed> parsed) {
  std::vector<const syntax::Declaration*> all;
  std::size_t count = 0;
  for (const Parsed& file : parsed) count += file.file.declarations.size();
  all.reserve(count);
  for (const Parsed& file : parsed) {
    for (const syntax::Declaration& declaration : file.file.declarations) all.push_back(&declaration);
  }
  return all;
}

void add_other_places(Diagnostic& diagnostic, const std::vector<Span>& places) {
  constexpr std::size_t shown = 4;  // enough to see that it is the policy, not the sentence
  for (std::size_t i = 1; i < places.size() && i < shown; ++i) diagnostic.further.push_back({places[i], "here too"});
}

void sort_places(std::vector<Span>& places) {
  std::sort(places.begin(), places.end(),
            [](Span a, Span b) { return std::tie(a.source, a.begin) < std::tie(b.source, b.begin); });
}

void report_months(Context& context) {
  if (context.month_places.empty() || context.model.rounding != MonthRounding::refuse) return;
  sort_places(context.month_places);
  Diagnostic& diagnostic = context.error(codes::months_ambiguous, context.month_places.front(),
                                         "months differ in length, and the policy does not say how to count");
  add_other_places(diagnostic, context.month_places);
  const bool years = context.sources.text(context.month_places.front()).find("year") != std::string_view::npos;
  diagnostic.help = fmt::format("say `months round down` or `months round up`: one {}",
                                years ? "year after 2028-02-29 is then 2029-02-28 or 2029-03-01"
                                      : "month after 2026-01-31 is then 2026-02-28 or 2026-03-01");
}

void report_business_days(Context& context) {
  if (context.business_places.empty()) return;
  sort_places(context.business_places);
  const bool none = context.calendar_entries.empty();
  Diagnostic& diagnostic =
      context.error(codes::no_calendar, context.business_places.front(),
                    none ? "no calendar says which days are business days" : "no calendar is the default one");
  add_other_places(diagnostic, context.business_places);
  const std::string name = none ? "works" : context.calendar_entries.front().decl->name.text;
  diagnostic.help =
      none ? "declare one: `calendar works default { covers 2026 to 2028  weekend saturday, sunday }`"
           : fmt::format(
                 "name the calendar, as in `3 {0} business days` or `under EU law with {0} holidays`, or declare it "
                 "with `calendar {0} default`",
                 name);
}

}  // namespace

void check_stage::report_policy_wide(Context& context) {
  report_months(context);
  report_business_days(context);
}

namespace {

std::vector<Scenario> run_steps(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  check_stage::refuse_overlays(context, declarations);
  check_stage::declare(context, declarations);
  check_stage::check_governing_event(context, declarations);
  check_stage::lower_calendar_choices(context);
  check_stage::lower_named_values(context);
  const std::size_t before = context.diagnostics.size();
  check_stage::lower_actions(context, declarations);
  context.broken_actions = context.incomplete || context.diagnostics.size() > before;
  check_stage::lower_rules(context, declarations);
  check_stage::find_unused(context);
  check_stage::group_currencies(context);  // before scenarios, whose sums bind no order
  std::vector<Scenario> scenarios = check_stage::lower_scenarios(context, declarations);
  check_stage::report_policy_wide(context);
  check_stage::prove_duties(context);
  check_stage::prove_automatic(context);
  check_stage::prove_lifecycle(context);
  check_stage::find_conflicts(context);
  return scenarios;
}

}  // namespace

namespace {

/// Of the policy's text, or texts; of that and of the files that it names, in their order, where it names any.
std::string digest_of_policy(const Sources& sources, std::span<const NamedFile> files, std::size_t texts) {
  if (sources.size() == 0) return "";
  std::string text(sources[0].original());
  for (std::uint32_t i = 1; i < texts; ++i) {
    text += fmt::format("\n{}:{}\n", sources[i].name().substr(sources[i].name().find_last_of('/') + 1),
                        sources[i].original().size());
    text += sources[i].original();
  }
  for (const NamedFile& file : files) {
    if (file.name.source >= texts) continue;
    const std::string_view further = sources[*file.source].original();
    text += fmt::format("\n{}:{}\n", sources.text(file.name), further.size());
    text += further;
  }
  return digest_of(text);
}

}  // namespace

Checked check(const Sources& sources, std::span<const Parsed> parsed, std::span<const NamedFile> files,
              std::size_t texts) {
  Model model;
  Checked checked;
  Context context(sources, files, model, checked.diagnostics);
  take_parser_results(context, parsed);
  checked.scenarios = run_steps(context, all_declarations(parsed));
  sort_by_place(checked.diagnostics);
  if (has_errors(checked.diagnostics)) return checked;
  model.digest = digest_of_policy(sources, files, texts);
  checked.model = std::make_shared<const Model>(std::move(model));
  return checked;
}

}  // namespace bywhen
