#include <fmt/format.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "bywhen/bywhen.hpp"
#include "tests/store/folder.hpp"
#include "tests/store/policies.hpp"

using namespace bywhen;
using namespace bywhen::test;
using std::chrono::milliseconds;

namespace {

using Lines = std::vector<std::string>;

/// Takes in at once what it finds.
struct At0 : PolicyStore {
  explicit At0(const std::string& path) : PolicyStore(path, {milliseconds(0)}) {}
};

/// What is new, in short: `a.bywhen + answers` for what is in force, `-` for what is refused, and whatever is wrong.
Lines news(const Folder& folder, PolicyStore& store) {
  const StoreReport report = store.poll();
  const auto shorter = [&](const std::string& path) {
    return path == folder.path() ? "." : path.substr(folder.path().size() + 1);
  };
  Lines lines;
  for (const PolicyEdit& edit : report.edits) {
    lines.push_back(fmt::format("{} {} {}", shorter(edit.path), edit.in_force ? '+' : '-', edit.name));
    for (const Diagnostic& diagnostic : edit.diagnostics) lines.back() += " " + diagnostic.code;
    if (edit.problem) lines.back() += ": " + edit.problem->reason;
    CHECK(edit.in_force == !(edit.problem || has_errors(edit.diagnostics)));
    CHECK(edit.after == (store.current(edit.name) ? store.current(edit.name)->digest() : ""));
  }
  for (const FileProblem& problem : report.problems) lines.push_back(shorter(problem.path) + ": " + problem.reason);
  return lines;
}

/// When the seller has to answer, by the policy in force.
std::string due(const std::optional<Policy>& policy) {
  if (!policy) return "nothing in force";
  const auto order = read_order(*policy, asked_order);
  const auto answer = decide(*policy, std::get<Order>(order), *parse_rfc3339("2026-03-02T10:00:00Z"));
  return format_rfc3339(std::get<Answer>(answer).deadlines.at(0).due.value()).substr(0, 10);
}

}  // namespace

TEST_CASE("a store reads its file when it is polled", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  PolicyStore store(folder / "a.bywhen");
  CHECK_FALSE(store.current());
  CHECK(store.names().empty());
  const StoreReport report = store.poll();
  REQUIRE(report.edits.size() == 1);
  CHECK(report.edits[0].in_force);
  CHECK(report.edits[0].before.empty());
  CHECK(report.edits[0].after == store.current().value().digest());
  CHECK(due(store.current()) == "2026-03-07");
  CHECK(due(store.current("answers")) == "2026-03-07");
  CHECK_FALSE(store.current("else"));
  CHECK(store.names() == Lines{"answers"});
  CHECK(store.poll().empty());
}

TEST_CASE("a good edit is in force after the next look", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  const std::string before = store.current().value().digest();
  folder.write("a.bywhen", answer_policy(10));
  CHECK(due(store.current()) == "2026-03-07");
  const StoreReport report = store.poll();
  CHECK(due(store.current()) == "2026-03-12");
  REQUIRE(report.edits.size() == 1);
  CHECK(report.edits[0].before == before);
  CHECK(report.edits[0].after == store.current()->digest());
  CHECK(report.edits[0].after != before);
}

TEST_CASE("a broken edit leaves in force what was, and tells all errors once", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  const std::string before = store.current().value().digest();
  folder.write("a.bywhen", answer_policy(6) + "term wrong = 5 dais\nin nowhere { }\n");
  const StoreReport report = store.poll();
  REQUIRE(report.edits.size() == 1);
  CHECK_FALSE(report.edits[0].in_force);
  CHECK(report.edits[0].before == before);
  CHECK(report.edits[0].after == before);
  const std::string text = render_text(report, false);
  CHECK_THAT(text, Catch::Contains("BW0301") && Catch::Contains("BW0204"));
  CHECK_THAT(text, Catch::Contains("a.bywhen: the policy has errors; " + before.substr(0, 19) + " stays in force\n"));
  CHECK(store.poll().empty());
  CHECK(due(store.current()) == "2026-03-07");

  folder.write("a.bywhen", answer_policy(6));
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  CHECK(due(store.current()) == "2026-03-08");
}

