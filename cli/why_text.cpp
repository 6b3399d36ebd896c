#include "cli/why_text.hpp"

#include <utility>

#include <fmt/format.h>

#include "cli/text_width.hpp"
#include "cli/why_words.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t entry_indent = 2;
constexpr std::size_t detail_indent = 6;
constexpr std::size_t step_indent = 2;
constexpr std::string_view no_way =
    "Nothing that was tried: no waiting, no other value of one fact, nothing that somebody may do now";

std::string label_or(const std::string& label, const std::string& name) {
  return printable(label.empty() ? name : label);
}

void append(Pieces& pieces, Pieces more) {
  for (Piece& piece : more) pieces.push_back(std::move(piece));
}

class WhyPage {
public:
  WhyPage(const Why& why, const Policy& policy, Look look) : why_(why), clock_(policy, why.at), page_(look) {}

  std::string text() {
    verdict();
    standing();
    sentences();
    elsewhere();
    ending();
    ways();
    takeover();
    return page_.take();
  }

private:
  // ── The verdict
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Piece verdict_word() const {
    switch (why_.verdict) {
      case Verdict::allowed:
        return {"Yes", Style::good};
      case Verdict::not_yet:
        return {"Not yet", Style::waiting};
      case Verdict::expired:
        return {"No longer", Style::bad};
      case Verdict::unknown:
        return {"Not known", Style::waiting};
      case Verdict::forbidden:
        break;
    }
    return {"No", Style::bad};
  }

  [[nodiscard]] std::string until_words() const {
    return why_.until ? " until " + clock_.time_and_distance(*why_.until) : "";
  }

  /// What follows the name of the action.
  [[nodiscard]] std::string when_words() const {
    switch (why_.verdict) {
      case Verdict::allowed:
        return why_.until ? until_words() : " without end";
      case Verdict::not_yet:
        return (why_.from ? fmt::format(" from {} on", clock_.time_and_distance(*why_.from)) : "") + until_words();
      case Verdict::expired:
        return why_.until ? " since " + clock_.time_and_distance(*why_.until) : " any more";
      case Verdict::unknown:
        return " depends on " + joined(why_.unknown, ", ");
      case Verdict::forbidden:
        break;
    }
    return "";
  }

  void verdict() {
    const bool no = why_.verdict == Verdict::forbidden || why_.verdict == Verdict::expired;
    const std::string_view whether = why_.verdict == Verdict::unknown ? "whether " : "";
    Pieces line{verdict_word(),
                {fmt::format(": {}{} may{} ", whether, label_or(why_.actor_label, why_.actor), no ? " not" : "")}};
    append(line, label_and_name(why_.action_label, why_.action, Style::strong));
    line.push_back({when_words()});
    page_.line(0, line);
  }

  void standing() {
    const bool possible = why_.verdict == Verdict::allowed || why_.verdict == Verdict::not_yet;
    if (possible && !why_.asks.empty()) page_.line(entry_indent, {{"asks " + joined(why_.asks, ", "), Style::dim}});
    Pieces status = label_and_name(why_.status_label, why_.status, Style::strong);
    status.push_back({" · " + unbroken(clock_.time(why_.at))});
    page_.line(0, status);
    for (const SettledAnswer& step : why_.settled) {
      page_.line(entry_indent, {{fmt::format("{} → {} by itself, {}", label_or(step.action_label, step.action),
                                             label_or(step.to_label, step.to), clock_.time_and_distance(step.at))}});
      page_.line(detail_indent, reason_pieces({step.because}, step.rule));
    }
  }

  void title(std::string_view text) {
    page_.blank_line();
    page_.line(0, {{std::string(text), Style::strong}});
  }

  // ── The sentences
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void sentences() {
    if (!why_.sentences.empty()) title("Why");
    for (const WhySentence& sentence : why_.sentences) put(sentence);
    if (why_.left_out.empty()) return;
    std::vector<std::string> names;
    for (const RuleName& rule : why_.left_out) names.push_back(rule.name);
    page_.line(entry_indent, {{"Plays no part here: " + joined(names, ", "), Style::dim}});
  }

