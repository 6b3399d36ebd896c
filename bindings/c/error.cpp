#include "bindings/c/error.hpp"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

namespace bywhen::c {
namespace {

constexpr bywhen_problem out_of_memory_problem{BYWHEN_ERROR, "", "there is not enough memory", "", "", "", ""};

/// Never changed, though C has it without const: it needs no memory, and nobody frees it.
constinit bywhen_error out_of_memory{
    BYWHEN_NO_MEMORY,
    &out_of_memory_problem,
    1,
    "error: there is not enough memory\n",
    R"([{"code":"","pointer":"","message":"there is not enough memory","expected":"","found":"","help":""}])",
    false};

/// A C string ends at a NUL, so one inside is shown.
std::string without_nul(std::string text) {
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) {
    text.replace(at, 1, "\xEF\xBF\xBD");
  }
  return text;
}

std::string place_of(const Diagnostic& diagnostic, const Sources& sources) {
  const Position position = sources.position(diagnostic.span);
  return fmt::format("{}:{}:{}", sources[diagnostic.span.source].name(), position.line, position.column);
}

/// The problems of a wrong call have no code, and are shown without one.
std::string words_of(const Problems& problems) {
  std::string words;
  for (const Problem& problem : problems) {
    if (!problem.code.empty()) {
      words += render_text(Problems{problem}, false);
      continue;
    }
    words += fmt::format("error: {}\n", problem.message);
    if (!problem.help.empty()) words += fmt::format("  help: {}\n", problem.help);
  }
  return words;
}

std::unique_ptr<Report> plain_report(bywhen_outcome outcome, std::string message, std::string help) {
  return std::make_unique<Report>(outcome, Problems{{"", "", std::move(message), "", "", std::move(help)}});
}

bywhen_outcome report_out_of_memory(bywhen_error** error) noexcept {
  if (error != nullptr) *error = &out_of_memory;
  return BYWHEN_NO_MEMORY;
}

bywhen_outcome report_internal(bywhen_error** error, std::string_view what) noexcept {
  if (error == nullptr) return BYWHEN_INTERNAL;
  try {
    *error = plain_report(BYWHEN_INTERNAL, fmt::format("a mistake of the library: {}", what), "").release();
    return BYWHEN_INTERNAL;
  } catch (...) {
    return report_out_of_memory(error);
  }
}

}  // namespace

Report::Report(bywhen_outcome result, const Problems& found) : Report(result) {
  for (const Problem& problem : found) {
    items_.push_back({BYWHEN_ERROR, keep(problem.code), keep(problem.message), keep(problem.help),
                      keep(problem.pointer), keep(problem.expected), keep(problem.found)});
  }
  render(words_of(found), render_json(found));
}

Report::Report(bywhen_outcome result, const Diagnostics& diagnostics, const Sources& sources) : Report(result) {
  for (const Diagnostic& diagnostic : diagnostics) {
    items_.push_back({diagnostic.severity == Severity::error ? BYWHEN_ERROR : BYWHEN_WARNING, keep(diagnostic.code),
                      keep(diagnostic.message), keep(diagnostic.help), keep(place_of(diagnostic, sources)), "", ""});
  }
  render(render_text(diagnostics, sources, false), render_json(diagnostics, sources));
}

const char* Report::keep(std::string part) {
  texts_.push_back(without_nul(std::move(part)));
  return texts_.back().c_str();
}

void Report::render(std::string words, std::string data) {
  problems = items_.data();
  count = items_.size();
  text = keep(std::move(words));
  json = keep(std::move(data));
}

void fail(bywhen_outcome outcome, std::string message, std::string help) {
  throw Failure{plain_report(outcome, std::move(message), std::move(help))};
}

void refuse(const Problems& problems) { throw Failure{std::make_unique<Report>(BYWHEN_REFUSED, problems)}; }

bywhen_outcome report_exception(bywhen_error** error) noexcept {
  try {
    throw;
  } catch (Failure& failure) {
    const bywhen_outcome outcome = failure.report->outcome;
    if (error != nullptr) *error = failure.report.release();
    return outcome;
  } catch (const std::bad_alloc&) {
    return report_out_of_memory(error);
  } catch (const std::length_error&) {
    // A text or a list that would be larger than any memory.
    return report_out_of_memory(error);
  } catch (const std::exception& exception) {
    return report_internal(error, exception.what());
  } catch (...) {
    return report_internal(error, "something was thrown");
  }
}

namespace {

const char* part_of(const bywhen_error* error, std::size_t index, const char* bywhen_problem::*part) noexcept {
  return error == nullptr || index >= error->count ? "" : error->problems[index].*part;
}

}  // namespace
}  // namespace bywhen::c

using bywhen::c::part_of;

bywhen_outcome bywhen_error_outcome(const bywhen_error* error) { return error == nullptr ? BYWHEN_OK : error->outcome; }
size_t bywhen_error_count(const bywhen_error* error) { return error == nullptr ? 0 : error->count; }
int32_t bywhen_error_severity(const bywhen_error* error, size_t index) {
  return error == nullptr || index >= error->count ? 0 : error->problems[index].severity;
}
const char* bywhen_error_code(const bywhen_error* error, size_t index) {
  return part_of(error, index, &bywhen_problem::code);
}
const char* bywhen_error_message(const bywhen_error* error, size_t index) {
  return part_of(error, index, &bywhen_problem::message);
}
const char* bywhen_error_help(const bywhen_error* error, size_t index) {
  return part_of(error, index, &bywhen_problem::help);
}
const char* bywhen_error_place(const bywhen_error* error, size_t index) {
  return part_of(error, index, &bywhen_problem::place);
}
const char* bywhen_error_expected(const bywhen_error* error, size_t index) {
  return part_of(error, index, &bywhen_problem::expected);
}
const char* bywhen_error_found(const bywhen_error* error, size_t index) {
  return part_of(error, index, &bywhen_problem::found);
}
const char* bywhen_error_text(const bywhen_error* error) { return error == nullptr ? "" : error->text; }
const char* bywhen_error_json(const bywhen_error* error) { return error == nullptr ? "[]" : error->json; }

void bywhen_error_free(bywhen_error* error) {
  if (error != nullptr && error->freed_by_caller) bywhen::c::end(static_cast<bywhen::c::Report*>(error));
}
