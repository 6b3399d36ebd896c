#include "cli/decide_many.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "cli/line_reader.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto between_progress = std::chrono::milliseconds(100);
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_empty(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// All that is said of a problem, on one line.
std::string problem_words(const Problem& problem) {
  std::string words =
      problem.pointer.empty() ? problem.message : fmt::format("{}: {}", problem.pointer, problem.message);
  if (!problem.expected.empty()) words += fmt::format("; expected {}", problem.expected);
  if (!problem.found.empty()) words += fmt::format("{} found {}", problem.expected.empty() ? ";" : ",", problem.found);
  if (!problem.help.empty()) words += fmt::format(" ({})", problem.help);
  return printable(words);
}

class Stream {
public:
  Stream(const Question& question, const std::string& path, Console& console)
      : question_(question), name_(name_of_input(path)), console_(console) {}

  ExitStatus run(LineReader& lines) {
    std::string line;
    while (!console_.broken()) {
      const LineReader::Outcome outcome = lines.next(line);
      if (outcome == LineReader::Outcome::end) return finish();
      if (outcome == LineReader::Outcome::failed) return fail(errno);
      if (outcome == LineReader::Outcome::too_long) {
        refuse_long_line(lines.number());
      } else {
        take(line, lines.number());
      }
      show_progress();
    }
    return ExitStatus::machine;
  }

private:
  void take(std::string_view line, std::size_t number) {
    if (number == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    if (is_empty(line)) return;
    ++orders_;
    const auto answer = answer_to(line);
    if (const auto* problems = std::get_if<Problems>(&answer)) return refuse(*problems, number);
    console_.out(to_json(std::get<Answer>(answer)) + "\n");
  }
  [[nodiscard]] std::variant<Answer, Problems> answer_to(std::string_view line) const {
    if (question_.set) return decide(*question_.set, line, question_.at);
    auto order = read_order(question_.policy, line);
    if (auto* problems = std::get_if<Problems>(&order)) return std::move(*problems);
    return decide(question_.policy, std::get<Order>(order), question_.at);
  }
  void refuse(const Problems& problems, std::size_t number) {
    ++refused_;
    for (const Problem& problem : problems) {
      put_error(number, fmt::format("[{}]", problem.code), problem_words(problem));
    }
  }
  void refuse_long_line(std::size_t number) {
    ++orders_;
    ++refused_;
    put_error(number, "", fmt::format("the line is longer than {} MiB", longest_order_line >> 20U));
  }
  void put_error(std::size_t number, std::string_view code, std::string_view words) {
    const std::string kind = painted(Style::bad, fmt::format("error{}", code), console_.colour_err());
    const std::string_view sign = code.empty() || words.starts_with('/') ? "" : ":";
    console_.err(fmt::format("{}:{}: {}{} {}\n", printable(name_), number, kind, code.empty() ? ":" : sign, words));
  }

  void show_progress() {
    if (!console_.shows_progress()) return;
    const auto now = Clock::now();
    if (now - shown_ < between_progress) return;
    shown_ = now;
    console_.progress(counts());
  }
  [[nodiscard]] std::string counts() const {
    return fmt::format("{} order{}, {} refused", orders_, orders_ == 1 ? "" : "s", refused_);
  }
  ExitStatus finish() {
    console_.err(counts() + "\n");
    return refused_ == 0 ? ExitStatus::good : ExitStatus::refused;
  }
  ExitStatus fail(int error) {
    console_.complain(fmt::format("{}: {}", name_, reason_of(error)));
    return ExitStatus::machine;
  }

  const Question& question_;
  std::string name_;
  Console& console_;
  std::size_t orders_ = 0;
  std::size_t refused_ = 0;
  Clock::time_point shown_;
};

}  // namespace

ExitStatus decide_many(const Question& question, const std::string& path, Console& console) {
  auto input = open_input(path);
  if (const auto* error = std::get_if<FileError>(&input)) {
    console.complain(error->message);
    return ExitStatus::machine;
  }
  LineReader lines(std::move(std::get<Descriptor>(input)), longest_order_line, [&console] { console.flush(); });
  return Stream(question, path, console).run(lines);
}

}  // namespace bywhen::cli
