#include "cli/answer_words.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

struct ScalarWords {
  const PeopleClock& clock;

  std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(const NumberText& number) const { return number.text; }
  std::string operator()(const ListText& list) const { return list.json; }
  std::string operator()(const std::string& text) const {
    const auto time = text.ends_with('Z') ? parse_rfc3339(text) : std::nullopt;
    if (time) return clock.time(*time);
    const auto duration = duration_words(text);
    return duration ? unbroken(*duration) : printable(text);
  }
};

}  // namespace

Pieces label_and_name(const std::string& label, const std::string& name, Style style) {
  if (label.empty() || label == name) return {{printable(name), style}};
  return {{printable(label), style}, {fmt::format(" ({})", name), Style::dim}};
}

std::string bare_id(std::string_view id) {
  const bool quoted = id.size() >= 2 && id.front() == '"';
  return printable(quoted ? id.substr(1, id.size() - 2) : id);
}

std::string joined(const std::vector<std::string>& items, std::string_view between) {
  std::string text;
  for (const std::string& item : items) text.append(text.empty() ? "" : between).append(printable(item));
  return text;
}

std::string rule_words(const RuleName& rule) {
  return printable(rule.name == rule.source || rule.name.empty() ? rule.source
                                                                 : fmt::format("{}, {}", rule.name, rule.source));
}

Piece aside(const std::string& text) { return {" " + unbroken("· " + text), Style::dim}; }

Pieces reason_pieces(const std::vector<std::string>& because, const std::optional<RuleName>& rule) {
  const std::string reasons = joined(because, "; ");
  Pieces pieces{{reasons, Style::plain}};
  if (rule && reasons.empty()) {
    pieces.push_back({rule_words(*rule), Style::dim});
  } else if (rule) {
    pieces.push_back(aside(rule_words(*rule)));
  }
  return pieces;
}

std::string takeover_words(const Takeover& takeover) {
  const std::string overlays = takeover.overlays.empty() ? "" : " with " + joined(takeover.overlays, ", ");
  return printable(fmt::format("version {}{} takes over", takeover.version, overlays));
}

bool is_taken_over(const std::optional<Takeover>& takeover, const std::optional<Instant>& end) {
  return takeover && end.value_or(Instant::never()) > takeover->at;
}

std::string when_taken_over(const Takeover& takeover, const PeopleClock& clock) {
  return fmt::format("{}, when {}", clock.time_and_distance(takeover.at), takeover_words(takeover));
}

std::string taken_over_before(const Takeover& takeover, const PeopleClock& clock) {
  return fmt::format("{} before, {}", takeover_words(takeover), clock.time_and_distance(takeover.at));
}

std::string fact_words(const std::pair<std::string, Scalar>& fact, const PeopleClock& clock) {
  return fmt::format("{} = {}", fact.first, std::visit(ScalarWords{clock}, fact.second));
}

std::string facts_words(const NamedScalars& facts, const PeopleClock& clock) {
  std::vector<std::string> words;
  std::transform(facts.begin(), facts.end(), std::back_inserter(words),
                 [&clock](const auto& fact) { return fact_words(fact, clock); });
  return joined(words, ", ");
}

std::string amount_details(const AmountAnswer& amount) {
  std::vector<std::string> details;
  if (amount.amount != amount.gross) details.push_back(fmt::format("{} less {}", amount.gross, amount.less));
  if (amount.to) details.push_back("to " + *amount.to);
  return joined(details, ", ");
}

}  // namespace bywhen::cli
