#include "grammar/format.hpp"

#include <utility>

#include "bywhen/policy.hpp"

namespace bywhen {

FormattedSource format_source(const Sources& sources, std::uint32_t source) {
  Formatted formatted = format(sources, source);
  return {std::move(formatted.text), std::move(formatted.diagnostics)};
}

}  // namespace bywhen