TEST_CASE("an edit that is taken back is told as mended, with the digest as before", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  REQUIRE_FALSE(store.poll().empty());
  folder.write("a.bywhen", "policy\n");
  CHECK_FALSE(store.poll().edits.at(0).in_force);
  folder.write("a.bywhen", answer_policy(5));
  const StoreReport report = store.poll();
  CHECK(report.edits.at(0).in_force);
  CHECK(report.edits.at(0).before == report.edits.at(0).after);
}

TEST_CASE("a store whose first version is broken has nothing in force until it is mended", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", "policy\n");
  At0 store(folder / "a.bywhen");
  const StoreReport report = store.poll();
  CHECK_FALSE(report.edits.at(0).in_force);
  CHECK(report.edits.at(0).after.empty());
  CHECK_THAT(render_text(report, false), Catch::EndsWith("a.bywhen: the policy has errors\n"));
  CHECK_FALSE(store.current());
  folder.write("a.bywhen", answer_policy(5));
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
}

TEST_CASE("an edit of the same size in the same instant is seen", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  for (int round = 0; round < 100; ++round) {
    const int days = 1 + round % 9;
    folder.write("a.bywhen", answer_policy(days));
    store.poll();
    CHECK(due(store.current()) == fmt::format("2026-03-{:02}", 2 + days));
  }
}

TEST_CASE("a file that is written again as it was is no edit", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  REQUIRE_FALSE(store.poll().empty());
  folder.write("a.bywhen", answer_policy(5));
  CHECK(store.poll().empty());
  folder.replace("a.bywhen", answer_policy(5));
  CHECK(store.poll().empty());
}

TEST_CASE("a file that another is moved over is seen", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  REQUIRE_FALSE(store.poll().empty());
  folder.replace("a.bywhen", answer_policy(6));
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  CHECK(due(store.current()) == "2026-03-08");
}

TEST_CASE("a link that is turned to another folder is seen", "[store]") {
  const Folder folder;
  folder.write("one/a.bywhen", answer_policy(5));
  folder.write("two/a.bywhen", answer_policy(6));
  std::filesystem::create_symlink("one", folder / "now");
  for (const char* path : {"now/a.bywhen", "now"}) {
    At0 store(folder / path);
    REQUIRE_FALSE(store.poll().empty());
    std::filesystem::create_symlink("two", folder / "next");
    std::filesystem::rename(folder / "next", folder / "now");
    CHECK(news(folder, store) == Lines{"now/a.bywhen + answers"});
    CHECK(due(store.current()) == "2026-03-08");
    folder.remove("now");
    std::filesystem::create_symlink("one", folder / "now");
  }
}

TEST_CASE("an edit of a file that the policy names is one of the policy", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", calendar_policy());
  folder.write("works.dates", "2026-12-25\n");
  At0 store(folder / "a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  CHECK(due(store.current()) == "2026-03-03");
  folder.write("works.dates", "2026-03-03\n");
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  CHECK(due(store.current()) == "2026-03-04");
  folder.write("works.dates", "no date\n");
  CHECK(news(folder, store) == Lines{"a.bywhen - answers BW0512"});
  folder.remove("works.dates");
  CHECK(news(folder, store) == Lines{"a.bywhen - answers BW0511"});
  CHECK(news(folder, store) == Lines{});
  CHECK(due(store.current()) == "2026-03-04");
  folder.write("works.dates", "2026-12-25\n");
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  CHECK(due(store.current()) == "2026-03-03");
}

TEST_CASE("an edit of the scenarios is one of the policy, with the same digest", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  REQUIRE_FALSE(store.poll().empty());
  folder.write("a.scenarios.bywhen", answer_scenario(5));
  const StoreReport report = store.poll();
  CHECK(report.edits.at(0).in_force);
  CHECK(report.edits.at(0).before == report.edits.at(0).after);
  CHECK(store.current().value().scenario_count() == 1);
  folder.write("a.scenarios.bywhen", "scenario\n");
  CHECK_FALSE(store.poll().edits.at(0).in_force);
  folder.remove("a.scenarios.bywhen");
  CHECK(store.poll().edits.at(0).in_force);
  CHECK(store.current().value().scenario_count() == 0);
}

TEST_CASE("a file that is gone is told once and comes back", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  At0 store(folder / "a.bywhen");
  REQUIRE_FALSE(store.poll().empty());
  folder.remove("a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen - answers: no such file or directory"});
  CHECK(news(folder, store) == Lines{});
  CHECK(due(store.current()) == "2026-03-07");
  folder.write("a.bywhen", answer_policy(6));
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
  CHECK(due(store.current()) == "2026-03-08");
}

