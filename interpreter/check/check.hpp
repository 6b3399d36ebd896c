#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "bywhen/source.hpp"
#include "grammar/parse.hpp"
#include "interpreter/model.hpp"
#include "interpreter/scenario/scenario.hpp"

namespace bywhen {

struct Checked {
  /// Absent if there are errors.
  std::shared_ptr<const Model> model;
  std::vector<Scenario> scenarios;
  /// All problems found, by place, the parser's included.
  Diagnostics diagnostics;
};

/// A file that a sentence of the policy names: its place among the sources, or why it cannot be read.
struct NamedFile {
  /// Where the sentence names it.
  Span name;
  std::optional<std::uint32_t> source;
  std::string error;
};

/// Resolves names, types expressions and proves what the language promises of a policy: that every order gets an answer
/// and that the clock comes to rest. `parsed` are the sources of one policy, in order; `files` are those that their
/// sentences name. The first `texts` sources make up the policy: its digest is taken of them.
[[nodiscard]] Checked check(const Sources& sources, std::span<const Parsed> parsed, std::span<const NamedFile> files,
                            std::size_t texts = 1);

}  // namespace bywhen
