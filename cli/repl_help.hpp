#pragma once

#include <span>
#include <string_view>

namespace bywhen::cli {

struct HelpEntry {
  /// The word that begins the sentence.
  std::string_view word;
  std::string_view form;
  std::string_view meaning;
  std::string_view example;
};

/// Every sentence and command of the REPL, in the order in which to learn them.
[[nodiscard]] std::span<const HelpEntry> repl_help();

}  // namespace bywhen::cli
