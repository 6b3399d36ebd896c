#include "interpreter/evaluate/project.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/evaluate/rule_truth.hpp"
#include "interpreter/evaluate/view.hpp"

namespace bywhen {

namespace {

/// The order between two acts of the clock.
struct Piece {
  Instant from;
  Instant until = Instant::never();
  OrderState order;
  /// What the clock did at its beginning and at its end.
  const Happening* begun_by = nullptr;
  const Happening* ended_by = nullptr;

  [[nodiscard]] bool ends_stay() const { return ended_by != nullptr && ended_by->from != ended_by->to; }
  [[nodiscard]] bool begins_stay() const { return begun_by == nullptr || begun_by->from != begun_by->to; }
};

using Pieces = std::vector<Piece>;

Pieces pieces_of(const OrderState& order, Instant from, const std::vector<Happening>& happenings) {
  Pieces pieces;
  pieces.push_back({from, Instant::never(), order, nullptr, nullptr});
  for (const Happening& happening : happenings) {
    OrderState next = pieces.back().order;
    for (const auto& [fact, value] : happening.changed) next.facts[fact] = value;
    next.status = happening.to;
    pieces.back().until = happening.at;
    pieces.back().ended_by = &happening;
    pieces.push_back({happening.at, Instant::never(), std::move(next), &happening, nullptr});
  }
  return pieces;
}

/// What is ahead of a piece, up to the end of its stay.
Future future_of(const Pieces& pieces, std::size_t index) {
  Future future;
  future.segments.push_back({Instant::always(), pieces[index].order});
  for (; !pieces[index].ends_stay() && index + 1 < pieces.size(); ++index) {
    future.segments.push_back({pieces[index].until, pieces[index + 1].order});
  }
  future.leaves = pieces[index].until;
  return future;
}

bool same_explanation(const Projection::Window& left, const Projection::Window& right) {
  return left.verdict == right.verdict && left.rule == right.rule && left.reasons == right.reasons &&
         left.unknown == right.unknown;
}

class Projector {
public:
  Projector(const Program& program, Instant at) : program_(program), at_(at) {}

  std::variant<Projection, Fault> project(const OrderState& order) {
    auto present = decide(program_, order, at_);
    if (const auto* fault = std::get_if<Fault>(&present)) return *fault;
    projection_.present = std::move(std::get<Decision>(present));
    OrderState last = order;
    const auto happenings = settle(program_, last, Instant::never(), fault_);
    begin_ = begin_of(order, happenings);
    const Pieces pieces = pieces_of(order, begin_, happenings);
    for (std::size_t i = 0; i < pieces.size() && !projection_.fault; ++i) add_piece(pieces, i);
    if (projection_.fault) cut(projection_.fault->end);
    return std::move(projection_);
  }

private:
  /// When the order entered its status, else the first instant at which it can be asked about.
  Instant begin_of(const OrderState& order, const std::vector<Happening>& happenings) {
    const auto entered = entered_at(*program_.model, order);
    entered_ = entered.has_value();
    const Instant known = entered ? *entered : order.as_of.value_or(latest_event(order));
    return std::min({known, at_, happenings.empty() ? at_ : happenings.front().at});
  }

  [[nodiscard]] Instant latest_event(const OrderState& order) const {
    Instant latest = Instant::always();
    for (FactId fact = 0; fact < program_.model->fact_count(); ++fact) {
      if (program_.model->facts[fact].type.kind != Kind::event) continue;
      const Instant happened = std::get<Instant>(fact_value(*program_.model, order, fact));
      if (happened.is_real()) latest = std::max(latest, happened);
    }
    return latest.is_real() ? latest : at_;
  }

  void add_piece(const Pieces& pieces, std::size_t index) {
    const Piece& piece = pieces[index];
    extend_stays(piece);
    const Future future = future_of(pieces, index);
    const Viewer viewer(program_, future, std::nullopt);
    std::optional<Fault> fault = fault_;
    keep_first(fault, viewer.fault());
    Instant at = std::max(piece.from, begin_);
    while (at < piece.until && !projection_.fault) at = add_view(piece, viewer, at, fault);
    add_reading(piece, viewer);
  }

  void extend_stays(const Piece& piece) {
    std::vector<Projection::Stay>& stays = projection_.stays;
    if (piece.begins_stay() || stays.empty()) {
      const bool entered = piece.begun_by != nullptr ? piece.begins_stay() : entered_;
      stays.push_back({piece.order.status, piece.from, entered, Instant::never(), std::nullopt, {}, {}});
      listed_.clear();
    }
    stays.back().until = piece.until;
    if (piece.ends_stay()) stays.back().ended_by = {piece.ended_by->rule, piece.ended_by->action};
    if (piece.from <= at_) projection_.present_stay = stays.size() - 1;
  }

  /// What holds at an instant, and up to when.
  Instant add_view(const Piece& piece, const Viewer& viewer, Instant at, std::optional<Fault>& fault) {
    const View view = viewer.view_at(at, fault);
    Instant until = std::min(viewer.changes_after(at), piece.until);
    if (fault && fault->end <= at) {
      if (at < at_) return forget_what_was(piece, fault);
      projection_.fault = fault;
      projection_.fault->end = at;
      return at;
    }
    if (fault) until = std::min(until, fault->end);
    add_windows(piece, view, at, until);
    note_lapses(view, at);
    return until;
  }

