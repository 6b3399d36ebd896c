#include "interpreter/ask/preview.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "interpreter/evaluate/settle.hpp"
#include "interpreter/time/shift.hpp"

namespace bywhen::ask {

namespace {

constexpr std::int64_t day = 86'400'000'000;
/// Beyond all that an order tells or its moments reach.
constexpr std::int64_t years_beyond = 3 * 366 * day;
constexpr std::int64_t hour = day / 24;
/// Times of doing, counted from a part's beginning, at which a moment that is no fixed time after it shows: the end of
/// a day after six hours, business days within a week, months within a quarter.
constexpr std::array probes{6 * hour, day, 2 * day, 3 * day, 4 * day, 5 * day, 6 * day, 31 * day, 62 * day, 92 * day};
/// Of one pair of moments that both move along.
constexpr std::size_t most_passings = 300;

class Previewer {
public:
  Previewer(const Program& program, const OrderState& order, const Deed& deed, Instant from)
      : program_(program), doer_(program, order, deed), from_(std::clamp(from, Instant::first(), Instant::last())) {
    want(from_);
    OrderState last = order;
    std::optional<Fault> told_where_it_strikes;
    for (const Happening& happening : settle(program, last, Instant::never(), told_where_it_strikes))
      want_around(happening.at);
    want_around(program.starts);
    for (const auto& input : deed.inputs) {
      if (const auto* at = std::get_if<Instant>(&input.second)) want_around(*at);
    }
    for (const BusinessCalendar& calendar : program.model->calendars)
      ends_.push_back(start_of_day(calendar.to(), program.model->zone));
  }

  PreviewParts run() {
    do {
      try_wanted();
    } while (want_beyond() || want_between());
    return join();
  }

private:
  void want(Instant at) {
    if (at >= from_ && at <= Instant::last() && !known_.contains(at)) wanted_.insert(at);
  }
  void want_around(Instant at) {
    if (!at.is_real()) return;
    want(Instant{at.micros - 1});
    want(at);
    want(Instant{at.micros + 1});
  }

  void try_wanted() {
    while (!wanted_.empty() && known_.size() < most_doings) {
      const Instant at = *wanted_.begin();
      wanted_.erase(wanted_.begin());
      const Doing doing = doer_.do_at(at);
      const auto scenes = doer_.scenes_of(doing);
      Brought brought = doer_.brought_by(doing, scenes);
      if (grounds_.insert(brought.ground).second) look_around(at, scenes);
      known_.emplace(at, std::move(brought));
    }
    cut_ = cut_ || !wanted_.empty();
    wanted_.clear();
  }

  // ── Where anything may change
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  void look_around(Instant done, const std::vector<Scene>& scenes) {
    std::set<Instant> fixed(ends_.begin(), ends_.end());
    for (const Scene& scene : scenes) {
      for (const MomentRead& moment : scene.moments) {
        if (!moment.moves) fixed.insert(moment.at);
      }
    }
    for (const Instant at : fixed) want_around(at);
    // A moment beyond the end of all time never comes. Who does not look so far is not told of it.
    const Instant furthest = fixed.empty() ? done : std::max(done, *fixed.rbegin());
    if (furthest.micros > Instant::last().micros - years_beyond) fixed.insert(Instant{Instant::last().micros + 1});
    for (std::size_t i = 1; i < scenes.size(); ++i) want_reaching(scenes[i], fixed, done);
    if (scenes.size() > 1) want_passing(scenes[1], done);
  }

  void want_reaching(const Scene& scene, const std::set<Instant>& fixed, Instant done) {
    const Crossings crossings(program_, scene, done);
    for (const MomentRead& moment : scene.moments) {
      if (!moment.moves) continue;
      for (const Instant at : fixed) {
        for (const Instant reached : crossings.reaching(moment, at)) want_around(reached);
      }
    }
  }

  void want_passing(const Scene& scene, Instant done) {
    const auto passings = Crossings(program_, scene, done).passing(days_told, most_passings);
    for (const Instant at : passings) want_around(at);
    passings_.insert(passings.begin(), passings.end());
    const Instant end{std::min(done.micros + days_told * day, Instant::last().micros)};
    if (!passings.empty()) looked_until_ = looked_until_ ? std::min(*looked_until_, end) : end;
  }

  /// Once, far behind all else: what lies beyond it is as it is there.
  bool want_beyond() {
    const Instant last = known_.empty() ? from_ : known_.rbegin()->first;
    if (beyond_ && last <= *beyond_) return false;
    beyond_ = Instant{std::min(last.micros + years_beyond, Instant::last().micros)};
    want(*beyond_);
    return !wanted_.empty();
  }