TEST_CASE("what is no file to read is told and waited for", "[store]") {
  const Folder folder;
  At0 store(folder / "a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen - : no such file or directory"});
  REQUIRE(mkfifo((folder / "a.bywhen").c_str(), 0600) == 0);
  CHECK(news(folder, store) == Lines{"a.bywhen - : not a regular file"});
  folder.remove("a.bywhen");
  folder.write("a.bywhen", std::string(largest_policy_file + 1, '\n'));
  CHECK(news(folder, store) == Lines{"a.bywhen - : larger than 16 MiB"});
  folder.write("a.bywhen", answer_policy(5));
  CHECK(news(folder, store) == Lines{"a.bywhen + answers"});
}

TEST_CASE("a file's policy may change its name", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5, "old"));
  At0 store(folder / "a.bywhen");
  REQUIRE_FALSE(store.poll().empty());
  const std::string before = store.current().value().digest();
  folder.write("a.bywhen", answer_policy(5, "new"));
  const StoreReport report = store.poll();
  CHECK(report.edits.at(0).before == before);
  CHECK(store.names() == Lines{"new"});
  CHECK(store.current().value().name() == "new");
}

// ── Folders
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a store of a folder holds its policies by name", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  folder.write("sub/b.bywhen", answer_policy(2, "second"));
  folder.write("c.bywhen", "policy third\n");
  At0 store(folder.path());
  const Lines first = news(folder, store);
  REQUIRE(first.size() == 3);
  CHECK(first[0] == "a.bywhen + first");
  CHECK_THAT(first[1], Catch::StartsWith("c.bywhen -  BW"));
  CHECK(first[2] == "sub/b.bywhen + second");
  CHECK(store.names() == Lines{"first", "second"});
  CHECK_FALSE(store.current());
  CHECK(due(store.current("first")) == "2026-03-03");
  CHECK(due(store.current("second")) == "2026-03-04");
}

TEST_CASE("policies come into a folder and go from it", "[store]") {
  const Folder folder;
  At0 store(folder.path());
  CHECK(news(folder, store) == Lines{".: no policy in this folder: no file `*.bywhen`"});
  CHECK(news(folder, store) == Lines{});
  folder.write("a.bywhen", answer_policy(1, "first"));
  CHECK(news(folder, store) == Lines{"a.bywhen + first"});
  folder.write("b.bywhen", answer_policy(2, "second"));
  CHECK(news(folder, store) == Lines{"b.bywhen + second"});
  folder.remove("a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen - first: no such file or directory"});
  CHECK(news(folder, store) == Lines{});
  CHECK(due(store.current("first")) == "2026-03-03");
  folder.write("a.bywhen", answer_policy(3, "first"));
  CHECK(news(folder, store) == Lines{"a.bywhen + first"});
  CHECK(due(store.current("first")) == "2026-03-05");
}

TEST_CASE("a policy that moves to another file is the same policy", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  At0 store(folder.path());
  REQUIRE_FALSE(store.poll().empty());
  std::filesystem::rename(folder / "a.bywhen", folder / "z.bywhen");
  CHECK(news(folder, store) == Lines{"z.bywhen + first"});
  folder.write("z.bywhen", answer_policy(2, "first"));
  CHECK(news(folder, store) == Lines{"z.bywhen + first"});
  CHECK(due(store.current("first")) == "2026-03-04");
}

