#include "tests/store/policies.hpp"

#include <fmt/format.h>

namespace bywhen::test {
namespace {

constexpr std::string_view rest = R"(actor seller "Seller"
fact asked_at, answered_at, lapsed_at : event
status asked "Asked" initial, marks asked_at
status answered "Answered" final
status lapsed "Lapsed" final
action answer "Answer" { marks answered_at  becomes answered }
action lapse "Lapse" { marks lapsed_at  becomes lapsed }
)";

}  // namespace

std::string answer_policy(int days, std::string_view name) {
  return fmt::format(R"(policy {} "Answers"
zone "UTC"
{}term time_to_answer = {} days
in asked {{
  reply: seller must answer within time_to_answer after asked_at because "{} days are enough"
    otherwise lapse because "{} days are over"
}}
)",
                     name, rest, days, days, days);
}

std::string calendar_policy() {
  return fmt::format(R"(policy answers "Answers"
zone "UTC"
calendar works default {{ covers 2026 to 2026  weekend saturday, sunday  holidays from "works.dates" }}
{}in asked {{
  reply: seller must answer within 1 business day after asked_at because "A day is enough"
    otherwise lapse because "The day is over"
}}
)",
                     rest);
}

std::string answer_scenario(int days) {
  return fmt::format(R"(scenario "Asked in March" {{
  given asked_at = 2026-03-02 10:00
  at 2026-03-03 10:00
    expect seller must answer by 2026-03-{:02} 10:00
}}
)",
                     days + 2);
}

}  // namespace bywhen::test
