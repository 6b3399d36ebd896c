#pragma once

namespace bywhen::cli {

/// How the command ends: scripts rely on these numbers.
enum class ExitStatus : int {
  good = 0,
  /// The policy, scenario or order was refused.
  refused = 1,
  /// The command was called wrongly.
  usage = 2,
  /// Something in the machine failed: a file cannot be read, the output cannot be written.
  machine = 3,
};

/// The one that says more: a machine that failed beats a refusal, a refusal beats success.
[[nodiscard]] constexpr ExitStatus worse(ExitStatus left, ExitStatus right) { return left < right ? right : left; }

}  // namespace bywhen::cli