TEST_CASE("a link to a policy's file changes nothing", "[store]") {
  const Folder folder;
  folder.write("b.bywhen", answer_policy(1, "first"));
  At0 store(folder.path());
  REQUIRE_FALSE(store.poll().empty());
  std::filesystem::create_symlink("b.bywhen", folder / "a.bywhen");
  CHECK(news(folder, store) == Lines{"a.bywhen + first"});
  CHECK(news(folder, store) == Lines{});
  folder.remove("a.bywhen");
  CHECK(news(folder, store) == Lines{"b.bywhen + first"});
}

TEST_CASE("a folder of versions is not kept, and that is said", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  folder.write("deep/b.bywhen", answer_policy(1, "second") + "governed by asked_at\n");
  const std::string said =
      "deep: a folder of versions and overlays, which a store does not keep: load it with `load_policy_set_folder`";
  At0 store(folder.path());
  CHECK(news(folder, store) == Lines{"a.bywhen + first", said});
  CHECK(store.names() == Lines{"first"});
  CHECK(news(folder, store).empty());
}

TEST_CASE("a policy that is renamed in its file leaves the old one in force", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  At0 store(folder.path());
  REQUIRE_FALSE(store.poll().empty());
  folder.write("a.bywhen", answer_policy(2, "other"));
  CHECK(news(folder, store) ==
        Lines{"a.bywhen + other", "a.bywhen: the policy `first` is in no file any more; it stays in force"});
  CHECK(store.names() == Lines{"first", "other"});
}

TEST_CASE("a name that two files claim stays as it was until one of them gives way", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  At0 store(folder.path());
  REQUIRE_FALSE(store.poll().empty());
  folder.write("b.bywhen", answer_policy(2, "first"));
  const std::string in_a = "the policy `first` stands in `" + (folder / "a.bywhen") + "`, too";
  const std::string in_b = "the policy `first` stands in `" + (folder / "b.bywhen") + "`, too";
  CHECK(news(folder, store) == Lines{"a.bywhen - first: " + in_b, "b.bywhen - first: " + in_a});
  CHECK(news(folder, store) == Lines{});
  folder.write("a.bywhen", answer_policy(3, "first"));
  CHECK(news(folder, store) == Lines{"a.bywhen - first: " + in_b});
  CHECK(due(store.current("first")) == "2026-03-03");
  folder.remove("a.bywhen");
  CHECK(news(folder, store) == Lines{"b.bywhen + first"});
  CHECK(due(store.current("first")) == "2026-03-04");
}

TEST_CASE("two files that claim a name from the beginning give nothing", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  folder.write("b.bywhen", answer_policy(2, "first"));
  At0 store(folder.path());
  CHECK(news(folder, store).size() == 2);
  CHECK(store.names().empty());
  folder.write("b.bywhen", answer_policy(2, "second"));
  CHECK(news(folder, store) == Lines{"a.bywhen + first", "b.bywhen + second"});
}

TEST_CASE("a folder that is gone for a while is told once, and all stays", "[store]") {
  const Folder folder;
  folder.write("now/a.bywhen", answer_policy(1, "first"));
  At0 store(folder / "now");
  REQUIRE_FALSE(store.poll().empty());
  std::filesystem::rename(folder / "now", folder / "away");
  CHECK(news(folder, store) == Lines{"now: no such file or directory"});
  CHECK(news(folder, store) == Lines{});
  CHECK(due(store.current("first")) == "2026-03-03");
  std::filesystem::rename(folder / "away", folder / "now");
  CHECK(news(folder, store) == Lines{});
  folder.write("now/a.bywhen", answer_policy(2, "first"));
  CHECK(news(folder, store) == Lines{"now/a.bywhen + first"});
}

