#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/answer_difference.hpp"
#include "cli/answer_words.hpp"
#include "cli/json_text.hpp"
#include "cli/line_stream.hpp"
#include "cli/log_entry.hpp"
#include "cli/options.hpp"
#include "cli/people_time.hpp"
#include "cli/policy_files.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  std::string log;
  std::vector<std::string> policies;
  Format format = Format::text;
};

/// An entry holds an order and its answer, which is longer.
constexpr std::size_t longest_entry = 4 * longest_order_line;

/// A policy, or a set of them with any of its members.
struct Rules {
  Policy policy;
  std::optional<PolicySet> set;
};

std::variant<Rules, ExitStatus> load_rules(const std::string& path, Console& console) {
  if (!is_folder(path)) {
    auto policy = load_alone(path, console);
    if (const auto* failed = std::get_if<ExitStatus>(&policy)) return *failed;
    return Rules{std::move(std::get<Policy>(policy)), std::nullopt};
  }
  auto set = load_set_alone(path, console);
  if (const auto* failed = std::get_if<ExitStatus>(&set)) return *failed;
  const Policy newest = std::get<PolicySet>(set).members().back().policy;
  return Rules{newest, std::move(std::get<PolicySet>(set))};
}

/// An answer of the log, taken apart.
struct Logged {
  std::string order;
  JsonTree answer;
  std::string policy_name;
  /// Empty where nobody wrote it down.
  std::string digest;
  std::string at;
  /// As JSON; empty where the order has none.
  std::string id;
};

