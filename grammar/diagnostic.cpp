#include "bywhen/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace bywhen {
namespace {

/// Names longer than this are not compared: no one mistypes a word of this length beyond recognition of its beginning.
constexpr std::size_t longest_compared_name = 64;

/// A third of the letters may be wrong, and at least one.
std::size_t allowed_distance(std::size_t length) { return std::max<std::size_t>(1, length / 3); }

/// Edit distance in which swapping two neighbours counts as one edit (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

void sort_by_place(Diagnostics& diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.span.source, d.span.begin, d.code); };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::optional<std::string_view> nearest_name(std::string_view wrong, const std::vector<std::string_view>& known) {
  if (wrong.empty() || wrong.size() > longest_compared_name) return std::nullopt;
  const std::size_t allowed = allowed_distance(wrong.size());
  std::optional<std::string_view> nearest;
  std::size_t smallest = allowed + 1;
  for (const std::string_view name : known) {
    const std::size_t gap = name.size() > wrong.size() ? name.size() - wrong.size() : wrong.size() - name.size();
    if (name.empty() || gap > smallest) continue;
    const std::size_t distance = edit_distance(wrong, name);
    // A word in which every letter is replaced is no likeness.
    if (distance > allowed || distance >= std::max(wrong.size(), name.size())) continue;
    // Of words equally near, one that begins alike: first letters are seldom mistyped.
    const bool begins_better =
        distance == smallest && name.front() == wrong.front() && nearest->front() != wrong.front();
    if (distance >= smallest && !begins_better) continue;
    smallest = distance;
    nearest = name;
  }
  return nearest;
}

}  // namespace bywhen
