#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "bindings/c/error.hpp"
#include "bywhen/answer_writer.hpp"
#include "bywhen/bywhen.h"
#include "bywhen/evaluator.hpp"
#include "bywhen/order.hpp"
#include "bywhen/order_reader.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/policy_set.hpp"
#include "bywhen/session.hpp"

/// What stands on the boundary to C: the objects behind the handles, and the one way over it.

struct bywhen_text {
  std::string text;
};

struct bywhen_sources {
  bywhen::Sources sources;
};

struct bywhen_policy {
  bywhen_policy(bywhen::Policy of, const bywhen::Diagnostics& diagnostics, const bywhen::Sources& sources)
      : policy(std::move(of)), warnings(BYWHEN_OK, diagnostics, sources) {
    warnings.freed_by_caller = false;
  }

  bywhen::Policy policy;
  bywhen::c::Report warnings;
};

struct bywhen_set {
  bywhen_set(bywhen::PolicySet of, const bywhen::Diagnostics& diagnostics, const bywhen::Sources& sources)
      : set(std::move(of)), warnings(BYWHEN_OK, diagnostics, sources) {
    warnings.freed_by_caller = false;
  }

  bywhen::PolicySet set;
  bywhen::c::Report warnings;
};

struct bywhen_order {
  bywhen::Order order;
};

struct bywhen_evaluator {
  explicit bywhen_evaluator(const bywhen::Policy& policy) : evaluator(policy) {}

  bywhen::Evaluator evaluator;
  /// What was decided last; reads the evaluator's memory.
  std::optional<bywhen::CompactAnswer> answer;
  /// It, in brief.
  std::string brief;
};

struct bywhen_reader {
  bywhen::OrderReader reader;
};

struct bywhen_writer {
  bywhen::AnswerWriter writer;
};

struct bywhen_session {
  bywhen::Session session;
};

struct bywhen_file {
  bywhen::FileText file;
  /// There was none to take the answer.
  bool no_memory = false;
};

namespace bywhen::c {

/// Runs what a function does. Nothing is thrown through it: what goes wrong becomes its result and `error`.
template <typename Body>
bywhen_outcome guarded(bywhen_error** error, Body body) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    body();
    return BYWHEN_OK;
  } catch (...) {
    return report_exception(error);
  }
}

/// What was passed, which may not be null.
template <typename Passed>
Passed& needed(Passed* passed, std::string_view what) {
  if (passed == nullptr) fail(BYWHEN_MISUSE, std::string(what) + " is NULL");
  return *passed;
}

/// The same for a function that finds nothing where something is wrong.
template <typename Found, typename Body>
Found found(Found nothing, Body body) noexcept {
  try {
    return body();
  } catch (...) {
    return nothing;
  }
}

/// Gives what `make` returns, a unique_ptr, through an out pointer, which is NULL if that fails.
template <typename Result, typename Make>
bywhen_outcome give(Result** result, bywhen_error** error, Make make) noexcept {
  if (result != nullptr) *result = nullptr;
  return guarded(error, [&] {
    Result*& place = needed(result, "the place for the result");
    place = make().release();
  });
}

/// The same for a function that makes a text.
template <typename Make>
bywhen_outcome give_text(bywhen_text** result, bywhen_error** error, Make make) noexcept {
  return give(result, error, [&] { return std::make_unique<bywhen_text>(bywhen_text{make()}); });
}

/// The bytes that were passed as a text, whatever they are. `what` is for messages: "the order".
[[nodiscard]] std::string_view bytes_of(const char* text, std::size_t length, std::string_view what);
/// The same where they must be UTF-8.
[[nodiscard]] std::string_view text_of(const char* text, std::size_t length, std::string_view what);

/// What was worked out; its problems end the call.
template <typename Value>
Value value_of(std::variant<Value, Problems> outcome) {
  if (const auto* problems = std::get_if<Problems>(&outcome)) refuse(*problems);
  return std::move(std::get<Value>(outcome));
}

/// The name of a file or folder.
[[nodiscard]] std::string path_of(const char* path, std::size_t length);

/// An instant that must be one.
[[nodiscard]] Instant instant_of(std::int64_t micros);
[[nodiscard]] inline std::int64_t micros_of(std::optional<Instant> instant) {
  return instant ? instant->micros : BYWHEN_NO_TIME;
}

/// A host's reader as the library calls it.
[[nodiscard]] FileReader file_reader(bywhen_file_reader files, void* user);

/// A JSON object of facts as pairs of texts.
[[nodiscard]] FactTexts read_facts(const Policy& policy, std::string_view json);

/// A text as JSON.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace bywhen::c