std::string text_at(const JsonTree& tree, std::string_view name) {
  const JsonTree* member = tree.member(name);
  return member == nullptr ? "" : member->text;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

struct Counts {
  std::size_t answers = 0;
  std::size_t same = 0;
  std::size_t different = 0;
  std::size_t undecidable = 0;
  /// Lines that are no entries.
  std::size_t bad = 0;
  /// By which text of the policy they were made.
  std::size_t by_this = 0;
  std::size_t by_others = 0;

  [[nodiscard]] std::string words() const {
    std::string words = fmt::format("{}: {} the same, {} different, {} not decidable", counted(answers, "answer"), same,
                                    different, undecidable);
    return bad == 0 ? words
                    : words + fmt::format("; {} no entry of a log",
                                          bad == 1 ? "1 line is" : fmt::format("{} lines are", bad));
  }
  [[nodiscard]] std::string origins() const {
    const std::size_t unknown = answers - by_this - by_others;
    return fmt::format("{} made by this very text of the policy, {} by another, {} unknown", by_this, by_others,
                       unknown);
  }
  [[nodiscard]] std::string json() const {
    return fmt::format(
        R"({{"answers":{},"same":{},"different":{},"undecidable":{},"bad_lines":{},"by_this_text":{},"by_other_texts":{}}})",
        answers, same, different, undecidable, bad, by_this, by_others);
  }
};

std::string member_json(const Difference& difference) {
  const auto text = [](const std::string& name) { return name.empty() ? std::string("null") : json_string(name); };
  return fmt::format(R"({{"about":{},"member":{},"was":{},"is":{}}})", text(difference.about), text(difference.member),
                     to_json(difference.was), to_json(difference.is));
}

class Replay {
public:
  Replay(const Options& options, std::vector<Rules> rules, Console& console)
      : options_(options), rules_(std::move(rules)), lines_(options.log, longest_entry, console), console_(console) {}

  ExitStatus run() {
    const ExitStatus status = lines_.run(
        {[this](std::string_view line) { take(line); }, [this] { ++counts_.bad; }, [this] { return counts_.words(); }});
    if (status != ExitStatus::good) return status;
    if (options_.format == Format::json) {
      console_.out(counts_.json() + "\n");
    } else {
      console_.out(fmt::format("{}\n{}\n", counts_.words(), counts_.origins()));
    }
    return counts_.same == counts_.answers && counts_.bad == 0 ? ExitStatus::good : ExitStatus::refused;
  }

private:
  void take(std::string_view line) {
    const auto logged = read(line);
    if (!logged) return;
    const Rules* rules = rules_of(*logged);
    const Policy* policy = rules == nullptr ? nullptr : &rules->policy;
    std::optional<Instant> at;
    if (policy != nullptr && !(at = read_at(*policy, logged->at))) return;
    ++counts_.answers;
    if (rules == nullptr) return put_foreign(*logged);
    const auto answer = answer_to(*rules, logged->order, *at);
    count_origin(*rules, answer, logged->digest);
    if (const auto* problems = std::get_if<Problems>(&answer)) return put_undecidable(*logged, policy, *problems);
    compare_with(*logged, *policy, std::get<Answer>(answer));
  }
  static std::variant<Answer, Problems> answer_to(const Rules& rules, const std::string& order_json, Instant at) {
    if (rules.set) return decide(*rules.set, order_json, at);
    auto order = read_order(rules.policy, order_json);
    if (auto* problems = std::get_if<Problems>(&order)) return std::move(*problems);
    return decide(rules.policy, std::get<Order>(order), at);
  }

  void complain(const std::string& message, const std::string& help) {
    ++counts_.bad;
    lines_.put_error("", printable(help.empty() ? message : fmt::format("{} ({})", message, help)));
  }
  std::optional<Logged> read(std::string_view line) {
    auto outcome = read_log_entry(line);
    if (const auto* error = std::get_if<LogEntryError>(&outcome)) {
      complain(error->message, error->help);
      return std::nullopt;
    }
    auto& entry = std::get<LogEntry>(outcome);
    auto answer = read_json_object(entry.answer);
    if (!answer) {
      complain("`answer` is no JSON", "it is what `bywhen decide --format json` prints");
      return std::nullopt;
    }
    if (answer->member("status") == nullptr || answer->member("actions") == nullptr) {
      complain("`answer` is no answer: it has no `status` or no `actions`",
               "it is what `bywhen decide --format json` prints");
      return std::nullopt;
    }
    return taken_apart(entry, std::move(*answer));
  }
  std::optional<Logged> taken_apart(LogEntry& entry, JsonTree answer) {
    Logged logged{std::move(entry.order), std::move(answer), {}, std::move(entry.policy), std::move(entry.at), {}};
    const std::string at = text_at(logged.answer, "at");
    if (logged.at.empty()) logged.at = at;
    if (const JsonTree* policy = logged.answer.member("policy")) {
      logged.policy_name = text_at(*policy, "name");
      if (logged.digest.empty()) logged.digest = text_at(*policy, "digest");
    }
    const JsonTree* order = logged.answer.member("order");
    const JsonTree* id = order == nullptr ? nullptr : order->member("id");
    if (id != nullptr) logged.id = to_json(*id);
    if (!logged.at.empty()) return logged;
    complain("`at` is missing, and in the answer, too", R"(write `"at": "2026-03-10T09:00:00Z"`)");
    return std::nullopt;
  }
  std::optional<Instant> read_at(const Policy& policy, const std::string& text) {
    const auto at = read_time(policy, text);
    if (const auto* instant = std::get_if<Instant>(&at)) return *instant;
    ++counts_.bad;
    lines_.refuse(std::get<Problems>(at));
    return std::nullopt;
  }

  /// One policy takes all; of several, the one that has the name.
  [[nodiscard]] const Rules* rules_of(const Logged& logged) const {
    if (rules_.size() == 1) return rules_.data();
    const auto found = std::find_if(rules_.begin(), rules_.end(),
                                    [&](const Rules& rules) { return rules.policy.name() == logged.policy_name; });
    return found == rules_.end() ? nullptr : &*found;
  }
  /// Of a set, the policy that governs the order made the answer, or not.
  void count_origin(const Rules& rules, const std::variant<Answer, Problems>& outcome, const std::string& digest) {
    if (digest.empty()) return;
    const auto* answer = std::get_if<Answer>(&outcome);
    const std::string& ours = rules.set && answer != nullptr ? answer->policy.digest : rules.policy.digest();
    ++(digest == ours ? counts_.by_this : counts_.by_others);
  }

  void put_foreign(const Logged& logged) {
    put_undecidable(logged, nullptr,
                    {{"", "", fmt::format("none of the policies is named `{}`", logged.policy_name), "", "", ""}});
  }
  void put_undecidable(const Logged& logged, const Policy* policy, const Problems& problems) {
    ++counts_.undecidable;
    if (options_.format == Format::json) {
      return put_json(logged, "undecidable", R"("problems":)" + one_line(render_json(problems)));
    }
    put_heading(logged, at_words(logged.at, policy), "is refused now");
    for (const Problem& problem : problems) {
      const std::string code = problem.code.empty() ? "" : fmt::format("[{}] ", problem.code);
      console_.out(fmt::format("  {}{}\n", code, problem_words(problem)));
    }
  }
  /// In JSON a line end stands between things only.
  static std::string one_line(std::string json) {
    std::replace(json.begin(), json.end(), '\n', ' ');
    return json;
  }

  void compare_with(const Logged& logged, const Policy& policy, const Answer& answer) {
    const auto now = read_json_object(to_json(answer));
    const auto found = now ? differences(logged.answer, *now) : std::vector<Difference>{};
    if (found.empty()) {
      ++counts_.same;
      return;
    }
    ++counts_.different;
    if (options_.format == Format::json) return put_json(logged, "different", R"("differences":)" + json_of(found));
    const PeopleClock clock(policy, answer.at);
    put_heading(logged, clock.exact_time(answer.at), counted(found.size(), "difference"));
    for (const Difference& difference : found) console_.out(fmt::format("  {}\n", difference_words(difference, clock)));
  }
  static std::string json_of(const std::vector<Difference>& found) {
    std::string json;
    for (const Difference& difference : found) json += (json.empty() ? "" : ",") + member_json(difference);
    return "[" + json + "]";
  }
  void put_heading(const Logged& logged, const std::string& at, const std::string& words) {
    const std::string order = logged.id.empty() ? "" : fmt::format(" order {}", bare_id(logged.id));
    const std::string heading =
        fmt::format("{}:{}:{} at {}: {}", printable(lines_.name()), lines_.number(), order, at, words);
    console_.out(painted(Style::strong, heading, console_.colour_out()) + "\n");
  }
  static std::string at_words(const std::string& at, const Policy* policy) {
    const auto instant = parse_rfc3339(at);
    return instant && policy != nullptr ? people_time(*policy, *instant) : printable(at);
  }
  void put_json(const Logged& logged, std::string_view outcome, const std::string& details) {
    console_.out(fmt::format(R"({{"line":{},"id":{},"at":{},"made_by":{},"outcome":"{}",{}}})", lines_.number(),
                             logged.id.empty() ? "null" : logged.id, json_string(logged.at),
                             logged.digest.empty() ? "null" : json_string(logged.digest), outcome, details) +
                 "\n");
  }

  const Options& options_;
  std::vector<Rules> rules_;
  LineStream lines_;
  Console& console_;
  Counts counts_;
};

ExitStatus run(const Options& options, Console& console) {
  std::vector<Rules> all;
  for (const std::string& path : options.policies) {
    auto rules = load_rules(path, console);
    if (const auto* failed = std::get_if<ExitStatus>(&rules)) return *failed;
    all.push_back(std::move(std::get<Rules>(rules)));
  }
  return Replay(options, std::move(all), console).run();
}

constexpr const char* details =
    R"(Every line of the log is an order as it was asked about, and the answer that was given:
  {"order": {...}, "answer": {...}}
Further members are the host's own, but "at" and "policy" (a digest), which else are those
of the answer. Says which answers this policy would give differently: what was, what is.
Digests, the release of the time zones and the places of sentences do not count. Of
several policies, each answer goes to the one with its policy's name. Exits with 0 if all
answers are the same.

Example:
  bywhen decide policies/aliexpress.bywhen --orders examples/orders/batch.ndjson \
    --at 2026-03-10T09:00:00Z --log > log.ndjson
  bywhen replay log.ndjson --policy policies/aliexpress.bywhen)";

}  // namespace

void add_replay(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation,
                            {"replay", "Decides the orders of a log again, and says which answers differ", details});
  verb.add_option("LOG", options->log, "Orders with their answers, one a line; `-` is standard input")->required();
  verb.add_option("--policy", options->policies,
                  "The policy's file, *.bywhen, or the folder of its versions; or several")
      ->option_text("FILE...")
      ->required();
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
