#include "interpreter/set/elsewhere.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "interpreter/api/access.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/order/codes.hpp"

namespace bywhen::set {
namespace {

std::vector<const PolicyMember*> members_with(const PolicySet::Inside& set, std::string_view action) {
  std::vector<const PolicyMember*> found;
  for (const PolicyMember& member : set.members) {
    if (find_name(PolicyAccess::compiled(member.policy)->program.model->actions, action)) found.push_back(&member);
  }
  return found;
}

/// Those that all of the members have.
std::vector<std::string> common_overlays(const std::vector<const PolicyMember*>& members) {
  std::vector<std::string> common = members.front()->overlays;
  for (const PolicyMember* member : members) {
    std::erase_if(common, [&](const std::string& overlay) {
      return std::find(member->overlays.begin(), member->overlays.end(), overlay) == member->overlays.end();
    });
  }
  return common;
}

std::vector<std::string> versions_of(const std::vector<const PolicyMember*>& members) {
  std::vector<std::string> versions;
  for (const PolicyMember* member : members) {
    std::string version = member->version.empty() ? "the first version" : "version " + member->version;
    if (std::find(versions.begin(), versions.end(), version) == versions.end()) versions.push_back(std::move(version));
  }
  return versions;
}

std::string where_known(const PolicySet::Inside& set, std::string_view action) {
  const auto members = members_with(set, action);
  if (members.empty()) return "";
  const auto overlays = common_overlays(members);
  if (!overlays.empty())
    return fmt::format("overlay {} has it, which does not hold for this order", fmt::join(overlays, ", "));
  return fmt::format("{} of this policy has it, which does not govern this order",
                     fmt::join(versions_of(members), ", "));
}

}  // namespace

void tell_where_known(const PolicySet::Inside& set, std::string_view action, Problems& problems) {
  for (Problem& problem : problems) {
    if (problem.code != codes::no_such_action) continue;
    std::string where = where_known(set, action);
    if (!where.empty()) problem.help = std::move(where);
  }
}

}  // namespace bywhen::set
