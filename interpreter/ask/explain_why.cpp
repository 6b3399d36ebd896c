#include "interpreter/ask/explain_why.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/ask/sentences.hpp"
#include "interpreter/ask/verdict.hpp"
#include "interpreter/ask/ways.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/rule_name.hpp"

namespace bywhen::ask {

namespace {

class WhyExplainer {
public:
  WhyExplainer(const Program& program, const Sources& sources, const Decision& decision, ActorId actor, ActionId action)
      : program_(program),
        model_(*program.model),
        sources_(sources),
        decision_(decision),
        actor_(actor),
        action_(action),
        entitlement_(find_entitlement(program, decision.order.status, actor, action)) {}

  Why explain() {
    add_answer();
    why_.ends = ending();
    if (entitlement_ != nullptr) add_sentences();
    add_elsewhere();
    if (why_.verdict != Verdict::allowed) {
      why_.ways = ways_to_yes(program_, decision_, actor_, action_);
      why_.lists = lists_read(program_, decision_, actor_, action_);
    }
    return std::move(why_);
  }

private:
  // ── What the answer says
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void add_answer() {
    Answer answer = bywhen::explain(program_, sources_, decision_);
    why_.policy = std::move(answer.policy);
    why_.at = answer.at;
    why_.status = std::move(answer.status);
    why_.status_label = std::move(answer.status_label);
    for (SettledAnswer& settled : answer.settled) {
      if (settled.from != settled.to) why_.settled.push_back(std::move(settled));
    }
    why_.actor = model_.actors[actor_].name;
    why_.actor_label = model_.actors[actor_].label;
    why_.action = model_.actions[action_].name;
    why_.action_label = model_.actions[action_].label;
    for (const FactId fact : model_.actions[action_].asks) why_.asks.push_back(model_.facts[fact].name);
    const ActionView* view = find_view(program_, decision_, actor_, action_);
    if (view == nullptr) return;
    why_.verdict = view->verdict;
    why_.from = view->from;
    why_.until = view->until;
    for (const FactPart& fact : view->unknown) why_.unknown.push_back(part_name(model_, fact));
  }

  void add_elsewhere() {
    for (std::size_t i = 0; i < program_.statuses.size(); ++i) {
      const auto status = static_cast<StatusId>(i);
      if (status == decision_.order.status) continue;
      const Entitlement* there = find_entitlement(program_, status, actor_, action_);
      if (there != nullptr && !there->grounds.empty())
        why_.elsewhere.push_back({model_.statuses[i].name, model_.statuses[i].label});
    }
  }

  // ── What ends it
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// The order as the clock will have left it, as long as it stays in its status.
  [[nodiscard]] OrderState order_at(Instant at) const {
    OrderState order = decision_.order;
    for (const Happening& happening : decision_.next) {
      if (happening.at > at || happening.to != happening.from) break;
      for (const auto& [fact, value] : happening.changed) order.facts[fact] = value;
    }
    return order;
  }

  [[nodiscard]] WhyEnd end(WhyEnd::Kind kind, Instant at, RuleId rule, const std::string& because) const {
    return {kind, at, rule_name(model_, sources_, rule), because, {}, {}};
  }

  [[nodiscard]] std::optional<WhyEnd> ending() const {
    if (why_.verdict != Verdict::allowed || !why_.until) return std::nullopt;
    for (const Happening& happening : decision_.next) {
      if (happening.to == happening.from) continue;
      if (happening.at != *why_.until) break;
      WhyEnd found =
          end(WhyEnd::Kind::clock, happening.at, happening.rule, model_.rules[happening.rule].automatic_because());
      found.action_label = model_.actions[happening.action].label;
      found.to_label = model_.statuses[happening.to].label;
      return found;
    }
    return ending_by_rule(*why_.until);
  }

