#pragma once

#include <variant>

#include "bywhen/order.hpp"
#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/policy_set.hpp"
#include "bywhen/preview.hpp"
#include "bywhen/why.hpp"
#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/options.hpp"

namespace bywhen::cli {

/// The present instant. The only place where the clock is read.
[[nodiscard]] Instant present();

/// A policy and the instant that is asked about.
struct Question {
  Policy policy;
  Instant at;
  /// Where the path is a folder; the policy is one of its members then, and once an order is read, that which governs.
  std::optional<PolicySet> set;
  std::optional<Governed> governed;
  /// The order as it came, once it is read.
  std::string order_json;
};

/// … and the order that is asked about, of that policy.
struct Subject {
  Policy policy;
  Instant at;
  Order order;
  /// Where a set was asked: the set, and the order as it came.
  std::optional<PolicySet> set;
  std::string order_json;
};

// What is asked of the policy, or of the set.

[[nodiscard]] std::variant<Outlook, Problems> outlook_of(const Subject& subject);
[[nodiscard]] std::variant<Outlook, Problems> outlook_of(const Subject& subject, const std::string& actor,
                                                         const std::string& action);
[[nodiscard]] std::variant<Why, Problems> why_of(const Subject& subject, const std::string& actor,
                                                 const std::string& action);

[[nodiscard]] std::variant<Preview, Problems> preview_of(const Subject& subject, const std::string& actor,
                                                         const std::string& action, const FactTexts& inputs);

// What cannot be read is said on standard error, and the status tells what kind of failure it was.

[[nodiscard]] std::variant<Question, ExitStatus> read_question(const SubjectNames& names, Console& console);
[[nodiscard]] std::variant<Order, ExitStatus> read_order_file(Question& question, const SubjectNames& names,
                                                              Console& console);

[[nodiscard]] std::variant<Subject, ExitStatus> read_subject(const SubjectNames& names, Console& console);

/// Says what is wrong on standard error.
ExitStatus refuse(const Problems& problems, Console& console);

/// Puts the order out as JSON, or says why there is none.
ExitStatus put_order(const std::variant<Order, Problems>& outcome, Console& console);

/// `FACT=VALUE` arguments. A usage error if one is not of that form.
[[nodiscard]] std::variant<FactTexts, ExitStatus> split_facts(const std::vector<std::string>& arguments,
                                                              Console& console);

}  // namespace bywhen::cli
