// Edits two policies a hundred times a second, some of the edits broken or half written, while eight threads decide by
// what a store has in force. Ends well if every answer was wholly of one version that was written, and no thread saw an
// older version after a newer one. Best run with the thread sanitizer.
// Usage: reload_under_load SECONDS
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "bywhen/bywhen.hpp"
#include "tests/load/hammer.hpp"
#include "tests/load/versions.hpp"
#include "tests/store/folder.hpp"

namespace {

using namespace bywhen;
using namespace bywhen::test;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t readers = 8;
constexpr std::size_t edits_a_second = 100;

/// What went wrong, from all threads; the first few are enough.
class Faults {
public:
  void add(const std::string& fault) {
    const std::lock_guard lock(mutex_);
    if (++count_ <= 10) fmt::print(stderr, "{}\n", fault);
  }
  [[nodiscard]] std::size_t count() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

private:
  std::mutex mutex_;
  std::size_t count_ = 0;
};

/// What all threads share.
struct Trial {
  PolicyStore& store;
  std::array<Versions, 2>& policies;
  Faults faults;
  std::atomic<bool> over = false;
  std::atomic<std::size_t> answers = 0;
  std::atomic<std::size_t> taken = 0;
  std::atomic<std::size_t> refused = 0;
};

// ── Readers
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// One thread's look at one of the policies.
class Reading {
public:
  Reading(Trial& trial, const Versions& versions)
      : trial_(trial), versions_(versions), reader_(trial.store.reader(versions.name)) {}

  void once() {
    // Asking the store and asking a reader take turns, as both have to be right.
    if (++turn_ % 2 == 0) {
      by_answer(trial_.store.current(versions_.name));
    } else {
      by_evaluator();
    }
  }
  [[nodiscard]] std::size_t newest() const { return newest_; }

private:
  void by_answer(const std::optional<Policy>& policy) {
    if (!policy) return trial_.faults.add("nothing in force");
    const auto order = read_order(*policy, version_order);
    const auto answer = decide(*policy, std::get<Order>(order), order_made());
    std::size_t number = 0;
    const std::string fault = versions_.fault(std::get<Answer>(answer), number);
    saw(number, fault);
  }

  /// The digest tells the version, and the deadline must be of it.
  void by_evaluator() {
    if (reader_.refresh()) {
      evaluator_.emplace(*reader_.policy());
      order_.emplace(std::get<Order>(read_order(*reader_.policy(), version_order)));
      duty_ = *reader_.policy()->duty("reply");
    }
    auto decided = evaluator_->decide(*order_, order_made());
    const auto due = std::get<CompactAnswer>(decided).due(duty_);
    const auto number = static_cast<std::size_t>((due->micros - order_made().micros) / 60'000'000);
    const bool right = number > 0 && number <= versions_.written.load() && due == due_in(number) &&
                       reader_.policy()->digest() == versions_.digests[number];
    saw(number, right ? "" : "a deadline of another version than the digest's");
  }

  void saw(std::size_t number, const std::string& fault) {
    trial_.answers.fetch_add(1);
    if (!fault.empty()) trial_.faults.add(fault);
    if (number < newest_) trial_.faults.add(fmt::format("version {} after {}", number, newest_));
    newest_ = number;
  }

  Trial& trial_;
  const Versions& versions_;
  PolicyStore::Reader reader_;
  std::optional<Evaluator> evaluator_;
  std::optional<Order> order_;
  DutyHandle duty_;
  std::size_t newest_ = 0;
  std::size_t turn_ = 0;
};

void read_until_over(Trial& trial) {
  Reading first(trial, trial.policies[0]);
  Reading second(trial, trial.policies[1]);
  while (!trial.over.load()) {
    first.once();
    second.once();
  }
}

// ── The editor
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

class Editor {
public:
  Editor(const Folder& folder, Trial& trial) : folder_(folder), trial_(trial) {}

