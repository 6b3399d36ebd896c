#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bywhen/policy_set.hpp"

namespace bywhen::test {

/// The texts of a folder under tests/, under the names that they have in it, and further ones.
[[nodiscard]] LoadedPolicySet load_folder(const std::string& folder,
                                          std::vector<std::pair<std::string, std::string>> more = {});
/// The set that the scenarios of tests/language/sets/good/shop speak of.
[[nodiscard]] LoadedPolicySet load_shop(std::vector<std::pair<std::string, std::string>> more = {});
[[nodiscard]] PolicySet shop();

/// An order of the shop; further facts begin with a comma.
[[nodiscard]] std::string placed(std::string_view when, std::string_view country, std::string_view more = "");

}  // namespace bywhen::test
