#include "interpreter/evaluate/conflicts.hpp"

#include <algorithm>

#include "interpreter/evaluate/rule_truth.hpp"
#include "interpreter/evaluate/timeline.hpp"

namespace bywhen {

namespace {

bool is_computed(const Model& model, const std::optional<ExprId>& bound) {
  if (!bound) return false;
  const Node& node = model.expressions[*bound];
  return node.op != Op::fact || node.type.kind != Kind::event;
}

}  // namespace

bool has_time_of_its_own(const Model& model, const Rule& rule) {
  return is_computed(model, rule.open) || is_computed(model, rule.close);
}

namespace {

class ConflictSearch {
public:
  ConflictSearch(const Program& program, const Decision& decision)
      : model_(*program.model), status_(program.statuses[decision.order.status]), decision_(decision) {}

  std::vector<Conflict> find() {
    for (const Happening& happening : decision_.settled) add_rivals(happening);
    for (const Entitlement& entitlement : status_.entitlements) add_covered(entitlement);
    for (const DutyView& duty : decision_.view.duties) add_forbidden(duty);
    for (const Happening& happening : decision_.next) add_rivals(happening);
    return std::move(found_);
  }

private:
  void add_rivals(const Happening& happening) {
    for (const RuleId rival : happening.rivals) {
      const ActionId other = model_.rules[rival].automatic_action();
      found_.push_back({ConflictKind::same_instant,
                        happening.rule,
                        rival,
                        std::nullopt,
                        {happening.action, other},
                        happening.at,
                        happening.at});
    }
  }

  template <typename Function>
  [[nodiscard]] Timeline over_time(const OrderState& order, Function truth_at) {
    std::optional<Fault> fault;
    Timeline timeline = trace(model_, order, fault, truth_at);
    ungrounded_ = ungrounded_ || fault;
    return timeline;
  }

  /// What a calendar or a bound leaves open is no ground for saying anything.
  void add(Conflict conflict) {
    if (!ungrounded_) found_.push_back(std::move(conflict));
  }

  // ── Permissions

  /// A prohibition that waits for what has not happened goes on for as long as that takes: nobody can tell what it will
  /// leave of a permission.
  [[nodiscard]] Truth forbids(Evaluation& evaluation, const Rule& prohibition) const {
    if (!has_time_of_its_own(model_, prohibition)) return Truth::no;
    if (prohibition.close && !evaluation.reach(*prohibition.close).soonest.is_real()) return Truth::no;
    return sentence_holds(evaluation, prohibition);
  }

  void add_covered(const Entitlement& entitlement) {
    const bool may_cover = std::any_of(entitlement.prohibitions.begin(), entitlement.prohibitions.end(),
                                       [&](RuleId id) { return has_time_of_its_own(model_, model_.rules[id]); });
    if (!may_cover) return;
    for (const Ground& ground : entitlement.grounds) {
      const Rule& rule = model_.rules[ground.rule];
      const bool windowed = ground.kind == GroundKind::right || rule.open || rule.close;
      if (ground.kind != GroundKind::duty && windowed) add_covered(entitlement, ground);
    }
  }

  /// In the order's stay in its status, by the facts as they are.
  void add_covered(const Entitlement& entitlement, const Ground& ground) {
    ungrounded_ = false;
    const OrderState& order = decision_.order;
    const Timeline permitted =
        over_time(order, [&](Evaluation& evaluation) { return ground_holds(evaluation, ground); });
    const Timeline forbidden = over_time(order, [&](Evaluation& evaluation) {
      Truth any = Truth::no;
      for (const RuleId id : entitlement.prohibitions) any = either(any, forbids(evaluation, model_.rules[id]));
      return any;
    });
    const Instant entered = entered_at(model_, order).value_or(Instant::always());
    const auto left = left_of(permitted, forbidden, entered);
    if (!left) return;
    const auto prevails = first_forbidding(entitlement, left->from);
    if (prevails) {
      add({ConflictKind::permission_covered,
           *prevails,
           ground.rule,
           entitlement.actor,
           {entitlement.action},
           left->from,
           left->until});
    }
  }

  struct Span {
    Instant from;
    Instant until;
  };

  /// The time of the permission from an instant on, if there is any and all of it is forbidden.
  static std::optional<Span> left_of(const Timeline& permitted, const Timeline& forbidden, Instant since) {
    std::optional<Span> span;
    for (Instant at = since; !at.is_never();) {
      const Instant end = permitted.end_of_piece(at);
      if (permitted.at(at) != Truth::no) {
        const bool covered = forbidden.at(at) == Truth::yes && forbidden.end_of_piece(at) >= end;
        if (!covered || permitted.at(at) != Truth::yes) return std::nullopt;
        span = Span{span ? span->from : at, end};
      }
      at = end;
    }
    return span;
  }

