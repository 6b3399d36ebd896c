#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "grammar/parse.hpp"
#include "tests/naive/course.hpp"

namespace bywhen::naive {

/// Which version governs an order, and which overlays hold for it.
struct Chosen {
  std::string version;
  /// By name, each with its own date if it has one: `shop_eu 2026-01-01`.
  std::vector<std::string> overlays;

  friend bool operator==(const Chosen&, const Chosen&) = default;
  friend bool operator<(const Chosen& left, const Chosen& right) {
    return std::tie(left.version, left.overlays) < std::tie(right.version, right.overlays);
  }
};

/// An order as the versions up to an instant have left it.
struct Led {
  Order order;
  Chosen chosen;
};

/// The texts of a set, each read by itself: every question goes through all of them anew. Only the laying of one text
/// over another is the interpreter's own: it makes trees of syntax, and what they mean is worked out here.
class Governing {
public:
  /// The policies and overlays of a folder by their names; no scenarios.
  explicit Governing(const std::vector<std::pair<std::string, std::string>>& texts);

  /// None where no version governs.
  [[nodiscard]] std::optional<Chosen> choose(const Order& order, Instant at) const;
  /// The order at an instant: each version acts up to just before the next one takes over. None where no version
  /// governs, or where something cannot be computed on the way.
  [[nodiscard]] std::optional<Led> lead(const Order& order, Instant at) const;
  /// A version with overlays laid over it.
  [[nodiscard]] const Tree& tree_of(const Chosen& chosen) const;
  /// The tree of the last version, for making orders.
  [[nodiscard]] const Tree& newest() const;
  /// The tree of the first version: its orders may tell what later ones have no word for.
  [[nodiscard]] const Tree& oldest() const;
  /// When versions and overlays begin.
  [[nodiscard]] std::vector<Instant> starts() const;

private:
  struct Text {
    std::uint32_t source = 0;
    std::string name;
    std::string date;
    bool overlay = false;
    bool for_all = false;
    bool amends = false;
    std::vector<syntax::Condition> conditions;
  };
  void take(std::uint32_t source);
  [[nodiscard]] Instant start_of(const Text& text) const;
  [[nodiscard]] const Text* last_begun(const std::string& name, bool overlay, Instant by) const;
  /// The version of a date, with what it amends before it.
  [[nodiscard]] std::vector<const Parsed*> whole_version(const std::string& date) const;

  Sources sources_;
  std::vector<Parsed> parsed_;
  /// By date.
  std::vector<Text> texts_;
  std::string event_;
  std::string zone_;
  mutable std::map<Chosen, std::unique_ptr<Tree>> trees_;
};

}  // namespace bywhen::naive
