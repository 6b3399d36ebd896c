#include "interpreter/store/attempt.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace bywhen::store {
namespace {

/// A look should not last: who is still writing after as many rounds is waited for by the next one.
constexpr int most_rounds = 5;

}  // namespace

const Policy* Attempt::policy() const {
  const auto* loaded = std::get_if<LoadedPolicy>(&outcome);
  return loaded != nullptr && loaded->policy ? &*loaded->policy : nullptr;
}

Attempt attempt(const std::string& path, Shelf& shelf) {
  Attempt made;
  made.outcome = files::load_from(path, [&](const std::string& asked) {
    Content content = shelf.look(asked);
    made.inputs.push_back({asked, content});
    return *content;
  });
  return made;
}

bool still(const Attempt& attempt, Shelf& shelf) {
  return std::all_of(attempt.inputs.begin(), attempt.inputs.end(),
                     [&](const Attempt::Input& input) { return shelf.look(input.path) == input.content; });
}

Attempts attempt_until_still(std::vector<std::string>& paths, Shelf& shelf, std::chrono::milliseconds stillness) {
  Attempts taken;
  for (int round = 0; round < most_rounds && !paths.empty(); ++round) {
    Attempts tried;
    for (const std::string& path : paths) tried.emplace(path, attempt(path, shelf));
    if (stillness.count() > 0) std::this_thread::sleep_for(stillness);
    paths.clear();
    for (auto& [path, made] : tried) {
      if (stillness.count() <= 0 || still(made, shelf)) {
        taken.emplace(path, std::move(made));
      } else {
        paths.push_back(path);
      }
    }
  }
  return taken;
}

}  // namespace bywhen::store
