#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bywhen/order.hpp"

/// Names that hosts give, looked up among those of a policy.
namespace bywhen {

/// The index of the item of that name.
template <typename Item>
[[nodiscard]] std::optional<std::uint16_t> find_name(const std::vector<Item>& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

/// What is wrong with a name that is none of those known: the nearest is proposed, else all are listed.
[[nodiscard]] Problem unknown_name_problem(const std::vector<std::string_view>& known, std::string_view kind,
                                           std::string_view name, std::string_view code);

struct Model;

/// The same for an action; a rule's label that was given for one is told apart.
[[nodiscard]] Problem unknown_action(const Model& model, std::string_view name);

template <typename Item>
[[nodiscard]] Problem unknown_name(const std::vector<Item>& items, std::string_view kind, std::string_view name,
                                   std::string_view code) {
  std::vector<std::string_view> known;
  for (const Item& item : items) known.push_back(item.name);
  return unknown_name_problem(known, kind, name, code);
}

}  // namespace bywhen
