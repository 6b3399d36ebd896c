#include "cli/decide_many.hpp"

#include <fmt/format.h>

#include "cli/line_stream.hpp"

namespace bywhen::cli {
namespace {

class Deciding {
public:
  Deciding(const Question& question, const std::string& path, Output output, Console& console)
      : question_(question), lines_(path, longest_order_line, console), output_(output), console_(console) {}

  ExitStatus run() {
    const ExitStatus status = lines_.run({[this](std::string_view line) { take(line); },
                                          [this] {
                                            ++orders_;
                                            ++refused_;
                                          },
                                          [this] { return counts(); }});
    if (status != ExitStatus::good) return status;
    console_.err(counts() + "\n");
    return refused_ == 0 ? ExitStatus::good : ExitStatus::refused;
  }

private:
  void take(std::string_view line) {
    ++orders_;
    const auto outcome = answer_to(line);
    if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems);
    const auto& answer = std::get<Answer>(outcome);
    console_.out((output_ == Output::log_entry ? log_entry(line, answer) : to_json(answer)) + "\n");
  }
  [[nodiscard]] std::variant<Answer, Problems> answer_to(std::string_view line) const {
    if (question_.set) return decide(*question_.set, line, question_.at);
    auto order = read_order(question_.policy, line);
    if (auto* problems = std::get_if<Problems>(&order)) return std::move(*problems);
    return decide(question_.policy, std::get<Order>(order), question_.at);
  }
  void refuse(const Problems& problems) {
    ++refused_;
    lines_.refuse(problems);
  }
  [[nodiscard]] std::string counts() const {
    return fmt::format("{} order{}, {} refused", orders_, orders_ == 1 ? "" : "s", refused_);
  }

  const Question& question_;
  LineStream lines_;
  Output output_;
  Console& console_;
  std::size_t orders_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace

std::string log_entry(std::string_view order, const Answer& answer) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = order.find_first_not_of(blanks);
  const auto last = order.find_last_not_of(blanks);
  return fmt::format(R"({{"order":{},"answer":{}}})", order.substr(first, last - first + 1), to_json(answer));
}

ExitStatus decide_many(const Question& question, const std::string& path, Output output, Console& console) {
  return Deciding(question, path, output, console).run();
}

}  // namespace bywhen::cli
