#include "bywhen/outlook.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "interpreter/set/elsewhere.hpp"
#include "interpreter/set/story.hpp"

namespace bywhen::set {
namespace {

Instant end_of(const std::optional<Instant>& until) { return until.value_or(Instant::never()); }

std::optional<Instant> as_end(Instant until) { return until.is_never() ? std::nullopt : std::optional(until); }

bool same_source(const std::optional<RuleName>& left, const std::optional<RuleName>& right) {
  if (!left || !right) return !left && !right;
  return left->name == right->name && left->source == right->source;
}

bool same_explanation(const Window& left, const Window& right) {
  return left.verdict == right.verdict && left.because == right.because && left.unknown == right.unknown &&
         same_source(left.rule, right.rule);
}

// ── What an outlook says of the time of its chapter ──

void clip(std::vector<Window>& windows, Instant from, Instant until) {
  for (Window& window : windows) {
    window.from = std::max(window.from, from);
    window.until = as_end(std::min(end_of(window.until), until));
  }
  std::erase_if(windows, [](const Window& window) { return window.from >= end_of(window.until); });
}

void end_at(Stay& stay, Instant until) {
  for (DeadlineAnswer& deadline : stay.deadlines) {
    if (deadline.until && *deadline.until >= until) deadline.until.reset();
  }
  if (end_of(stay.until) < until) return;
  stay.until = as_end(until);
  if (!until.is_never()) stay.ended_by.reset();
}

/// Puts the outlooks of chapters together.
class Joiner {
public:
  /// In the order of time; `present` is the one in which the outlook's instant lies.
  void add(Outlook piece, const Chapter& chapter, bool present) {
    const Instant horizon = piece.horizon ? piece.horizon->at : Instant::never();
    if (horizon < chapter.until) joined_.horizon = piece.horizon;
    const bool ahead = passed_present_;
    if (present) take_present(piece);
    add_stays(piece, chapter, present);
    for (Course& course : piece.courses) add_course(std::move(course), chapter, present);
    ahead ? add_happenings(piece, chapter) : add_next(std::move(piece.next), chapter);
  }

  /// From here on nothing is known.
  void end_here(Instant at, const Problem& problem) { joined_.horizon = Horizon{at, problem}; }
  [[nodiscard]] bool goes_on() const { return !joined_.horizon; }
  void add(Takeover takeover) { joined_.takeovers.push_back(std::move(takeover)); }

  [[nodiscard]] Outlook take() { return std::move(joined_); }

private:
  void take_present(Outlook& piece) {
    passed_present_ = true;
    joined_.policy = piece.policy;
    joined_.order_id = piece.order_id;
    joined_.at = piece.at;
    joined_.events = piece.events;
    joined_.settled = piece.settled;
  }

  void add_stays(Outlook& piece, const Chapter& chapter, bool present) {
    for (std::size_t i = 0; i < piece.stays.size(); ++i) {
      Stay& stay = piece.stays[i];
      const bool is_present = present && i == piece.present;
      if (stay.from >= chapter.until) break;
      if (end_of(stay.until) <= chapter.from && !is_present) {
        // The clock acts in the very moment of the takeover.
        if (stay.until == chapter.from && !joined_.stays.empty()) joined_.stays.back().ended_by = stay.ended_by;
        continue;
      }
      if (stay.from < chapter.from) {
        stay.from = chapter.from;
        stay.entered = false;
      }
      end_at(stay, chapter.until);
      if (is_present) joined_.present = joined_.stays.size();
      joined_.stays.push_back(std::move(stay));
    }
  }

  void add_course(Course course, const Chapter& chapter, bool present) {
    clip(course.windows, chapter.from, chapter.until);
    const auto known = std::find_if(joined_.courses.begin(), joined_.courses.end(), [&](const Course& each) {
      return each.actor == course.actor && each.action == course.action;
    });
    if (!present) course.now.reset();
    if (known == joined_.courses.end()) {
      joined_.courses.push_back(std::move(course));
      return;
    }
    if (present) known->now = std::move(course.now);
    for (Window& window : course.windows) add_window(*known, std::move(window));
    for (Possibility& possibility : course.possible_in) {
      const bool told = std::any_of(known->possible_in.begin(), known->possible_in.end(), [&](const Possibility& each) {
        return each.status.name == possibility.status.name;
      });
      if (!told) known->possible_in.push_back(std::move(possibility));
    }
  }

  static void add_window(Course& course, Window window) {
    const bool joins = !course.windows.empty() && course.windows.back().until == window.from &&
                       same_explanation(course.windows.back(), window);
    if (joins) {
      course.windows.back().until = window.until;
    } else {
      course.windows.push_back(std::move(window));
    }
  }

