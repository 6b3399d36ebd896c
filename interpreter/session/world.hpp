#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bywhen/policy.hpp"
#include "grammar/question.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/check/check_question.hpp"

namespace bywhen::session {

class Realm;

/// A policy with its syntax tree, so that sentences can be read in its light and its terms changed.
struct World {
  std::shared_ptr<const Policy::Compiled> compiled;
  Sources sources;
  std::vector<Parsed> parsed;
  std::vector<NamedFile> files;
  /// For a member of a set: the worlds of all members, which outlive this one, and which of them it is.
  const Realm* realm = nullptr;
  std::size_t member = 0;

  [[nodiscard]] const Program& program() const { return compiled->program; }
  [[nodiscard]] const Model& model() const { return *compiled->program.model; }
};

[[nodiscard]] World make_world(const Policy& policy);

/// A sentence as it was read in a world: it is the last of the sources.
struct Sentence {
  Sources sources;
  std::optional<syntax::Question> question;
  Diagnostics diagnostics;
};
/// As it was typed.
[[nodiscard]] std::string_view sentence_text(const Sentence& sentence);
[[nodiscard]] Sentence read_sentence(const World& world, std::string_view text);

/// The same policy with other values of terms; the mistakes if it is no good policy then. The sentence was read in this
/// world.
[[nodiscard]] std::variant<World, Diagnostics> with_terms(const World& world, const Sentence& sentence,
                                                          const std::vector<syntax::TermChange>& changes);

/// Where an order stands in a session. Without a time yet, its facts are still being told.
struct State {
  OrderState order;
  std::optional<Instant> at;
  std::string id;
  /// Why the clock brought the order into its status, if it did.
  std::optional<std::string> because;
};

/// An order in the slots of a world, which it points to. In a set the world is the one that the order was last read by:
/// at its time another may govern.
struct Place {
  const World* world = nullptr;
  State state;
};

/// An empty order in the initial status.
[[nodiscard]] State empty_state(const World& world);

/// Parts of a sentence in the light of a world, in which it was read.
[[nodiscard]] CheckedSentence resolve(const World& world, const Sentence& sentence, const Unresolved& unresolved);

}  // namespace bywhen::session
