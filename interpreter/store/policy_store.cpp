#include "bywhen/policy_store.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/store/board.hpp"
#include "interpreter/store/looker.hpp"
#include "interpreter/store/watcher.hpp"

namespace bywhen {

using std::chrono::milliseconds;

namespace {

std::shared_ptr<const std::vector<std::string>> names_of(const store::Policies& policies) {
  std::vector<std::string> names;
  for (const auto& [name, policy] : policies) names.push_back(name);
  return std::make_shared<const std::vector<std::string>>(std::move(names));
}

}  // namespace

struct PolicyStore::Inside {
  Inside(std::string path, milliseconds wait) : stillness(wait), looker(std::move(path), wait) {}

  milliseconds stillness;
  std::shared_ptr<Board> board = std::make_shared<Board>();
  /// Held during a look.
  std::mutex looking;
  store::Looker looker;
  /// The last member: its thread uses the others.
  store::Watcher watcher;

  [[nodiscard]] StoreReport poll();
  [[nodiscard]] milliseconds poll_and_tell(milliseconds interval, const StoreCallback& callback);
};

StoreReport PolicyStore::Inside::poll() {
  const std::lock_guard one_look(looking);
  StoreReport report = looker.look();
  const auto taken = [](const PolicyEdit& edit) { return edit.in_force; };
  if (std::any_of(report.edits.begin(), report.edits.end(), taken)) {
    const std::uint64_t next = board->number.load() + 1;
    board->number.store(next);
    board->versions.publish({next, looker.in_force(), names_of(looker.in_force())});
  }
  return report;
}

milliseconds PolicyStore::Inside::poll_and_tell(milliseconds interval, const StoreCallback& callback) {
  const StoreReport report = poll();
  const milliseconds pause = report.pending ? std::min(interval, stillness) : interval;
  try {
    if (!report.empty() && callback) callback(report);
  } catch (...) {  // NOLINT(bugprone-empty-catch): the next look comes all the same
  }
  return pause;
}

PolicyStore::PolicyStore(std::string path, PolicyStoreOptions options)
    : inside_(std::make_unique<Inside>(std::move(path), options.stillness)) {}
PolicyStore::~PolicyStore() = default;

StoreReport PolicyStore::poll() { return inside_->poll(); }

bool PolicyStore::watch(milliseconds interval, StoreCallback callback) {
  return inside_->watcher.start([inside = inside_.get(), interval, callback = std::move(callback)] {
    return inside->poll_and_tell(interval, callback);
  });
}

void PolicyStore::stop() { inside_->watcher.stop(); }

// ── Reading
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Policy> PolicyStore::current() const noexcept {
  return inside_->board->versions.read([](const Board::Version& version) { return version.find(std::nullopt); });
}

std::optional<Policy> PolicyStore::current(std::string_view name) const noexcept {
  return inside_->board->versions.read([&](const Board::Version& version) { return version.find(name); });
}

std::vector<std::string> PolicyStore::names() const {
  const auto names = inside_->board->versions.read([](const Board::Version& version) { return version.names; });
  return names ? *names : std::vector<std::string>();
}

PolicyStore::Reader PolicyStore::reader() const { return {inside_->board, std::nullopt}; }
PolicyStore::Reader PolicyStore::reader(std::string name) const { return {inside_->board, std::move(name)}; }

PolicyStore::Reader::Reader(std::shared_ptr<const Board> board, std::optional<std::string> name)
    : board_(std::move(board)), name_(std::move(name)) {}

bool PolicyStore::Reader::refresh() noexcept {
  if (board_->number.load(std::memory_order_acquire) == seen_) return false;
  auto [number, found] = board_->versions.read(
      [&](const Board::Version& version) { return std::pair(version.number, version.find(name_)); });
  seen_ = number;
  const auto identity = [](const std::optional<Policy>& policy) {
    return policy ? PolicyAccess::compiled(*policy).get() : nullptr;
  };
  const bool another = identity(found) != identity(policy_);
  policy_ = std::move(found);
  return another;
}

}  // namespace bywhen
