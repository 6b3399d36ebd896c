#include "cli/subject.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "cli/policy_files.hpp"
#include "cli/read_file.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

/// Problems quote what others wrote, which must not reach a terminal as it is.
Problem printable_problem(const Problem& problem) {
  return {problem.code,
          printable(problem.pointer),
          printable(problem.message),
          printable(problem.expected),
          printable(problem.found),
          printable(problem.help)};
}

}  // namespace

Instant present() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

namespace {

std::variant<Question, ExitStatus> load(const std::string& path, Console& console) {
  if (is_folder(path)) {
    auto set = load_set_alone(path, console);
    if (const auto* failed = std::get_if<ExitStatus>(&set)) return *failed;
    const Policy newest = std::get<PolicySet>(set).members().back().policy;
    return Question{newest, present(), std::move(std::get<PolicySet>(set)), std::nullopt, {}};
  }
  auto policy = load_alone(path, console);
  if (const auto* failed = std::get_if<ExitStatus>(&policy)) return *failed;
  return Question{std::move(std::get<Policy>(policy)), present(), std::nullopt, std::nullopt, {}};
}

}  // namespace

std::variant<Question, ExitStatus> read_question(const SubjectNames& names, Console& console) {
  auto loaded = load(names.policy, console);
  if (const auto* failed = std::get_if<ExitStatus>(&loaded)) return *failed;
  Question question = std::move(std::get<Question>(loaded));
  if (!names.at.empty()) {
    const auto at = read_time(question.policy, names.at);
    if (const auto* problems = std::get_if<Problems>(&at)) {
      refuse(*problems, console);
      return ExitStatus::usage;
    }
    question.at = std::get<Instant>(at);
  }
  if (question.set) question.policy = policy_at(*question.set, question.at);
  return question;
}

std::variant<Outlook, Problems> outlook_of(const Subject& subject) {
  return subject.set ? project(*subject.set, subject.order_json, subject.at)
                     : project(subject.policy, subject.order, subject.at);
}

std::variant<Outlook, Problems> outlook_of(const Subject& subject, const std::string& actor,
                                           const std::string& action) {
  return subject.set ? project(*subject.set, subject.order_json, actor, action, subject.at)
                     : project(subject.policy, subject.order, actor, action, subject.at);
}

std::variant<Why, Problems> why_of(const Subject& subject, const std::string& actor, const std::string& action) {
  return subject.set ? why(*subject.set, subject.order_json, actor, action, subject.at)
                     : why(subject.policy, subject.order, actor, action, subject.at);
}

std::variant<Preview, Problems> preview_of(const Subject& subject, const std::string& actor, const std::string& action,
                                           const FactTexts& inputs) {
  return subject.set ? preview(*subject.set, subject.order_json, actor, action, inputs, subject.at)
                     : preview(subject.policy, subject.order, actor, action, inputs, subject.at);
}

std::variant<Order, ExitStatus> read_order_file(Question& question, const SubjectNames& names, Console& console) {
  const auto text = read_input(names.order);
  if (const auto* error = std::get_if<FileError>(&text)) {
    console.complain(error->message);
    return ExitStatus::machine;
  }
  question.order_json = std::get<std::string>(text);
  if (question.set) {
    auto governed = govern(*question.set, question.order_json, question.at);
    if (const auto* problems = std::get_if<Problems>(&governed)) return refuse(*problems, console);
    question.governed = std::move(std::get<Governed>(governed));
    question.policy = question.governed->policy;
    return question.governed->order;
  }
  auto order = read_order(question.policy, question.order_json);
  if (const auto* problems = std::get_if<Problems>(&order)) return refuse(*problems, console);
  return std::move(std::get<Order>(order));
}

std::variant<Subject, ExitStatus> read_subject(const SubjectNames& names, Console& console) {
  auto question = read_question(names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&question)) return *failed;
  auto& asked = std::get<Question>(question);
  auto order = read_order_file(asked, names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&order)) return *failed;
  return Subject{std::move(asked.policy), asked.at, std::move(std::get<Order>(order)), std::move(asked.set),
                 std::move(asked.order_json)};
}

ExitStatus refuse(const Problems& problems, Console& console) {
  Problems shown;
  std::transform(problems.begin(), problems.end(), std::back_inserter(shown), printable_problem);
  console.err(render_text(shown, console.colour_err()));
  return ExitStatus::refused;
}

ExitStatus put_order(const std::variant<Order, Problems>& outcome, Console& console) {
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  console.out(to_json(std::get<Order>(outcome).data()) + "\n");
  return ExitStatus::good;
}

std::variant<FactTexts, ExitStatus> split_facts(const std::vector<std::string>& arguments, Console& console) {
  FactTexts facts;
  for (const std::string& argument : arguments) {
    const auto sign = argument.find('=');
    if (sign == std::string::npos || sign == 0) {
      console.complain(fmt::format("`{}` is not of the form FACT=VALUE", argument));
      return ExitStatus::usage;
    }
    facts.emplace_back(argument.substr(0, sign), argument.substr(sign + 1));
  }
  return facts;
}

}  // namespace bywhen::cli
