#pragma once

#include <string>
#include <string_view>

#include "bywhen/bywhen.hpp"

/// What tests through the public API share: policies as text, files of the repository, orders that must be good.
namespace bywhen::test {

/// The bytes of a file of the repository; fails the test if it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

/// A policy from text; fails the test with the diagnostics if there are errors.
[[nodiscard]] Policy policy_from(std::string text, std::string name = "test.bywhen");

/// `policies/aliexpress.bywhen`
[[nodiscard]] const Policy& aliexpress();

/// An order that must be valid.
[[nodiscard]] Order order_from(const Policy& policy, std::string_view json);

/// All problems of an order that must be refused, as `render_text` shows them.
[[nodiscard]] std::string refusal(const Policy& policy, std::string_view json);

[[nodiscard]] Instant at(std::string_view rfc3339);

}  // namespace bywhen::test
