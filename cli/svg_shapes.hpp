#pragma once

#include <string>
#include <string_view>

#include "cli/chart.hpp"

/// What a chart's bars and points look like as SVG. They are told apart by height and outline too, not by colour alone.
namespace bywhen::cli {

/// Colours by their roles, for light and for dark. The classes carry the project's name, since a page shares its
/// styles.
[[nodiscard]] std::string_view svg_style();

/// From left to right, in pixels, around a middle line.
struct Extent {
  double from;
  double until;
  double middle;
};

/// `words` are shown where the reader points; an endless bar ends in an arrow.
[[nodiscard]] std::string svg_bar(BarKind kind, const Extent& extent, bool endless, std::string_view words);
[[nodiscard]] std::string svg_point(PointKind kind, double x, double middle, std::string_view words);
/// No rule allows it: a line to lead the eye.
[[nodiscard]] std::string svg_nothing(const Extent& extent);

/// For the legend.
[[nodiscard]] std::string_view meaning_of(BarKind kind);
[[nodiscard]] std::string_view meaning_of(PointKind kind);

}  // namespace bywhen::cli