  [[nodiscard]] std::optional<RuleId> first_forbidding(const Entitlement& entitlement, Instant at) const {
    Evaluation evaluation(model_, decision_.order, at);
    for (const RuleId id : entitlement.prohibitions) {
      if (forbids(evaluation, model_.rules[id]) == Truth::yes) return id;
    }
    return std::nullopt;
  }

  // ── Duties

  [[nodiscard]] const Entitlement* entitlement_of(ActorId actor, ActionId action) const {
    const auto found =
        std::find_if(status_.entitlements.begin(), status_.entitlements.end(),
                     [&](const Entitlement& entry) { return entry.actor == actor && entry.action == action; });
    return found == status_.entitlements.end() ? nullptr : &*found;
  }

  /// Every way to do the duty is.
  [[nodiscard]] Truth all_forbidden(Evaluation& evaluation, const DutyView& duty) const {
    Truth all = Truth::yes;
    for (const ActionId action : model_.rules[duty.rule].actions) {
      Truth forbidden = Truth::no;
      const Entitlement* entitlement = entitlement_of(duty.actor, action);
      if (entitlement == nullptr) return Truth::no;
      for (const RuleId id : entitlement->prohibitions)
        forbidden = either(forbidden, sentence_holds(evaluation, model_.rules[id]));
      all = both(all, forbidden);
    }
    return all;
  }

  [[nodiscard]] bool may_be_forbidden(const DutyView& duty) const {
    const auto& actions = model_.rules[duty.rule].actions;
    return std::all_of(actions.begin(), actions.end(), [&](ActionId action) {
      const Entitlement* entitlement = entitlement_of(duty.actor, action);
      return entitlement != nullptr && !entitlement->prohibitions.empty();
    });
  }

  /// When the clock takes the order out of its status, so that nothing is due any more.
  [[nodiscard]] Instant leaves() const {
    for (const Happening& happening : decision_.next) {
      if (happening.to != happening.from) return happening.at;
    }
    return Instant::never();
  }

  [[nodiscard]] Timeline forbidden_over_time(const DutyView& duty) {
    const auto forbidden = [&](Evaluation& evaluation) { return all_forbidden(evaluation, duty); };
    OrderState order = decision_.order;
    Timeline timeline = over_time(order, forbidden);
    for (const Happening& happening : decision_.next) {
      if (happening.to != happening.from) break;
      for (const auto& [fact, value] : happening.changed) order.facts[fact] = value;
      timeline.replace_from(happening.at, over_time(order, forbidden));
    }
    return timeline;
  }

  void add_forbidden(const DutyView& duty) {
    const bool ahead = duty.state == DutyState::ahead;
    const bool overdue = duty.state == DutyState::overdue;
    if ((!ahead && !overdue && duty.state != DutyState::pending) || !may_be_forbidden(duty)) return;
    ungrounded_ = false;
    const Instant begin = ahead ? duty.opens.value_or(decision_.at) : decision_.at;
    const Instant end = std::min(overdue ? Instant::never() : duty.due.value_or(Instant::never()), leaves());
    const Timeline forbidden = forbidden_over_time(duty);
    if (begin >= end || forbidden.at(begin) != Truth::yes || forbidden.end_of_piece(begin) < end) return;
    const Instant from = std::max(start_of_piece(forbidden, begin), duty.opens.value_or(Instant::always()));
    if (const auto by = blocking(duty, begin))
      add({ConflictKind::duty_forbidden, *by, duty.rule, duty.actor, model_.rules[duty.rule].actions, from, end});
  }

  static Instant start_of_piece(const Timeline& timeline, Instant at) {
    Instant start = Instant::always();
    for (const Timeline::Piece& piece : timeline.pieces()) {
      if (piece.from <= at) start = piece.from;
    }
    return start;
  }

  /// The first that forbids the first of the duty's actions.
  [[nodiscard]] std::optional<RuleId> blocking(const DutyView& duty, Instant at) const {
    if (duty.blocked_by) return duty.blocked_by;
    Evaluation evaluation(model_, decision_.order, at);
    const Entitlement* entitlement = entitlement_of(duty.actor, model_.rules[duty.rule].actions.front());
    for (const RuleId id : entitlement->prohibitions) {
      if (sentence_holds(evaluation, model_.rules[id]) == Truth::yes) return id;
    }
    return std::nullopt;
  }

  const Model& model_;
  const StatusProgram& status_;
  const Decision& decision_;
  std::vector<Conflict> found_;
  /// A fault was met on the way.
  bool ungrounded_ = false;
};

}  // namespace

std::vector<Conflict> conflicts_of(const Program& program, const Decision& decision) {
  return ConflictSearch(program, decision).find();
}

}  // namespace bywhen