  void put(const WhySentence& sentence) {
    Pieces head{sentence_head(sentence)};
    if (!sentence.because.empty()) head.push_back({": " + printable(sentence.because)});
    head.push_back(aside(rule_words(sentence.rule)));
    page_.line(entry_indent, head);
    page_.line(detail_indent, {{printable(sentence.text), Style::dim}});
    if (sentence.done_at) {
      page_.line(detail_indent,
                 {{fmt::format("done {}, so it permits nothing any more", clock_.time_and_distance(*sentence.done_at)),
                   Style::waiting}});
    }
    if (sentence.empty_window)
      page_.line(detail_indent, {{"there is no such duty: its time would end before it begins", Style::waiting}});
    put(sentence.window);
    for (const WhyCondition& condition : sentence.conditions) put(condition, detail_indent);
    for (const std::string& note : sentence.notes) page_.line(detail_indent, {{printable(note), Style::dim}});
  }

  /// What never opens needs no word on its end.
  void put(const std::vector<WhyBound>& window) {
    bool opens = true;
    for (const WhyBound& bound : window) {
      const bool never = bound.state == WhyValue::State::never;
      if (opens || !never) put(bound);
      opens = opens && !(never && bound.kind == WhyBound::Kind::opens);
    }
  }

  void put(const WhyBound& bound) {
    Pieces line{bound_piece(bound, clock_)};
    const bool itself = bound.values.size() == 1 && bound.values.front().name == bound.text;
    if (!itself && !bound.values.empty()) line.push_back({"; " + values_words(bound.values, clock_), Style::dim});
    page_.line(detail_indent, line);
  }

  void put(const WhyCondition& condition, std::size_t indent) {
    Pieces line{condition_piece(condition)};
    if (!condition.values.empty()) line.push_back({" · " + values_words(condition.values, clock_), Style::dim});
    page_.line(indent, line);
    for (const WhyCondition& part : condition.parts) put(part, indent + step_indent);
  }

  [[nodiscard]] bool is_permitted_somehow() const {
    for (const WhySentence& sentence : why_.sentences) {
      if (sentence.kind != WhySentence::Kind::forbids) return true;
    }
    return false;
  }

  void elsewhere() {
    if (is_permitted_somehow()) return;
    page_.blank_line();
    Pieces line{{why_.sentences.empty() ? "No rule speaks of it in the status " : "No rule permits it in the status "}};
    append(line, label_and_name(why_.status_label, why_.status, Style::plain));
    page_.line(0, line);
    if (why_.elsewhere.empty()) return page_.line(entry_indent, {{"nor in any other"}});
    Pieces others{{"A rule permits it in: "}};
    for (std::size_t i = 0; i < why_.elsewhere.size(); ++i) {
      if (i > 0) others.push_back({", "});
      append(others, label_and_name(why_.elsewhere[i].label, why_.elsewhere[i].name, Style::plain));
    }
    page_.line(entry_indent, others);
  }

  // ── What may change it
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void ending() {
    if (!why_.ends) return;
    const WhyEnd& end = *why_.ends;
    title("What will end it");
    const std::string what =
        end.kind == WhyEnd::Kind::clock
            ? fmt::format("{} → {} by itself", printable(end.action_label), printable(end.to_label))
        : end.kind == WhyEnd::Kind::forbidden ? "A rule forbids it"
        : end.kind == WhyEnd::Kind::takeover  ? "Another version takes over, by which it is not allowed"
                                              : "The time for it is over";
    Pieces line{{clock_.time_and_distance(end.at) + "  "}, {what}};
    if (!end.because.empty()) line.push_back({": " + printable(end.because)});
    if (!end.rule.source.empty()) line.push_back(aside(rule_words(end.rule)));
    page_.line(entry_indent, line);
  }

  void ways() {
    if (why_.verdict == Verdict::allowed) return;
    title("What would lead to a yes");
    if (why_.ways.empty()) page_.line(entry_indent, {{std::string(no_way)}});
    if (why_.ways.empty() && !why_.lists.empty())
      page_.line(entry_indent,
                 {{fmt::format("Other lists were not tried; the sentences read {}", joined(why_.lists, ", "))}});
    std::size_t number = 0;
    for (const Way& way : why_.ways) {
      const std::string until = way.until ? "; possible until " + clock_.time_and_distance(*way.until) : "";
      page_.line(entry_indent, {{fmt::format("{}. {}{}", ++number, way_words(way, clock_), until)}});
    }
  }

  void takeover() {
    if (!why_.takeover) return;
    page_.blank_line();
    page_.line(0, {{clock_.time_and_distance(why_.takeover->at) + "  " + takeover_words(*why_.takeover), Style::dim}});
  }

  const Why& why_;
  PeopleClock clock_;
  Page page_;
};

}  // namespace

std::string why_text(const Why& why, const Policy& policy, Look look) { return WhyPage(why, policy, look).text(); }

}  // namespace bywhen::cli
