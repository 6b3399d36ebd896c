#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

struct HelpEntry {
  /// The words that begin the sentence, or that tell it from others.
  std::string_view words;
  std::string_view form;
  std::string_view meaning;
  std::string_view example;
};

/// Every sentence and command of the REPL, in the order in which to learn them. Said in this order about an unpaid
/// order of policies/aliexpress.bywhen, the examples all go through.
[[nodiscard]] std::span<const HelpEntry> repl_help();

/// The entries that begin with these words, else those in which they stand; all for no words.
[[nodiscard]] std::vector<HelpEntry> find_help(std::string_view words);

/// The words of an entry that were probably meant.
[[nodiscard]] std::optional<std::string> nearest_help(std::string_view words);

/// The words that begin a command, sorted; everything else is the language's.
[[nodiscard]] std::span<const std::string_view> repl_commands();

}  // namespace bywhen::cli