  void add_next(std::vector<NextAnswer> next, const Chapter& chapter) {
    if (!passed_present_) return;
    std::copy_if(next.begin(), next.end(), std::back_inserter(joined_.next),
                 [&](const NextAnswer& each) { return each.at < chapter.until; });
  }
  /// What lies ahead, seen from the beginning of a chapter to come.
  void add_happenings(Outlook& piece, const Chapter& chapter) {
    for (SettledAnswer& done : piece.settled) {
      joined_.next.push_back({done.at, std::move(done.rule), std::move(done.action), std::move(done.action_label),
                              std::move(done.to), std::move(done.to_label), std::move(done.because),
                              std::move(done.notes)});
    }
    add_next(std::move(piece.next), chapter);
  }

  Outlook joined_;
  bool passed_present_ = false;
};

/// The outlooks of the chapters that are over: each as it was at its end.
std::optional<Problems> add_past(const Story& story, Joiner& joiner) {
  for (std::size_t i = 0; i + 1 < story.chapters.size(); ++i) {
    const Chapter& chapter = story.chapters[i];
    auto piece = project(chapter.policy, chapter.order, Instant{chapter.until.micros - 1});
    if (auto* problems = std::get_if<Problems>(&piece)) return std::move(*problems);
    joiner.add(std::move(std::get<Outlook>(piece)), chapter, false);
  }
  return std::nullopt;
}

void add_ahead(const Cast& cast, const Chapter& present, Joiner& joiner) {
  std::optional<Chapter> before = present;
  while (joiner.goes_on()) {
    auto next = chapter_after(cast, *before);
    if (const auto* problems = std::get_if<Problems>(&next)) return joiner.end_here(before->until, problems->front());
    auto& chapter = std::get<std::optional<Chapter>>(next);
    if (!chapter) return;
    joiner.add(takeover_of(cast, *chapter));
    auto piece = project(chapter->policy, chapter->order, chapter->from);
    if (const auto* problems = std::get_if<Problems>(&piece)) return joiner.end_here(chapter->from, problems->front());
    joiner.add(std::move(std::get<Outlook>(piece)), *chapter, false);
    before = std::move(chapter);
  }
}

std::variant<Outlook, Problems> joined(const Cast& cast, Story story, Instant at) {
  Joiner joiner;
  if (auto problems = add_past(story, joiner)) return std::move(*problems);
  for (std::size_t i = 1; i < story.chapters.size(); ++i) joiner.add(takeover_of(cast, story.chapters[i]));
  const Chapter present = story.present();
  auto piece = project(present.policy, present.order, at);
  if (auto* problems = std::get_if<Problems>(&piece)) return std::move(*problems);
  joiner.add(std::move(std::get<Outlook>(piece)), present, true);
  add_ahead(cast, present, joiner);
  Outlook outlook = joiner.take();
  const Governed governed = governed_by(cast, std::move(story));
  complete(governed, outlook.policy);
  outlook.settled.insert(outlook.settled.begin(), governed.settled.begin(), governed.settled.end());
  return outlook;
}

}  // namespace

std::variant<Outlook, Problems> project(const Cast& cast, std::string_view order_json, Instant at) {
  auto story = tell_story(cast, order_json, at);
  if (auto* problems = std::get_if<Problems>(&story)) return std::move(*problems);
  return joined(cast, std::move(std::get<Story>(story)), at);
}

std::variant<Outlook, Problems> project(const Cast& cast, std::string_view order_json, std::string_view actor,
                                        std::string_view action, Instant at) {
  auto story = tell_story(cast, order_json, at);
  if (auto* problems = std::get_if<Problems>(&story)) return std::move(*problems);
  // The policy that governs knows the names, and says where the action may be possible.
  const Chapter& present = std::get<Story>(story).present();
  auto alone = project(present.policy, present.order, actor, action, at);
  if (auto* problems = std::get_if<Problems>(&alone)) {
    tell_where_known(cast.inside(), action, *problems);
    return alone;
  }
  auto whole = joined(cast, std::move(std::get<Story>(story)), at);
  auto* outlook = std::get_if<Outlook>(&whole);
  if (outlook == nullptr) return whole;
  std::erase_if(outlook->courses,
                [&](const Course& course) { return course.actor != actor || course.action != action; });
  if (outlook->courses.empty()) {
    Course course = std::get<Outlook>(alone).courses.front();
    course.windows.clear();
    outlook->courses.push_back(std::move(course));
  }
  return whole;
}

}  // namespace bywhen::set
