#include "interpreter/set/takeover.hpp"

#include <utility>

#include "interpreter/set/picker.hpp"

namespace bywhen::set {

void tell_takeover(const Cast& cast, Governed& governed) {
  if (!governed.until) return;
  // What picks overlays stays as it is, whatever the clock does until then.
  const std::string json = to_json(governed.order.data());
  const auto picked = Picker(cast.inside(), json).pick(*governed.until);
  if (!picked) return;
  const PolicyMember& member = cast.inside().members[picked->member];
  governed.takeover =
      Takeover{*governed.until, member.version, member.overlays, std::string(cast.policy(picked->member).digest())};
}

std::variant<Governed, Problems> govern_until(const Cast& cast, std::string_view order_json, Instant at) {
  auto governed = govern(cast, order_json, at);
  if (auto* by = std::get_if<Governed>(&governed)) tell_takeover(cast, *by);
  return governed;
}

}  // namespace bywhen::set