// ── Readers and the watching thread
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a reader keeps its policy until it asks for the next", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "first"));
  auto store = std::make_unique<At0>(folder.path());
  auto reader = store->reader();
  auto named = store->reader("first");
  auto stranger = store->reader("else");
  CHECK_FALSE(reader.refresh());
  CHECK_FALSE(reader.policy());
  store->poll();
  CHECK_FALSE(reader.policy());
  CHECK(reader.refresh());
  CHECK_FALSE(reader.refresh());
  CHECK(named.refresh());
  CHECK_FALSE(stranger.refresh());
  CHECK(due(reader.policy()) == "2026-03-03");
  folder.write("b.bywhen", answer_policy(2, "second"));
  store->poll();
  CHECK_FALSE(named.refresh());
  CHECK(reader.refresh());
  CHECK_FALSE(reader.policy());
  folder.write("a.bywhen", answer_policy(3, "first"));
  store->poll();
  CHECK(due(named.policy()) == "2026-03-03");
  CHECK(named.refresh());
  store.reset();
  CHECK_FALSE(named.refresh());
  CHECK(due(named.policy()) == "2026-03-05");
}

namespace {

/// What a store's thread tells, for the test's thread to wait for.
class Inbox {
public:
  StoreCallback callback() {
    return [this](const StoreReport& report) {
      {
        const std::lock_guard lock(mutex_);
        reports_.push_back(report);
      }
      arrived_.notify_all();
    };
  }
  [[nodiscard]] bool wait_for(std::size_t reports) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(20), [&] { return reports_.size() >= reports; });
  }
  [[nodiscard]] std::size_t size() {
    const std::lock_guard lock(mutex_);
    return reports_.size();
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<StoreReport> reports_;
};

}  // namespace

TEST_CASE("a watching store tells of each edit by itself", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1));
  Inbox inbox;
  PolicyStore store(folder / "a.bywhen");
  REQUIRE(store.watch(milliseconds(5), inbox.callback()));
  REQUIRE(inbox.wait_for(1));
  CHECK(due(store.current()) == "2026-03-03");
  folder.replace("a.bywhen", answer_policy(2));
  REQUIRE(inbox.wait_for(2));
  CHECK(due(store.current()) == "2026-03-04");
  folder.replace("a.bywhen", "policy\n");
  REQUIRE(inbox.wait_for(3));
  CHECK(due(store.current()) == "2026-03-04");
  store.stop();
  folder.replace("a.bywhen", answer_policy(3));
  std::this_thread::sleep_for(milliseconds(30));
  CHECK(inbox.size() == 3);
  CHECK(store.poll().edits.size() == 1);
}

TEST_CASE("what a callback throws does not escape, and watching goes on", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1));
  Inbox inbox;
  PolicyStore store(folder / "a.bywhen");
  REQUIRE(store.watch(milliseconds(5), [tell = inbox.callback()](const StoreReport& report) {
    tell(report);
    throw 5;
  }));
  REQUIRE(inbox.wait_for(1));
  folder.replace("a.bywhen", answer_policy(2));
  REQUIRE(inbox.wait_for(2));
  CHECK(due(store.current()) == "2026-03-04");
}

TEST_CASE("watching ends at once, whatever the interval", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1));
  for (const milliseconds interval : {milliseconds(-1), milliseconds(0), milliseconds::max(), milliseconds::min()}) {
    Inbox inbox;
    PolicyStore store(folder / "a.bywhen");
    REQUIRE(store.watch(interval, nullptr));
    REQUIRE(store.watch(interval, inbox.callback()));
    store.poll();
    store.stop();
    store.stop();
    CHECK(store.current());
  }
}

TEST_CASE("a callback may poll and read its store", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1));
  Inbox inbox;
  PolicyStore store(folder / "a.bywhen");
  REQUIRE(store.watch(milliseconds(5), [&, tell = inbox.callback()](const StoreReport& report) {
    if (store.poll().empty() && store.current()) tell(report);
  }));
  CHECK(inbox.wait_for(1));
}
