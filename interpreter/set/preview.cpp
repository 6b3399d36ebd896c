#include "bywhen/preview.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "interpreter/set/elsewhere.hpp"
#include "interpreter/set/story.hpp"

namespace bywhen::set {
namespace {

/// An action over the chapters of an order.
class Previewing {
public:
  Previewing(const Cast& cast, std::string_view actor, std::string_view action, const FactTexts& inputs)
      : cast_(cast), actor_(actor), action_(action), inputs_(inputs) {}

  std::variant<Preview, Problems> preview(const Story& story, Instant from) {
    auto outcome = bywhen::preview(story.present().policy, story.present().order, actor_, action_, inputs_, from);
    auto* whole = std::get_if<Preview>(&outcome);
    if (whole == nullptr) {
      tell_where_known(cast_.inside(), action_, std::get<Problems>(outcome));
      return outcome;
    }
    std::optional<Chapter> chapter = story.present();
    cut(*whole, chapter->until);
    while (!whole->told_until && !chapter->until.is_never()) {
      auto next = chapter_after(cast_, *chapter);
      if (const auto* problems = std::get_if<Problems>(&next)) {
        add_problems(*whole, chapter->until, *problems);
        break;
      }
      chapter = std::move(std::get<std::optional<Chapter>>(next));
      if (!chapter) break;
      add(*whole, *chapter);
    }
    return outcome;
  }

private:
  /// Another policy says what is from then on.
  static void cut(Preview& preview, Instant until) {
    if (until.is_never()) return;
    if (preview.told_until && *preview.told_until >= until) preview.told_until.reset();
    std::erase_if(preview.pieces, [&](const PreviewPiece& piece) { return piece.from >= until; });
    PreviewPiece& last = preview.pieces.back();
    if (!last.until || *last.until > until) last.until = until;
    for (PreviewPiece& piece : preview.pieces) {
      if (piece.then) cut_next(piece, until);
    }
  }
  static void cut_next(PreviewPiece& piece, Instant until) {
    auto& next = piece.then->next;
    const auto over = std::find_if(next.begin(), next.end(), [&](const NextAnswer& each) { return each.at >= until; });
    for (auto each = over; each != next.end(); ++each) {
      const std::string place = "/then/next/" + std::to_string(each - next.begin()) + "/at";
      std::erase(piece.moves, place);
      std::erase(piece.uneven, place);
    }
    next.erase(over, next.end());
  }

  void add(Preview& whole, const Chapter& chapter) const {
    whole.takeovers.push_back(takeover_of(cast_, chapter));
    auto outcome = bywhen::preview(chapter.policy, chapter.order, actor_, action_, inputs_, chapter.from);
    if (const auto* problems = std::get_if<Problems>(&outcome)) return add_problems(whole, chapter.from, *problems);
    auto& piece = std::get<Preview>(outcome);
    cut(piece, chapter.until);
    std::move(piece.pieces.begin(), piece.pieces.end(), std::back_inserter(whole.pieces));
    whole.told_until = piece.told_until;
  }

  /// A version that does not know the action, or not what it is given here.
  static void add_problems(Preview& whole, Instant from, const Problems& problems) {
    PreviewPiece piece;
    piece.from = from;
    piece.status = whole.pieces.back().status;
    piece.status_label = whole.pieces.back().status_label;
    piece.problems = problems;
    whole.pieces.push_back(std::move(piece));
  }

  const Cast& cast_;
  std::string_view actor_;
  std::string_view action_;
  const FactTexts& inputs_;
};

}  // namespace

std::variant<Preview, Problems> preview(const Cast& cast, std::string_view order_json, std::string_view actor,
                                        std::string_view action, const FactTexts& inputs, Instant from) {
  auto told = tell_story(cast, order_json, from);
  if (auto* problems = std::get_if<Problems>(&told)) return std::move(*problems);
  Story& story = std::get<Story>(told);
  auto outcome = Previewing(cast, actor, action, inputs).preview(story, from);
  if (auto* whole = std::get_if<Preview>(&outcome)) complete(governed_by(cast, std::move(story)), whole->policy);
  return outcome;
}

}  // namespace bywhen::set
