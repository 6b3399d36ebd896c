#include "cli/brief_text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/duty_text.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t indent = 2;

class BriefPage {
public:
  BriefPage(const Answer& answer, const Policy& policy, Look look)
      : answer_(answer), clock_(policy, answer.at), page_(look) {}

  std::string text() {
    heading();
    permissions(Verdict::allowed, "{} may: ");
    permissions(Verdict::unknown, "unknown whether {} may: ");
    for (const DeadlineAnswer& duty : answer_.deadlines) put_duty_head(page_, duty, clock_);
    if (answer_.valid_until) page_.line(indent, {{"until " + clock_.time_and_distance(*answer_.valid_until)}});
    return page_.take();
  }

private:
  void heading() {
    Pieces pieces;
    if (!answer_.order.id.empty()) pieces.push_back({bare_id(answer_.order.id) + " · "});
    for (Piece& piece : label_and_name(answer_.status_label, answer_.status, Style::strong))
      pieces.push_back(std::move(piece));
    pieces.push_back({" · " + unbroken(clock_.time(answer_.at))});
    if (!answer_.settled.empty()) pieces.push_back({fmt::format(" · settled {}", answer_.settled.size())});
    if (!answer_.policy.version.empty()) pieces.push_back({" · " + policy_words(), Style::dim});
    page_.line(0, pieces);
  }
  [[nodiscard]] std::string policy_words() const {
    const std::string overlays = joined(answer_.policy.overlays, ", ");
    return fmt::format("version {}{}{}", answer_.policy.version, overlays.empty() ? "" : " with ", overlays);
  }

  /// A line for each actor, in the order in which they first come.
  void permissions(Verdict verdict, const std::string& words) {
    std::vector<std::string> done;
    for (const ActionAnswer& first : answer_.actions) {
      if (first.verdict != verdict || std::find(done.begin(), done.end(), first.actor) != done.end()) continue;
      done.push_back(first.actor);
      const std::string actor = printable(first.actor_label.empty() ? first.actor : first.actor_label);
      Pieces pieces{{fmt::format(fmt::runtime(words), actor)}};
      for (Piece& piece : actions_of(first.actor, verdict)) pieces.push_back(std::move(piece));
      page_.line(indent, pieces);
    }
  }
  [[nodiscard]] Pieces actions_of(const std::string& actor, Verdict verdict) const {
    Pieces pieces;
    for (const ActionAnswer& action : answer_.actions) {
      if (action.verdict != verdict || action.actor != actor) continue;
      if (!pieces.empty()) pieces.push_back({", "});
      const Style style = verdict == Verdict::allowed ? Style::good : Style::plain;
      for (Piece& piece : label_and_name(action.label, action.action, style)) pieces.push_back(std::move(piece));
    }
    return pieces;
  }

  const Answer& answer_;
  PeopleClock clock_;
  Page page_;
};

}  // namespace

std::string brief_text(const Answer& answer, const Policy& policy, Look look) {
  return BriefPage(answer, policy, look).text();
}

}  // namespace bywhen::cli
