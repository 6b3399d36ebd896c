#pragma once

#include <vector>

#include "bywhen/policy.hpp"
#include "grammar/parse.hpp"
#include "interpreter/check/check.hpp"

namespace bywhen {

/// Reads the files that the sentences of a policy name, and adds them to its sources.
[[nodiscard]] std::vector<NamedFile> read_named_files(Sources& sources, const std::vector<Parsed>& parsed,
                                                      const FileReader& files);

}  // namespace bywhen
