#pragma once

#include "interpreter/kernel/columns.hpp"

namespace bywhen::kernel {

/// The functions on columns, as compiled for one width of the processor's registers.
struct RegisterWidth {
  decltype(&bywhen::kernel::decide_columns) decide = nullptr;
  decltype(&bywhen::kernel::find_bad) find = nullptr;
  decltype(&bywhen::kernel::look_up) look_up = nullptr;
  /// How many words a register holds.
  std::size_t lanes = 0;
};

}  // namespace bywhen::kernel
