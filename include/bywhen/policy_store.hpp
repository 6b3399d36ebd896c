#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "bywhen/export.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/policy_file.hpp"
#include "bywhen/source.hpp"

/// Policies that change while they are used.
namespace bywhen {

/// What came of an edit of one policy: of its text, its scenarios, a file that it names.
struct PolicyEdit {
  /// The policy's file.
  std::string path;
  /// The policy's name; that of its last good version where the edit cannot be read, or empty.
  std::string name;
  /// The edit holds from now on. If not, what held before still does, and the rest says why.
  bool in_force = false;
  /// The digests of what held before this look, and of what holds after it; empty: nothing. They are the same after an
  /// edit that was refused or taken back, and after one of scenarios.
  std::string before;
  std::string after;
  /// All errors if the edit is refused, and the warnings.
  Diagnostics diagnostics;
  /// What the diagnostics' spans point into.
  Sources sources;
  /// What is wrong with the file as a whole: it is gone, too large, or its policy's name is taken.
  std::optional<FileProblem> problem;
};

/// What a look found changed; nothing is told twice.
struct StoreReport {
  /// By path.
  std::vector<PolicyEdit> edits;
  /// What is wrong beside the policies: a folder that cannot be read, a policy that is in no file any more.
  std::vector<FileProblem> problems;
  /// Something is being written just now; the next look takes it in.
  bool pending = false;

  /// Nothing is new.
  [[nodiscard]] bool empty() const { return edits.empty() && problems.empty(); }
};
/// For people: a line for each edit and problem, and the diagnostics of those edits that have some.
[[nodiscard]] BYWHEN_API std::string render_text(const StoreReport& report, bool colour);

struct PolicyStoreOptions {
  /// An edit is taken in if its files are still the same this much later: so a file that is half written is not taken
  /// for a whole one. A look that finds nothing changed does not wait. 0 takes everything as it is found.
  std::chrono::milliseconds stillness{10};
};

using StoreCallback = std::function<void(const StoreReport& report)>;

/// Keeps the policies of a file or folder as they are on the disk. Somebody has to look there: the host, which calls
/// `poll`, or a thread of the store's own (`watch`). A look reads what changed, compiles it, and puts all of it in
/// force at once. What is broken, half written or gone leaves in force what was, and is reported once.
///
/// A file's policy may change its name. In a folder a policy goes by its name, in whatever file; two files of the same
/// name count for nothing while they last. A policy that was once in force stays so until another one of its name is.
///
/// All functions may be called by any number of threads at once. Reading never waits for a look, for another reader or
/// for a lock.
class BYWHEN_API PolicyStore {
public:
  /// Reads nothing yet: the first `poll` does. Whether the path is that of a file or a folder is seen at each look.
  explicit PolicyStore(std::string path, PolicyStoreOptions options = {});
  PolicyStore(const PolicyStore&) = delete;
  PolicyStore& operator=(const PolicyStore&) = delete;
  /// Ends watching. Policies and readers that were handed out live on.
  ~PolicyStore();

  /// Looks once, on the calling thread, and says what is new.
  StoreReport poll();

  /// Looks at once and then in intervals, on a thread of the store's own, until `stop`. Whatever is new is told to the
  /// callback, on that thread; what it throws is dropped. Watching anew ends watching as before. False if there is no
  /// thread to be had.
  ///
  /// The callback may read the store and poll it, but neither watch, nor stop, nor destroy it.
  [[nodiscard]] bool watch(std::chrono::milliseconds interval, StoreCallback callback);
  /// Returns when the thread has ended; nothing is called any more.
  void stop();

  /// The policy, if exactly one is in force: that of a file.
  [[nodiscard]] std::optional<Policy> current() const noexcept;
  /// The policy of that name.
  [[nodiscard]] std::optional<Policy> current(std::string_view name) const noexcept;
  /// The names of all policies in force, sorted.
  [[nodiscard]] std::vector<std::string> names() const;

  class Reader;
  /// What a thread keeps to read `current()`, or `current(name)`, again and again.
  [[nodiscard]] Reader reader() const;
  [[nodiscard]] Reader reader(std::string name) const;

  /// What stands behind it; no part of the API.
  struct Board;

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Keeps the policy in force for one thread: asking again costs a look at one number unless something changed. It may
/// outlive its store. For one thread at a time.
class BYWHEN_API PolicyStore::Reader {
public:
  /// Fetches what is in force now. True if that is another policy than before; so the first time, if there is one.
  bool refresh() noexcept;
  /// What `refresh` fetched last, which stays the same until it is called again. Absent: nothing is in force.
  [[nodiscard]] const std::optional<Policy>& policy() const { return policy_; }

private:
  friend class PolicyStore;
  Reader(std::shared_ptr<const Board> board, std::optional<std::string> name);

  std::shared_ptr<const Board> board_;
  std::optional<std::string> name_;
  std::optional<Policy> policy_;
  /// The number of the version that was seen last; none has this one.
  std::uint64_t seen_ = UINT64_MAX;
};

}  // namespace bywhen
