#include "interpreter/session/questioner.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "interpreter/session/questions.hpp"
#include "interpreter/session/searches.hpp"

namespace bywhen::session {
namespace {

/// Answers what is no step.
class Questioner {
public:
  /// `now` is how the session stands, `here` the same in the world that governs, in which the sentence was read.
  Questioner(const Place& now, const Place& here, History history, const Sentence& sentence, const FileReader& files,
             const std::function<bool()>& stopped)
      : place_(now),
        world_(*here.world),
        now_(here.state),
        history_(std::move(history)),
        sentence_(sentence),
        files_(files),
        stopped_(stopped) {}

  Reply operator()(const syntax::WhatIfQuestion& what_if) const {
    auto scene = changed(what_if.changes);
    if (auto* reply = std::get_if<Reply>(&scene)) return std::move(*reply);
    const Scene& there = std::get<Scene>(scene);
    Reply reply = what_if.question ? in_scene(there) : differing(as_it_is(), there, "as it is", "what if");
    tell_when(reply, there);
    return reply;
  }

  Reply operator()(const syntax::CompareQuestion& compare) const {
    auto left = compare.right.empty() ? std::variant<Scene, Reply>(as_it_is()) : changed(compare.left);
    auto right = changed(compare.right.empty() ? compare.left : compare.right);
    for (auto* side : {&left, &right}) {
      if (auto* reply = std::get_if<Reply>(side)) return std::move(*reply);
    }
    const std::string first = compare.right.empty() ? "as it is" : "the first";
    const std::string second = compare.right.empty() ? "changed" : "the second";
    Reply reply;
    if (compare.question) {
      add(reply, first, in_scene(std::get<Scene>(left)));
      add(reply, second, in_scene(std::get<Scene>(right)));
    } else {
      reply = differing(std::get<Scene>(left), std::get<Scene>(right), first, second);
    }
    for (const auto* side : {&right, &left}) tell_when(reply, std::get<Scene>(*side));
    return reply;
  }

  Reply operator()(const syntax::VariesQuestion& varies) const {
    return ask_varies(world_, now_, history_, sentence_, varies, stopped_);
  }
  Reply operator()(const syntax::FindQuestion& find) const { return ask_find(world_, sentence_, find, stopped_); }
  Reply operator()(const syntax::GivenStep&) const { return {}; }
  Reply operator()(const syntax::MoveStep&) const { return {}; }
  Reply operator()(const syntax::DoesStep&) const { return {}; }
  template <typename Plain>
  Reply operator()(const Plain&) const {
    return in_scene(as_it_is());
  }

private:
  [[nodiscard]] std::variant<Scene, Reply> changed(const std::vector<syntax::Change>& changes) const {
    return with_changes(world_, now_, history_, sentence_, changes, files_);
  }

  [[nodiscard]] Scene as_it_is() const { return {place_.world, place_.state}; }

  [[nodiscard]] Reply in_scene(const Scene& scene) const {
    return ask_plain(*scene.world, scene.state, sentence_text(sentence_));
  }

  /// A change may lead beyond the present.
  static void tell_when(Reply& reply, const Scene& scene) {
    if (!scene.later || !reply.good) return;
    const std::string text = fmt::format("at {}, which is later than now", clock_text(*scene.world, *scene.state.at));
    reply.parts.insert(reply.parts.begin(), ReplyLine{text, ReplyLine::Tone::dim});
  }

  static void add(Reply& reply, const std::string& heading, Reply more) {
    reply.good = reply.good && more.good;
    reply.parts.emplace_back(ReplyLine{heading, ReplyLine::Tone::heading});
    std::move(more.parts.begin(), more.parts.end(), std::back_inserter(reply.parts));
  }

  const Place& place_;
  const World& world_;
  const State& now_;
  History history_;
  const Sentence& sentence_;
  const FileReader& files_;
  const std::function<bool()>& stopped_;
};

}  // namespace

Reply answer_question(const Place& now, const Place& here, History history, const Sentence& sentence,
                      const FileReader& files, const std::function<bool()>& stopped) {
  return std::visit(Questioner(now, here, std::move(history), sentence, files, stopped), *sentence.question);
}

Reply differing(const Scene& left, const Scene& right, const std::string& first, const std::string& second) {
  auto before = answer_of(*left.world, left.state);
  auto after = answer_of(*right.world, right.state);
  for (auto* answer : {&before, &after}) {
    if (auto* reply = std::get_if<Reply>(answer)) return std::move(*reply);
  }
  ReplyTable table = differences(sayings(*left.world, std::get<Answer>(before)),
                                 sayings(*right.world, std::get<Answer>(after)), first, second);
  if (table.rows.empty()) return {true, {ReplyLine{"nothing would be otherwise", ReplyLine::Tone::plain}}};
  return {true, {std::move(table)}};
}

}  // namespace bywhen::session
