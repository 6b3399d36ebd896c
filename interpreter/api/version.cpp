#include "bywhen/version.hpp"

namespace bywhen {

std::string_view version() { return BYWHEN_VERSION; }

}  // namespace bywhen
