#pragma once

namespace bywhen::cli {

/// While one lives, Ctrl-C no longer ends the process: it ends a wait for input, and is remembered for what is being
/// worked out. One at a time.
class Interrupts {
public:
  Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts();

  /// Whether Ctrl-C was pressed since `forget`.
  [[nodiscard]] static bool pressed();
  static void forget();
};

}  // namespace bywhen::cli
