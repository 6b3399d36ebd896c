#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bywhen/policy_store.hpp"
#include "interpreter/files/load.hpp"
#include "interpreter/store/attempt.hpp"
#include "interpreter/store/shelf.hpp"

namespace bywhen::store {

using Policies = std::map<std::string, Policy, std::less<>>;

/// Knows what the files of a store were like when it looked last, and which policies follow from that. For one thread
/// at a time.
class Looker {
public:
  Looker(std::string root, std::chrono::milliseconds stillness) : root_(std::move(root)), stillness_(stillness) {}

  /// Looks once; the policies in force are those that the report tells of.
  [[nodiscard]] StoreReport look();
  [[nodiscard]] const Policies& in_force() const { return in_force_; }

private:
  struct Tracked {
    Attempt attempt;
    /// The policy that this file last brought into force.
    std::string held;
    /// Another file has a policy of the same name.
    bool contested = false;
  };

  [[nodiscard]] bool list();
  [[nodiscard]] bool list_folder();
  void note_problems(const std::vector<FileProblem>& problems);
  [[nodiscard]] std::vector<std::string> changed();
  void take_in(Attempts&& attempts);
  void find_claims();
  void judge(const std::string& path, Tracked& tracked, bool fresh);
  [[nodiscard]] PolicyEdit edit_of(const std::string& path, const Tracked& tracked) const;
  void put_in_force(PolicyEdit& edit, Tracked& tracked, const Policy& policy);
  [[nodiscard]] const Policy* held_before(const std::string& name) const;
  void forget();

  std::string root_;
  std::chrono::milliseconds stillness_;
  Shelf shelf_;
  /// It was a folder when it was last there.
  bool folder_ = false;
  std::set<std::string> listed_;
  std::map<std::string, Tracked> tracked_;
  files::Claims claims_;
  /// Those of the last look, which are not told again.
  std::vector<FileProblem> problems_;
  Policies in_force_;
  StoreReport report_;
};

}  // namespace bywhen::store
