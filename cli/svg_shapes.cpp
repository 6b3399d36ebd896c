#include "cli/svg_shapes.hpp"

#include <fmt/format.h>

#include "cli/svg_text.hpp"

namespace bywhen::cli {
namespace {

constexpr double arrow_length = 7;
constexpr double arrow_half = 6.5;

constexpr std::string_view style = R"(<style>
.bywhen{--back:#ffffff;--ink:#1b1f24;--dim:#59636e;--grid:#d5dae0;--stay:#57708c;--good:#1a7f37;--wait:#8a5a00;--bad:#b42318;--now:#6f42c1;
 color-scheme:light dark;max-width:100%;height:auto;font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
@media (prefers-color-scheme:dark){.bywhen{--back:#14181d;--ink:#e8ebee;--dim:#a3adb8;--grid:#3a434d;--stay:#8fa8c4;--good:#4bc46a;--wait:#e3b341;--bad:#ff7b72;--now:#c297ff}}
.bywhen-back{fill:var(--back)}
.bywhen text{fill:var(--ink)}
.bywhen .bywhen-title{font-size:16px;font-weight:600}
.bywhen .bywhen-head{font-weight:600}
.bywhen .bywhen-dim{fill:var(--dim)}
.bywhen .bywhen-now-text{fill:var(--now);font-weight:600}
.bywhen-grid{stroke:var(--grid)}
.bywhen-nothing{stroke:var(--dim);stroke-dasharray:1 5}
.bywhen-now{stroke:var(--now);stroke-width:2}
.bywhen-stay{fill:var(--stay)}
.bywhen-allowed{fill:var(--good)}
.bywhen-unknown{fill:var(--back);stroke:var(--wait);stroke-width:2;stroke-dasharray:4 3}
.bywhen-forbidden,.bywhen-overdue{fill:var(--bad)}
.bywhen-running{fill:var(--wait)}
.bywhen-due{fill:var(--bad);stroke:var(--back)}
.bywhen-done{fill:var(--good);stroke:var(--back)}
</style>
)";

struct Shape {
  std::string_view name;
  double height;
  std::string_view meaning;
};

constexpr Shape shape_of(BarKind kind) {
  switch (kind) {
    case BarKind::stay:
      return {"stay", 13, "in this status"};
    case BarKind::allowed:
      return {"allowed", 13, "allowed"};
    case BarKind::unknown:
      return {"unknown", 11, "hangs on unknown facts"};
    case BarKind::forbidden:
      return {"forbidden", 3, "forbidden"};
    case BarKind::running:
      return {"running", 5, "to be done"};
    case BarKind::overdue:
      break;
  }
  return {"overdue", 9, "overdue"};
}

constexpr Shape shape_of(PointKind kind) {
  return kind == PointKind::due ? Shape{"due", 7, "due"} : Shape{"done", 6, "done"};
}

std::string group(const Shape& shape, std::string_view words, const std::string& drawn) {
  return fmt::format("<g class=\"bywhen-{}\"><title>{}</title>{}</g>\n", shape.name, xml_text(words), drawn);
}

}  // namespace

std::string_view svg_style() { return style; }

std::string svg_bar(BarKind kind, const Extent& extent, bool endless, std::string_view words) {
  const Shape shape = shape_of(kind);
  const double half = shape.height / 2;
  if (!endless) {
    return group(shape, words,
                 fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>", extent.from,
                             extent.middle - half, extent.until - extent.from, shape.height));
  }
  return group(shape, words,
               fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}V{:.1f}l{} {}l-{} {}V{:.1f}H{:.1f}z\"/>", extent.from,
                           extent.middle - half, extent.until - arrow_length, extent.middle - arrow_half, arrow_length,
                           arrow_half, arrow_length, arrow_half, extent.middle + half, extent.from));
}

std::string svg_point(PointKind kind, double x, double middle, std::string_view words) {
  const Shape shape = shape_of(kind);
  const double size = shape.height;
  if (kind == PointKind::done)
    return group(shape, words, fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"/>", x, middle, size));
  return group(shape, words,
               fmt::format("<path d=\"M{0:.1f} {1:.1f}l{2} {2}l-{2} {2}l-{2} -{2}z\"/>", x, middle - size, size));
}

std::string svg_nothing(const Extent& extent) {
  return fmt::format("<line class=\"bywhen-nothing\" x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n",
                     extent.from, extent.until, extent.middle);
}

std::string_view meaning_of(BarKind kind) { return shape_of(kind).meaning; }
std::string_view meaning_of(PointKind kind) { return shape_of(kind).meaning; }

}  // namespace bywhen::cli
