#include "cli/line_stream.hpp"

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "cli/read_file.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr auto between_progress = std::chrono::milliseconds(100);
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_empty(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

std::string problem_words(const Problem& problem) {
  std::string words =
      problem.pointer.empty() ? problem.message : fmt::format("{}: {}", problem.pointer, problem.message);
  if (!problem.expected.empty()) words += fmt::format("; expected {}", problem.expected);
  if (!problem.found.empty()) words += fmt::format("{} found {}", problem.expected.empty() ? ";" : ",", problem.found);
  if (!problem.help.empty()) words += fmt::format(" ({})", problem.help);
  return printable(words);
}

std::string complaint_head(const InputPlace& place) {
  return fmt::format("{}:{}: ", printable(place.name), place.line);
}

std::string complaint_words(std::string_view code, std::string_view words, bool colour) {
  const std::string kind = painted(Style::bad, fmt::format("error{}", code), colour);
  const std::string_view sign = code.empty() || !words.starts_with('/') ? ":" : "";
  return fmt::format("{}{} {}\n", kind, sign, words);
}

std::string complaint(const InputPlace& place, std::string_view code, std::string_view words, bool colour) {
  return complaint_head(place) + complaint_words(code, words, colour);
}

LineStream::LineStream(const std::string& path, std::size_t longest, Console& console)
    : path_(path), name_(name_of_input(path)), longest_(longest), console_(console) {}

ExitStatus LineStream::run(const Tasks& tasks) {
  auto input = open_input(path_);
  if (const auto* error = std::get_if<FileError>(&input)) {
    console_.complain(error->message);
    return ExitStatus::machine;
  }
  LineReader lines(std::move(std::get<Descriptor>(input)), longest_, [this] {
    console_.flush();
    return true;
  });
  return walk(lines, tasks);
}

ExitStatus LineStream::walk(LineReader& lines, const Tasks& tasks) {
  std::string line;
  while (!console_.broken()) {
    const LineReader::Outcome outcome = lines.next(line);
    number_ = lines.number();
    if (outcome == LineReader::Outcome::end) return ExitStatus::good;
    if (outcome == LineReader::Outcome::failed) return fail(errno);
    if (outcome == LineReader::Outcome::too_long) {
      put_error("", fmt::format("the line is longer than {} MiB", longest_ >> 20U));
      tasks.too_long();
    } else {
      take(line, tasks);
    }
    show_progress(tasks);
  }
  return ExitStatus::machine;
}

void LineStream::take(std::string_view line, const Tasks& tasks) const {
  if (number_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  if (!is_empty(line)) tasks.take(line);
}

void LineStream::refuse(const Problems& problems) {
  for (const Problem& problem : problems) put_error(fmt::format("[{}]", problem.code), problem_words(problem));
}

void LineStream::put_error(std::string_view code, std::string_view words) {
  console_.err(complaint({name_, number_}, code, words, console_.colour_err()));
}

void LineStream::show_progress(const Tasks& tasks) {
  if (!console_.shows_progress()) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < between_progress) return;
  shown_ = now;
  console_.progress(tasks.counts());
}

ExitStatus LineStream::fail(int error) {
  console_.complain(fmt::format("{}: {}", name_, reason_of(error)));
  return ExitStatus::machine;
}

}  // namespace bywhen::cli
