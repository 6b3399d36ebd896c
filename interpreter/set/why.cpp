#include "bywhen/why.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "interpreter/order/value_text.hpp"
#include "interpreter/set/elsewhere.hpp"
#include "interpreter/set/story.hpp"

namespace bywhen::set {
namespace {

/// Looks whether what a policy by itself says of other times, other facts and other acts is so in its set.
class Correcting {
public:
  Correcting(const Cast& cast, std::string_view json, const Chapter& chapter, Instant at, Why& why)
      : cast_(cast), json_(json), chapter_(chapter), at_(at), why_(why) {}

  std::optional<Problems> correct() {
    if (!chapter_.until.is_never()) {
      const auto next = chapter_after(cast_, chapter_);
      if (const auto* after = std::get_if<std::optional<Chapter>>(&next); after != nullptr && *after)
        why_.takeover = takeover_of(cast_, **after);
    }
    std::erase_if(why_.ways, [&](const Way& way) {
      return (way.kind == Way::Kind::fact && !fact_leads_there(way)) ||
             (way.kind == Way::Kind::act && !act_leads_there(way));
    });
    return why_.verdict == Verdict::allowed ? correct_end() : correct_waiting();
  }

private:
  [[nodiscard]] bool allowed_in(const std::variant<Answer, Problems>& outcome) const {
    const auto* answer = std::get_if<Answer>(&outcome);
    return answer != nullptr && std::any_of(answer->actions.begin(), answer->actions.end(), [&](const auto& action) {
             return action.actor == why_.actor && action.action == why_.action && action.verdict == Verdict::allowed;
           });
  }

  [[nodiscard]] bool fact_leads_there(const Way& way) const {
    const OrderData other = with_told(chapter_.order.data(), {{way.fact, way.value}});
    return allowed_in(decide(cast_, to_json(other), way.at));
  }

  [[nodiscard]] bool act_leads_there(const Way& way) const {
    FactTexts inputs;
    for (const auto& [name, scalar] : way.inputs) inputs.emplace_back(name, text_of(scalar));
    const auto acted = apply(chapter_.policy, chapter_.order, way.actor, way.action, inputs, at_);
    const auto* order = std::get_if<Order>(&acted);
    return order != nullptr && allowed_in(decide(cast_, to_json(order->data()), way.at));
  }

  /// What ends an allowance, where the version that allows it is over before.
  std::optional<Problems> correct_end() {
    const bool before = why_.ends && why_.ends->at < chapter_.until;
    if (chapter_.until.is_never() || before) return std::nullopt;
    auto then = why(cast_, json_, why_.actor, why_.action, chapter_.until);
    const auto* later = std::get_if<Why>(&then);
    if (later != nullptr && later->verdict == Verdict::allowed) {
      why_.ends = later->ends;
      return std::nullopt;
    }
    WhyEnd end;
    end.kind = WhyEnd::Kind::takeover;
    end.at = chapter_.until;
    if (later != nullptr && !later->sentences.empty()) {
      end.rule = later->sentences.front().rule;
      end.because = later->sentences.front().because;
    }
    why_.ends = std::move(end);
    return std::nullopt;
  }

  /// Whether it opens by itself, under whichever version.
  std::optional<Problems> correct_waiting() {
    if (chapter_.until.is_never()) return std::nullopt;
    std::erase_if(why_.ways, [](const Way& way) { return way.kind == Way::Kind::wait; });
    auto outcome = project(cast_, json_, why_.actor, why_.action, at_);
    if (auto* problems = std::get_if<Problems>(&outcome)) return std::move(*problems);
    const auto& windows = std::get<Outlook>(outcome).courses.front().windows;
    const auto opens = std::find_if(windows.begin(), windows.end(), [&](const Window& window) {
      return window.verdict == Verdict::allowed && window.from > at_;
    });
    if (opens == windows.end()) return std::nullopt;
    Way wait;
    wait.at = opens->from;
    wait.until = opens->until;
    for (auto next = opens + 1; next != windows.end() && wait.until == next->from; ++next) {
      if (next->verdict != Verdict::allowed) break;
      wait.until = next->until;
    }
    const auto later =
        std::find_if(why_.ways.begin(), why_.ways.end(), [&](const Way& way) { return way.at > wait.at; });
    why_.ways.insert(later, std::move(wait));
    if (why_.ways.size() > most_ways) why_.ways.resize(most_ways);
    return std::nullopt;
  }

  const Cast& cast_;
  std::string_view json_;
  const Chapter& chapter_;
  Instant at_;
  Why& why_;
};

}  // namespace

std::variant<Why, Problems> why(const Cast& cast, std::string_view order_json, std::string_view actor,
                                std::string_view action, Instant at) {
  auto told = tell_story(cast, order_json, at);
  if (auto* problems = std::get_if<Problems>(&told)) return std::move(*problems);
  Story& story = std::get<Story>(told);
  const Chapter present = story.present();
  auto outcome = why(present.policy, present.order, actor, action, at);
  auto* reasons = std::get_if<Why>(&outcome);
  if (reasons == nullptr) {
    tell_where_known(cast.inside(), action, std::get<Problems>(outcome));
    return outcome;
  }
  if (auto problems = Correcting(cast, order_json, present, at, *reasons).correct()) return std::move(*problems);
  const Governed governed = governed_by(cast, std::move(story));
  complete(governed, reasons->policy);
  reasons->settled.insert(reasons->settled.begin(), governed.settled.begin(), governed.settled.end());
  return outcome;
}

}  // namespace bywhen::set
