// The main program of the tests. Catch2 version 2 knows no skipped cases: a case that finds what it needs absent says
// so with WARN("SKIPPED: why"), and if every case that ran did, the exit status is `skipped_status`, which CTest counts
// as skipped.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <cstddef>
#include <string_view>

namespace {

constexpr int skipped_status = 77;

struct Counts {
  std::size_t cases = 0;
  std::size_t skipped = 0;
};

Counts& counts() {
  static Counts all;
  return all;
}

class SkipListener : public Catch::TestEventListenerBase {
public:
  using TestEventListenerBase::TestEventListenerBase;

  void testCaseStarting(const Catch::TestCaseInfo&) override { says_skipped_ = false; }

  bool assertionEnded(const Catch::AssertionStats& stats) override {
    if (stats.assertionResult.getResultType() == Catch::ResultWas::Warning) {
      says_skipped_ = says_skipped_ || stats.assertionResult.getMessage().find("SKIPPED") != std::string::npos;
    }
    return true;
  }

  void testCaseEnded(const Catch::TestCaseStats&) override {
    ++counts().cases;
    if (says_skipped_) ++counts().skipped;
  }

private:
  bool says_skipped_ = false;
};

}  // namespace

CATCH_REGISTER_LISTENER(SkipListener)

int main(int argc, char* argv[]) {
  const int status = Catch::Session().run(argc, argv);
  const bool all_skipped = counts().cases > 0 && counts().skipped == counts().cases;
  return status == 0 && all_skipped ? skipped_status : status;
}