  /// A calendar that begins too late or ended long ago hides a part of the past: the picture begins after it.
  Instant forget_what_was(const Piece& piece, std::optional<Fault>& fault) {
    const Projection::Stay stay = projection_.stays.back();
    projection_.stays.clear();
    projection_.courses.clear();
    projection_.present_stay = 0;
    begin_ = std::min(piece.until, at_);
    fault = fault_;
    if (piece.ends_stay() && piece.until <= at_) return piece.until;
    projection_.stays.push_back({stay.status, begin_, false, stay.until, stay.ended_by, {}, {}});
    listed_.clear();
    return begin_;
  }

  // ── Windows
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void add_windows(const Piece& piece, const View& view, Instant from, Instant until) {
    const auto& entitlements = program_.statuses[piece.order.status].entitlements;
    for (std::size_t i = 0; i < entitlements.size(); ++i) {
      if (!view.actions[i]) continue;
      Projection::Course& course = course_of(entitlements[i]);
      const auto verdict = shown_verdict(piece, entitlements[i], *view.actions[i], from);
      if (!verdict) continue;
      add_window(course,
                 {from, until, *verdict, view.actions[i]->rule, view.actions[i]->reasons, view.actions[i]->unknown});
    }
  }

  Projection::Course& course_of(const Entitlement& entitlement) {
    const auto found =
        std::find_if(projection_.courses.begin(), projection_.courses.end(), [&](const Projection::Course& course) {
          return course.actor == entitlement.actor && course.action == entitlement.action;
        });
    if (found != projection_.courses.end()) return *found;
    projection_.courses.push_back({entitlement.actor, entitlement.action, {}});
    return projection_.courses.back();
  }

  /// Absent where nothing permits it and nothing forbids it.
  [[nodiscard]] std::optional<Verdict> shown_verdict(const Piece& piece, const Entitlement& entitlement,
                                                     const ActionView& view, Instant at) const {
    if (view.verdict == Verdict::allowed || view.verdict == Verdict::unknown) return view.verdict;
    Evaluation evaluation(*program_.model, piece.order, at);
    for (const RuleId rule : entitlement.prohibitions) {
      if (sentence_holds(evaluation, program_.model->rules[rule]) == Truth::yes) return Verdict::forbidden;
    }
    return std::nullopt;
  }

  static void add_window(Projection::Course& course, Projection::Window window) {
    const bool goes_on = !course.windows.empty() && course.windows.back().until == window.from &&
                         same_explanation(course.windows.back(), window);
    if (goes_on) {
      course.windows.back().until = window.until;
    } else {
      course.windows.push_back(std::move(window));
    }
  }

  // ── Duties
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// Duties that were there just before and are no more.
  void note_lapses(const View& view, Instant at) {
    for (DutyView& before : listed_) {
      const bool still = std::any_of(view.duties.begin(), view.duties.end(),
                                     [&](const DutyView& duty) { return same_deadline(before, duty); });
      if (!still) projection_.stays.back().lapses.push_back({at, std::move(before)});
    }
    listed_ = view.duties;
  }

  /// The present is read now, what is ahead at its beginning, and what is over at its end.
  void add_reading(const Piece& piece, const Viewer& viewer) {
    if (piece.from == piece.until) return;
    Instant at = std::max(at_, piece.from);
    if (piece.until <= at_) {
      if (!piece.ends_stay() || piece.until <= begin_) return;
      at = Instant{piece.until.micros - 1};
    }
    if (projection_.fault && projection_.fault->end <= at) return;
    std::optional<Fault> told_already;
    Decision reading;
    reading.at = at;
    reading.order = piece.order;
    reading.view = viewer.view_at(at, told_already);
    keep_new_duties(reading.view);
    if (!reading.view.duties.empty()) projection_.stays.back().readings.push_back(std::move(reading));
  }

  /// Leaves out the duties that the stay has already, and what is said of actions.
  void keep_new_duties(View& view) const {
    view.actions.assign(view.actions.size(), std::nullopt);
    for (const Decision& earlier : projection_.stays.back().readings) {
      for (const DutyView& known : earlier.view.duties)
        std::erase_if(view.duties, [&](const DutyView& duty) { return same_deadline(duty, known); });
    }
  }

  /// Of the happenings and stays only those before the horizon are left.
  void cut(Instant horizon) {
    std::erase_if(projection_.present.next, [&](const Happening& happening) { return happening.at >= horizon; });
    while (projection_.stays.back().from == horizon) projection_.stays.pop_back();
    projection_.stays.back().until = horizon;
    projection_.stays.back().ended_by.reset();
  }

  const Program& program_;
  Instant at_;
  Instant begin_;
  bool entered_ = false;
  /// The duties of the view before.
  std::vector<DutyView> listed_;
  /// Of settling, and so of every instant.
  std::optional<Fault> fault_;
  Projection projection_;
};

}  // namespace

bool same_deadline(const DutyView& left, const DutyView& right) {
  return left.rule == right.rule && left.actor == right.actor && left.due == right.due;
}

std::variant<Projection, Fault> project(const Program& program, const OrderState& order, Instant at) {
  return Projector(program, at).project(order);
}

}  // namespace bywhen
