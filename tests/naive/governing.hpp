#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "tests/naive/evaluator.hpp"

namespace bywhen::naive {

/// Which version governs an order, and which overlays hold for it.
struct Chosen {
  std::string version;
  std::vector<std::string> overlays;

  friend bool operator==(const Chosen&, const Chosen&) = default;
};

/// The texts of a set, each read by itself: every question goes through all of them anew.
class Governing {
public:
  /// The policies and overlays of a folder; no scenarios.
  explicit Governing(const std::vector<std::string>& texts);

  /// None where no version governs.
  [[nodiscard]] std::optional<Chosen> choose(const Order& order, Instant at) const;
  /// The tree of some version, for making orders.
  [[nodiscard]] const Tree& newest() const;

private:
  struct Text {
    explicit Text(const std::string& text) : tree("set.bywhen", text) {}
    Tree tree;
    std::string name;
    std::string date;
    bool overlay = false;
    bool for_all = false;
    std::vector<syntax::Condition> conditions;
  };
  [[nodiscard]] Instant start_of(const Text& text) const;
  [[nodiscard]] const Text* last_begun(const std::string& name, bool overlay, Instant by) const;

  std::deque<Text> texts_;
  std::string event_;
};

}  // namespace bywhen::naive
