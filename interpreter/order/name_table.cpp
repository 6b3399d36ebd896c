#include "interpreter/order/name_table.hpp"

#include <bit>

namespace bywhen {

NameTable::NameTable(std::vector<std::string_view> names)
    : names_(names.begin(), names.end()), entries_(std::bit_ceil(4 * names.size() + 1)), mask_(entries_.size() - 1) {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string roomy = names_[i] + std::string(room, '\0');
    const Ends ends(std::string_view(roomy).substr(0, names_[i].size()));
    std::size_t place = ends.hash() & mask_;
    while (entries_[place].name != none) place = (place + 1) & mask_;
    entries_[place] = {ends, static_cast<std::uint16_t>(i)};
  }
}

}  // namespace bywhen
