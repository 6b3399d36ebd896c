#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/bywhen.h"
#include "bywhen/diagnostic.hpp"
#include "bywhen/order.hpp"

/// One problem as C reads it: every text ends with a NUL and is never null.
struct bywhen_problem {
  std::int32_t severity;
  const char* code;
  const char* message;
  const char* help;
  const char* place;
  const char* expected;
  const char* found;
};

/// Made of pointers alone, so that one for the lack of memory can be a constant.
struct bywhen_error {
  bywhen_outcome outcome;
  const bywhen_problem* problems;
  std::size_t count;
  const char* text;
  const char* json;
  /// Whether `bywhen_error_free` ends it.
  bool freed_by_caller;
};

namespace bywhen::c {

/// An error with its texts.
class Report : public bywhen_error {
public:
  explicit Report(bywhen_outcome result) : bywhen_error{result, nullptr, 0, "", "[]", true} {}
  Report(bywhen_outcome result, const Problems& found);
  /// What is wrong with the texts of a policy, or only doubtful.
  Report(bywhen_outcome result, const Diagnostics& diagnostics, const Sources& sources);
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  Report(Report&&) = delete;
  Report& operator=(Report&&) = delete;
  ~Report() = default;

private:
  const char* keep(std::string part);
  void render(std::string words, std::string data);

  std::vector<bywhen_problem> items_;
  /// A deque, because what was kept stays where it is.
  std::deque<std::string> texts_;
};

/// Ends what C gives back, which may be null.
template <typename Given>
void end(Given* given) {
  const std::unique_ptr<Given> last(given);
}

/// Ends a call. Thrown only inside of `guarded`, which gives the report to the caller.
struct Failure {
  std::unique_ptr<Report> report;
};

/// Ends a call that was wrong by itself, or met something that has no code.
[[noreturn]] void fail(bywhen_outcome outcome, std::string message, std::string help = "");
[[noreturn]] void refuse(const Problems& problems);

/// What the exception that is being handled comes to, and an error for it in `error`, if that is not null.
bywhen_outcome report_exception(bywhen_error** error) noexcept;

}  // namespace bywhen::c
