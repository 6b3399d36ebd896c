#pragma once

#include <string>
#include <string_view>

namespace bywhen::test {

/// A policy in which the seller answers within a number of days, which its reason tells, too.
[[nodiscard]] std::string answer_policy(int days, std::string_view name = "answers");
/// The same in business days of `works.dates`.
[[nodiscard]] std::string calendar_policy();
/// A scenario of `answer_policy(days)`.
[[nodiscard]] std::string answer_scenario(int days);
inline constexpr std::string_view asked_order = R"({"facts":{"asked_at":"2026-03-02T10:00:00Z"}})";

}  // namespace bywhen::test