  [[nodiscard]] std::optional<WhyEnd> ending_by_rule(Instant until) const {
    const OrderState then = order_at(until);
    Evaluation evaluation(model_, then, until);
    for (const RuleId rule : entitlement_->prohibitions) {
      if (sentence_holds(evaluation, model_.rules[rule]) != Truth::no)
        return end(WhyEnd::Kind::forbidden, until, rule, model_.rules[rule].because);
    }
    const OrderState before = order_at(Instant{until.micros - 1});
    Evaluation earlier(model_, before, Instant{until.micros - 1});
    for (const Ground& ground : entitlement_->grounds) {
      if (ground_holds(earlier, ground) == Truth::yes) return end(WhyEnd::Kind::closes, until, ground.rule, "");
    }
    return std::nullopt;
  }

  // ── The sentences
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// Whether the condition of the rule's block is false now and as long as the order stays in its status.
  [[nodiscard]] bool never_applies(RuleId id) const {
    const auto condition = model_.rules[id].block_condition;
    if (!condition) return false;
    std::vector<Instant> steps{decision_.at};
    for (const Happening& happening : decision_.next) {
      if (happening.to != happening.from) break;
      steps.push_back(happening.at);
    }
    return std::all_of(steps.begin(), steps.end(), [&](Instant step) {
      const OrderState order = order_at(step);
      for (Instant at = step; !at.is_never();) {
        Evaluation evaluation(model_, order, at);
        if (evaluation.truth(*condition) != Truth::no) return false;
        at = evaluation.until();
      }
      return true;
    });
  }

  [[nodiscard]] bool plays_a_part(RuleId rule, const WhySentence& sentence) const {
    const bool allowed = why_.verdict == Verdict::allowed;
    if (sentence.kind != WhySentence::Kind::forbids)
      return allowed ? sentence.holds == Holds::yes : !never_applies(rule);
    const bool begins =
        why_.ends && why_.ends->kind == WhyEnd::Kind::forbidden && why_.ends->rule.source == sentence.rule.source;
    return sentence.holds != Holds::no || begins;
  }

  struct Said {
    WhySentence sentence;
    bool plays = true;
  };

  [[nodiscard]] std::vector<Said> all_said() const {
    const Sentences sentences(model_, sources_, decision_.order, decision_.at);
    std::vector<Said> said;
    for (const RuleId rule : entitlement_->prohibitions) {
      WhySentence sentence = sentences.prohibition(rule);
      const bool plays = plays_a_part(rule, sentence);
      said.push_back({std::move(sentence), plays});
    }
    for (const Ground& ground : entitlement_->grounds) {
      WhySentence sentence = sentences.ground(ground);
      const bool plays = plays_a_part(ground.rule, sentence);
      said.push_back({std::move(sentence), plays});
    }
    return said;
  }

  /// A no has a reason: where no sentence plays a part, those are told that would in another case.
  void add_sentences() {
    std::vector<Said> said = all_said();
    const auto permits = [](const Said& one) { return one.sentence.kind != WhySentence::Kind::forbids; };
    const bool none =
        std::none_of(said.begin(), said.end(), [&](const Said& one) { return permits(one) && one.plays; });
    for (Said& one : said) {
      if (one.plays || (none && permits(one))) {
        why_.sentences.push_back(std::move(one.sentence));
      } else {
        why_.left_out.push_back(one.sentence.rule);
      }
    }
    // Of each kind first what holds: three words for three truths, the greatest first.
    std::stable_sort(why_.sentences.begin(), why_.sentences.end(),
                     [](const WhySentence& left, const WhySentence& right) {
                       const bool forbids = left.kind == WhySentence::Kind::forbids;
                       if (forbids != (right.kind == WhySentence::Kind::forbids)) return forbids;
                       return left.holds > right.holds;
                     });
  }

  const Program& program_;
  const Model& model_;
  const Sources& sources_;
  const Decision& decision_;
  ActorId actor_;
  ActionId action_;
  const Entitlement* entitlement_;
  Why why_;
};

}  // namespace

Why explain_why(const Program& program, const Sources& sources, const Decision& decision, ActorId actor,
                ActionId action) {
  return WhyExplainer(program, sources, decision, actor, action).explain();
}

}  // namespace bywhen::ask
