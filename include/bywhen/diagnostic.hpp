#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/export.hpp"
#include "bywhen/source.hpp"

namespace bywhen {

enum class Severity { error, warning };

/// A further place that a diagnostic points to, with a few words on what is there.
struct Label {
  Span span;
  std::string text;
};

/// One problem of a policy, as data. Messages start in lower case and end without a stop; what a user wrote stands in
/// backticks; what to do about it is the help's business.
struct Diagnostic {
  /// `BW` and four digits, explained in docs/diagnostics.md. Never reused for another problem.
  std::string code;
  Severity severity = Severity::error;
  std::string message;
  Span span;
  /// A few words under the primary underline; may be empty.
  std::string label;
  std::vector<Label> further;
  /// One sentence a line; may be empty.
  std::string help;
};

/// Sorted by place: source, offset, then code.
using Diagnostics = std::vector<Diagnostic>;

BYWHEN_API void sort_by_place(Diagnostics& diagnostics);
[[nodiscard]] BYWHEN_API bool has_errors(const Diagnostics& diagnostics);

/// The known name nearest to `wrong` by edit distance (insert, delete, replace, swap neighbours), if it is near enough
/// to be meant.
[[nodiscard]] BYWHEN_API std::optional<std::string_view> nearest_name(std::string_view wrong,
                                                                      const std::vector<std::string_view>& known);

/// For people: `file:line:column`, the source line, the underline, labels, help. With `colour`, ANSI escapes.
[[nodiscard]] BYWHEN_API std::string render_text(const Diagnostics& diagnostics, const Sources& sources, bool colour);

/// The same as data: a JSON array of objects.
[[nodiscard]] BYWHEN_API std::string render_json(const Diagnostics& diagnostics, const Sources& sources);

}  // namespace bywhen