  void edit(std::size_t policy, std::size_t way) {
    Versions& versions = trial_.policies[policy];
    const std::string file = versions.name + ".bywhen";
    const std::size_t number = versions.written.fetch_add(1) + 1;
    const std::string text = version_text(versions.name, number);
    switch (way % 10) {
      case 0:
        folder_.replace(file, text + "in nowhere { }\n");
        return;
      case 1:
        folder_.write(file, text.substr(0, text.size() / 2));
        return;
      case 2:
        folder_.remove(file);
        return;
      case 3:
        write_slowly(file, text);
        return;
      case 4:
      case 5:
      case 6:
        folder_.write(file, text);
        return;
      default:
        folder_.replace(file, text);
    }
  }

private:
  /// Empty for a moment, then half of it.
  void write_slowly(const std::string& file, const std::string& text) const {
    std::ofstream stream(folder_ / file, std::ios::binary);
    stream.flush();
    std::this_thread::sleep_for(milliseconds(1));
    stream << text.substr(0, text.size() / 2) << std::flush;
    std::this_thread::sleep_for(milliseconds(1));
    stream << text.substr(text.size() / 2);
  }

  const Folder& folder_;
  Trial& trial_;
};

void edit_for(std::chrono::seconds duration, Editor& editor) {
  const auto begin = Clock::now();
  const auto pause = milliseconds(1000) / edits_a_second;
  for (std::size_t i = 0; Clock::now() - begin < duration; ++i) {
    editor.edit(i % 2, i / 2);
    std::this_thread::sleep_until(begin + (i + 1) * pause);
  }
  // Good ones at the end, to be found in force.
  editor.edit(0, 9);
  editor.edit(1, 9);
}

// ── All together
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void count(Trial& trial, const StoreReport& report) {
  for (const PolicyEdit& edit : report.edits) (edit.in_force ? trial.taken : trial.refused).fetch_add(1);
}

bool newest_in_force(const Trial& trial) {
  for (const Versions& versions : trial.policies) {
    const auto policy = trial.store.current(versions.name);
    if (!policy || policy->digest() != versions.digests[versions.written.load()]) return false;
  }
  return true;
}

void wait_for_newest(Trial& trial) {
  const auto begin = Clock::now();
  while (!newest_in_force(trial)) {
    if (Clock::now() - begin > std::chrono::seconds(20))
      return trial.faults.add("the newest versions are not in force");
    std::this_thread::sleep_for(milliseconds(5));
  }
}

void run(Trial& trial, const Folder& folder, std::chrono::seconds duration) {
  Editor editor(folder, trial);
  editor.edit(0, 9);
  editor.edit(1, 9);
  const StoreReport first = trial.store.poll();
  count(trial, first);
  if (trial.store.names().size() != 2) return trial.faults.add(render_text(first, false));
  std::array<std::thread, readers> threads;
  for (std::thread& thread : threads) thread = std::thread([&] { read_until_over(trial); });
  if (!trial.store.watch(milliseconds(1), [&](const StoreReport& report) { count(trial, report); })) {
    trial.faults.add("no thread to watch");
  }
  edit_for(duration, editor);
  wait_for_newest(trial);
  trial.over = true;
  for (std::thread& thread : threads) thread.join();
  trial.store.stop();
}

}  // namespace

int main(int argc, char** argv) {
  const std::chrono::seconds duration(argc > 1 ? std::atoi(argv[1]) : 2);
  const auto most = static_cast<std::size_t>(duration.count() + 1) * edits_a_second;
  const Folder folder;
  PolicyStore store(folder.path(), {milliseconds(1)});
  std::array<Versions, 2> policies{Versions("first", most), Versions("second", most)};
  Trial trial{store, policies, {}, {}, {}, {}, {}};
  if (const std::string fault = hammer(milliseconds(500)); !fault.empty()) trial.faults.add(fault);
  run(trial, folder, duration);
  if (trial.taken < 4) trial.faults.add("hardly an edit was taken");
  if (trial.refused < 1) trial.faults.add("no broken edit was seen");
  fmt::print("{} s: {} edits, {} taken, {} refused, {} answers of {} threads, {} faults\n", duration.count(),
             policies[0].written + policies[1].written, trial.taken.load(), trial.refused.load(), trial.answers.load(),
             readers, trial.faults.count());
  return trial.faults.count() == 0 ? 0 : 1;
}
