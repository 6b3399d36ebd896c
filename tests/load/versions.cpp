#include "tests/load/versions.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "interpreter/digest.hpp"

namespace bywhen::test {
namespace {

/// `version 17` as 17; 0 is no version.
std::size_t number_in(std::string_view reason) {
  std::size_t number = 0;
  const std::string_view digits = reason.substr(reason.find(' ') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

std::string version_text(const std::string& name, std::size_t number) {
  return fmt::format(R"(policy {} "Version {}"
zone "UTC"
actor seller "Seller"
fact made_at, answered_at, lapsed_at : event
status made "Made" initial, marks made_at
status answered "Answered" final
status lapsed "Lapsed" final
action answer "Answer" {{ marks answered_at  becomes answered }}
action lapse "Lapse" {{ marks lapsed_at  becomes lapsed }}
term time_to_answer = {} minutes
in made {{
  seller may answer because "version {}"
  reply: seller must answer within time_to_answer after made_at because "version {}"
    otherwise lapse because "version {}"
}}
)",
                     name, number, number, number, number, number);
}

Instant due_in(std::size_t number) { return {order_made().micros + static_cast<std::int64_t>(number) * 60'000'000}; }

Instant order_made() { return *parse_rfc3339("2026-03-02T10:00:00Z"); }

Versions::Versions(std::string of, std::size_t count) : name(std::move(of)), digests(count) {
  for (std::size_t number = 0; number < count; ++number) digests[number] = digest_of(version_text(name, number));
}

std::string Versions::fault(const Answer& answer, std::size_t& number) const {
  if (answer.policy.name != name) return "another policy: " + answer.policy.name;
  if (answer.deadlines.size() != 1 || answer.next.size() != 1 || answer.actions.empty()) return "parts are missing";
  const std::string& reason = answer.deadlines[0].because;
  number = number_in(reason);
  if (number == 0 || number > written.load()) return "no version that was written: " + reason;
  if (answer.policy.digest != digests[number]) return reason + " by another digest";
  if (answer.policy.title != fmt::format("Version {}", number)) return reason + " by the title " + answer.policy.title;
  const std::vector<std::string>& granted = answer.actions[0].because;
  if (granted.empty() || granted[0] != reason) return reason + " with another reason for what is allowed";
  if (answer.next[0].because != reason) return reason + " with the future of " + answer.next[0].because;
  const Instant due = due_in(number);
  if (answer.deadlines[0].due != due || answer.next[0].at != due) return reason + " with the deadline of another";
  return "";
}

}  // namespace bywhen::test