  bool want_between() {
    for (auto low = known_.begin(); low != known_.end() && std::next(low) != known_.end(); ++low) {
      const auto high = std::next(low);
      const std::int64_t width = high->first.micros - low->first.micros;
      if (width > 1 && !same(low->second, high->second)) want(Instant{low->first.micros + width / 2});
    }
    return !wanted_.empty() && known_.size() < most_doings;
  }

  // ── Joining
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// What a part is, as far as one more of its instants tells.
  static void narrow(Brought& part, const Brought& next) {
    for (std::size_t i = 0; i < part.slots.size(); ++i) {
      Slot& slot = part.slots[i];
      slot.moving = slot.moving && next.slots[i].moving;
      slot.fixed = slot.fixed && next.slots[i].fixed && slot.at == next.slots[i].at;
    }
  }

  PreviewParts join() {
    PreviewParts found;
    found.told_until = end_of_what_is_told();
    std::optional<Brought> part;
    for (auto it = known_.begin(); it != known_.end(); ++it) {
      if (found.told_until && it->first >= *found.told_until) break;
      if (part && same(*part, it->second)) {
        narrow(*part, it->second);
        continue;
      }
      if (part) finish(found, *part);
      // The instant before may be the first of this part as well as the last of that one.
      const auto before = part ? std::prev(it) : it;
      const bool shared =
          before != it && before->first > found.parts.back().first.at && same(before->second, it->second);
      part = shared ? before->second : it->second;
      if (shared) narrow(*part, it->second);
      const Instant begin = shared ? before->first : it->first;
      if (!found.parts.empty()) found.parts.back().until = begin;
      found.parts.push_back({doer_.do_at(begin), Instant::never(), {}, {}});
    }
    if (part) finish(found, *part);
    if (found.told_until) found.parts.back().until = *found.told_until;
    for (PreviewPart& each : found.parts) find_uneven(each);
    return found;
  }

  [[nodiscard]] std::map<std::string, std::int64_t> distances(const Doing& doing) const {
    std::map<std::string, std::int64_t> found;
    for (const Slot& slot : doer_.brought_by(doing, doer_.scenes_of(doing)).slots)
      found.emplace(slot.place, slot.at.micros - doing.at.micros);
    return found;
  }

  /// That the clocks change in between is no other distance.
  void find_uneven(PreviewPart& part) const {
    if (part.moves.empty()) return;
    const auto first = distances(part.first);
    std::set<std::string> uneven;
    for (const std::int64_t later : probes) {
      const Instant at{part.first.at.micros + later};
      if (at >= part.until || at > Instant::last()) continue;
      for (const auto& [place, distance] : distances(doer_.do_at(at))) {
        const auto known = first.find(place);
        if (known != first.end() && std::abs(distance - known->second) > hour) uneven.insert(place);
      }
    }
    std::copy_if(part.moves.begin(), part.moves.end(), std::back_inserter(part.uneven),
                 [&](const std::string& place) { return uneven.contains(place); });
  }

  static void finish(PreviewParts& found, const Brought& part) {
    for (const Slot& slot : part.slots) {
      if (!slot.fixed) found.parts.back().moves.push_back(slot.place);
    }
  }

  [[nodiscard]] std::optional<Instant> end_of_what_is_told() const {
    if (cut_) {
      for (auto low = known_.begin(); std::next(low) != known_.end(); ++low) {
        const auto high = std::next(low);
        if (high->first.micros - low->first.micros > 1 && !same(low->second, high->second))
          return Instant{low->first.micros + 1};
      }
    }
    if (!looked_until_) return std::nullopt;
    for (const Instant at : passings_) {
      const auto here = known_.find(at);
      if (here == known_.end() || here == known_.begin()) continue;
      if (!same(std::prev(here)->second, here->second)) return *looked_until_;
    }
    return std::nullopt;
  }

  const Program& program_;
  Doer doer_;
  Instant from_;
  std::vector<Instant> ends_;
  std::set<Instant> wanted_;
  std::map<Instant, Brought> known_;
  std::set<std::string> grounds_;
  std::set<Instant> passings_;
  std::optional<Instant> looked_until_;
  std::optional<Instant> beyond_;
  bool cut_ = false;
};

}  // namespace

PreviewParts preview_parts(const Program& program, const OrderState& order, const Deed& deed, Instant from) {
  return Previewer(program, order, deed, from).run();
}

}  // namespace bywhen::ask
