#pragma once

#include <chrono>
#include <string>

namespace bywhen::test {

/// Replaces a published value without a pause while eight threads read it without a pause. What went wrong; empty if
/// every value was whole, and no thread saw an older one after a newer one.
[[nodiscard]] std::string hammer(std::chrono::milliseconds duration);

}  // namespace bywhen::test
