#include "cli/why_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
/// Longer values may be broken over lines.
constexpr std::size_t longest_unbroken = 40;

std::optional<Instant> instant_of(const std::string& words) {
  return words.ends_with('Z') ? parse_rfc3339(words) : std::nullopt;
}

std::string known_words(const std::string& words, const PeopleClock& clock) {
  const auto instant = instant_of(words);
  return instant ? unbroken(clock.exact_time(*instant)) : printable(words);
}

std::string value_words(const WhyValue& value, const PeopleClock& clock) {
  switch (value.state) {
    case WhyValue::State::never:
      return unbroken(value.name + " = not happened");
    case WhyValue::State::unknown:
      return unbroken(value.name + " = not known");
    case WhyValue::State::known:
      break;
  }
  const std::string words = known_words(value.words, clock);
  const std::string both = fmt::format("{} = {}", value.name, words);
  return words.size() > longest_unbroken ? both : unbroken(both);
}

std::string scalar_words(const Scalar& scalar, const PeopleClock& clock) {
  const std::string named = fact_words({"", scalar}, clock);
  return unbroken(named.substr(named.find("= ") + 2));
}

}  // namespace

std::string values_words(const std::vector<WhyValue>& values, const PeopleClock& clock) {
  std::vector<std::string> words;
  std::transform(values.begin(), values.end(), std::back_inserter(words),
                 [&clock](const WhyValue& value) { return value_words(value, clock); });
  return joined(words, ", ");
}

// ── Sentences
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

Piece prohibition_head(Holds holds) {
  if (holds == Holds::yes) return {"Forbidden", Style::bad};
  return holds == Holds::unknown ? Piece{"Perhaps forbidden", Style::waiting}
                                 : Piece{"Forbidden later", Style::waiting};
}

}  // namespace

Piece sentence_head(const WhySentence& sentence) {
  if (sentence.kind == WhySentence::Kind::forbids) return prohibition_head(sentence.holds);
  if (sentence.holds == Holds::no) return {"Does not apply", Style::bad};
  const std::string by = sentence.kind == WhySentence::Kind::obliges       ? ", as a duty"
                         : sentence.kind == WhySentence::Kind::gives_right ? ", as a right"
                                                                           : "";
  return sentence.holds == Holds::yes ? Piece{"Permitted" + by, Style::good}
                                      : Piece{"Perhaps permitted" + by, Style::waiting};
}

namespace {

std::string opening_words(const WhyBound& bound, const std::string& time, const std::string& text) {
  if (bound.passed == Holds::yes) return bound.at ? fmt::format("since {} · {}", time, text) : "open · " + text;
  if (bound.at) return fmt::format("not yet: from {} on · {}", time, text);
  return (bound.state == WhyValue::State::never ? "not yet: it waits for " : "not known from when on: ") + text;
}

std::string ending_words(const WhyBound& bound, const std::string& time, const std::string& text) {
  if (bound.passed == Holds::yes) return bound.at ? fmt::format("over since {} · {}", time, text) : "over · " + text;
  if (bound.at) return fmt::format("until {} · {}", time, text);
  return (bound.state == WhyValue::State::never ? "without end before " : "not known until when: ") + text;
}

std::string due_words(const WhyBound& bound, const std::string& time, const std::string& text) {
  if (!bound.at) return (bound.state == WhyValue::State::never ? "not due before " : "not known when due: ") + text;
  const std::string_view words =
      bound.passed == Holds::yes ? "was due by {}, and can be done late · {}" : "due by {} · {}";
  return fmt::format(fmt::runtime(words), time, text);
}

}  // namespace

Piece bound_piece(const WhyBound& bound, const PeopleClock& clock) {
  const std::string time = bound.at ? clock.time_and_distance(*bound.at) : "";
  const std::string text = printable(bound.text);
  const std::string words = bound.kind == WhyBound::Kind::opens  ? opening_words(bound, time, text)
                            : bound.kind == WhyBound::Kind::ends ? ending_words(bound, time, text)
                                                                 : due_words(bound, time, text);
  return {words, bound.allows() == Holds::yes ? Style::plain : Style::waiting};
}

Piece condition_piece(const WhyCondition& condition) {
  const std::string text = printable(condition.text);
  if (condition.holds == Holds::yes) return {"yes: " + text, Style::plain};
  return {(condition.holds == Holds::no ? "no: " : "not known: ") + text, Style::waiting};
}

// ── Ways
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

std::string_view further_words(const Way& way) {
  if (way.or_more) return way.of_time ? " or later" : " or more";
  if (way.or_less) return way.of_time ? " or earlier" : " or less";
  return "";
}

/// `2026-03-01 20:00 UTC or earlier`; what begins a microsecond after an instant is `later than` it.
std::string range_words(const Way& way, const PeopleClock& clock) {
  const auto instant = instant_of(way.value_words);
  if (instant) {
    const Instant before{instant->micros - 1};
    const Instant after{instant->micros + 1};
    if (way.or_more && before.micros % micros_per_second == 0) return "later than " + unbroken(clock.time(before));
    if (way.or_less && after.micros % micros_per_second == 0) return "earlier than " + unbroken(clock.time(after));
  }
  return known_words(way.value_words, clock).append(further_words(way));
}

std::string event_way(const Way& way, const PeopleClock& clock) {
  const std::string happened = way.present ? "it happened " + scalar_words(*way.present, clock) : "it has not happened";
  if (!way.value) return fmt::format("If {} had not happened ({})", way.fact, happened);
  if (!way.present && instant_of(way.value_words) == clock.now()) return fmt::format("If {} happened now", way.fact);
  return fmt::format("If {} had happened {} ({})", way.fact, range_words(way, clock), happened);
}

std::string fact_way(const Way& way, const PeopleClock& clock) {
  if (way.of_event) return event_way(way, clock);
  if (!way.present) return fmt::format("If {} is {} (it is not known)", way.fact, range_words(way, clock));
  const std::string present = scalar_words(*way.present, clock);
  return way.value ? fmt::format("If {} were {} (it is {})", way.fact, range_words(way, clock), present)
                   : fmt::format("If {} were missing (it is {})", way.fact, present);
}

std::string act_way(const Way& way, const PeopleClock& clock) {
  const std::string actor = printable(way.actor_label.empty() ? way.actor : way.actor_label);
  const std::string action = printable(way.action_label.empty() ? way.action : way.action_label);
  const std::string inputs = way.inputs.empty() ? "" : ", with " + facts_words(way.inputs, clock);
  const std::string then =
      way.at == clock.now() ? "" : fmt::format("; then from {} on", clock.time_and_distance(way.at));
  return fmt::format("If {} does what is allowed now: {} ({}){}{}", actor, action, way.action, inputs, then);
}

}  // namespace

std::string way_words(const Way& way, const PeopleClock& clock) {
  switch (way.kind) {
    case Way::Kind::wait:
      return fmt::format("Wait until {}: it opens by itself", clock.time_and_distance(way.at));
    case Way::Kind::fact:
      return fact_way(way, clock);
    case Way::Kind::act:
      break;
  }
  return act_way(way, clock);
}

}  // namespace bywhen::cli
